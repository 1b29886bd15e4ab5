"""What the database holds at the end: the only judge of what was saved."""


def texts(meeting: int) -> list[str]:
    """The texts of all rows of the minutes that are there, answers included."""
    from meetings.models import ActionItem, AgendaItem, Answer, Learning, Question, Review, Section

    rows = [noun.objects.alive().filter(meeting=meeting) for noun in (ActionItem, AgendaItem, Learning, Question)]
    rows += [noun.objects.alive().filter(meeting=meeting) for noun in (Review, Section)]
    rows.append(Answer.objects.alive().filter(question__meeting=meeting))
    return [body for some in rows for body in some.values_list("body", flat=True)]


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
