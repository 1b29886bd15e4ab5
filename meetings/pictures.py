"""Uploaded pictures: decoded with limits, turned upright, written anew without anything but what they show."""

import logging
import subprocess
import sys
import threading
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

logger = logging.getLogger(__name__)

LARGEST_FILE = 10 * 1024 * 1024  # bytes
LONGEST_WAIT = 30  # seconds, on a machine that has other things to do; the program's own limit is its processor time
SENTENCES = {
    "picture": _("This is not a picture that can be shown. Use PNG, JPEG, WebP or GIF."),
    "pixels": _("The picture has too many pixels. Make it smaller and try again."),
    "frames": _("The picture moves for too long. Upload one of its frames."),
    "damaged": _("The picture is damaged and can't be read to its end."),
    "work": _("The picture takes too much to read. Save it anew, as PNG or JPEG, and try again."),
}
_program = Path(__file__).with_name("redraw.py")
_one_at_a_time = threading.Lock()  # a process of the server has several threads and one share of the memory


def reencode(file: File) -> ContentFile:
    """A new PNG or JPEG file with what `file` shows and nothing else: no EXIF, no trailing bytes, first frame only.

    Raises ValidationError for what is too large, has too many pixels or is no picture.
    """
    if file.size > LARGEST_FILE:
        raise too_large(file.size)
    file.seek(0)
    answer, suffix, drawn = _redraw(file.read())
    if answer != "ok":
        raise ValidationError(SENTENCES[answer], code=answer)
    result = ContentFile(drawn, name=f"picture.{suffix}")
    result.is_reencoded = True
    return result


def too_large(size: int) -> ValidationError:
    return ValidationError(
        _("The picture has %(size)s. At most %(limit)s can be uploaded; make it smaller and try again."),
        params={"size": filesizeformat(size), "limit": filesizeformat(LARGEST_FILE)},
        code="large",
    )


def _redraw(raw: bytes) -> tuple[str, str, bytes]:
    """What redraw.py answers: (ok, suffix, file), or one of SENTENCES and nothing."""
    with _one_at_a_time:
        try:
            ended = subprocess.run(  # noqa: S603 - our own program; what was uploaded is only its input
                [sys.executable, "-I", str(_program)], input=raw, capture_output=True, env={}, timeout=LONGEST_WAIT
            )
        except subprocess.TimeoutExpired:
            return "work", "", b""
    head, _newline, drawn = ended.stdout.partition(b"\n")
    answer, _space, suffix = head.decode().partition(" ")
    if answer not in {"ok", *SENTENCES}:  # it was killed, for its time or its memory
        logger.warning("A picture could not be read: status %s %s", ended.returncode, ended.stderr[-300:])
        answer = "work"
    return answer, suffix, drawn
