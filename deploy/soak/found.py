"""What a part of the soak found out: figures to read, and what must not be."""

import statistics
from dataclasses import asdict, dataclass, field


@dataclass
class Found:
    what: str
    figures: dict[str, float | int | str] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def expect(self, is_right: bool, sentence: str) -> None:
        if not is_right:
            self.wrong.append(sentence)

    def times(self, seconds: list[float]) -> None:
        """Median and high quantiles, in milliseconds."""
        cuts = statistics.quantiles(seconds, n=100) if len(seconds) > 1 else seconds * 99
        for name, cut in (("p50", 49), ("p95", 94), ("p99", 98)):
            self.figures[f"{name} ms"] = round(cuts[cut] * 1000, 1)

    def as_dict(self) -> dict:
        return asdict(self)
