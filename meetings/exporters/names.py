"""Names of files that every system can keep: Windows, macOS, Linux, a zip, a web server, a vault of notes."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable

LONGEST = 120  # bytes of a file's name in UTF-8, its suffix and a number that tells it apart included
ROOM = 16  # of them for suffix and number
# Refused by Windows, or with a meaning in addresses, in links of Markdown or in a vault of notes.
UNSAFE = re.compile(r"[\s<>:\"/\\|?*\[\]#^%&{}()!'`~$,;=@+.\-]+")
INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$)", re.IGNORECASE)


def safe(text: str, longest: int = LONGEST - ROOM) -> str:
    """`text` as part of a file's name, in NFC; empty where nothing of it can stand in one."""
    kept = unicodedata.normalize("NFC", text)
    kept = "".join(" " if unicodedata.category(char) in INVISIBLE else char for char in kept)
    kept = UNSAFE.sub("-", kept).strip("-_")
    kept = kept.encode()[:longest].decode(errors="ignore").rstrip("-_")
    return f"{kept}-" if DEVICES.fullmatch(kept) else kept


class Names:
    """Gives out paths, no two of which a file system that takes no notice of case would mix up.

    Of each it keeps eight bytes: where two paths share those, the second one gets a number that it could do without.
    """

    def __init__(self) -> None:
        self.taken: set[bytes] = set()

    def give(self, folder: str, parts: Iterable[str], suffix: str) -> str:
        stem = safe("-".join(filter(None, parts))) or "file"
        number, path = 1, f"{folder}{stem}{suffix}"
        while _folded(path) in self.taken:
            number += 1
            path = f"{folder}{stem}-{number}{suffix}"
        self.taken.add(_folded(path))
        return path


def _folded(path: str) -> bytes:
    folded = unicodedata.normalize("NFD", path).casefold()
    return hashlib.blake2b(folded.encode(), digest_size=8).digest()
