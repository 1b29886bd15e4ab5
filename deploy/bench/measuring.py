"""CPU time of this thread, in rounds that alternate between the works, so that a busy machine weighs on all alike."""

import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Measured:
    """Median, least and most, in `unit`."""

    what: str
    median: float
    least: float
    most: float
    unit: str

    def row(self) -> list[str]:
        return [self.what, f"{self.median:.2f}", f"{self.least:.2f} to {self.most:.2f}", self.unit]

    def as_dict(self) -> dict:
        return {name: round(value, 3) if isinstance(value, float) else value for name, value in asdict(self).items()}


def summed_up(what: str, values: list[float], unit: str) -> Measured:
    return Measured(what, statistics.median(values), min(values), max(values), unit)


def cpu_ms(work: Callable[[], object]) -> float:
    began = time.thread_time()
    work()
    return (time.thread_time() - began) * 1000


def alternating(works: dict[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    """Milliseconds of each work in each round, after one round that does not count."""
    taken: dict[str, list[float]] = {name: [] for name in works}
    for number in range(rounds + 1):
        for name, work in works.items():
            spent = cpu_ms(work)
            if number:
                taken[name].append(spent)
    return taken


def ratios(above: list[float], below: list[float]) -> list[float]:
    return [one / other for one, other in zip(above, below, strict=True)]
