"""Texts by the thousand that read like study notes: Korean with formulas, code and English, words by a power law."""

import random
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

import yaml

from meetings.rendering import render

RARE = 20_000  # words beside the known ones
PARAGRAPHS = 6_000


class Text(NamedTuple):
    body: str
    html: str
    text: str


class Writer:
    """Writes from a stock of paragraphs, each rendered once: rendering a million texts would take the better part."""

    def __init__(self, chance: random.Random, paragraphs: int = PARAGRAPHS) -> None:
        self.chance = chance
        told = yaml.safe_load((Path(__file__).parent / "phrases.yaml").read_text())
        rare = ["".join(chance.choices(told["syllables"], k=chance.randint(2, 5))) for _word in range(RARE)]
        self.words, self.names, self.formulas = (
            [*told["subjects"].split(), *rare],
            told["names"].split(),
            told["formulas"],
        )
        self.weights = list(accumulate(1 / rank for rank in range(1, len(self.words) + 1)))
        self.asked = [self._paragraph(told["asked"]) for _number in range(paragraphs // 3)]
        self.said = [self._paragraph(told["said"]) for _number in range(paragraphs)]

    def _paragraph(self, patterns: list[str]) -> Text:
        chance = self.chance
        named = {"e": chance.choice(self.names), "f": chance.choice(self.formulas), "n": chance.randint(2, 99)}
        words = chance.choices(self.words, cum_weights=self.weights, k=3)
        body = chance.choice(patterns).format(*words, **named)
        rendered = render(body)
        return Text(body, rendered.html, rendered.text)

    def question(self) -> Text:
        return _joined([self.chance.choice(self.asked), *self._some(0, 2)])

    def statement(self) -> Text:
        return _joined(self._some(1, 3))

    def _some(self, least: int, most: int) -> list[Text]:
        return self.chance.choices(self.said, k=self.chance.randint(least, most))


def _joined(paragraphs: list[Text]) -> Text:
    bodies, rendered, plain = zip(*paragraphs, strict=True)
    return Text("\n\n".join(bodies), "".join(rendered), "\n".join(plain))
