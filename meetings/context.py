from django.http import HttpRequest


def seat(request: HttpRequest) -> dict:
    """The reader's current seat, which the navigation and every page about "my team" need."""
    user = getattr(request, "user", None)
    return {"seat": user.seat if user is not None and user.is_authenticated else None}
