"""Zips for tests: honest ones and ones that lie."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable

from PIL import Image

Item = tuple[str | zipfile.ZipInfo, str | bytes]


def zipped(*items: Item, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as file:
        for name, body in items:
            file.writestr(name, body)
    return stream.getvalue()


def picture(size: tuple[int, int] = (4, 3), form: str = "PNG") -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(stream, form)
    return stream.getvalue()


def link(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.create_system, info.external_attr = 3, 0o120777 << 16
    return info


def named(raw: bytes, body: bytes = b"# 2026-11-19\n") -> bytes:
    """A zip whose one name stands in it as these bytes, without a word about their encoding."""
    return zipped(("A" * len(raw), body)).replace(b"A" * len(raw), raw)


def locked(raw: bytes) -> bytes:
    changed = bytearray(raw)
    changed[6] |= 1
    changed[raw.find(b"PK\1\2") + 8] |= 1
    return bytes(changed)


def lying(size: int) -> bytes:
    """The header says ten bytes."""
    raw = zipped(("a.md", b"\0" * size))
    return raw.replace(struct.pack("<I", size), struct.pack("<I", 10))


def overlapping(count: int) -> bytes:
    body = b"# a\n" * 2000
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(body) + packer.flush()
    told = struct.pack("<HHHIII", 8, 0, 0, zlib.crc32(body), len(packed), len(body))
    local = b"PK\3\4" + struct.pack("<HH", 20, 0) + told + struct.pack("<HH", 4, 0) + b"a.md" + packed
    index = b"".join(
        b"PK\1\2"
        + struct.pack("<HHH", 20, 20, 0)
        + told
        + struct.pack("<HHHHHII", 7, 0, 0, 0, 0, 0, 0)
        + b"%04d.md" % n
        for n in range(count)
    )
    return local + index + struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, count, count, len(index), len(local), 0)


def nested(depth: int, items: Iterable[Item]) -> bytes:
    raw = zipped(*items)
    for level in range(depth):
        raw = zipped((f"Part-{level}.zip", raw))
    return raw
