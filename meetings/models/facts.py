"""Which facts of each noun travel in files, beside its text. What is not named here stays; a test says why."""

from django.core import signing

from meetings.models.agenda import ActionItem, AgendaItem
from meetings.models.answers import Answer
from meetings.models.attachments import Attachment
from meetings.models.attendances import Attendance
from meetings.models.classes import ClassNote, MasterClass
from meetings.models.cohorts import Cohort
from meetings.models.comments import Comment
from meetings.models.learnings import Learning
from meetings.models.lectures import Assignment, Lecture
from meetings.models.minutes import Meeting
from meetings.models.questions import Question
from meetings.models.resources import Resource
from meetings.models.reviews import Review
from meetings.models.sections import Section
from meetings.models.sources import SourceDocument
from meetings.models.tags import Tag
from meetings.models.teams import Member, Team

SOURCED = ("source", "source_first_line", "source_last_line", "confidence")
ROW = ("created_at", *SOURCED)

FACTS = {
    Cohort: ("name", "slug", "starts_on", "ends_on", "time_zone"),
    Team: ("name", "slug", "starts_on", "ends_on", "template", "starts_at", "ends_at"),
    Member: ("name", "aliases", "role", "joined_on", "left_on"),
    Lecture: ("number", "title", "week"),
    Assignment: ("title", "week", "lecture"),
    Tag: ("name", "synonyms"),
    Resource: ("url", "title"),
    Attachment: ("alt", "uploaded_at"),
    SourceDocument: ("path", "sha256", "dialect", "front_matter", "report", "imported_at"),
    Meeting: (
        "held_on",
        "kind",
        "title",
        "starts_at",
        "ends_at",
        "moderator",
        "scribe",
        "finalised_at",
        "created_at",
        *SOURCED,
    ),
    Attendance: ("state", "at", "contested_as"),
    AgendaItem: ("owner", "minutes", "done_at", "carried_from", "carried_since", *ROW),
    ActionItem: ("owners", "due_on", "done_at", "carried_from", "carried_since", *ROW),
    Review: ("subject", "title", "presenters", "assignment", "lecture", *ROW),
    Learning: ("author", "learners", "review", *ROW),
    Question: (
        "asked_by",
        "asked_at",
        "audience",
        "status",
        "deferred_to",
        "lecture",
        "assignment",
        "tags",
        "section",
        "parent",
        "duplicate_of",
        "merged_at",
        "is_anonymous",
        "turn",
        "raised_at",
        "asked_too",
        *ROW,
    ),
    Answer: ("answered_by", "speaker", "accepted_at", "endorsed_at", *ROW),
    Comment: ("said_by", "speaker", "endorses", *ROW),
    Section: ("heading", "level", "kind", *ROW),
    MasterClass: ("title", "series", "number", "speakers", "held_on", "starts_at", "material_url"),
    ClassNote: ("title", "author", "created_at", *SOURCED),
}

# What a row is called in a file: the key that adds one on a page, and the number it has on this site.
LETTERS = {
    Question: "Q",
    Answer: "A",
    Comment: "C",
    Review: "R",
    Learning: "L",
    AgendaItem: "G",
    ActionItem: "T",
    Section: "M",
    SourceDocument: "S",
}


def label(row) -> str:
    return f"{LETTERS[type(row)]}{row.pk}"


# Says of a picture's bytes that this site wrote them from pixels: they come back here as they are, not encoded again.
SIGNER = signing.Signer(salt="meetings.models.facts.picture")


def signature(sha256: str) -> str:
    return SIGNER.signature(sha256)


def is_signed(sha256: str, signature: object) -> bool:
    try:
        return SIGNER.unsign(f"{sha256}{SIGNER.sep}{signature}") == sha256
    except signing.BadSignature:
        return False
