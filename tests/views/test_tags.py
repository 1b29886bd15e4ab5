import re

import pytest
from django.db import connection
from django.urls import reverse

from meetings.models import Lecture, Question, Tag
from meetings.models.versions import go_back
from meetings.views.tags import TAGS_A_PAGE
from tests.views.racing import together
from tests.views.test_editing import form_on
from tests.views.test_questions import listed, page, words

pytestmark = pytest.mark.django_db

# Account, seats; tag with its counts; questions, askers with tags.
TAG_QUERIES = 5
# Account, seats; cohort; tags with their counts.
LIST_QUERIES = 4


@pytest.fixture
def tag(cohort) -> Tag:
    return Tag.objects.create(cohort=cohort, name="KL divergence", synonyms=["쿨백-라이블러 발산"])


@pytest.fixture
def shorter(cohort) -> Tag:
    return Tag.objects.create(cohort=cohort, name="KLD", synonyms=["kl 발산"])


def tagged(team, *tags: Tag, **fields) -> Question:
    question = Question.objects.create(team=team, **({"body": "왜요?"} | fields))
    question.tags.set(tags)
    return question


@pytest.mark.slow
def test_a_tag_shows_what_was_asked_by_all_teams_that_one_may_read(tag, team, other_team, member, staff, signed_in):
    mine, theirs = tagged(team, tag), tagged(other_team, tag)
    tagged(team, tag).remove()
    tagged(team, tag).merge_into(mine)
    tagged(team)
    html = page(signed_in(member), tag.get_absolute_url())
    assert listed(html) == [mine.pk]
    assert "All 1 Open 1" in words(html)
    assert "also called 쿨백-라이블러 발산" in words(html)
    assert listed(page(signed_in(staff), tag.get_absolute_url())) == [theirs.pk, mine.pk]


@pytest.mark.slow
def test_questions_of_a_tag_are_narrowed_by_state(tag, team, cohort, member, signed_in):
    lecture = Lecture.objects.create(cohort=cohort, number=7, title="정보 이론")
    tagged(team, tag)
    kept = tagged(team, tag, status="answered", lecture=lecture)
    html = page(signed_in(member), tag.get_absolute_url() + "?status=answered")
    assert listed(html) == [kept.pk]
    assert f'href="{lecture.get_absolute_url()}"' in html
    assert "No question is in that state." in page(signed_in(member), tag.get_absolute_url() + "?status=deferred")
    assert listed(page(signed_in(member), tag.get_absolute_url() + "?status=x")) != [kept.pk]


@pytest.mark.slow
def test_tags_of_a_question_lead_to_their_pages(tag, team, member, signed_in):
    question = tagged(team, tag)
    for url in (question.get_absolute_url(), reverse("team_questions", args=[team.slug])):
        assert f'href="{tag.get_absolute_url()}"' in page(signed_in(member), url)


def test_all_tags_of_a_cohort_with_how_many_questions_one_may_read(tag, shorter, team, other_team, member, signed_in):
    tagged(team, tag)
    tagged(other_team, tag)
    text = words(page(signed_in(member), "/cohorts/autumn/tags/"))
    assert "#KL divergence 쿨백-라이블러 발산 1 question #KLD kl 발산 0 questions" in text
    assert "Edit" not in text


def test_many_tags_go_on_page_by_page(cohort, member, signed_in):
    Tag.objects.bulk_create(Tag(cohort=cohort, name=f"낱말{n:03}") for n in range(TAGS_A_PAGE + 5))
    client = signed_in(member)
    html = page(client, "/cohorts/autumn/tags/")
    following = re.search(r'rel="next" href="([^"]+)"', html)[1]
    rest = page(client, "/cohorts/autumn/tags/" + following)
    assert len(re.findall("낱말", html)) == TAGS_A_PAGE
    assert re.findall(r"낱말(\d+)", rest) == [f"{n:03}" for n in range(TAGS_A_PAGE, TAGS_A_PAGE + 5)]
    assert "no more tags" in page(client, "/cohorts/autumn/tags/?after=힣")


