from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from meetings.models.fields import NameField
from meetings.models.minutes import Meeting
from meetings.models.rows import RemovableQuerySet, Row
from meetings.models.teams import Team


def ranked(sections: list["Section"]) -> list["Section"]:
    """The same, each with the `rank` of its heading: 2 for the topmost, and none skipped that a note skipped."""
    above: list[int] = []
    for section in sections:
        if section.heading:
            above = [level for level in above if level < section.level] + [section.level]
        section.rank = min(max(len(above), 1) + 1, 6)
    return sections


class SectionQuerySet(RemovableQuerySet):
    def visible_to(self, user):
        from meetings.models.classes import ClassNote

        meetings, notes = Meeting.objects.visible_to(user), ClassNote.objects.visible_to(user)
        return self.alive().filter(Q(meeting__in=meetings) | Q(class_note__in=notes))

    def for_edit(self):
        return self.select_related("meeting__team__cohort", "class_note__team__cohort", "class_note__master_class")

    def outline(self) -> list["Section"]:
        """In order, each with the `rank` of its heading, without headings over nothing at all."""
        sections, kept = list(self.order_by("order", "pk")), []
        for section in reversed(sections):
            if section.body.strip() or (kept and kept[-1].level > section.level):
                kept.append(section)
        return ranked(kept[::-1])


class Section(Row):
    """A free part of minutes or of a class note: any heading, and what no other row took."""

    meeting = models.ForeignKey(
        Meeting, models.CASCADE, null=True, blank=True, related_name="sections", verbose_name=_("meeting")
    )
    class_note = models.ForeignKey(
        "meetings.ClassNote",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="sections",
        verbose_name=_("class note"),
    )
    heading = NameField(_("heading"), max_length=300, blank=True)
    level = models.PositiveSmallIntegerField(_("level"), default=2)
    kind = models.CharField(
        _("kind"), max_length=30, blank=True, help_text=_("What the heading is known to mean; empty for a free one.")
    )

    objects = SectionQuerySet.as_manager()
    route = "section"

    class Meta(Row.Meta):
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        constraints = [
            models.CheckConstraint(
                condition=Q(meeting=None) ^ Q(class_note=None),
                name="section_of_meeting_or_note",
                violation_error_message=_("A section belongs either to a meeting or to a class note."),
            )
        ]

    def __str__(self) -> str:
        return self.heading or super().__str__()

    def siblings(self) -> SectionQuerySet:
        return super().siblings().filter(class_note=self.class_note_id)

    @property
    def team(self) -> Team:
        return (self.meeting or self.class_note).team

    @property
    def page_url(self) -> str:
        return (self.meeting or self.class_note).get_absolute_url()
