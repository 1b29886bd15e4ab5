"""A style sheet and all that it imports as one, each file in its layer."""

import base64
import posixpath
import re
from collections.abc import Callable

SHEET = "meetings/css/app.css"
# Nearly every page of minutes needs these, and they are smaller than a request is worth.
EMBEDDED = {*(f"KaTeX_Size{n}-Regular.woff2" for n in (1, 2, 3)), "KaTeX_AMS-NumberSets.woff2", "latin.woff2"}

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
