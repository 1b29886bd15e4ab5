"""How often somebody may do what costs the server dear, counted by all of its processes together."""

import math
import time

from django.core.cache import cache


def may(action: str, user_pk: int, times: int, seconds: int) -> bool:
    """Count one `action` of that person: whether it is among the first `times` since the count began.

    The count begins with the first action and ends `seconds` later, refused ones or not.
    """
    key = f"{action}:{user_pk}"
    if cache.add(key, 0, timeout=seconds):
        cache.set(f"{key}:until", time.time() + seconds, timeout=seconds)
    try:
        return cache.incr(key) <= times
    except ValueError:  # it ended between the two calls
        return True


def seconds_left(action: str, user_pk: int) -> int:
    """After which that person may do it again; at least one."""
    return max(1, math.ceil(cache.get(f"{action}:{user_pk}:until", 0) - time.time()))
