"""Why KaTeX refuses a formula, said as one would say it to a member, in the language that is active."""

import re

# KaTeX's own words → which of the sentences below they mean. `what` and `other` are what they name.
MEANINGS = tuple(
    (re.compile(pattern), meaning)
    for pattern, meaning in (
        (r"Undefined control sequence: (?P<what>.+)", "command"),
        (r"No such environment: (?P<what>.+)", "environment"),
        (r"Unexpected end of input in a macro argument, expected '(?P<what>[^']+)'", "missing"),
        (r"Expected '(?P<what>[^']+)', got 'EOF'", "missing"),
        (r"Expected & or .*(?P<what>\\end)", "missing"),
        (r"Expected 'EOF', got '(?P<what>[^']+)'", "alone"),
        (r"Expected group (?:after|as argument to) '(?P<what>.+)'", "nothing after"),
        (r"(?P<what>Double (?:sub|super)script)", "double"),
        (r"Mismatch: (?P<what>\S+) matched by (?P<other>\S+)", "mismatch"),
        (r"Invalid delimiter '(?P<what>.+)' after", "delimiter"),
        (r"Invalid (?:unit|size): '(?P<what>.+)'", "length"),
        (r"(?P<what>\S+) valid only within array environment", "table only"),
        (r"Too many expansions|too complex|too large|nested too deeply|longer than", "too much"),
    )
)


def in_words(reason: str) -> str:
    """A reason of KaTeX in the active language; its own words where they are not known."""
    for pattern, meaning in MEANINGS:
        if match := pattern.match(reason):
            return _sentence(meaning) % match.groupdict()
    return reason


def place_in_words(tex: str, at: int | None) -> str:
    """Where in the formula that is; nothing where KaTeX names no place."""
    from django.utils.translation import gettext as _  # only here: rendering itself needs no Django

    if at is None:
        return ""
    if at >= len(tex):
        return _("at the end")
    told = {"line": tex.count("\n", 0, at) + 1, "column": at - (tex.rfind("\n", 0, at) + 1) + 1}
    return (_("line %(line)d, column %(column)d") if "\n" in tex else _("column %(column)d")) % told


def _sentence(meaning: str) -> str:
    from django.utils.translation import gettext as _

    return {
        "command": _("there is no command %(what)s"),
        "environment": _("there is no environment %(what)s"),
        "missing": _("%(what)s is missing"),
        "alone": _("%(what)s has no beginning"),
        "nothing after": _("something is missing after %(what)s"),
        "double": _("two in the same place: put them into braces"),
        "mismatch": _("%(what)s is closed by %(other)s"),
        "delimiter": _("%(what)s can't be a bracket"),
        "length": _("%(what)s is no length"),
        "table only": _("%(what)s belongs into a table or matrix"),
        "too much": _("it is too large or too deep"),
    }[meaning]
