import json
from pathlib import Path

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

# Our own vendored file, not anybody's text: the only strokes that are drawn unescaped.
STROKES = {
    name: mark_safe(strokes)  # noqa: S308
    for name, strokes in json.loads(
        (Path(__file__).parents[1] / "static/meetings/vendor/lucide/icons.json").read_text(encoding="utf-8")
    ).items()
}


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """One Lucide icon: `{% icon "check" %}` beside its word, `{% icon "ellipsis" label=_("More") %}` without one."""
    if label:
        return format_html(
            '<svg class="icon" viewBox="0 0 24 24" role="img" aria-label="{}">{}</svg>', label, STROKES[name]
        )
    return format_html('<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">{}</svg>', STROKES[name])
