import unicodedata

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.db import models
from django.db.models.lookups import In
from django.utils.translation import gettext_lazy as _

# Controls that turn the reading direction of whatever follows them on a page.
BIDI_CONTROLS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Letters and marks that leave no trace, yet are letters to `str.isspace`.
BLANK_LETTERS = frozenset("\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")


def validate_visible(text: str) -> None:
    """Refuse names that show nothing or that turn the text around them."""
    ProhibitNullCharactersValidator()(text)
    if BIDI_CONTROLS.intersection(text):
        raise ValidationError(_("Remove the characters that change the reading direction."), code="bidi")
    if not any(unicodedata.category(c)[0] not in "CZ" and c not in BLANK_LETTERS for c in text):
        raise ValidationError(_("Write something that can be seen."), code="invisible")


class NameField(models.CharField):
    """A one-line text that people read and search: stored in NFC, without space around it."""

    default_validators = [validate_visible]

    def to_python(self, value):
        value = super().to_python(value)
        return value if value is None else unicodedata.normalize("NFC", value).strip()

    def get_prep_value(self, value):
        return self.to_python(super().get_prep_value(value))

    def pre_save(self, model_instance, add):
        value = self.to_python(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value


def account(verbose_name) -> models.ForeignKey:
    """Whose account did it. What was done outlives the account."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=verbose_name,
    )


@models.BigAutoField.register_lookup
class FoundIn(In):
    """As `in`, of few rows that a query finds: these first, and then what is joined to them.

    Of more than eight tables PostgreSQL joins the last, which `IN` would be, when it has joined all rows of the others.
    """

    lookup_name = "found_in"

    def get_rhs_op(self, connection, rhs):
        return f"= ANY(ARRAY{rhs})" if connection.vendor == "postgresql" else super().get_rhs_op(connection, rhs)
