"""Whoever asks what was asked before is shown it."""

import json
from pathlib import Path

import pytest

from meetings.models import Answer, Meeting, Question, SearchWord, Tag, User
from meetings.models.batches import store_new
from meetings.search import indexing
from meetings.search.similar import similar

PAIRS = [json.loads(line) for line in (Path(__file__).parent / "paraphrases.jsonl").read_text().splitlines()]
# Others that ask something else about the very things that the pairs are about.
THINGS = """
배치 정규화|드롭아웃|소프트맥스|시그모이드|경사 하강법|학습률|KL 발산|교차 엔트로피|RNN|LSTM|어텐션|트랜스포머|합성곱
위치 인코딩|패딩|과적합|L2 정규화|검증 데이터|교차 검증|재현율|F1 점수|ROC 곡선|베이즈 정리|가능도|분산|p-value|고유값
중심 극한 정리|PCA|특이값 분해|역행렬|헤시안|역전파|가중치 초기화|Xavier|Adam|SGD|모멘텀|배치 크기|no_grad|zero_grad
DataLoader|CUDA|텐서|loc|CrossEntropyLoss|브로드캐스팅|groupby|결측치|이상치|원핫 인코딩|임베딩|word2vec|BERT|GPT
빔 서치|BLEU|BPE|GAN|VAE|할인율|Q러닝|결정 트리|랜덤 포레스트|SVM|K-평균|도커|rebase
"""
OTHERS = """
{}을(를) 처음 제안한 논문은 무엇인가요?|{} 구현할 때 자주 하는 실수는 뭔가요?|{} 예제 코드가 강의 자료에 있나요?
{}에 대한 과제 마감이 언제인가요?|{}을(를) 시각화하는 좋은 도구가 있을까요?|{} 수식을 손으로 유도해 보신 분 있나요?
{}, 면접에서 자주 묻는 내용인가요?
"""


def asked_about() -> list[str]:
    things = THINGS.strip().replace("\n", "|").split("|")
    return [other.format(thing) for thing in things for other in OTHERS.strip().replace("\n", "|").split("|")]


@pytest.fixture
def user(member) -> User:
    return member.user


def ask(team, meeting, bodies: list[str]) -> list[Question]:
    rows = [Question(team=team, meeting=meeting, body=body, order=n) for n, body in enumerate(bodies)]
    with meeting.one_revision():
        store_new(rows)
    return rows


@pytest.mark.slow
def test_most_questions_that_were_asked_in_other_words_are_among_the_first_five(user, team, meeting):
    assert len(PAIRS) >= 60
    ask(team, meeting, asked_about())
    rows = ask(team, meeting, [pair["asked"] for pair in PAIRS])
    indexing.count_words()
    missed = [pair["again"] for pair, row in zip(PAIRS, rows, strict=True) if row not in similar(user, pair["again"])]
    assert 1 - len(missed) / len(PAIRS) >= 0.8, missed


def titles(user, text, **options) -> list[str]:
    return [question.first_line for question in similar(user, text, **options)]


def test_it_is_never_the_question_itself_nor_one_of_another_subject(user, team, meeting):
    first, second, _other = ask(team, meeting, ["역전파가 왜 필요한가요?", "역전파란 무엇인가요?", "도커가 뭔가요?"])
    assert similar(user, "역전파가 필요한 이유") == [first, second]
    assert similar(user, "역전파가 필요한 이유", besides=first.pk) == [second]
    assert similar(user, "역전파가 필요한 이유", most=1) == [first]


@pytest.mark.parametrize(
    "text", ["", "  ", "왜", "?", "이게 뭔가요?", "```\n역전파\n```", "![역전파](/x.png)", "\x00", "가"]
)
def test_what_says_nothing_is_like_nothing(text, user, team, meeting):
    ask(team, meeting, ["역전파가 왜 필요한가요?", "왜 이게 뭔가요?"])
    assert similar(user, text) == []


def test_a_rare_word_tells_more_than_common_ones(user, team, meeting):
    ask(team, meeting, [f"모델 학습 {n}번은 왜 느린가요?" for n in range(30)] + ["크로네커 곱은 무엇인가요?"])
    indexing.count_words()
    assert SearchWord.objects.get(word="모델").documents == 30
    assert titles(user, "모델 학습에 크로네커 곱을 쓰나요?")[0] == "크로네커 곱은 무엇인가요?"


def test_answers_are_not_asked(user, team, meeting):
    asked = Question.objects.create(team=team, meeting=meeting, body="왜 느린가요?")
    Answer.objects.create(question=asked, body="역전파 때문이에요.")
    assert similar(user, "역전파 때문인가요?") == []


@pytest.mark.slow
def test_everybody_is_shown_what_they_may_read(team, meeting, member, outsider, ex_member, staff):
    other = Meeting.objects.create(team=outsider.team, held_on=meeting.held_on)
    here, there = ask(team, meeting, ["역전파가 뭔가요?"]) + ask(outsider.team, other, ["역전파는 뭐예요?"])
    for person, expected in ((member, {here}), (outsider, {there}), (ex_member, set())):
        assert set(similar(User.objects.get(pk=person.user_id), "역전파란?")) == expected
    assert set(similar(staff, "역전파란?")) == {here, there}
    other.other_teams.add(team)
    assert set(similar(User.objects.get(pk=member.user_id), "역전파란?")) == {here, there}
    here.remove()
    assert set(similar(User.objects.get(pk=member.user_id), "역전파란?")) == {there}


def test_what_was_merged_is_shown_as_what_it_was_merged_into(user, team, meeting, member):
    first, second = ask(team, meeting, ["역전파가 뭔가요?", "역전파는 뭐예요?"])
    Question.objects.filter(pk=second.pk).update(duplicate_of=first, merged_at=first.asked_at)
    assert similar(user, "역전파란 무엇인가요") == [first]


def test_what_was_part_of_something_that_is_gone_is_shown_by_itself(user, team, meeting):
    first, second = ask(team, meeting, ["역전파가 뭔가요?", "역전파는 뭐예요?"])
    second.merge_into(first)
    first.remove()
    assert similar(user, "역전파란 무엇인가요") == [second]


def test_one_name_of_a_tag_is_as_good_as_another(user, team, meeting, cohort):
    first, _second = ask(team, meeting, ["쿨백-라이블러 발산은 거리인가요?", "거리 행렬은 무엇인가요?"])
    Tag.objects.create(cohort=cohort, name="KL divergence", synonyms=["KLD", "쿨백-라이블러 발산"])
    for text in ("KL divergence는 왜 거리가 아니죠?", "KLD가 거리예요?"):
        assert similar(user, text)[0] == first, text


def test_a_common_word_hides_no_older_question(user, team, meeting, monkeypatch):
    monkeypatch.setattr("meetings.search.similar.MOST_TEXTS", 15)
    ask(team, meeting, ["크로네커 곱과 학습"] + [f"학습 {n}번" for n in range(30)])
    indexing.count_words()
    assert titles(user, "학습에 크로네커 곱을 쓰나요?")[0] == "크로네커 곱과 학습"


def test_queries(user, team, meeting, django_assert_num_queries):
    ask(team, meeting, [f"역전파 {n}" for n in range(30)])
    user.seats  # noqa: B018
    with django_assert_num_queries(5):  # tags, words, teams, texts, what is shown
        assert len(similar(user, "역전파가 뭔가요?")) == 5
