from django import template

from meetings.models import Answer, Meeting, Member, Question, Team, User
from meetings.models.rows import Row

register = template.Library()


@register.inclusion_tag("components/_edit_word.html", takes_context=True)
def edit_word(context: template.Context, row: Row) -> dict:
    """The quiet word that leads to the row's edit page; nothing for who may not."""
    return {"url": row.edit_url if row.may_be_edited_by(context["user"]) else "", "next": context["request"].path}


@register.simple_tag(takes_context=True)
def may_edit(context: template.Context, row: Row) -> bool:
    return row.may_be_edited_by(context["user"])


@register.simple_tag(takes_context=True)
def may_answer(context: template.Context, question: Question) -> bool:
    return question.may_be_answered_by(context["user"])


@register.simple_tag(takes_context=True)
def askers(context: template.Context, question: Question) -> list[Member]:
    """Who asked, as far as the reader may know."""
    return question.askers_for(context["user"])


@register.simple_tag(takes_context=True)
def typist_of(context: template.Context, question: Question) -> User | None:
    """Who typed it for them, as far as the reader may know."""
    return question.typist_for(context["user"])


@register.simple_tag(takes_context=True)
def is_known(context: template.Context, question: Question) -> bool:
    return question.known_to(context["user"])


@register.simple_tag(takes_context=True)
def may_settle(context: template.Context, question: Question) -> bool:
    """Say which answer it was: the team's word, whoever typed the question."""
    return context["user"].writes_in(question.team)


@register.simple_tag(takes_context=True)
def may_endorse(context: template.Context, answer: Answer) -> bool:
    return answer.may_be_endorsed_by(context["user"])


@register.simple_tag(takes_context=True)
def may_finalise(context: template.Context, meeting: Meeting) -> bool:
    return meeting.may_be_finalised_by(context["user"])


@register.simple_tag(takes_context=True)
def may_write_in(context: template.Context, team: Team) -> bool:
    return context["user"].writes_in(team)
