"""Several editors of one page of minutes at once: each save is a new question or a word in a text that all share."""

from concurrent.futures import ThreadPoolExecutor

from .found import Found
from .people import Table, gather
from .server import Site
from .stored import revision, revisions, times_found
from .tokens import token
from .visitor import Answer, Visitor

MOST_TRIES = 200


def measured(site: Site, editors: int = 8, saves: int = 40) -> Found:
    table = gather(1, editors)[0]
    shared = _shared_text(table)
    before = revision(table.meeting)

    def write(place: int) -> list[tuple[str, Answer]]:
        visitor = Visitor(site.address, table.people[place])
        words = [token(place * saves + number) for number in range(saves)]
        return [
            (word, _append(visitor, shared, place, word) if number % 2 else _ask(visitor, table, word))
            for number, word in enumerate(words)
        ]

    with ThreadPoolExecutor(editors) as crowd:
        done = [save for saved in crowd.map(write, range(editors)) for save in saved]
    return _judged(table, before, done)


def _shared_text(table: Table) -> str:
    """A section with a paragraph for each: who writes in another's would have to choose between two texts."""
    from meetings.models import Section

    paragraphs = "\n\n".join(f"{person.name}:" for person in table.people)
    row = Section.objects.create(meeting_id=table.meeting, heading="함께 쓰는 글", body=paragraphs)
    return f"sections/{row.pk}"


def _ask(visitor: Visitor, table: Table, word: str) -> Answer:
    return visitor.add(table.meeting, "questions", f"{word} 왜 그런가요?")


def _append(visitor: Visitor, row: str, place: int, word: str) -> Answer:
    """Opens, writes a word into one's own paragraph, saves; what the others did meanwhile is merged, or read again."""
    for _try in range(MOST_TRIES):
        base, number = visitor.text_of(row)
        paragraphs = base.split("\n\n")
        paragraphs[place] += f" {word}"
        answer = visitor.save(row, "\n\n".join(paragraphs), base, number)
        if answer.status != 409:
            break
    return answer


def _judged(table: Table, before: int, done: list[tuple[str, Answer]]) -> Found:
    acknowledged = [word for word, answer in done if answer.status in (200, 201)]
    merged = sum(bool(answer.told.get("merged_with")) for _word, answer in done)
    found = Found(f"{len(table.people)} editors of one page, {len(done)} saves")
    counts = times_found([word for word, _answer in done], table.meeting)
    once = sum(counts[word] == 1 for word in acknowledged)
    found.figures |= {"acknowledged": len(acknowledged), "stored once": once, "merged": merged}
    found.times([answer.seconds for _word, answer in done])
    found.expect(len(acknowledged) == len(done), f"{len(done) - len(acknowledged)} saves were refused")
    found.expect(once == len(acknowledged), "an acknowledged text is missing or stands there twice")
    told, last = set(revisions(table.meeting)), revision(table.meeting)
    found.expect(set(range(before + 1, last + 1)) <= told, "a revision is missing")
    found.figures["revisions"] = last - before
    return found
