"""What the author of a text should know about it: one sentence each, said in the reader's language."""

from dataclasses import dataclass

from .reasons import in_words


@dataclass(frozen=True)
class Fix:
    """Puts `text` in the place of whole lines, counted from 1, both ends included. `action` says what that does."""

    first_line: int
    last_line: int
    text: str
    action: str = ""

    @property
    def label(self) -> str:
        from django.utils.translation import gettext

        return _actions().get(self.action, gettext("Mend it"))


@dataclass(frozen=True)
class Hint:
    line: int
    code: str
    detail: str = ""
    fix: Fix | None = None

    @property
    def message(self) -> str:
        from django.utils.translation import gettext  # only here: rendering itself needs no Django

        sentence = _sentences().get(self.code, gettext("Line %(line)s may not look as you meant it."))
        detail = in_words(self.detail) if self.code == "math-error" else self.detail
        return sentence % {"line": self.line, "detail": detail}


def _actions() -> dict[str, str]:
    from django.utils.translation import gettext as _

    return {
        "dedent": _("Remove the indentation"),
        "fence": _("Make it a block of code"),
        "list": _("Make it a list"),
        "unescape": _("Remove the backslashes"),
        "close": _("Close the formula"),
        "describe": _("Describe it by its name"),
        "spell": _("Correct the spelling"),
        "path": _("Remove {{site.url}}"),
    }


def _sentences() -> dict[str, str]:
    from django.utils.translation import gettext as _

    return {
        "math-error": _("We could not read the formula in line %(line)s: %(detail)s. The text is saved as it is."),
        "math-command": _(
            "In line %(line)s, the formula uses ‘%(detail)s’, which we do not know. The text is saved as it is."
        ),
        "math-environment": _("In line %(line)s, the formula uses the environment ‘%(detail)s’, which we do not know."),
        "math-slow": _("From line %(line)s on, formulas show as their source: there are too many for one text."),
        "missing-image": _("We do not have the picture in line %(line)s (%(detail)s). Upload it to show it here."),
        "image-elsewhere": _("The picture in line %(line)s is on another site (%(detail)s), so it shows as a link."),
        "empty-alt": _("The picture in line %(line)s has no description. Add one for people who cannot see it."),
        "picture-question": _("Line %(line)s is only a picture. Type the question too, so that it can be found."),
        "site-url": _("{{site.url}} in line %(line)s means nothing here. Use a full address, or upload the picture."),
        "escaped-url": _("The address in line %(line)s holds a backslash (%(detail)s). Remove it, or the link breaks."),
        "list-as-code": _("The list in line %(line)s is indented by four spaces. We show it as a list; remove them."),
        "code-block": _("From line %(line)s on, the text shows as code: it is indented by four spaces."),
        "kramdown-definition": _("Lines that begin with a colon, from line %(line)s on, show as indented text."),
        "unknown-reference": _(
            "‘%(detail)s’ in line %(line)s leads nowhere: the team has no such question. It shows as you typed it."
        ),
        "unclosed-math": _("The formula that begins in line %(line)s has no end."),
        "too-deep": _("Line %(line)s is nested too deeply. From there on it shows as it was typed."),
        "too-long": _("This text is too long to be set. It shows as it was typed; split it into several."),
        "too-slow": _("This text is too complex to be set. It shows as it was typed; split it or simplify it."),
        "not-set": _("This text could not be set. It shows as it was typed."),
    }
