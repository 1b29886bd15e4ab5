"""Generated notes, brought to generated records that were there, changed by people, and undone: nothing is lost."""

import datetime
import random

import pytest

from meetings.importers.undoing import undo
from meetings.models import (
    ActionItem,
    Answer,
    Attendance,
    Learning,
    Meeting,
    Member,
    Question,
    Section,
    SourceDocument,
    Team,
)
from tests.importers.test_undoing import everything

NAMES = ("서가온", "배이든", "한여울", "오지후")
DAYS = (18, 19)
ASKED = ("왜 나누나요?", "언제 멈추나요?", "[[Q1]]과 무엇이 다른가요?")
SAID = ("분산이 커져서요.", "검증 손실이 늘 때요.", "@배이든 말이 맞아요.")
EXAMPLES = range(25)
WRITTEN = (Section, Question, Answer, Learning, ActionItem)


def a_note(dice: random.Random) -> str:
    people = dice.sample(NAMES, 3)
    lines = [
        f"# 2026-11-{dice.choice(DAYS)} 피어세션",
        "",
        f"모더레이터 : {people[0]}",
        f"참석자 : {', '.join(people)}",
        "",
    ]
    lines += ["## 질문", ""]
    for question in dice.sample(ASKED, dice.randint(0, 3)):
        lines += [f"- Q. {question}", *(f"  - A. {said}" for said in dice.sample(SAID, dice.randint(0, 2)))]
    if dice.random() < 0.6:
        lines += ["", "## 배운 점", "", f"- {dice.choice(SAID)}"]
    if dice.random() < 0.6:
        lines += ["", "## 할 일", "", f"- [ ] {dice.choice(NAMES)} : 논문 {dice.randint(1, 9)} 읽기"]
    if dice.random() < 0.6:
        lines += ["", "## 잡담", "", f"{dice.choice(SAID)} https://example.org/{dice.randint(1, 3)}"]
    return "\n".join([*lines, "", f"끝 {dice.random()}", ""])


def what_is_there(dice: random.Random, team: Team) -> None:
    """Some people, meetings and rows, of which the notes tell again."""
    people = [Member.objects.create(team=team, name=name) for name in NAMES if dice.random() < 0.4]
    for day in DAYS:
        if dice.random() < 0.5:
            meeting = Meeting.objects.create(team=team, held_on=datetime.date(2026, 11, day))
            for body in dice.sample(ASKED, 2):
                question = Question.objects.create(team=team, meeting=meeting, body=body)
                if dice.random() < 0.5:
                    Answer.objects.create(question=question, body=dice.choice(SAID))
            Section.objects.create(meeting=meeting, heading="잡담", body="참고")
            if dice.random() < 0.3:
                meeting.questions.first().remove()
            for member in people[:1]:
                Attendance.objects.create(meeting=meeting, member=member, state="late")


def people_work(dice: random.Random, team: Team) -> list[tuple[type, int, str]]:
    """Edits that somebody made since: each with the text that must still be there."""
    mine = []
    for number in range(dice.randint(1, 5)):
        noun = dice.choice(WRITTEN)
        rows = list(noun.objects.order_by("pk"))
        choice = dice.random()
        if choice < 0.2 and (meeting := Meeting.objects.order_by("?").first()):
            row = Section.objects.create(meeting=meeting, heading=f"내 것 {number}", body=f"내 글 {number}")
        elif choice < 0.4 and (question := Question.objects.first()):
            row = Answer.objects.create(question=question, body=f"내 답 {number}")
        elif choice < 0.5 and team.members.count() > 1:
            one, other = team.members.order_by("pk")[:2]
            one.absorb(other)
            continue
        elif choice < 0.6 and rows:
            dice.choice(rows).remove()
            continue
        elif rows:
            row = dice.choice(rows)
            row.body = f"{row.body} 고침 {number}"
            row.save()
        else:
            continue
        mine = [told for told in mine if told[:2] != (type(row), row.pk)]
        mine.append((type(row), row.pk, row.body))
    return mine


pytestmark = pytest.mark.slow


@pytest.mark.parametrize("seed", EXAMPLES)
def test_undone_at_once_all_is_as_before(bring, team, seed):
    dice = random.Random(seed)
    what_is_there(dice, team)
    before = everything()
    sources = [bring(f"{n}.md", text=a_note(dice)).source for n in range(3)]
    dice.shuffle(sources)
    for source in sources:
        undo(source)
    assert everything() == before


@pytest.mark.parametrize("seed", EXAMPLES)
def test_what_people_wrote_since_stays(bring, team, seed):
    dice = random.Random(seed)
    what_is_there(dice, team)
    texts = [a_note(dice) for _n in range(2)]
    sources = [bring(f"{n}.md", text=text).source for n, text in enumerate(texts)]
    mine = people_work(dice, team)
    dice.shuffle(sources)
    for source in sources:
        undo(source)
    for noun, pk, body in mine:
        assert noun._base_manager.get(pk=pk).body == body
    assert not SourceDocument.objects.filter(state="imported").exists()
    again = bring("again.md", text=texts[0])  # and it can come again
    assert again.source.state == "imported"
