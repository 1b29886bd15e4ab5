"""In which forms a word may be typed, and in which it may stand there."""

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings.models import Answer, ClassNote, MasterClass, Member, Question, Tag, User
from meetings.search import indexing, needles, search
from meetings.search.korean import document_tokens, folded
from meetings.search.query import parse


def stands(needle: needles.Needle, text: str) -> bool:
    tokens, wanted = " ".join(["", *document_tokens("", text), ""]), " ".join(["", *needle.tokens])
    is_known = wanted in tokens if needle.is_open else f"{wanted} " in tokens
    return is_known and bool(needle.regex.search(folded(text)))


def fits(typed: str, text: str) -> bool:
    """Whether the index and then the text itself have every word, with nothing guessed by a vocabulary."""
    return any(
        all(any(all(stands(needle, text) for needle in way) for way in slot.ways) for slot in asked)
        for asked in needles.first_tiers(parse(typed))
    )


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("하강법이 수렴하나요?", "하강법은 잘 수렴한다"),
        ("하강법이란?", "하강법은 잘 수렴한다"),
        ("(하강법이)", "하강법은 잘 수렴한다"),
        ("Res-Net", "ResNet"),
        ("ResNet", "Res-Net"),
        ("batch-norm", "BatchNorm"),
        ("batch-norm", "batchnorm"),
        ("k-NN", "kNN"),
        ("knn", "k-NN"),
        ("softmax", "LogSoftmax"),
        ("sigma", "σ는 표준편차"),
        ("alpha", "$α$"),
        (r"\sigma", "σ"),
        ("Σ", r"\sigma"),
        ("딥러닝을", "딥 러닝"),
        ("데이터셋을", "데이터 셋"),
        ("__init__()", "def __init__(self):"),
        ("super().__init__()", "super().__init__()"),
        ("self._model.fit", "self._model.fit(x)"),
        ("_forward(", "self._forward(x)"),
        ("3×3", r"$3\times3$"),
        ("3×3", r"$3 \times 3$"),
        ("3x3을", r"$3\times3$"),
        ("3x3", "3×3"),
        (r"3\times3", "3x3"),
        ("√d", r"$\sqrt{d}$"),
        ("√d", "√d"),
        ("x≤y", r"x \leq y"),
        ("x≤y", r"x \le y"),
        ("∂L/∂w", r"\frac{\partial L}{\partial w}"),
        ("∞", r"\infty"),
        ("D_KL", r"$D_{\mathrm{KL}}$"),
        ("D_{KL}", r"$D_{\mathrm{KL}}$"),
        (r"D_{\mathrm{KL}}", "D_KL"),
        ("D_KL은", r"$D_\text{KL}$"),
        ("sum_k", r"$\sum_k p_k$"),
        ("sum_k", r"$\sum_{k}$"),
        ("max_j", r"$\max_j$"),
        ("99328", "99,328개"),
        ("99,328", "99328개"),
        ("사라지는", "사라졌다"),
        ("사라지는", "값이 사라짐."),
        ("사라져요", "사라질까요"),
        ("나눴더니", "둘로 나눈 값"),
        ("나누나요", "나눴다"),
        ("학습률인가요", "학습률은"),
        ("나누기는", "나눠서"),
        ("나누지", "나누면"),
        ("어렵지", "어려운"),
        ("비교해보면", "비교한 표"),
        ("교체하고싶은데", "교체를"),
        ("정리해줬으면", "정리는"),
        ("막으려면", "막는 방법"),
        ("읽는지", "읽고 나서"),
        ("쉬운", "쉽게 말하면"),
        ("쉽다", "쉬워요"),
        ("P(A ∩ B)", r"$P(A \cap B)$"),
        ("P(A ∩ B)", "P(A ∩ B)"),
        ("X ∼ N", r"$X \sim N$"),
        ("3 × 3", "3×3"),
        ("3 × 3", r"$3 \times 3$"),
        ("과적합을 막는 법이 뭐예요", "과적합을 막으려면"),
        ("피어세션 때 뭐 하면 좋을까요?", "피어세션"),
        ("rebase는 언제 하면 안 되나요", "rebase"),
        ("하면", "하면"),
    ],
)
def test_what_is_written_in_another_way_is_found(typed, text):
    assert fits(typed, text)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("fit()", "partial_fit()"),
        ("net", "internet"),
        ("max", "softmax"),
        ("f(x)", "ff(x)"),
        ("학습률", "과학 습률표"),
        ("√d", "d"),
        ("3×3", "3, 3"),
        ("D_KL", "D와 KL"),
        ("sum_k", "sum of k"),
        ("99328", "199,328"),
        ("사라지는", "사람이"),
        ("사라지", "사람."),
        ("그리는", "그림과"),
        ("모데는", "모델이"),
        ("이미지는", "이미 있다"),
        ("이미지", "이미 있다"),
        ("막으려면", "마지막은"),
        ("수는", "수고했다"),
        ("P(A ∩ B)", "P(A)와 B"),
        ("P(A ∩ B)", r"P(A \cup B)"),
    ],
)
def test_other_words_are_not_found(typed, text):
    assert not fits(typed, text)


@pytest.mark.parametrize(
    ("typed", "joined", "far"),
    [
        ("학습 률", "학습률이", "학습의 확률"),
        ("역 행렬이", "역행렬은", "행렬의 영역"),
        ("가중 합", "가중 평균과 합", "가중치를 구합니다"),
    ],
)
def test_a_syllable_beside_words_begins_one_or_is_joined_to_theirs(typed, joined, far):
    sure, likely = ([slot.ways for slot in asked] for asked in needles.first_tiers(parse(typed)))
    for text, asked, is_there in ((joined, sure, True), (far, sure, False), (far, likely, True)):
        assert all(any(stands(needle, text) for (needle,) in ways) for ways in asked) == is_there, text


