"""Which file a picture in a note means, and a draft whose texts show what was found. Pure: paths and texts only."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Callable, Collection, Iterator
from copy import deepcopy
from urllib.parse import unquote

from meetings.importers.draft import TEXTS, Draft, Image, records_of
from meetings.importers.links import MISSING, replaced_images

# {{site.url}}, {{ site.baseurl }}, {{ '/assets/a.png' | relative_url }}
_SITE = re.compile(r"\{\{\s*site\.(?:url|baseurl)\s*\}\}")
_FILTERED = re.compile(r"\{\{\s*[\"']([^\"']*)[\"']\s*\|\s*(?:relative_url|absolute_url|prepend:[^}]*)\s*\}\}")
_ELSEWHERE = re.compile(r"(?:[a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)


class PicturePaths:
    """The paths of the pictures that came along, and which of them a note's text means."""

    def __init__(self, paths: Collection[str]) -> None:
        self.paths = {_folded(path): path for path in paths}
        self.by_name: dict[str, list[str]] = {}
        for path in paths:
            self.by_name.setdefault(_folded(path).rsplit("/", 1)[-1], []).append(path)

    def find(self, src: str, note: str) -> str | None:
        """The path that `src` means in the note of that path: beside the note, from a root above it, else by name."""
        if not self.paths or len(src) > 2000:
            return None
        return next((found for way in _ways(src, note) if (found := self.paths.get(way))), self._by_name(src))

    def _by_name(self, src: str) -> str | None:
        """The only picture of that name, as Obsidian looks for it; two of one name are none."""
        if _ELSEWHERE.match(_plain(src)):
            return None
        named = self.by_name.get(_folded(_plain(src)).rsplit("/", 1)[-1].partition("?")[0], [])
        return named[0] if len(named) == 1 else None


def _plain(src: str) -> str:
    src = _FILTERED.sub(r"\1", src.strip().strip("<>"))
    return _SITE.sub("/", src).replace("\\", "/")


def _ways(src: str, note: str) -> Iterator[str]:
    plain = _plain(src)
    if _ELSEWHERE.match(plain) and not plain.startswith("//"):
        return
    folder = posixpath.dirname(note)
    for path in dict.fromkeys((unquote(plain), plain, unquote(plain.partition("?")[0]))):
        if not path.startswith("/"):
            yield _folded(posixpath.normpath(posixpath.join(folder, path)))
        parts = folder.strip("/").split("/")
        for depth in range(len(parts), -1, -1):
            yield _folded(posixpath.normpath(posixpath.join(*parts[:depth], path.lstrip("/"))))


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()


def found_pictures(draft: Draft, paths: PicturePaths) -> dict[str, str]:
    """The pictures of a draft that came along: the path of each by what the text calls it."""
    images = [image for session in draft.sessions for image in session.images]
    told = {image.src: paths.find(image.src, draft.source.path) for image in images}
    return {src: path for src, path in told.items() if path}


def with_pictures(draft: Draft, found: Collection[str]) -> Draft:
    """The draft, in which the pictures that came along are no longer missing."""
    draft = deepcopy(draft)
    told = {MISSING % {"src": src[:200]} for src in found}
    for image in _images(draft):
        image.missing = image.missing and image.src not in found
    draft.problems = [p for p in draft.problems if p.code != "missing-image" or p.message not in told]
    return draft


def illustrated(draft: Draft, address_of: Callable[[str], str | None]) -> Draft:
    """The draft, whose texts show pictures at the addresses that `address_of` gives for what they are called."""
    draft = deepcopy(draft)
    for record in records_of(draft):
        for name in TEXTS:
            if text := getattr(record, name, None):
                setattr(record, name, replaced_images(text, address_of))
    return draft


def _images(draft: Draft) -> Iterator[Image]:
    return (image for session in draft.sessions for image in session.images)
