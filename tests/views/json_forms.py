"""Forms of rows as the page's own script fetches and sends them."""

from html.parser import HTMLParser

import pytest
from django.test import Client

JSON = {"HTTP_ACCEPT": "application/json"}
NOUNS = ("section", "agenda_item", "action_item", "review", "learning", "question", "answer")


def each(nouns, *always: str) -> list:
    """Of nouns that are all treated alike the fast tests take those that differ most."""
    return [noun if noun in always else pytest.param(noun, marks=pytest.mark.slow) for noun in nouns]


EACH_NOUN = each(NOUNS, "section", "question", "answer")


class Fields(HTMLParser):
    """What a browser would send of a form."""

    def __init__(self, html: str):
        super().__init__()
        self.sent, self.text, self.select = {}, None, ""
        self.feed(html)
        self.sent.pop("csrfmiddlewaretoken", None)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        name, value = attrs.get("name", ""), attrs.get("value") or ""
        if tag == "input" and name and ("checked" in attrs or attrs.get("type") not in {"checkbox", "radio"}):
            self.sent.setdefault(name, []).append(value)
        elif tag == "textarea" and name:
            self.text, self.sent[name] = name, [""]
        elif tag == "select":
            self.select = name
        elif tag == "option" and "selected" in attrs:
            self.sent[self.select] = [value]

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.text = None

    def handle_data(self, text):
        if self.text:
            self.sent[self.text] = [(self.sent[self.text][0] + text).removeprefix("\n")]


def form(client: Client, url: str) -> dict[str, list[str]]:
    answer = client.get(url, **JSON)
    assert answer.status_code == 200, answer.content
    return Fields(answer.json()["form"]).sent


def send(client: Client, url: str, opened: dict, **changes):
    return client.post(url, opened | changes, **JSON)


def save(client: Client, url: str, **changes):
    return send(client, url, form(client, url), **changes)


def of(told: dict, row) -> dict:
    """The fragment of that row."""
    return next(fragment for fragment in told["fragments"] if fragment["id"] == row.anchor)