def test_staff_add_a_tag_and_rename_it(cohort, staff, member, signed_in):
    response = signed_in(staff).post(
        "/cohorts/autumn/tags/", {"name": " RNN ", "synonyms": "순환 신경망\n\nrnn\n순환 신경망"}
    )
    tag = Tag.objects.get()
    assert response["Location"] == tag.get_absolute_url()
    assert (tag.name, tag.synonyms, tag.cohort) == ("RNN", ["순환 신경망"], cohort)
    signed_in(staff).post(f"/tags/{tag.pk}/edit/", {"name": "순환망", "synonyms": "RNN"})
    tag.refresh_from_db()
    assert (tag.name, tag.synonyms) == ("순환망", ["RNN"])


@pytest.mark.parametrize("address", ["/cohorts/autumn/tags/", "/tags/{}/edit/", "/tags/{}/merging/"])
def test_members_leave_tags_as_they_are(tag, member, signed_in, address):
    response = signed_in(member).post(address.format(tag.pk), {"name": "다른 이름", "synonyms": ""})
    assert response.status_code == 403
    tag.refresh_from_db()
    assert tag.name == "KL divergence"


@pytest.mark.parametrize("word", ["KLD", "kld", "kl 발산"])
@pytest.mark.parametrize("field", ["name", "synonyms"])
def test_no_word_means_two_tags(tag, shorter, staff, signed_in, word, field):
    sent = {"name": tag.name, "synonyms": ""} | {field: word}
    response = signed_in(staff).post(f"/tags/{tag.pk}/edit/", sent, headers={"accept-language": "en"})
    assert f"“{word}” means #KLD. Merge the two tags." in response.content.decode()
    tag.refresh_from_db()
    assert tag.synonyms == ["쿨백-라이블러 발산"]


def test_merging_says_first_what_will_happen(tag, shorter, team, staff, signed_in):
    tagged(team, shorter)
    client = signed_in(staff)
    html = page(client, f"/tags/{shorter.pk}/merging/")
    assert "Merge the tags" not in html
    text = words(page(client, f"/tags/{shorter.pk}/merging/?into={tag.pk}"))
    assert "1 question with #KLD gets #KL divergence." in text
    assert "So do its other words: kl 발산." in text
    assert "This can't be undone" in text
    assert Tag.objects.count() == 2


@pytest.mark.slow
def test_merging_moves_every_question_and_keeps_the_old_words(tag, shorter, team, other_team, staff, member, signed_in):
    both, one, removed = tagged(team, tag, shorter), tagged(other_team, shorter), tagged(team, shorter)
    removed.remove()
    response = signed_in(staff).post(f"/tags/{shorter.pk}/merging/", {"into": tag.pk})
    assert response["Location"] == tag.get_absolute_url()
    tag.refresh_from_db()
    assert tag.synonyms == ["쿨백-라이블러 발산", "KLD", "kl 발산"]
    assert list(Tag.objects.all()) == [tag]
    assert set(tag.questions.all()) == {both, one, removed}
    assert listed(page(signed_in(member), f"/teams/{team.slug}/questions/?tag=kld")) == [both.pk]


@pytest.mark.parametrize("into", ["", "x", "0", "self", "elsewhere"])
def test_a_tag_is_merged_into_another_of_its_cohort_alone(tag, staff, signed_in, into):
    from meetings.models import Cohort

    other = Cohort.objects.create(name="봄", slug="spring", starts_on="2026-03-02", ends_on="2026-08-31")
    keys = {"self": tag.pk, "elsewhere": Tag.objects.create(cohort=other, name="봄꽃").pk}
    response = signed_in(staff).post(f"/tags/{tag.pk}/merging/", {"into": keys.get(into, into)})
    assert response.status_code == 200
    assert "봄꽃" not in response.content.decode()
    assert Tag.objects.count() == 2


def test_what_somebody_else_has_merged_meanwhile_changes_nothing(tag, shorter):
    from django.core.exceptions import ValidationError

    late = Tag.objects.get(pk=shorter.pk)
    shorter.merge_into(tag)
    with pytest.raises(ValidationError):
        late.merge_into(tag)
    with pytest.raises(ValidationError):
        tag.merge_into(tag)
    assert list(Tag.objects.all()) == [tag]


