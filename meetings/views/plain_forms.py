"""What forms of HTML can't say by themselves: another method than POST, and where to go back to."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def is_delete(request: HttpRequest) -> bool:
    """A DELETE, or a form's POST that stands for one: `<input type="hidden" name="_method" value="DELETE">`."""
    return request.method == "DELETE" or request.POST.get("_method") == "DELETE"


def way_back(request: HttpRequest, otherwise: str) -> str:
    """To the page that `next` names by its path, never to another site; a word alone `redirect` takes for a view."""
    wanted = request.POST.get("next", request.GET.get("next", ""))
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if is_ours and wanted.startswith("/") else otherwise


def is_key(text: str) -> bool:
    """Whether it can be the key of a row."""
    return text.isascii() and text.isdecimal() and len(text) < 19
