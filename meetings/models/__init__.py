from meetings.models.agenda import ActionItem, AgendaItem
from meetings.models.answers import Answer
from meetings.models.attachments import Attachment
from meetings.models.attendances import Attendance
from meetings.models.classes import ClassNote, MasterClass
from meetings.models.cohorts import Cohort
from meetings.models.comments import Comment
from meetings.models.learnings import Learning
from meetings.models.lectures import Assignment, Lecture
from meetings.models.minutes import Finalisation, Meeting
from meetings.models.questions import Question
from meetings.models.references import Reference
from meetings.models.resources import Resource
from meetings.models.reviews import Review
from meetings.models.search import SearchDocument, SearchWord
from meetings.models.sections import Section
from meetings.models.sources import Import, SourceDocument
from meetings.models.tags import Tag
from meetings.models.teams import Member, Team
from meetings.models.users import User

__all__ = [
    "ActionItem",
    "AgendaItem",
    "Answer",
    "Assignment",
    "Attachment",
    "Attendance",
    "ClassNote",
    "Cohort",
    "Comment",
    "Finalisation",
    "Import",
    "Learning",
    "Lecture",
    "MasterClass",
    "Meeting",
    "Member",
    "Question",
    "Reference",
    "Resource",
    "Review",
    "SearchDocument",
    "SearchWord",
    "Section",
    "SourceDocument",
    "Tag",
    "Team",
    "User",
]
