from django import template

register = template.Library()

# Which word of the navigation a page belongs to, by the name of its URL. Pages outside of it underline none.
SECTIONS = {
    "today": {"home"},
    "questions": {
        *("team_questions", "team_still_open", "team_mentoring", "question", "lecture"),
        *("tag", "cohort_tags", "tag_edit", "tag_merging", "cohort_reading"),
        *(f"question_{act}" for act in ("answers", "follow_ups", "original", "deferral", "edit", "history")),
    },
    "search": {"search", "search_question"},
    "classes": {"class_list", "class", "class_note", "class_questions"},
    "team": {"team", "team_days", "meeting", "team_day", "team_learnings", "member", "source"},
}
SECTION_OF = {name: section for section, names in SECTIONS.items() for name in names}


@register.simple_tag(takes_context=True)
def section(context: template.Context) -> str:
    """The part of the site a page stands in. A view that knows better sets `section` in its context."""
    match = getattr(context.get("request"), "resolver_match", None)
    return context.get("section") or SECTION_OF.get(getattr(match, "url_name", None), "")
