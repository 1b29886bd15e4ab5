"""A team writes Hangul in seven Chromiums at once, and everything that can happen to them happens."""

import asyncio
import os
import shutil
import time
from dataclasses import dataclass, field

from .desk import Desk
from .found import Found
from .lights import lies
from .mishaps import Mishaps
from .people import Table, gather
from .server import Site
from .stored import anchors, times_found, wrong_authors
from .tokens import token

KINDS = ("question", "answer", "shared", "learning", "own", "agenda_item")
ADDING = {"question", "answer", "learning", "agenda_item"}
FULL = 3  # rounds of all kinds until the page has the rows of a long day; after that every tenth round adds more
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"]
STEP = 7_919_993  # between the numbers of two words, so that all their syllables differ
SAVED = "the light says saved\n"
PATIENCE = 120  # s until whatever still waits has gone out


@dataclass
class Team:
    table: Table
    desks: list[Desk]
    owners: dict[str, int]  # word → account of who is to type it
    seconds_to_equal: float | None = None
    shown: list[str] = field(default_factory=list)


def measured(
    site: Site,
    people: int = 7,
    tokens: int = 300,
    seconds: float = 600,
    away_from: float = 10,
    away_to: float = 20,
    equal_within: float = 3,
) -> Found:
    """`tokens` each; `away_from` to `away_to` seconds without a connection, twice each; `equal_within` seconds."""
    team = _gathered(site, people, tokens)
    mishaps = Mishaps(site, team.desks, tokens, (away_from, away_to))
    began = time.monotonic()
    asyncio.run(_together(team, mishaps, seconds / tokens))
    return _judged(team, time.monotonic() - began, equal_within)


def _gathered(site: Site, people: int, tokens: int) -> Team:
    from meetings.models import Section

    table = gather(1, people)[0]
    paragraphs = "\n\n".join(f"{person.name}:" for person in table.people)
    shared = Section.objects.create(meeting_id=table.meeting, heading="함께 쓰는 글", body=paragraphs)
    team = Team(table, [Desk(site.address, table, person, shared.anchor) for person in table.people], {})
    team.desks[-1].is_phone = True
    for place, desk in enumerate(team.desks):
        desk.to_type = [token((place * tokens + number) * STEP) for number in range(tokens)]
        team.owners |= dict.fromkeys(desk.to_type, desk.person.user)
    return team


async def _together(team: Team, mishaps: Mishaps, pace: float) -> None:
    from playwright.async_api import async_playwright

    found = map(shutil.which, ("chromium-headless-shell", "chromium", "google-chrome"))
    chromium = os.environ.get("CHROMIUM") or next(filter(None, found), None)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        await asyncio.gather(*(desk.sit_down(browser) for desk in team.desks))
        await asyncio.gather(*(_write_all(desk, place, pace, mishaps) for place, desk in enumerate(team.desks)))
        await mishaps.over()
        await _wait_until_equal(team, time.monotonic())
        await browser.close()


async def _write_all(desk: Desk, place: int, pace: float, mishaps: Mishaps) -> None:
    began, number = time.monotonic(), 0
    while desk.to_type:
        await asyncio.sleep(max(0, began + number * pace - time.monotonic()))
        await mishaps.befall(desk, place, number)
        if desk.to_type:
            await desk.write(_kind(number, place), desk.to_type.pop())
        number += 1


def _kind(number: int, place: int) -> str:
    """Where somebody's next word goes: most go into what is there, as on any day."""
    kind, round_ = KINDS[(number + place) % len(KINDS)], number // len(KINDS)
    return "own" if kind in ADDING and round_ >= FULL and round_ % 10 else kind


async def _wait_until_equal(team: Team, over: float) -> None:
    """From the last key on, or the end of the last mishap. A late conflict means that somebody types again."""
    until = time.monotonic() + PATIENCE
    for desk in team.desks:
        await desk.close_editors()
        await desk.leave()
    while time.monotonic() < until:
        for desk in team.desks:
            await _finish(desk)
        team.shown = await asyncio.gather(*(_shown(desk) for desk in team.desks))
        if len(set(team.shown)) == 1 and team.shown[0].startswith(SAVED):
            last = max(over, *(desk.last_key for desk in team.desks))
            team.seconds_to_equal = time.monotonic() - last
            return
        await asyncio.sleep(0.1)


