"""All examples of the CommonMark spec. What they expect goes through our treatment of HTML and pictures, for that
differs by design; what is compared is how Markdown is read."""

import json
import re
from pathlib import Path

import pytest

from meetings.rendering import render
from meetings.rendering.raw_html import balanced
from meetings.rendering.sanitise import sanitise
from meetings.rendering.sheet import Sheet

EXAMPLES = json.loads((Path(__file__).parent / "commonmark" / "spec-0.31.2.json").read_text(encoding="utf-8"))

INTENDED = {
    161: "a line that opens and closes a tag ends there, and Markdown goes on",
    313: "a list that is indented by four spaces is a list",
    608: "a bare address is a link",
    611: "a bare address is a link",
    612: "a bare mail address is a link",
}


def plain(html: str) -> str:
    html = re.sub(r'<pre[^>]*>|<span class="[a-z0-9]*">|</span>', lambda tag: "<pre>" * tag[0].startswith("<pre"), html)
    html = re.sub(r' (id|rel|tabindex)="[^"]*"', "", html.replace(' highlight"', '"'))
    return re.sub(r"\s*([<>])\s*", r"\1", re.sub(r"\s+", " ", html)).strip()


@pytest.mark.slow
def test_only_what_is_written_down_differs():
    different = {
        example["example"]
        for example in EXAMPLES
        if plain(render(example["markdown"]).html) != plain(sanitise(balanced(example["html"], Sheet())))
    }
    assert len(EXAMPLES) == 652
    assert different == set(INTENDED)
