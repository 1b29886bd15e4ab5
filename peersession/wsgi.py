import os
import re
from collections.abc import Callable, Iterable

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "peersession.settings")

CHARSET = re.compile(r";\s*charset\s*\*?\s*=[^;]*", re.IGNORECASE)


def in_utf_8(django: Callable) -> Callable:
    """Our pages send UTF-8. Django believes whatever else a request names, and fails over codecs that read no text."""

    def read(environ: dict, start_response: Callable) -> Iterable[bytes]:
        if "CONTENT_TYPE" in environ:
            environ["CONTENT_TYPE"] = CHARSET.sub("", environ["CONTENT_TYPE"])
        return django(environ, start_response)

    return read


application = in_utf_8(get_wsgi_application())
