"""What happens to people who write: no connection, signed out, a tab that dies, a server that is killed."""

import asyncio
import random
from collections.abc import Awaitable, Callable

from .desk import FIELD, SLOW, Desk
from .people import signed_in
from .server import Site

Mishap = Callable[[], Awaitable[None]]


class Mishaps:
    """Which of them befalls whom after how many words. Those that take a while go on while more is typed."""

    def __init__(self, site: Site, desks: list[Desk], words: int, away: tuple[float, float]) -> None:
        self.site, self.away, self.running = site, away, []
        self.plan: dict[tuple[int, int], Callable[[Desk], Awaitable[None]]] = {}
        for place in range(len(desks)):
            for share in (0.15, 0.65):
                self.plan[place, round(words * (share + 0.15 * place / len(desks)))] = self.lose_connection
        self.plan[0, round(words * 0.5)] = self.kill_server
        self.plan[1 % len(desks), round(words * 0.45)] = self.sign_out
        self.plan[2 % len(desks), round(words * 0.55)] = self.lose_tab

    async def befall(self, desk: Desk, place: int, number: int) -> None:
        """A tab that dies can't be typed in meanwhile, the others can."""
        mishap = self.plan.get((place, number))
        if mishap == self.lose_tab:
            await mishap(desk)
        elif mishap:
            self.running.append(asyncio.create_task(mishap(desk)))

    async def over(self) -> None:
        await asyncio.gather(*self.running)

    async def _a_while(self) -> None:
        await asyncio.sleep(random.uniform(*self.away))  # noqa: S311

    async def lose_connection(self, desk: Desk) -> None:
        desk.online.clear()
        await desk.context.set_offline(True)
        await self._a_while()
        await desk.context.set_offline(False)
        desk.online.set()

    async def kill_server(self, _desk: Desk) -> None:
        await asyncio.to_thread(self.site.kill)
        await asyncio.to_thread(self.site.start)

    async def sign_out(self, desk: Desk) -> None:
        """The session ends on the server; a while later the same person signs in, with another token for forms.

        An answer to the old session that comes late takes the cookie of the new one away: then they sign in again.
        """
        await asyncio.to_thread(_end_session, desk.person.cookie)
        await self._a_while()
        await desk.context.clear_cookies(name="csrftoken")
        while not await self._stays_in(desk):
            desk.sign_ins += 1
            await desk.sign_in(await asyncio.to_thread(_new_session, desk.person.user))

    async def _stays_in(self, desk: Desk) -> bool:
        """Whether the sign-in of a moment ago holds."""
        if desk.sign_ins:
            await asyncio.sleep(self.away[1])
        cookies = {cookie["name"]: cookie["value"] for cookie in await desk.context.cookies()}
        return desk.sign_ins > 0 and cookies.get("sessionid", "") != ""

    async def lose_tab(self, desk: Desk) -> None:
        """Without a connection one word was handed in and another one was not when the tab died."""
        sent, unsent = desk.to_type.pop(), desk.to_type.pop()
        await desk.online.wait()
        await desk.context.set_offline(True)
        await desk.write("question", sent)
        place = await desk.begin("learning")
        await desk.type(unsent, place)
        await desk.page.wait_for_function("word => soak.isKept(word)", arg=unsent)
        await _crash(desk)
        await desk.context.set_offline(False)
        await desk.open()
        await _go_on(desk, place, unsent)


async def _go_on(desk: Desk, place: str, word: str) -> None:
    """What was left unfinished is on offer; whoever is not offered it has to type it again."""
    from playwright.async_api import TimeoutError as TookTooLong

    words = await desk.page.evaluate("document.getElementById('live-go-on').content.textContent.trim()")
    try:
        await desk.page.locator("#live-unsent").get_by_role("button", name=words).first.click()
        area = desk.page.locator(FIELD.format(place))
        await area.wait_for()
    except TookTooLong:
        desk.complaints.append(f"{word} was not on offer after a crash")
        desk.to_type.append(word)
        return
    offer = desk.page.locator(f'.in-place[data-place="{place}"] .editor-offer button[value]')
    if await offer.is_visible():
        await offer.click()
    await desk.page.mouse.move(2, 2)
    if (text := await area.input_value()) != word:
        desk.broken.append(f"after a crash {word!r} came back as {text!r}")
    await area.focus()
    await desk.hand_in("learning", place, word)


async def _crash(desk: Desk) -> None:
    """The process of the tab ends at once: no unload, no last word."""
    crashed = asyncio.Event()
    desk.page.once("crash", lambda _page: crashed.set())
    crashing = asyncio.create_task(desk.keys.send("Page.crash"))
    await asyncio.wait_for(crashed.wait(), SLOW / 1000)
    crashing.cancel()
    await desk.page.close()


def _end_session(key: str) -> None:
    from importlib import import_module

    from django.conf import settings

    import_module(settings.SESSION_ENGINE).SessionStore(key).delete()


def _new_session(user: int) -> str:
    from meetings.models import User

    return signed_in(User.objects.get(pk=user))
