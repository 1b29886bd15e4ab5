"""Finding it again: one door, `search(user, text)`; what is different on each database stands in a file of its own.

What is read when: texts are stored with their tokens (`korean`) by their models (`meetings.models.search`). A text
typed into the box is parsed (`query`), asked of the database in tiers from what was typed to what may have been meant
(`needles`), which finds a hundred of each that the reader may see (`sqlite`, `postgresql`); these are put in order
(`ranking`) and shown with what was found in them (`snippets`).

The door opens what lies behind it when somebody comes, since models import the tokens from here.
"""

from meetings.search.query import Query, as_typed, parse
from meetings.search.results import Hit, Results

__all__ = ["PAGE", "Hit", "Query", "Results", "as_typed", "parse", "search"]

PAGE = 20


def search(
    user, text: str, kind: str = "", start: int = 0, *, is_quick: bool = False, is_exact: bool = False
) -> Results:
    """What the person may read and that fits the text, the best first, from number `start` on.

    At most three queries where the words are found, besides the person's seats; more where they have to be guessed, and
    one or two where what was merged into another question is found.
    Whoever is still typing (`is_quick`) looks at the best few: as soon as anything is found, no word is compared with
    all that there are.
    With `is_exact` the other names of a tag are left out; spaces, particles and endings are as free as ever.
    """
    from meetings.search.finding import find

    return find(user, parse(text), kind, start, is_quick=is_quick, is_exact=is_exact)
