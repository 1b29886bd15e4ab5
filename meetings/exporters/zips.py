"""A zip that is written while it is sent: one file of it in memory at a time, the same bytes for the same records."""

import io
import struct
import zipfile
from collections.abc import Iterable, Iterator

LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the first moment a zip knows; when a file was packed is nobody's business
PACKED = frozenset({".png", ".jpg"})  # deflating them again costs time and saves nothing
_ENTRY = struct.Struct("<QQQIH")  # where it begins, packed and unpacked size, checksum, flags
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


class _Directory:
    """The table of contents so far, a hundred bytes a file: `zipfile` itself would keep ten times that to the end."""

    def __init__(self) -> None:
        self.packed: list[bytes] = []
        self.latest: zipfile.ZipInfo | None = None

    def append(self, entry: zipfile.ZipInfo) -> None:
        """Called when a file begins; its sizes are known when the next one does, or at the end."""
        self._pack()
        self.latest = entry

    def _pack(self) -> None:
        if entry := self.latest:
            told = (entry.header_offset, entry.compress_size, entry.file_size, entry.CRC, entry.flag_bits)
            self.packed.append(_ENTRY.pack(*told) + entry.filename.encode())
            self.latest = None

    def __len__(self) -> int:
        return len(self.packed) + bool(self.latest)

    def __iter__(self) -> Iterator[zipfile.ZipInfo]:
        self._pack()
        for told in self.packed:
            entry = _entry(told[_ENTRY.size :].decode())
            fields = ("header_offset", "compress_size", "file_size", "CRC", "flag_bits")
            for name, value in zip(fields, _ENTRY.unpack_from(told), strict=True):
                setattr(entry, name, value)
            yield entry


class _Unnamed(dict):
    """Nobody asks the zip for a file by its name while it is written, and `Names` gives none twice."""

    def __setitem__(self, name: str, entry: zipfile.ZipInfo) -> None:
        pass


def zipped(files: Iterable[File]) -> Iterator[bytes]:
    """The zip of `files` (path and content each), piece by piece; the last piece is its table of contents."""
    sent = _Sent()
    with zipfile.ZipFile(sent, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.filelist, archive.NameToInfo = _Directory(), _Unnamed()
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
