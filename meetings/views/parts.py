"""What the parts of minutes show: their rows in order, and how many of them are open or done."""

from django.http import HttpRequest

from meetings.live.gathering import Gathered
from meetings.models import ActionItem, AgendaItem, Learning, Meeting, Question, Review, Section
from meetings.views.plain_forms import way_back


def live(request: HttpRequest, meeting: Meeting) -> dict:
    """Who reads, and what they may do: what every row needs in order to be changed in place."""
    seat = request.user.seat_in(meeting.team)
    return {
        "request": request,
        "user": request.user,
        "meeting": meeting,
        "team": meeting.team,
        "today": meeting.team.cohort.today(),
        "is_live": True,
        "at": meeting.get_absolute_url(),
        "page_path": way_back(request, meeting.get_absolute_url()),  # a script says on which page it puts this
        "writable": not meeting.is_final and request.user.writes_in(meeting.team),
        "my_name": seat.given_name if seat else request.user.get_full_name(),
    }


def parts(gathered: Gathered) -> dict:
    agenda, items = gathered[AgendaItem], gathered[ActionItem]
    done = sum(item.is_done for item in items)
    return {
        "reviews": gathered[Review],
        "has_learnt": bool(gathered[Learning]),
        "reviewed": gathered.reviewed,
        "questions": gathered[Question],
        "open_count": gathered.open_count,
        "sections": gathered[Section],
        "agenda": agenda,
        "agenda_done": sum(item.is_done for item in agenda),
        "action_items": items,
        "undone_count": len(items) - done,
        "done_count": done,
    }
