"""Static files as they are served: hashed, compressed, and all of our CSS in one file.

In development a browser follows the `@import`s of `app.css` itself. For everybody else `collectstatic` puts the
imported files in their place, each in its layer, so that a page asks for one style sheet and not for thirty.
"""

import base64
import posixpath
import re
from collections.abc import Callable, Iterator

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

SHEET = "meetings/css/app.css"
# Nearly every page with mathematics needs these two, and they are smaller than a request is worth.
EMBEDDED = {"KaTeX_Size1-Regular.woff2", "KaTeX_Size2-Regular.woff2"}

COMMENT = re.compile(r"/\*.*?\*/", re.S)
LINE_BREAK = re.compile(r"\s*\n\s*")
# Space that means nothing: around braces, after a declaration's colon, after commas and semicolons. Not around + and -.
SPACE = re.compile(r"(?<=[{};,])\s+|\s+(?=[{}])|(?<=:) ")
IMPORT = re.compile(r"""@import\s+url\(\s*["']?([^"')]+)["']?\s*\)\s*(?:layer\(([\w.-]+)\))?\s*;""")
URL = re.compile(r"""url\(\s*(["']?)(.*?)\1\s*\)""")
ELSEWHERE = re.compile(r"(?:[a-z]+:|/|#)")

Read = Callable[[str], bytes]


def one_sheet(name: str, read: Read) -> str:
    """The style sheet `name` with every import, nested ones too, in its place. Addresses stay relative to `name`."""
    folder = posixpath.dirname(name)

    def imported(match: re.Match) -> str:
        target = posixpath.normpath(posixpath.join(folder, match[1]))
        text = moved(one_sheet(target, read), posixpath.dirname(target), folder, read)
        return f"@layer {match[2]}{{{text}}}" if match[2] else text

    text = SPACE.sub("", LINE_BREAK.sub("\n", COMMENT.sub("", read(name).decode()))).replace(";}", "}")
    return IMPORT.sub(imported, text.strip())


def moved(text: str, origin: str, goal: str, read: Read) -> str:
    """CSS written in the folder `origin`, with its addresses as seen from the folder `goal`."""

    def address(match: re.Match) -> str:
        url = match[2]
        if ELSEWHERE.match(url):
            return match[0]
        path = posixpath.normpath(posixpath.join(origin, url))
        if posixpath.basename(path) in EMBEDDED:
            return f"url(data:font/woff2;base64,{base64.b64encode(read(path)).decode()})"
        return f'url("{posixpath.relpath(path, goal)}")'

    return URL.sub(address, text)


class OneStyleSheetStorage(CompressedManifestStaticFilesStorage):
    support_js_module_import_aggregation = True  # modules ask for each other by the hashed names too

    def post_process(self, paths: dict, *args, **kwargs) -> Iterator:
        if SHEET in paths and not kwargs.get("dry_run"):
            self.join_imports(paths)
            # Hash what we wrote, not the source that lists the imports.
            paths = {**paths, SHEET: (self, SHEET)}
        yield from super().post_process(paths, *args, **kwargs)

    def join_imports(self, paths: dict) -> None:
        def read(name: str) -> bytes:
            storage, path = paths[name]
            with storage.open(path) as file:
                return file.read()

        text = one_sheet(SHEET, read)
        self.delete(SHEET)  # with `collectstatic --link` this is a link to the source, which must not be written to
        self._save(SHEET, ContentFile(text.encode()))
