"""What something costs on a machine that has other things to do."""

import gc
import time
from collections.abc import Callable


def least_cpu(work: Callable[[], object], enough: float, before: Callable[[], object] = lambda: None) -> float:
    """Seconds of this thread's CPU, the least of three tries: neighbours who empty the caches only make it more.

    The first try below `enough` is the last. `before` is done before each and not counted, nor is garbage collected.
    """
    least = float("inf")
    for _try in range(3):
        before()
        gc.collect()
        gc.disable()
        try:
            began = time.thread_time()
            work()
            least = min(least, time.thread_time() - began)
        finally:
            gc.enable()
        if least < enough:
            break
    return least
