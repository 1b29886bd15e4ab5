"""Reads rendered HTML as a person would: what stands in which element."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from meetings.rendering import render

VOID = {"br", "hr", "img", "input", "wbr", "col"}


@dataclass
class Element:
    tag: str
    attributes: dict
    pieces: list = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(piece if isinstance(piece, str) else piece.text for piece in self.pieces)

    @property
    def inner(self) -> list["Element"]:
        return [piece for piece in self.pieces if isinstance(piece, Element)]

    def all(self, tag: str, css_class: str = "") -> list["Element"]:
        found = []
        for element in self.inner:
            if element.tag == tag and (not css_class or css_class in element.attributes.get("class", "").split()):
                found.append(element)
            found += element.all(tag, css_class)
        return found

    def walk(self):
        yield self
        for element in self.inner:
            yield from element.walk()

    @property
    def formulas(self) -> list[str]:
        return [element.text for element in self.all("annotation")]

    @property
    def wrong_formulas(self) -> list[str]:
        return [element.text for element in self.all("code", "math-error")]


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.path = [Element("page", {})]

    def handle_starttag(self, tag, attrs):
        element = Element(tag, dict(attrs))
        self.path[-1].pieces.append(element)
        if tag not in VOID:
            self.path.append(element)

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        assert self.path[-1].tag == tag, f"</{tag}> closes <{self.path[-1].tag}>"
        self.path.pop()

    def handle_data(self, data):
        self.path[-1].pieces.append(data)


def read(html: str) -> Element:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert len(reader.path) == 1, f"never closed: {[element.tag for element in reader.path[1:]]}"
    return reader.path[0]


def page(source: str) -> Element:
    return read(render(source).html)
