import datetime

from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Tickable(models.Model):
    """Something that gets done."""

    done_at = models.DateTimeField(_("done at"), null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def is_done(self) -> bool:
        return self.done_at is not None

    @property
    def done_url(self) -> str:
        return reverse(f"{self.route}_done", args=[self.pk])

    def tick(self) -> None:
        """Done, since the first one who said so."""
        self._settle(timezone.now())

    def untick(self) -> None:
        self._settle(None)

    @transaction.atomic
    def _settle(self, done_at: datetime.datetime | None) -> None:
        self.hold()
        if self.is_done != (done_at is not None):
            self.done_at = done_at
            self.save(update_fields=["done_at"])
