"""What the database holds at the end: the only judge of what was saved."""

import re

from .tokens import SHAPE

WORD = re.compile(SHAPE)


def texts(meeting: int) -> list[str]:
    """The texts of all rows of the minutes that are there, answers included."""
    return [body for rows in _rows(meeting) for body in rows.values_list("body", flat=True)]


def _rows(meeting: int) -> list:
    from meetings.models import ActionItem, AgendaItem, Answer, Learning, Question, Review, Section

    nouns = (ActionItem, AgendaItem, Learning, Question, Review, Section)
    rows = [noun.objects.alive().filter(meeting=meeting) for noun in nouns]
    return [*rows, Answer.objects.alive().filter(question__meeting=meeting)]


def times_found(words: list[str], meeting: int) -> dict[str, int]:
    everything = "\n".join(texts(meeting))
    return {word: everything.count(word) for word in words}


def revisions(meeting: int) -> list[int]:
    """The numbers of all changes that the histories of the rows tell of, in order."""
    from meetings.models import ActionItem, AgendaItem, Answer, Learning, Meeting, Question, Review, Section

    nouns = (ActionItem, AgendaItem, Learning, Question, Review, Section)
    told = [noun.history.filter(meeting=meeting).values_list("revision", flat=True) for noun in nouns]
    told.append(Answer.history.filter(question__meeting=meeting).values_list("revision", flat=True))
    told.append(Meeting.history.filter(id=meeting).exclude(head_revision=0).values_list("head_revision", flat=True))
    return sorted(number for some in told for number in some)


def revision(meeting: int) -> int:
    from meetings.models import Meeting

    return Meeting.objects.values_list("revision", flat=True).get(pk=meeting)


def anchors(meeting: int) -> set[str]:
    """What the rows are called in a page."""
    return {row.anchor for rows in _rows(meeting) for row in rows}


def wrong_authors(owners: dict[str, int], meeting: int) -> list[str]:
    """Words that the history, or the row that was made for them, gives to somebody else than who typed them."""
    wrong = []
    for rows in _rows(meeting):
        for row in rows:
            told = _first_told(row)
            wrong += [word for word in owners.keys() & told.keys() if told[word] != owners[word]]
            first = row.history.earliest("history_id").body
            new = [word for word in WORD.findall(first) if word in owners]
            asked_by = row.asked_by.values_list("user_id", flat=True) if row.route == "question" else [row.typed_by_id]
            wrong += [word for word in new if {row.typed_by_id, *asked_by} != {owners[word]}]
    return wrong


def _first_told(row) -> dict[str, int]:
    """Each word in the text of a row with who saved the first version that held it."""
    told: dict[str, int] = {}
    for text, user in row.history.order_by("history_id").values_list("body", "history_user_id"):
        told = {word: told.get(word, user) for word in WORD.findall(text)} | told
    return told