async def _finish(desk: Desk) -> None:
    await desk.decide()
    await desk.throw_away()
    if desk.to_type:
        await desk.write("question", desk.to_type.pop())
        await desk.leave()


async def _shown(desk: Desk) -> str:
    """What the light says, then all rows with their texts."""
    light, *desk.notice, rows = await desk.page.evaluate("[soak.light(), soak.notice(), soak.held(), soak.rows()]")
    return "\n".join([f"the light says {light}", *rows])


def _judged(team: Team, seconds: float, equal_within: float) -> Found:
    desks, words = team.desks, list(team.owners)
    found = Found(f"{len(desks)} browsers, {len(words)} words of Hangul, in {seconds:.0f} s")
    counts = times_found(words, team.table.meeting)
    once = sum(count == 1 for count in counts.values())
    strangers = wrong_authors(team.owners, team.table.meeting)
    found.figures |= {"stored once": once, "wrong author": len(strangers), "typed": _count(desks, "typed")}
    found.expect(once == len(words), f"not stored once: {[word for word, count in counts.items() if count != 1][:9]}")
    found.expect(not strangers, f"given to somebody else: {strangers[:9]}")
    _judge_hands(found, desks)
    _judge_pages(found, team, equal_within)
    return found


def _judge_hands(found: Found, desks: list[Desk]) -> None:
    broken = [sentence for desk in desks for sentence in desk.broken]
    interrupted = [event[1] for desk in desks for event in desk.events if event[0] == "interrupted"]
    told = [f"{desk.person.name}: {sentence}" for desk in desks for sentence in lies(desk.events)]
    complaints = sorted({sentence for desk in desks for sentence in desk.complaints})
    found.figures |= {"broken": len(broken), "interrupted": len(interrupted), "light lied": len(told)}
    found.figures |= {
        "conflicts": sum(desk.conflicts for desk in desks),
        "put off": sum(desk.put_off for desk in desks),
    }
    found.figures["editors left open"] = sum(desk.left_open for desk in desks)
    found.figures["keys gone astray"] = sum(desk.strays for desk in desks)
    found.figures["signed in again"] = sum(desk.sign_ins for desk in desks)
    found.times([event[2] / 1000 for desk in desks for event in desk.events if event[0] == "taken"])
    unfinished = [sentence for desk in desks for sentence in desk.unfinished]
    found.expect(not unfinished, f"left unfinished: {unfinished[:5]}")
    found.expect(not broken, f"compositions came out wrong: {broken[:5]}")
    found.expect(not interrupted, f"requests left during a composition: {sorted(set(interrupted))[:5]}")
    found.expect(not told, f"the light lied: {told[:9]}")
    found.expect(not complaints, f"pages complained: {complaints[:9]}")


def _judge_pages(found: Found, team: Team, equal_within: float) -> None:
    taken = team.seconds_to_equal
    found.figures["all equal s"] = "never" if taken is None else round(taken, 1)
    found.expect(
        taken is not None and taken <= equal_within, f"the pages are not equal {equal_within:g} s after the last key"
    )
    if taken is None:
        found.wrong += _differences(team)
    elif {line.split(" ")[0] for line in team.shown[0].splitlines()[1:]} != anchors(team.table.meeting):
        found.wrong.append("the pages do not show the rows that are stored")


def _differences(team: Team) -> list[str]:
    """What the pages don't agree on and what they say of it, in a few lines."""
    pages = [set(shown.splitlines()) for shown in team.shown]
    common = set.intersection(*pages)
    return [
        f"{desk.person.name} alone or with others: {[line[:80] for line in sorted(page - common)]}; {desk.notice}; "
        f"{str(desk.events[-3:])[:300]}"
        for desk, page in zip(team.desks, pages, strict=True)
    ]


def _count(desks: list[Desk], kind: str) -> int:
    return sum(event[0] == kind for desk in desks for event in desk.events)
