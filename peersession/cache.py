"""What the processes of one machine count together: previews, uploads, failed sign-ins.

In files: a count is worth neither a place in the line of the database's writers nor a disk's promise to keep it.
"""

import fcntl
import logging
import pickle
import random
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.filebased import FileBasedCache

logger = logging.getLogger(__name__)

SETS_A_SWEEP = 200  # listing the folder takes as long as ten counts


class CountingFileCache(FileBasedCache):
    """Django's cache in files with an `add` and an `incr` that no other thread or process can come between."""

    def add(self, key, value, timeout=DEFAULT_TIMEOUT, version=None) -> bool:
        with self._alone():
            return super().add(key, value, timeout, version)

    def set(self, key, value, timeout=DEFAULT_TIMEOUT, version=None) -> None:
        """On a full disk nothing is counted, and nobody is kept from signing in and reading."""
        try:
            super().set(key, value, timeout, version)
        except OSError as error:
            logger.error("Nothing can be counted: %s", error.strerror)

    def incr(self, key, delta=1, version=None) -> int:
        """Unlike Django's it leaves the end of the count where it was: a limit that each try prolongs never ends."""
        path = self._key_to_file(key, version)
        with self._alone():
            try:
                with open(path, "rb") as file:
                    expires_at = pickle.load(file)  # noqa: S301 - our own file, in a folder that only we can write to
                    value = pickle.loads(zlib.decompress(file.read())) + delta  # noqa: S301
            except FileNotFoundError:
                raise ValueError(f"Key {key!r} not found") from None
            left = None if expires_at is None else expires_at - time.time()
            if left is not None and left <= 0:
                raise ValueError(f"Key {key!r} not found")
            self.set(key, value, left, version)
        return value

    def change(self, key, made_of: Callable[[Any], Any], timeout=DEFAULT_TIMEOUT, version=None) -> Any:
        """Store what `made_of` makes of the value, None where there is none, while nobody else can, and return it."""
        with self._alone():
            value = made_of(self.get(key, version=version))
            self.set(key, value, timeout, version)
        return value

    @contextmanager
    def _alone(self) -> Iterator[None]:
        self._createdir()
        with open(Path(self._dir) / "lock", "ab") as turn:  # a lock ends with its file, also when a process is killed
            fcntl.flock(turn, fcntl.LOCK_EX)
            yield

    def _cull(self) -> None:
        """Now and then, what has ended; only then, if that is not enough, what counts."""
        if random.randrange(SETS_A_SWEEP):  # noqa: S311
            return
        for path in self._list_cache_files():
            try:
                with open(path, "rb") as file:
                    self._is_expired(file)
            except FileNotFoundError:
                pass
        super()._cull()
