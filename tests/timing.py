"""What something costs, whatever machine it runs on and whatever else that has to do."""

import gc
import io
import time
import tokenize
from collections.abc import Callable

READ = "total = of(parts, 'text') + [1, 2.5]  # so it goes\n" * 600
USUAL = 0.018  # seconds that reading it takes on the machine for which the tests name theirs


def least_cpu(work: Callable[[], object], enough: float, before: Callable[[], object] = lambda: None) -> float:
    """Seconds of this thread's CPU, the least of three tries: neighbours who empty the caches only make it more.

    A slower machine counts as the usual one, as far as other work of the same kind just before and after can tell how
    slow it is; so does a faster one. The first try below `enough` is the last. `before` is done before each and not
    counted, nor is garbage collected.
    """
    least = float("inf")
    for _try in range(3):
        before()
        gc.collect()
        gc.disable()
        try:
            beside = _cpu(_read)
            taken = _cpu(work)
            beside = (beside + _cpu(_read)) / 2
            least = min(least, taken / max(1.0, beside / USUAL))
        finally:
            gc.enable()
        if least < enough:
            break
    return least


def _read() -> None:
    """Letters, patterns and many small objects, as rendering has them."""
    for _token in tokenize.generate_tokens(io.StringIO(READ).readline):
        pass


def _cpu(work: Callable[[], object]) -> float:
    began = time.thread_time()
    work()
    return time.thread_time() - began
