"""Somebody before the minutes in a Chromium of their own: what their hands do, and what their page tells."""

import asyncio
import time
from dataclasses import dataclass, field
from pathlib import Path

from .hangul import strokes
from .people import SESSION_CSRF, Person, Table

WATCH = Path(__file__).with_name("watch.js")
SLOW = 20_000  # ms that a page may take to do what a key asks for
ADDED = {"question": ("KeyQ", "questions"), "learning": ("KeyL", "reviews"), "agenda_item": ("KeyG", "agenda")}
STRAY = str.maketrans("", "", "qlgㅂㅣㅎ")  # what these keys write
FIELD = '.in-place[data-place="{}"] textarea.markdownx-editor'
PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}


@dataclass
class Desk:
    site: str
    table: Table
    person: Person
    shared: str  # anchor of the section in which everybody has a paragraph
    is_phone: bool = False
    events: list[list] = field(default_factory=list)
    handed_in: list[str] = field(default_factory=list)
    last_word: dict[str, str] = field(default_factory=dict)  # place → what was typed there last
    to_type: list[str] = field(default_factory=list)  # the next one last
    conflicts: int = 0
    broken: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    put_off: int = 0
    left_open: int = 0  # editors at the end
    strays: int = 0  # texts left unfinished that differ from what is stored by a key that was meant for the page
    unfinished: list[str] = field(default_factory=list)  # others
    sign_ins: int = 0  # after the session had ended
    notice: list = field(default_factory=list)  # what the page says of its connection, and what it holds back
    last_key: float = 0

    async def sit_down(self, browser) -> None:
        look = PHONE if self.is_phone else {}
        self.context = await browser.new_context(base_url=self.site, locale="ko-KR", timezone_id="Asia/Seoul", **look)
        await self.context.expose_binding("soakTell", lambda _source, event: self.events.append(event))
        await self.context.add_init_script(path=WATCH)
        self.context.on("weberror", lambda event: self.complaints.append(str(event.error)))
        self.context.on("console", self._listen)
        self.online = asyncio.Event()
        self.online.set()
        await self.sign_in(self.person.cookie)
        await self.open()
        await self.page.wait_for_load_state("networkidle")  # with the forms to add rows without a connection

    def _listen(self, line) -> None:
        """Requests that fail are meant to; everything else that a page complains of is not."""
        if line.type == "error" and "Failed to load resource" not in line.text:
            self.complaints.append(line.text)

    async def sign_in(self, session: str) -> None:
        cookies = {"sessionid": session, "csrftoken": SESSION_CSRF}
        await self.context.add_cookies([{"name": name, "value": at, "url": self.site} for name, at in cookies.items()])

    async def open(self) -> None:
        self.page = await self.context.new_page()
        self.page.set_default_timeout(SLOW)
        self.keys = await self.context.new_cdp_session(self.page)
        await self.look()

    async def look(self) -> None:
        """Load the minutes, again and again while the server is starting."""
        from playwright.async_api import Error

        while True:
            try:
                await self.page.goto(f"/minutes/{self.table.meeting}/", timeout=6 * SLOW)
                break
            except Error:
                await asyncio.sleep(1)
        await self.page.mouse.move(2, 2)

    async def write(self, kind: str, word: str) -> None:
        """Type a word into a row of that kind and hand it in; where that can't be opened now, into another one."""
        await self.decide()
        place = await self.begin(kind)
        while not place:
            self.put_off += 1
            await self.leave()
            if not self.page.url.endswith(f"/minutes/{self.table.meeting}/"):
                await self.look()
            place = await self.begin(kind := "own" if self.put_off % 3 else "question")
        await self.type(word, place)
        await self.hand_in(kind, place, word)

    async def begin(self, kind: str) -> str | None:
        """Open an editor; the place is what it is called by. None where the page says that it can't be opened now."""
        from playwright.async_api import TimeoutError as TookTooLong

        await self.page.evaluate("soak.clear()")
        row = await self._row_for(kind)
        if row and await self.page.evaluate("([row, kind]) => soak.press(row, kind)", [row, kind]):
            place = row.replace("question-", "answers-") if kind == "answer" else row
        else:
            key, place = ADDED.get(kind, ADDED["question"])
            await self.press(key)
        try:
            opened = await self._until("soak.begun(selector)", FIELD.format(place))
        except TookTooLong:
            return None
        return place if await opened.json_value() == "open" else None

    async def _until(self, condition: str, selector: str):
        return await self.page.wait_for_function(f"selector => {condition}", arg=selector, polling=50)

    async def _row_for(self, kind: str) -> str | None:
        if kind == "shared":
            return self.shared
        if kind == "own" and self.handed_in:
            return await self.page.evaluate("words => soak.rowWith(words)", self.handed_in[-20:])
        if kind == "answer":
            return await self.page.evaluate("soak.anyQuestion()")
        return None

    async def press(self, key: str) -> None:
        """A single key, outside of any field."""
        await self.page.evaluate("document.activeElement?.matches('textarea, input') && document.activeElement.blur()")
        await self.page.keyboard.press(key)

    async def type(self, word: str, place: str) -> None:
        """A word by the input method, at the end of the text or of one's own paragraph. Notes what came out wrong."""
        mine = f"{self.person.name}:" if place == self.shared else ""
        before, at = await self.page.evaluate("start => soak.caretBehind(start)", mine)
        if before:
            await self.keys.send("Input.insertText", {"text": " "})
        for steps, syllable in strokes(word):
            for step in steps:
                await self.keys.send(
                    "Input.imeSetComposition", {"text": step, "selectionStart": len(step), "selectionEnd": len(step)}
                )
            await self.keys.send("Input.insertText", {"text": syllable})
        self.last_word[place] = word
        now = await self.page.evaluate("word => soak.typed(word)", word)
        meant = before[:at] + (" " if before else "") + word + before[at:]
        if now != meant:
            self.broken.append(f"{meant!r} became {now!r}")

    async def hand_in(self, kind: str, place: str, word: str) -> None:
        await self.page.keyboard.press("Enter" if kind == "agenda_item" else "Control+Enter")
        self.last_key = time.monotonic()
        if kind == "agenda_item":  # the next line is open already
            await self._until('soak.begun(selector) === "open" && !document.activeElement.value', FIELD.format(place))
            await self.page.keyboard.press("Escape")
        await self._until("!document.querySelector(selector)", FIELD.format(place))
        self.handed_in.append(word)
        self.events.append(["handed in", word])

    async def decide(self) -> None:
        """Where somebody else changed the same words, theirs stay, and ours are typed once more."""
        for choice in await self.page.locator('.in-place button[name="keep"][value="theirs"]').all():
            place = await choice.evaluate("button => button.closest('.in-place').dataset.place")
            word, self.conflicts = self.last_word[place], self.conflicts + 1
            self.to_type.append(word)
            self.handed_in.remove(word)
            await self.page.evaluate("word => soak.forget(word)", word)
            await choice.evaluate("button => button.click()")
            self.last_key = time.monotonic()

    async def close_editors(self) -> None:
        """Those that opened when nobody waited for them any more."""
        for _editor in range(20):
            if not await self.page.evaluate("soak.anyEditor()"):
                return
            self.left_open += 1
            await self.page.keyboard.press("Escape")

    async def throw_away(self) -> None:
        """What is left unfinished: a key fell into an editor that opened when nobody waited for it any more."""
        for text, base in await self.page.evaluate("soak.throwAway()"):
            if text.translate(STRAY).strip() == base.strip():
                self.strays += 1
            else:
                self.unfinished.append(f"{base!r} became {text!r}")

    async def leave(self) -> None:
        """Let go of everything: what is under the hands is not changed by others."""
        await self.page.keyboard.press("Escape")
        await self.page.evaluate("document.activeElement?.blur()")
        await self.page.mouse.move(2, 2)
