"""A zip that is written while it is sent: one file of it in memory at a time, the same bytes for the same records."""

import io
import zipfile
from collections.abc import Iterable, Iterator

LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the first moment a zip knows; when a file was packed is nobody's business
PACKED = frozenset({".png", ".jpg"})  # deflating them again costs time and saves nothing
File = tuple[str, str | bytes | Iterable[bytes]]


class _Sent(io.RawIOBase):
    """What has been written since it was last taken. It can't seek, so the zip never goes back to a file's head."""

    def __init__(self) -> None:
        self.waiting: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, piece) -> int:
        self.waiting.append(bytes(piece))
        return len(piece)

    def take(self) -> bytes:
        taken = b"".join(self.waiting)
        self.waiting.clear()
        return taken


def zipped(files: Iterable[File]) -> Iterator[bytes]:
    """The zip of `files` (path and content each), piece by piece; the last piece is its table of contents."""
    sent = _Sent()
    with zipfile.ZipFile(sent, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files:
            with archive.open(_entry(path), "w") as entry:
                for piece in _pieces(content):
                    entry.write(piece)
                    yield sent.take()
    yield sent.take()


def _entry(path: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(path, LONG_AGO)
    entry.compress_type = zipfile.ZIP_STORED if path[-4:] in PACKED else zipfile.ZIP_DEFLATED
    entry.create_system, entry.external_attr = 3, 0o644 << 16
    return entry


def _pieces(content: str | bytes | Iterable[bytes]) -> Iterable[bytes]:
    if isinstance(content, str):
        return [content.encode()]
    return [content] if isinstance(content, bytes) else content
