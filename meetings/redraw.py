"""A program of its own that draws a picture anew: file in, file out, in little time, little memory and no surroundings.

Decoders are where a hostile picture does its work. Here it can reach no secret and no file, and what it takes ends with
the process. `meetings/pictures.py` runs it; it imports nothing but Pillow.
"""

import contextlib
import io
import os
import resource
import struct
import sys
import warnings

from PIL import (
    GifImagePlugin,
    Image,
    ImageCms,
    ImageOps,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    WebPImagePlugin,
)

__all__ = ["GifImagePlugin", "JpegImagePlugin", "MpoImagePlugin", "PngImagePlugin", "WebPImagePlugin", "redraw"]

FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
PHOTOS = ("JPEG", "MPO")  # MPO is what some phones call a photo with a second one inside
# By what their decoders take: that of JPEG can leave out what is not wanted, that of WebP draws on two canvases.
MOST_PIXELS = {"JPEG": 40_000_000, "MPO": 40_000_000, "PNG": 25_000_000, "GIF": 25_000_000, "WEBP": 16_000_000}
KEPT_PIXELS = 3840 * 2160  # a screen that is sharp enough for slides, whatever its shape: pages shot whole are long
MOST_FRAMES = 500  # of which the first is kept
MOST_SCANS = 32  # of a photo; each goes over all of the picture and may be 60 bytes long
HEAVY = 3 * 1024 * 1024  # bytes; a drawing that has more is a photo in disguise
QUALITY = 85
MOST_SECONDS = 4  # of the processor: the largest that is taken needs two of a slow one
MOST_MEMORY = 512 * 1024 * 1024  # bytes of address space
UNREADABLE = (OSError, ValueError, SyntaxError, TypeError, KeyError, IndexError, EOFError, struct.error)


class Refused(Exception):
    """Its text is one word that says why: picture, pixels, frames, damaged or work."""


def redraw(raw: bytes) -> tuple[str, bytes]:
    """Suffix and bytes of a new file with what `raw` shows and nothing else, upright and in the colours of sRGB.

    At most KEPT_PIXELS; of moving pictures the first frame. Raises Refused.
    """
    picture = _open(raw)
    is_drawing = picture.format not in PHOTOS
    profile = picture.info.get("icc_profile")
    picture.draft(None, _fitting(picture.size))
    try:
        picture.load()
    except UNREADABLE as error:
        raise Refused("damaged") from error
    picture = _in_srgb(_upright(_small(_plain(picture))), profile)
    if is_drawing and not _looks_heavy(picture):
        drawn = _written(picture, "PNG")
        if len(drawn) <= HEAVY:
            return "png", drawn
    return "jpg", _written(_on_white(picture), "JPEG", quality=QUALITY, subsampling=0)


def _open(raw: bytes) -> Image.Image:
    """Refuses by what can be told without decoding."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # our own, lower limits follow
        try:
            picture = Image.open(io.BytesIO(raw), formats=FORMATS)
        except Image.DecompressionBombError as error:
            raise Refused("pixels") from error
        except UNREADABLE as error:
            raise Refused("picture") from error
    if picture.width * picture.height > MOST_PIXELS[picture.format]:
        raise Refused("pixels")
    if picture.format in PHOTOS and raw.count(b"\xff\xda") > MOST_SCANS:
        raise Refused("work")
    try:
        frames = getattr(picture, "n_frames", 1)
    except UNREADABLE as error:
        raise Refused("damaged") from error
    if frames > MOST_FRAMES:
        raise Refused("frames")
    return picture


def _fitting(size: tuple[int, int]) -> tuple[int, int]:
    """`size`, made smaller to KEPT_PIXELS if it has more."""
    width, height = size
    scale = min(1, (KEPT_PIXELS / (width * height)) ** 0.5)
    return max(1, int(width * scale)), max(1, int(height * scale))


def _plain(picture: Image.Image) -> Image.Image:
    """In L, RGB, RGBA or, until its colours are known, CMYK."""
    if picture.mode.startswith("I;16"):
        return picture.point(lambda value: value / 256).convert("L")
    if picture.has_transparency_data:
        see_through = picture.convert("RGBA")
        is_opaque = see_through.getextrema()[3] == (255, 255)
        return see_through.convert("RGB") if is_opaque else see_through
    if picture.mode in ("L", "RGB", "CMYK"):
        return picture
    return picture.convert("L" if picture.mode in ("1", "I", "F") else "RGB")


def _small(picture: Image.Image) -> Image.Image:
    fitting = _fitting(picture.size)
    return picture if fitting == picture.size else picture.resize(fitting, Image.Resampling.LANCZOS, reducing_gap=2.0)


def _upright(picture: Image.Image) -> Image.Image:
    """As its EXIF says it was held; a damaged EXIF says nothing."""
    with contextlib.suppress(*UNREADABLE):
        return ImageOps.exif_transpose(picture)
    return picture


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """The colours that its own profile means, in those of every screen. A profile that does not fit means nothing."""
    mode = "RGBA" if picture.mode == "RGBA" else "RGB"
    if profile:
        with contextlib.suppress(ImageCms.PyCMSError, *UNREADABLE):
            meant = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            return ImageCms.profileToProfile(picture, meant, ImageCms.createProfile("sRGB"), outputMode=mode)
    return picture.convert("RGB") if picture.mode == "CMYK" else picture


def _looks_heavy(picture: Image.Image) -> bool:
    """Whether a strip of it, one row in eight, already says what a second of compressing all of it would."""
    middle, part = picture.height // 2, picture.height // 16
    strip = picture.crop((0, middle - part, picture.width, middle + part)) if part else picture
    return len(_written(strip, "PNG")) * (8 if part else 1) > 2 * HEAVY


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode != "RGBA":
        return picture
    white = Image.new("RGBA", picture.size, "white")
    white.alpha_composite(picture)
    return white.convert("RGB")


def _written(picture: Image.Image, kind: str, **options) -> bytes:
    picture.info.clear()  # what came along: comments, profiles, the camera's name
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def _confine() -> None:
    """From here on this process reads no secrets, writes no files, and ends when it takes too much."""
    os.nice(5)
    for limit, most in (
        (resource.RLIMIT_CPU, MOST_SECONDS),
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))


def main() -> None:
    """Prints `ok`, the suffix and the new file; or why there is none."""
    _confine()
    try:
        suffix, drawn = redraw(sys.stdin.buffer.read())
        answer = f"ok {suffix}\n".encode() + drawn
    except Refused as refusal:
        answer = f"{refusal}\n".encode()
    except MemoryError:
        answer = b"work\n"
    sys.stdout.buffer.write(answer)


if __name__ == "__main__":
    main()