@pytest.mark.slow
def test_the_address_of_a_merged_tag_leads_to_what_it_went_into(tag, shorter, team, outsider, member, signed_in):
    third = Tag.objects.create(cohort=tag.cohort, name="상대 엔트로피")
    pks = shorter.pk, tag.pk
    shorter.merge_into(tag)
    tag.merge_into(third)
    client = signed_in(member)
    for pk in pks:
        assert client.get(f"/tags/{pk}/")["Location"] == third.get_absolute_url()
    third.delete()
    for pk in pks:
        assert client.get(f"/tags/{pk}/").status_code == 404


def test_a_merged_tag_of_a_cohort_that_one_may_not_read_is_not_there(tag, shorter, signed_in):
    from meetings.models import Cohort, Team
    from tests.conftest import seated

    spring = Cohort.objects.create(name="봄", slug="spring", starts_on="2026-03-02", ends_on="2026-08-31")
    stranger = seated(Team.objects.create(cohort=spring, name="1조", slug="team-1"), "haru", "정하루")
    pk = shorter.pk
    shorter.merge_into(tag)
    assert signed_in(stranger).get(f"/tags/{pk}/").status_code == 404


def sent_from(client, address: str, **typed: str) -> dict[str, str]:
    return form_on(client.get(address)) | typed


def test_words_that_came_while_somebody_edited_stay(tag, shorter, staff, signed_in):
    client, address = signed_in(staff), f"/tags/{tag.pk}/edit/"
    sent = sent_from(client, address, synonyms="상대 엔트로피")
    shorter.merge_into(tag)
    assert client.post(address, sent)["Location"] == tag.get_absolute_url()
    tag.refresh_from_db()
    assert (tag.name, sorted(tag.synonyms)) == ("KL divergence", ["KLD", "kl 발산", "상대 엔트로피"])


@pytest.mark.slow
def test_a_name_that_somebody_changed_meanwhile_is_not_overwritten_unseen(tag, staff, signed_in):
    client, address = signed_in(staff), f"/tags/{tag.pk}/edit/"
    words, name = sent_from(client, address, synonyms="발산"), sent_from(client, address, name="KL")
    Tag.objects.filter(pk=tag.pk).update(name="쿨백-라이블러")
    client.post(address, words)
    tag.refresh_from_db()
    assert (tag.name, tag.synonyms) == ("쿨백-라이블러", ["발산"])
    told = client.post(address, name, headers={"accept-language": "en"})
    assert "somebody changed this to “쿨백-라이블러”" in told.content.decode()
    tag.refresh_from_db()
    assert tag.name == "쿨백-라이블러"
    client.post(address, form_on(told))
    tag.refresh_from_db()
    assert tag.name == "KL"


@pytest.mark.parametrize("is_raced", [True, False])
def test_who_edits_what_was_merged_away_is_told_and_keeps_their_words(
    tag, shorter, staff, signed_in, is_raced, monkeypatch
):
    from meetings.views import tags

    client, address = signed_in(staff), f"/tags/{shorter.pk}/edit/"
    sent = sent_from(client, address, synonyms="kl 발산\n상대 엔트로피")
    saved = tags._saved

    def after_the_merger(request, pk):
        Tag.objects.get(pk=pk).merge_into(tag)
        return saved(request, pk)

    if is_raced:
        monkeypatch.setattr(tags, "_saved", after_the_merger)
    else:
        Tag.objects.get(pk=shorter.pk).merge_into(tag)
    told = client.post(address, sent, headers={"accept-language": "en"})
    assert "it is #KL divergence now. Nothing was changed." in told.content.decode()
    assert list(Tag.objects.all()) == [tag]
    monkeypatch.undo()
    client.post(f"/tags/{tag.pk}/edit/", form_on(told))
    tag.refresh_from_db()
    assert "상대 엔트로피" in tag.synonyms
    assert len(tag.synonyms) == 4


