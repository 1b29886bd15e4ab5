"""One person's browser without the browser: asks as our own scripts do, on a connection that stays open."""

import html
import http.client
import json
import re
import time
import uuid
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from .people import SESSION_CSRF, Person

COOKIES = "sessionid={}; csrftoken=" + SESSION_CSRF
TEXT = re.compile(r'<textarea[^>]*name="body"[^>]*>\n?(.*?)</textarea>', re.DOTALL)


@dataclass(frozen=True)
class Answer:
    status: int
    told: dict
    seconds: float


class Visitor:
    def __init__(self, address: str, person: Person) -> None:
        self.person, self.host = person, urlsplit(address).netloc
        self.line: http.client.HTTPConnection | None = None
        self.headers = {"Cookie": COOKIES.format(person.cookie), "Accept": "application/json"}
        self.headers |= {"X-CSRFToken": SESSION_CSRF, "Accept-Language": "ko"}

    def get(self, path: str) -> Answer:
        return self._ask("GET", path)

    def post(self, path: str, fields: dict[str, str | int]) -> Answer:
        return self._ask("POST", path, urlencode(fields))

    def add(self, meeting: int, noun: str, text: str, key: str = "") -> Answer:
        """A new row; sent again with the same key it is made once."""
        return self.post(f"/minutes/{meeting}/{noun}/", {"body": text, "sent_as": key or str(uuid.uuid4())})

    def text_of(self, row: str) -> tuple[str, int]:
        """What an editor would open with: the source and its revision."""
        opened = self.get(f"/{row}/edit/")
        if opened.status != 200:
            raise ConnectionError(f"{row} does not open: {opened.status}")
        return html.unescape(TEXT.search(opened.told["form"])[1]), opened.told["revision"]

    def save(self, row: str, text: str, base: str, revision: int) -> Answer:
        return self.post(f"/{row}/edit/", {"body": text, "initial-body": base, "revision": revision})

    def _ask(self, method: str, path: str, body: str | None = None) -> Answer:
        """Raises OSError or HTTPException where no answer came: nobody knows then whether it was done."""
        began = time.perf_counter()
        headers = self.headers | ({"Content-Type": "application/x-www-form-urlencoded"} if body is not None else {})
        was_open = self.line is not None
        try:
            answer, content = self._exchange(method, path, body, headers)
        except ConnectionError:
            # As Chromium does: the server may have closed a line that rested, just when it was taken up again or
            # because a worker was replaced. What is sent twice is made once.
            if not was_open:
                raise
            answer, content = self._exchange(method, path, body, headers)
        if answer.getheader("Connection", "").lower() == "close":
            self.close()
        is_json = answer.getheader("Content-Type", "").startswith("application/json")
        return Answer(answer.status, json.loads(content) if is_json else {}, time.perf_counter() - began)

    def _exchange(
        self, method: str, path: str, body: str | None, headers: dict
    ) -> tuple[http.client.HTTPResponse, bytes]:
        if self.line is None:
            self.line = http.client.HTTPConnection(self.host, timeout=30)
        try:
            self.line.request(method, path, body, headers)
            answer = self.line.getresponse()
            return answer, answer.read()
        except (OSError, http.client.HTTPException):
            self.close()
            raise

    def close(self) -> None:
        if self.line:
            self.line.close()
        self.line = None
