"""Whether the save light said saved while the server lacked something that was typed in that tab."""

from collections.abc import Iterable


def lies(events: Iterable[list]) -> list[str]:
    """`events` in the order in which the page told them (watch.js) and the person handed in."""
    owed: set[str] = set()
    handed_in: set[str] = set()
    light, is_reopened, told = None, False, {}
    for kind, *more in events:
        if kind == "opened":  # what was not handed in is a draft now, of which the light says nothing
            light, is_reopened, owed = None, bool(owed), owed & handed_in
        elif kind == "typed":
            owed.add(more[0])
        elif kind == "handed in":
            handed_in.add(more[0])
        elif kind == "taken":
            owed.difference_update(more[0])
        elif kind == "forgotten":
            owed.discard(more[0])
        elif kind == "light":
            light = more[0]
        if light == "saved":
            for word in owed - told.keys():
                told[word] = f"saved, it said, without {word}" + " after the page was opened again" * is_reopened
    return list(told.values())
