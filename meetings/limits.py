"""How often somebody may do what costs the server dear, counted by all of its processes together."""

from django.core.cache import cache


def may(action: str, user_pk: int, times: int, seconds: int) -> bool:
    """Count one `action` of that person: whether it is among the first `times` since the count began.

    The count begins with the first action and ends `seconds` later, refused ones or not.
    """
    key = f"{action}:{user_pk}"
    cache.add(key, 0, timeout=seconds)
    try:
        return cache.incr(key) <= times
    except ValueError:  # it ended between the two calls
        return True
