"""Uploaded pictures: decoded with limits, turned upright, written anew without anything but pixels."""

import io
import struct
import warnings

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

LARGEST_FILE = 10 * 1024 * 1024  # bytes
MOST_PIXELS = 40_000_000
FORMATS = ("PNG", "JPEG", "WEBP", "GIF")


def reencode(file: File) -> ContentFile:
    """A new PNG or JPEG file with the pixels of `file` and nothing else: no EXIF, no trailing bytes, first frame only.

    Raises ValidationError for what is too large, has too many pixels or is none of FORMATS.
    """
    if file.size > LARGEST_FILE:
        raise ValidationError(
            _("The picture has %(size)s. At most %(limit)s can be uploaded; make it smaller and try again."),
            params={"size": filesizeformat(file.size), "limit": filesizeformat(LARGEST_FILE)},
        )
    picture = _decode(file)
    is_photo = picture.format in ("JPEG", "MPO")  # what some phones call a photo with a second one inside
    upright = _upright(picture).convert("RGB" if is_photo else "RGBA")
    written = io.BytesIO()
    upright.save(written, "JPEG" if is_photo else "PNG", optimize=True)
    result = ContentFile(written.getvalue(), name="picture.jpg" if is_photo else "picture.png")
    result.is_reencoded = True
    return result


def _decode(file: File) -> Image.Image:
    """Open and load, refusing by the header alone what would not fit in memory."""
    file.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own, lower limit follows
            picture = Image.open(file, formats=FORMATS)
    except (OSError, ValueError, Image.DecompressionBombError) as error:
        raise ValidationError(_("This is not a picture that can be shown. Use PNG, JPEG, WebP or GIF.")) from error
    if picture.width * picture.height > MOST_PIXELS:
        raise ValidationError(_("The picture has too many pixels. Make it smaller and try again."))
    try:
        picture.load()
    except (OSError, ValueError, SyntaxError) as error:
        raise ValidationError(_("The picture is damaged and can't be read to its end.")) from error
    return picture


def _upright(picture: Image.Image) -> Image.Image:
    """As its EXIF says it was held; a damaged EXIF says nothing."""
    try:
        return ImageOps.exif_transpose(picture)
    except (OSError, ValueError, SyntaxError, TypeError, KeyError, struct.error):
        return picture
