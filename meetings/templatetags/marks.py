from django import template
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from meetings.search.snippets import marked

register = template.Library()

LONGEST_LINE = 80

# What happens in a row, by its shape on the thread (css/parts/mark.css); the word is what a screen reader says.
WORDS: dict[str, str | Promise] = {
    "answered": _("answered"),
    "open": _("open"),
    "deferred": _("goes to mentoring"),
    "writing": _("somebody is on it"),
    "final": _("finalised"),
    "draft": _("not finalised yet"),
    "accepted": _("accepted answer"),
    "dot": "",
    "plus": "",
    "box": _("not done yet"),
    "ticked": _("done"),
    "conflict": _("two texts in conflict"),
    "unsent": _("only on this device"),
    "likely": _("please decide"),
    "unplaced": _("found no place"),
}


@register.simple_tag
def mark(state: str, word: str | Promise | None = None) -> SafeString:
    """The mark of a row: `{% mark question.status %}`. A `word` of one's own replaces the usual one."""
    word = WORDS[state] if word is None else word
    if not word:
        return format_html('<span class="mark mark-{}" aria-hidden="true"></span>', state)
    return format_html('<span class="mark mark-{}" role="img" aria-label="{}"></span>', state, word)


@register.filter
def as_title(question) -> SafeString:
    """What it asks, in a line: as it is set; what is long or no paragraph as it was typed, with formulas marked."""
    if title := question.title_html:
        return title
    return marked(question.body_text.strip(), (), question.body, LONGEST_LINE) or str(question)


@register.simple_tag
def mark_number(number: int) -> SafeString:
    """The number of a review, which stands on the thread itself."""
    return format_html('<span class="mark mark-number">{}</span>', number)