CODE = st.text("abB_.()-[]가은도 σİſıK+#1\\{}:", max_size=20)


@pytest.mark.slow
@given(CODE, CODE, CODE)
def test_whatever_stands_there_is_found_as_it_stands(before, typed, after):
    text = f"{before} {typed} {after}"
    for word in typed.split():
        if not word.startswith("-") and needles.first_tiers(parse(word))[0]:
            assert fits(word, text), word


@pytest.fixture
def user(member) -> User:
    return member.user


def found(user, text) -> list:
    return [hit.object for hit in search(user, text).hits]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text", ["before:0001", "after:0001-01-01", "week:999", "is:open before:1900", 'tag:"', "by:%"]
)
def test_any_filter_can_be_asked(text, user, meeting):
    assert found(user, text) == found(user, f"역전파 {text}") == []


ANYTHING = st.lists(
    st.sampled_from(["week:", "before:", "1", "0001", "-", '"', "by:", "나", "tag:", "ab", "?", " ", "\\", "'"])
)


@pytest.mark.slow
def test_anything_can_be_looked_for(user, team):
    Question.objects.create(team=team, body="나는 ab")

    @settings(max_examples=30)
    @given(ANYTHING.map("".join))
    def look(text):
        search(user, text)

    look()


@pytest.mark.slow
def test_names_of_a_tag_fit_within_a_longer_question(user, team, cohort):
    Tag.objects.create(cohort=cohort, name="KL divergence", synonyms=["KLD", 2024, None, ["x"]])
    asked = Question.objects.create(team=team, body="KLD 손실 정리")
    for text in (
        "KL divergence",
        "KL divergence 손실을",
        "KL divergence 뭐예요?",
        "kl-divergence가 왜",
        "손실 KL divergence",
    ):
        assert found(user, text) == [asked], text
    assert search(user, "KL divergence 손실을", is_exact=True).hits == []
    indexing.count_words()
    assert found(user, "KL divergence 손슬") == []
    assert [hit.object for hit in search(user, "KL divergence 손슬").similar] == [asked]


def test_a_tag_with_thousands_of_names_is_a_tag(user, team, cohort):
    Tag.objects.create(cohort=cohort, name="확률", synonyms=[f"이름{number}" for number in range(10_000)])
    asked = Question.objects.create(team=team, body="확률이란")
    assert found(user, "확률") == [asked]


def test_two_words_typed_as_one_are_guessed(user, team):
    asked = Question.objects.create(team=team, body="batch size와 batch_size")
    indexing.count_words()
    assert found(user, "batchsize") == [asked]


# Filters


@pytest.mark.slow
def test_people_are_found_by_what_they_are_called(user, team, mate):
    mate.aliases = ["@ideun-b", "든이"]
    mate.save()
    asked = Question.objects.create(team=team, body="역전파")
    asked.asked_by.add(mate)
    for text in ("by:든이", "by:@ideun-b", "by:배이든", "by:이든", "역전파 이름:든이"):
        assert found(user, text) == [asked], text
    assert found(user, "by:든") == [asked]
    assert found(user, "by:가온") == []


def test_whoever_wrote_a_note_of_a_class_is_found_by_the_whole_cohort(outsider, team, member, cohort):
    held = MasterClass.objects.create(cohort=cohort, title="확률 특강", held_on=datetime.date(2026, 11, 19))
    note = ClassNote.objects.create(master_class=held, team=team, author=member, title="확률 노트")
    assert found(outsider.user, "확률 by:가온") == [note]


@pytest.mark.slow
def test_a_tag_is_a_filter_by_each_of_its_names(user, team, cohort):
    asked = Question.objects.create(team=team, body="손실")
    asked.tags.add(Tag.objects.create(cohort=cohort, name="KL divergence", synonyms=["KLD"]))
    for text in ("tag:KLD", "tag:kld", 'tag:"KL divergence"', "tag:kl-divergence"):
        assert found(user, text) == [asked], text
    assert found(user, "tag:KL") == []


@pytest.mark.slow
@pytest.mark.parametrize("who", ["member", "mate", "mentor", "staff", "admin", "typist"])
def test_who_asked_without_a_name_is_no_filter_for_peers(who, request, team, mate, member):
    from tests.conftest import seated

    typist = seated(team, "typist", "임타자")
    asked = Question.objects.create(team=team, body="역전파", is_anonymous=True, typed_by=typist.user)
    asked.asked_by.add(mate)
    Answer.objects.create(question=asked, body="역전파의 답")
    person = {"typist": typist}.get(who) or (
        seated(team, "mentor", "한도경", role=Member.Role.MENTOR) if who == "mentor" else request.getfixturevalue(who)
    )
    reader = User.objects.get(pk=person.pk if isinstance(person, User) else person.user_id)
    knows = who != "member"
    for text in ("by:이든", "역전파 by:이든"):
        results = search(reader, text)
        assert results.count == len(results.hits) == knows, text


def test_a_question_of_one_long_line_is_found_by_its_end():
    title = " ".join(["역전파"] * 3000)
    assert document_tokens(f"{title} 오소리", "")[:-2][-3:] == ["오소", "소리", "리"]
    both = document_tokens(title, "오소리 " * 9000)
    assert len(both) <= 14_002
