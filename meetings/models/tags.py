import unicodedata
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from meetings.models.cohorts import Cohort
from meetings.models.fields import NameField
from meetings.models.teams import spoken


class TagQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(cohort__in=Cohort.objects.visible_to(user))

    def called(self, name: str) -> "Tag | None":
        """The one of that name, or else the first for which it is another word, whatever its case. Of one cohort."""
        wanted = spoken(unicodedata.normalize("NFC", name).strip().lstrip("#"))
        tags = list(self.order_by("name"))
        named = (tag for tag in tags if spoken(tag.name) == wanted)
        return next(named, None) or next((tag for tag in tags if wanted in map(spoken, tag.synonyms)), None)

    def standing_for(self, keys: Iterable[int]) -> dict[int, "Tag"]:
        """By key; of one that was merged the tag that it went into. None where it was deleted."""
        keys = set(keys)
        found = self.in_bulk(keys)
        former = FormerTag.objects.filter(key__in=keys - found.keys(), tag__in=self).select_related("tag")
        return found | {one.key: one.tag for one in former}

    def hold(self, tags: Iterable["Tag"]) -> list["Tag"]:
        """What stands for them, and will until the transaction ends: who merges one waits, who names one as well not.

        The database looks whether a tag is there when the transaction ends, and would refuse all of it.
        """
        keys = sorted(tag.pk for tag in tags)
        if connection.vendor == "postgresql":
            share = "SELECT id FROM meetings_tag WHERE id = ANY(%s) ORDER BY id FOR KEY SHARE"
            list(self.model.objects.raw(share, [keys]))
        return list(dict.fromkeys(self.standing_for(keys).values()))

    def meant_by(self, names: Iterable[str], cohort: Cohort) -> "list[Tag]":
        """The cohort's tags that are called so, or for which these are other words; a word for none is a new tag."""
        tags = list(self.filter(cohort=cohort).order_by("-name"))
        meant = {spoken(word): tag for tag in tags for word in tag.synonyms}
        meant |= {spoken(tag.name): tag for tag in tags}
        found = [meant.get(spoken(name)) or self.get_or_create(cohort=cohort, name=name)[0] for name in names]
        return list(dict.fromkeys(found))


class Tag(models.Model):
    """A word that questions are found by. Its synonyms mean the same: KLD, KL divergence, 쿨백-라이블러 발산."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="tags", verbose_name=_("cohort"))
    name = NameField(_("name"), max_length=60)
    synonyms = models.JSONField(_("synonyms"), default=list, blank=True)

    objects = TagQuerySet.as_manager()

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "name"],
                name="tag_name_once_in_cohort",
                violation_error_message=_("This cohort already has a tag of that name."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("tag", args=[self.pk])

    def may_be_edited_by(self, user) -> bool:
        """Its words are the whole cohort's."""
        return user.runs(self.cohort_id)

    @transaction.atomic
    def merge_into(self, other: "Tag") -> None:
        """What has this tag gets the other one, of which this one's words are other words from now on."""
        pair = Tag.objects.select_for_update().filter(pk__in=[self.pk, other.pk]).order_by("pk")
        held = {tag.pk: tag for tag in pair}
        if len(held) < 2 or len({tag.cohort_id for tag in held.values()}) > 1:
            raise ValidationError(_("One of the two tags is gone. Somebody may just have merged it."))
        gone, kept = held[self.pk], held[other.pk]
        links = Tag.questions.through.objects
        links.filter(tag=gone).exclude(question__in=links.filter(tag=kept).values("question")).update(tag=kept)
        kept.synonyms = other_words([*kept.synonyms, gone.name, *gone.synonyms], kept.name)
        kept.save(update_fields=["synonyms"])
        gone.former.update(tag=kept)
        FormerTag.objects.create(key=gone.pk, tag=kept)
        gone.delete()


class FormerTag(models.Model):
    """A key that a tag had before it was merged: addresses and versions of questions name it still."""

    key = models.BigIntegerField(primary_key=True)
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="former")

    def __str__(self) -> str:
        return str(self.key)


def other_words(words: Iterable[str], name: str) -> list[str]:
    """Clean and each once, whatever its case, without the tag's own name."""
    clean = (unicodedata.normalize("NFC", word).strip() for word in words)
    once = {spoken(word): word for word in reversed([word for word in clean if word])}
    return [word for key, word in reversed(once.items()) if key != spoken(name)]
