"""What somebody typed into the box: words, "phrases", -words and filters such as week:3, in either language.

Pure: whom `by:` names and which team `team:` means is for `filters` to find out.
"""

import datetime
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from meetings.search.korean import SIGNS

LONGEST = 400
MOST_WORDS = 24
MOST_FILTERS = 8  # each is one more condition on every text that is looked at
YEARS = range(1900, 3000)  # of days that can be asked for

# As phones and other keyboards set them.
_TYPED = str.maketrans(dict.fromkeys("“”„‟＂", '"') | dict.fromkeys("‘’‚‛", "'") | {"：": ":"})

KEYS = {
    "tag": "tag 태그",
    "by": "by 이름 사람 작성자",
    "team": "team 조 팀",
    "week": "week 주차",
    "lecture": "lecture 강의 강",
    "status": "status is 상태",
    "before": "before 이전 전",
    "until": "until 까지",
    "after": "after since 이후 부터 후",
    "kind": "kind 종류",
}
DAYS = {"before", "until", "after"}
_KEY_OF = {word: key for key, words in KEYS.items() for word in words.split()}
VALUES = {
    "status": {
        "open": "open 열림 열린 미해결",
        "answered": "answered 답 답변 답변됨 해결 닫힘",
        "deferred": "deferred 미룸 보류 미뤄짐",
        "accepted": "accepted 채택 채택됨",
    },
    "kind": {
        "question": "question questions q 질문",
        "learning": "learning learnings 배움 배운점 배운것",
        "section": "section sections minutes 회의록 글",
        "class_note": "class_note class note notes 수업 강의노트 노트 필기",
    },
}
_VALUE_OF = {
    key: {word: name for name, said in names.items() for word in said.split()} for key, names in VALUES.items()
}
ME, MINE = {"me", "나"}, {"mine", "우리", "내"}

_TERMS = re.compile(
    r"(?P<key>[^\W\d_]+):(?:\"(?P<quoted>[^\"]+)(?:\"|$)|(?P<value>[^\s\"]+))"
    r"|(?P<minus>(?<!\S)-)?(?:\"(?P<phrase>[^\"]*)\"?"
    rf"|(?P<word>[^\s\"]+?(?:\s[{''.join(SIGNS)}]\s[^\s\"]+?)*(?=\"|\s|$)))"  # A ∩ B is one
)
_NUMBER = re.compile(r"[Q#](\d{1,18})|\[\[Q(\d{1,18})\]\]", re.ASCII | re.IGNORECASE)
_DAY = re.compile(r"(\d{4})(?:[-./](\d{1,2})(?:[-./](\d{1,2}))?)?[-./]?$")


@dataclass(frozen=True)
class Term:
    text: str
    is_phrase: bool = False
    is_excluded: bool = False


@dataclass(frozen=True)
class Filter:
    key: str
    value: str
    rest: str = ""  # of the query, where this filter is taken out

    def without(self) -> str:
        return self.rest

    @property
    def label(self) -> str:
        """What it does, in the reader's language."""
        if said := _LABELS.get((self.key, self.value)):
            return said()
        return _LABELS[self.key]() % {"value": self.value}

    @property
    def number(self) -> int:
        return int(self.value)

    @property
    def days(self) -> tuple[datetime.date, datetime.date]:
        """The first day of what a filter names (a day, a month or a year), and the first after it."""
        return _days(self.value)


_LABELS = {
    "tag": lambda: _("#%(value)s"),
    "by": lambda: _("by %(value)s"),
    ("by", "me"): lambda: _("by me"),
    "team": lambda: _("team %(value)s"),
    ("team", "mine"): lambda: _("only our team"),
    "week": lambda: _("week %(value)s"),
    "lecture": lambda: _("lecture %(value)s"),
    "before": lambda: _("before %(value)s"),
    "until": lambda: _("until %(value)s"),
    "after": lambda: _("since %(value)s"),
    ("status", "open"): lambda: _("only open ones"),
    ("status", "answered"): lambda: _("only answered ones"),
    ("status", "deferred"): lambda: _("only deferred ones"),
    ("status", "accepted"): lambda: _("only with an accepted answer"),
    ("kind", "question"): lambda: _("only questions"),
    ("kind", "learning"): lambda: _("only learnings"),
    ("kind", "section"): lambda: _("only sections of minutes"),
    ("kind", "class_note"): lambda: _("only class notes"),
}


