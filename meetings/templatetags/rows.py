"""What every row of minutes carries for who reads and writes them: where it stands, what can be done with it."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from meetings.models import Learning, Question
from meetings.models.rows import Row

register = template.Library()


@register.simple_tag(takes_context=True)
def row_attributes(context: template.Context, row: Row) -> SafeString:
    """The anchor; on minutes also what a browser needs to change the row in place (`is_live`)."""
    if not context.get("is_live"):
        return format_html('id="{}"', row.anchor)
    at = address_of(row)
    attributes = {"noun": row.route, "revision": row.revision, "history": f"{at}history/"}
    if row.may_be_edited_by(context["user"]):
        attributes |= {"edit": f"{at}edit/", "removal": f"{at}removal/"}
        attributes |= {} if row.is_fixed else {"place": f"{at}place/"}
    return format_html('id="{}" {}', row.anchor, format_html_join(" ", 'data-{}="{}"', attributes.items()))


@register.inclusion_tag("components/_row_acts.html", takes_context=True)
def row_acts(context: template.Context, row: Row) -> dict:
    """The words under a row. Where to go back to is the page itself, also when a piece of it is sent alone."""
    user = context["user"]
    return {
        "row": row,
        **taking(context, row),
        "at": address_of(row),
        "page_path": context["page_path"],
        "is_editable": row.may_be_edited_by(user),
        "is_answerable": isinstance(row, Question) and row.may_be_answered_by(user),
        # Of answers the chosen one stands first, then in the order of their coming.
        "is_ordered": row.route != "answer" and not row.is_fixed,
    }


@register.simple_tag(takes_context=True)
def taking(context: template.Context, row: Row) -> dict[str, bool]:
    """Whether the reader can take the question on, or has it."""
    seat = context["user"].seat_in(row.team) if isinstance(row, Question) and not row.is_answered else None
    if seat is None or not row.may_be_answered_by(context["user"]):
        return {"is_takeable": False, "is_mine": False}
    return {"is_takeable": not row.is_on_it, "is_mine": row.is_on_it and row.taken_by_id == seat.pk}


@register.simple_tag(takes_context=True)
def wondering(context: template.Context, question: Question) -> dict:
    """How many asked it too, and whether the reader is one of them or can be."""
    user, counted = context["user"], question.wondered_by()
    asked_it = any(seat.user_id == user.pk for seat in question.asked_by.all())
    has_form = context.get("is_live") or context.get("has_row_form")
    may_count = bool(has_form) and not asked_it and user.asking_seat_for(question.team) is not None
    return {"count": len(counted), "is_counted": user.pk in counted, "may_count": may_count}


@register.simple_tag
def address_of(row: Row) -> str:
    """What the addresses of all that can be done with the row begin with."""
    return row.edit_url.removesuffix("edit/")


@register.simple_tag(takes_context=True)
def counted_in(context: template.Context, learning: Learning) -> bool | None:
    """Whether the reader learnt it too. None for its author, and for who doesn't write here."""
    seat = context["user"].seat_in(learning.team)
    if seat is None or seat.pk == learning.author_id or not learning.may_be_edited_by(context["user"]):
        return None
    return seat in learning.learners.all()
