"""The words notes use: what a heading is about, what a label names, what kind of session a title tells of."""

from __future__ import annotations

import re
from functools import lru_cache

_HEADINGS: tuple[tuple[str, str], ...] = (
    (
        "learning",
        r"배운\s*(?:점|것|내용|부분)|알게\s*된|새로\s*배운|새롭게\s*안|깨달은|얻은\s*(?:점|것)|^\W*(?:배움|인사이트)\W*$"
        r"|(?:what|today|things?)\s+(?:i|we)(?:'ve| have)?\s+learn|lessons? learned"
        r"|^\W*(?:(?:key|my|our|today's)\s+)?(?:learnings?|take-?aways?|insights?)\W*$|^\W*til\b",
    ),
    ("question", r"질문|질의|질답|문답|궁금|\bq\s*(?:&amp;|[&/+n])\s*a\b|\bqna\b|\bfaqs?\b|\bquestions?\b"),
    (
        "review",
        r"(?:과제|코드|강의|논문|모델|알고리즘|퀴즈|assignment|code|paper|lecture)\s*(?:코드\s*)?(?:리뷰|review)"
        r"(?!.*(?:방법|여부|방식|계획|순서|관련|일정|형식|변경|정하기))",
    ),
    (
        "retrospective",
        r"회고|아쉬운|아쉬웠|잘했던|잘한\s*점|잘된|좋았던|개선|느낀\s*점|나의\s*생각|소감|retrospective|reflection",
    ),
    ("master_class", r"마스터\s*클래스|master\s*-?class"),
    ("office_hour", r"오피스\s*아워|office\s*-?\s*hours?"),
    ("mentoring", r"멘토링|멘토\s*님|멘토와|\bmentoring\b|\bmentor\b"),
    ("special", r"특강|세미나|초청\s*강연|special\s+lecture|seminar|\bmeet-?up\b|밋업"),
    (
        "attendance",
        r"^\W*(?:참석|참가|참여)(?:자|\s*인원)?(?:\s*명단)?\W*(?:\d+\s*명\W*)?$"
        r"|attendance|attendees|^present$|^participants$|출석",
    ),
    ("proposal", r"건의|요청\s*사항|제안"),
    (
        "action",
        r"action\s*(?:items?|steps?|points?)|할\s*일|\bto-?dos?\b|액션|next\s+steps|\bcheck-?\s?lists?\b|체크\s*리스트|다음\s*(?:까지|할)",
    ),
    ("rules", r"ground\s*rule|그라운드\s*룰|규칙|역할|(?:모더레이터|서기|팀장)의?\s*할|해야\s*할\s*것"),
    ("decision", r"결정|결론|decisions?\b"),
    ("agenda", r"안건|agenda|토의|논의|토론"),
    ("notice", r"공지|안내|announcements?"),
    ("reference", r"참고|레퍼런스|references?\b|further\s+reading|추천|링크"),
    ("study", r"학습|공부"),
)
_HEADING_PATTERNS = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _HEADINGS)
CLASS_KINDS = frozenset({"master_class", "mentoring", "office_hour", "special"})

_SESSIONS: tuple[tuple[str, str], ...] = (
    ("special", r"스페셜\s*피어\s*세션|special\s+(?:\w+\s+)?session"),
    ("master_class", r"마스터\s*클래스|master\s*class"),
    ("office_hour", r"오피스\s*아워|office\s*-?\s*hours?|\b(?:prof(?:essor)?|ta)\s+oh\b"),
    ("special", r"특강|세미나|seminar|special\s+lecture|meet\s*-?up|밋업|커리어\s*톡"),
    ("retrospective", r"회고|retrospective|wrap[\s_-]*up"),
    ("mentoring", r"멘토링|mentoring|mentor\s+(?:meeting|session)"),
    ("daily", r"피어\s*세션|peer\s*-?\s*(?:session|meeting)|회의록|일일\s*회의|데일리|학습\s*기록|daily|스크럼|scrum"),
    (
        "project",
        r"프로젝트|sprint|stand-?up|all\s*hands|kick-?off|(?:team|ta|sub-?team|backend|frontend)\s+meeting|back-?end\b|front-?end\b",
    ),
)
_SESSION_PATTERNS = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _SESSIONS)

_FIELDS: tuple[tuple[str, str], ...] = (
    (
        "moderator",
        r"(?:(?:오늘|이번\s*주|금주|금일)(?:의)?\s*)?모더레이터|진행자?|사회자?"
        r"|moderator|facilitator|chair|host|meeting lead",
    ),
    (
        "scribe",
        r"작성자?|서기|기록자?|정리자?|회의록\s*(?:작성자?|담당자?)|note[\s-]*takers?|scribe|minutes(?: by)?|recorder"
        r"|minute[\s-]*taker|(?:notes|written|recorded|taken) by",
    ),
    (
        "attendees",
        r"참가자|참석자|참여자|참여|참석|참가|출석|(?:참석|참여|참가)\s*(?:인원|멤버|팀원)"
        r"|attendees?|attendance|present|participants?|members present|in attendance",
    ),
    ("absent", r"불참자?|결석자?|미참석자?|absent|absentees?"),
    ("excused", r"공결자?|공가자?|excused"),
    ("left_early", r"조퇴자?|left early"),
    ("late", r"지각자?|late"),
    ("speakers", r"강연자|연사|강사|마스터|멘토|발표\s*멘토|speakers?|mentors?|master|guest"),
    ("date", r"날짜|일시|일자|회의\s*일시|meeting date|date|when|회의\s*날짜"),
    ("created", r"작성\s*일시?|생성\s*일시?|created(?: time)?"),
    ("time", r"시간|회의\s*시간|time"),
    ("type", r"(?:회의\s*)?(?:유형|종류)|type|meeting type"),
    ("edited", r"최종\s*편집\s*일시|최종\s*수정\s*일시?|last edited(?: time)?|최종\s*편집자"),
)
_FIELD_PATTERNS = tuple((name, re.compile(rf"(?:{pattern})$", re.IGNORECASE)) for name, pattern in _FIELDS)

_SUBJECTS: tuple[tuple[str, str], ...] = (
    ("assignment", r"과제|assignment|homework|미션|코드\s*리뷰|code review"),
    ("post", r"포스팅|블로그|\bpost\b|\bblog\b"),
    ("paper", r"논문|paper|arxiv"),
    ("algorithm", r"알고리즘|코딩\s*테스트|백준|프로그래머스|leetcode|algorithm"),
    ("lecture", r"강의|\d+\s*강|lecture|복습|chapter"),
)
_SUBJECT_PATTERNS = tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in _SUBJECTS)


@lru_cache(4096)
def kinds_of(text: str) -> tuple[str, ...]:
    """What a heading is about, the surest first; () for a heading of the team's own."""
    return tuple(kind for kind, pattern in _HEADING_PATTERNS if pattern.search(text.strip()))


def session_kind(text: str) -> str | None:
    return next((kind for kind, pattern in _SESSION_PATTERNS if pattern.search(text.replace("_", " "))), None)


def field_of(label: str) -> str | None:
    label = re.sub(r"^[^\w]+|[^\w)]+$", "", label)
    return next((name for name, pattern in _FIELD_PATTERNS if pattern.fullmatch(label)), None)


def subject_of(*texts: str) -> str | None:
    """The subject the first telling text names, so the title outweighs the heading above it."""
    for text in texts:
        for name, pattern in _SUBJECT_PATTERNS:
            if pattern.search(text):
                return name
    return None