@dataclass(frozen=True)
class Query:
    text: str
    terms: tuple[Term, ...] = ()
    filters: tuple[Filter, ...] = ()
    plain: str = ""  # without its filters
    words: str = ""  # what is looked for, without quotes and without what must not be there
    left_out: tuple[str, ...] = ()  # as typed: more than is looked for at once

    @property
    def wanted(self) -> list[Term]:
        return [term for term in self.terms if not term.is_excluded]

    @property
    def excluded(self) -> list[Term]:
        return [term for term in self.terms if term.is_excluded]

    def narrowed_by(self, said: str) -> str:
        """The text with a filter more at its end, where no quote that was left open takes it for its own."""
        closing = '"' if self.text.count('"') % 2 else ""
        return f"{self.text}{closing} {said}".lstrip()

    @property
    def number(self) -> int | None:
        """Of the question that is named, as rows print it or texts link it, where nothing but filters stands beside."""
        match = _NUMBER.fullmatch(self.plain)
        return int(match[1] or match[2]) if match else None

    @property
    def kind(self) -> str:
        """The one that a filter names, as a tab of the page would."""
        return next((said.value for said in self.filters if said.key == "kind"), "")

    def of_any_kind(self) -> "Query":
        """The same without the filters that name kinds."""
        rest = next((said.without() for said in self.filters if said.key == "kind"), None)
        return self if rest is None else parse(rest).of_any_kind()


def _as_typed(term: Term) -> str:
    quoted = f'"{term.text}"' if term.is_phrase else term.text
    return f"-{quoted}" if term.is_excluded else quoted


def as_typed(text: str) -> str:
    """One text however it was typed: a Mac sends syllables as letters, a phone sets its own quotes."""
    return unicodedata.normalize("NFC", text).translate(_TYPED)


def parse(text: str) -> Query:
    """Never raises: what is no filter is a word."""
    text = " ".join(as_typed(text)[:LONGEST].split())
    terms: list[Term] = []
    spans: dict[tuple[str, str], list[tuple[int, int]]] = {}
    words: list[str] = []
    for match in _TERMS.finditer(text):
        if known := _filter(match):
            spans.setdefault(known, []).append(match.span())
        else:
            terms += _terms(match)
            words += [] if match["minus"] else [match["phrase"] or match[0].strip('"')]
    terms = list(dict.fromkeys(terms))  # what is said again asks for nothing more
    filters = tuple(Filter(*known, _without(text, places)) for known, places in spans.items())
    typed = [text[slice(*places[0])] for places in spans.values()]
    plain = _without(text, [place for places in spans.values() for place in places])
    return Query(
        text,
        tuple(terms[:MOST_WORDS]),
        filters[:MOST_FILTERS],
        plain,
        " ".join(filter(None, words)),
        (*map(_as_typed, terms[MOST_WORDS:]), *typed[MOST_FILTERS:]),
    )


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + text[end:]
    return " ".join(text.split())


def _filter(match: re.Match) -> tuple[str, str] | None:
    if not (key := _KEY_OF.get((match["key"] or "").lower())):
        return None
    value = (match["quoted"] or match["value"]).strip()
    if key in VALUES:
        value = _VALUE_OF[key].get(value.lower(), "")
    elif key in ("week", "lecture"):
        number = re.fullmatch(r"(\d{1,3})(?:주차?|강)?", value)
        value = str(int(number[1])) if number else ""
    elif key in DAYS:
        value = value if _days(value) else ""
    elif key == "by":
        value = "me" if value.lower() in ME else value.lstrip("@")
    elif key == "team":
        value = "mine" if value.lower() in MINE else value
    else:
        value = value.lstrip("#")
    return (key, value) if value else None


def _days(value: str) -> tuple[datetime.date, datetime.date] | None:
    match = _DAY.match(value)
    if not match:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    if year not in YEARS:
        return None
    try:
        first = datetime.date(year, month or 1, day or 1)
        if day:
            return first, first + datetime.timedelta(days=1)
        return first, datetime.date(year + (not month or month == 12), (month or 12) % 12 + 1, 1)
    except ValueError:
        return None


def _terms(match: re.Match) -> Iterator[Term]:
    is_phrase = match["phrase"] is not None
    text = match["phrase"].strip() if is_phrase else word("".join((match["word"] or match[0].lstrip("-")).split()))
    if text:
        yield Term(text, is_phrase, match["minus"] is not None)


_AROUND = "?!.,;:…·、。\"'`"


def word(text: str) -> str:
    """Without the signs of the sentence that it stands in; the brackets of f() and P(x) are its own."""
    while True:
        left = text.strip(_AROUND)
        for opening, closing in ("()", "[]", "{}", "<>"):
            if left.startswith(opening) and (left.endswith(closing) or closing not in left):
                left = left[1:]
            elif left.endswith(closing) and opening not in left:
                left = left[:-1]
        if left == text:
            return text
        text = left