def test_who_edits_or_merges_what_was_removed_finds_nothing(tag, shorter, staff, signed_in):
    pk = shorter.pk
    shorter.delete()
    for address in (f"/tags/{pk}/edit/", f"/tags/{pk}/merging/"):
        assert signed_in(staff).post(address, {"name": "다시", "into": tag.pk}).status_code == 404
    assert list(Tag.objects.all()) == [tag]


def test_who_merges_what_was_merged_already_is_told(tag, shorter, staff, signed_in):
    pk = shorter.pk
    shorter.merge_into(tag)
    told = signed_in(staff).post(
        f"/tags/{pk}/merging/", {"into": tag.pk}, headers={"accept-language": "en"}, follow=True
    )
    assert "it is #KL divergence now. Nothing was changed." in told.content.decode()


def test_versions_name_the_tag_that_a_merged_one_went_into(tag, shorter, team, member, signed_in):
    question = tagged(team)
    question.set_named(tags=[shorter])
    then = question.history.latest()
    question.body = "언제요?"
    question.save()
    question.set_named(tags=[])
    shorter.merge_into(tag)
    assert "<del>KL divergence</del>" in page(signed_in(member), question.history_url)
    go_back(question, then, ["body", "tags"])
    assert list(question.tags.all()) == [tag]


def test_a_version_names_tags_once_that_are_one_by_now(tag, shorter, team, cohort, member, signed_in):
    """And isn't told where nothing else was changed."""
    rnn, question = Tag.objects.create(cohort=cohort, name="RNN"), tagged(team)
    for tags in ([tag, shorter, rnn], [tag, rnn]):
        question.save()
        question.set_named(tags=tags)
    client, address = signed_in(member), question.history_url
    assert "<ins>KL divergence, KLD, RNN</ins>" in page(client, address)
    assert page(client, address).count('class="change"') == 3
    shorter.merge_into(tag)
    assert "<ins>KL divergence, RNN</ins>" in page(client, address)
    assert page(client, address).count('class="change"') == 2


def test_a_question_that_is_saved_with_a_tag_that_was_merged_meanwhile_gets_the_other_one(tag, shorter, team):
    late = Tag.objects.get(pk=shorter.pk)
    question = tagged(team)
    shorter.merge_into(tag)
    question.set_named(tags=[late, tag])
    assert list(question.tags.all()) == [tag]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_tag_is_merged_while_questions_are_saved_with_it(cohort, team):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite in memory has one connection")
    for n in range(8):
        kept, gone = (Tag.objects.create(cohort=cohort, name=f"{word}{n}") for word in ("하나", "둘"))
        questions = [tagged(team) for _ in range(4)]
        acts = [lambda one=one, gone=gone: one.set_named(tags=[gone]) for one in questions]
        together([lambda gone=gone, kept=kept: Tag.objects.get(pk=gone.pk).merge_into(kept), *acts])
        assert [list(one.tags.all()) for one in questions] == [[kept]] * 4


@pytest.mark.slow
def test_what_people_write_is_escaped(cohort, staff, signed_in):
    tag = Tag.objects.create(cohort=cohort, name="<b>굵게</b>", synonyms=["<i>기울게</i>"])
    for url in (tag.get_absolute_url(), "/cohorts/autumn/tags/", f"/tags/{tag.pk}/edit/", f"/tags/{tag.pk}/merging/"):
        html = page(signed_in(staff), url)
        assert not [evil for evil in ("<b>굵게", "<i>기울게") if evil in html]


@pytest.mark.slow
@pytest.mark.parametrize("count", [1, 40])
def test_queries(tag, team, cohort, member, mate, signed_in, count, django_assert_num_queries):
    for n in range(count):
        question = tagged(team, tag, Tag.objects.create(cohort=cohort, name=f"낱말{n}"))
        question.asked_by.add(mate)
    client = signed_in(member)
    with django_assert_num_queries(TAG_QUERIES):
        page(client, tag.get_absolute_url())
    with django_assert_num_queries(LIST_QUERIES):
        page(client, "/cohorts/autumn/tags/")
