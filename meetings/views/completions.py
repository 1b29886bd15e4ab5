"""What may be meant by `@`, `[[` or `#` and the letters after it, while somebody types."""

import unicodedata
from typing import NamedTuple

from django.db.models import CharField, QuerySet
from django.db.models.functions import Cast
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from meetings.models import Lecture, Member, Question, Team
from meetings.models.duplicates import REMOVED
from meetings.models.references import names_among

MOST = 8
LONGEST = 60  # characters of what is looked for
MOST_SEATS = 300  # of one team, with those who left

INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
VOWELS = "ㅏ ㅐ ㅑ ㅒ ㅓ ㅔ ㅕ ㅖ ㅗ ㅗㅏ ㅗㅐ ㅗㅣ ㅛ ㅜ ㅜㅓ ㅜㅔ ㅜㅣ ㅠ ㅡ ㅡㅣ ㅣ".split()  # noqa: SIM905
FINALS = " ㄱ ㄲ ㄱㅅ ㄴ ㄴㅈ ㄴㅎ ㄷ ㄹ ㄹㄱ ㄹㅁ ㄹㅂ ㄹㅅ ㄹㅌ ㄹㅍ ㄹㅎ ㅁ ㅂ ㅂㅅ ㅅ ㅆ ㅇ ㅈ ㅊ ㅋ ㅌ ㅍ ㅎ"
AFTER = FINALS.split(" ")  # a syllable without a final first


class Option(NamedTuple):
    value: str  # what is put into the text
    label: str
    more: str


@require_safe
def team_completions(request: HttpRequest, slug: str) -> HttpResponse:
    teams = Team.objects.visible_to(request.user).filter(slug=slug)
    text = unicodedata.normalize("NFC", request.GET.get("text", ""))[:LONGEST].strip()
    offer = OFFERS.get(request.GET.get("key", ""))
    options = offer(teams, text) if offer else []
    is_mine = any(seat.team.slug == slug for seat in request.user.seats)  # read already, for `teams`
    if not (options or is_mine or teams.exists()):
        raise Http404
    return render(request, "completions/list.html", {"options": options})


def people(teams: QuerySet[Team], text: str) -> list[Option]:
    """By any name, its first syllables even half typed, or its initial consonants; who is here first."""
    seats = list(Member.objects.filter(team__in=teams).order_by("name", "pk")[:MOST_SEATS])
    names = names_among((seat.pk, seat.name, seat.aliases, seat.left_on, False) for seat in seats)
    fitting = [
        seat for seat in seats if any(begins(name, text) for name in (seat.name, seat.given_name, *seat.aliases))
    ]
    fitting.sort(key=lambda seat: seat.left_on is not None)
    return [option for seat in fitting if (option := _person(seat, names))][:MOST]


def _person(seat: Member, names: dict[str, int]) -> Option | None:
    """The given name where it means one person, else the full one."""
    called = next((name for name in (seat.given_name, seat.name) if names.get(name) == seat.pk), None)
    return Option(f"@{called}", seat.name, seat.get_role_display()) if called else None


def questions(teams: QuerySet[Team], text: str) -> list[Option]:
    """By the beginning of the number or by words, the newest first."""
    asked = Question.objects.filter(**dict.fromkeys(REMOVED), team__in=teams).with_state()
    number = text.lstrip("Qq").strip()
    if number.isascii() and number.isdecimal():
        asked = asked.annotate(number=Cast("pk", CharField())).filter(number__startswith=number)
    else:
        for word in text.split():
            asked = asked.filter(body_text__icontains=word)
    shown = asked.newest_first().defer("body", "body_html")[:MOST]
    return [Option(f"[[Q{row.pk}]]", row.first_line, f"Q{row.pk} · {_state(row)}") for row in shown]


def _state(row: Question) -> str:
    return str(row.Status.ANSWERED.label if row.is_answered else row.get_status_display())


def lectures(teams: QuerySet[Team], text: str) -> list[Option]:
    """By the number (7, 7강) or by words of the title."""
    given = Lecture.objects.filter(cohort__in=teams.values("cohort"))
    number = text.removesuffix("강").strip()
    if number.isascii() and number.isdecimal():
        given = given.annotate(as_text=Cast("number", CharField())).filter(as_text__startswith=number)
    else:
        for word in text.split():
            given = given.filter(title__icontains=word)
    return [Option(f"#{row.number}강", row.title or str(row), _lecture(row)) for row in given.order_by("number")[:MOST]]


def _lecture(row: Lecture) -> str:
    week = _("week %(week)s") % {"week": row.week} if row.week else ""
    return " · ".join(filter(None, (f"{row.number}강", week)))


OFFERS = {"@": people, "[[": questions, "#": lectures}


def begins(name: str, text: str) -> bool:
    """문가온 begins with 문, with 뭉 (문ㄱ, half typed) and with ㅁㄱ."""
    typed = text.lstrip("@").casefold()
    if typed and all(letter in INITIALS for letter in typed):
        return initials(name).startswith(typed) or strokes(name).startswith(typed)
    return strokes(name.lstrip("@").casefold()).startswith(strokes(typed))


def initials(name: str) -> str:
    return "".join(INITIALS[(ord(letter) - 0xAC00) // 588] for letter in name if "가" <= letter <= "힣")


def strokes(text: str) -> str:
    """Hangul as its letters are typed, one after the other: 강 is ㄱㅏㅇ, as is the beginning of 가온."""
    typed = []
    for letter in text:
        if "가" <= letter <= "힣":
            initial, rest = divmod(ord(letter) - 0xAC00, 588)
            typed.append(INITIALS[initial] + VOWELS[rest // 28] + AFTER[rest % 28])
        else:
            typed.append(letter)
    return "".join(typed)
