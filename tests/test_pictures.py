"""What people and attackers upload, and what is left of it."""

import io
import os
import random
import struct
import subprocess
import sys
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageCms, PngImagePlugin

from meetings import pictures, redraw
from meetings.pictures import LARGEST_FILE, reencode

SCRIPT = b"<script>alert(document.domain)</script>"
SVG = "http://www.w3.org/2000/svg"
JPEG, PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"


def written(picture: Image.Image, kind: str, **options) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def png(size=(8, 8), mode="RGB", **options) -> bytes:
    return written(Image.new(mode, size), "PNG", **options)


def photo(size=(8, 8), **options) -> bytes:
    return written(Image.new("RGB", size, "teal"), "JPEG", **options)


def drawn(raw: bytes, name="a.png") -> bytes:
    return reencode(SimpleUploadedFile(name, raw)).read()


def shown(raw: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(drawn(raw)))
    picture.load()
    return picture


def refusal(raw: bytes) -> str:
    """The code of the refusal. Its sentence is whole: no gap in it is left open."""
    with pytest.raises(ValidationError) as refused:
        drawn(raw)
    assert "%(" not in refused.value.messages[0]
    return refused.value.code


def moving(frames: int, kind: str) -> bytes:
    pictures = [Image.new("RGB", (16, 16), (k % 256, k // 256 * 30, 0)) for k in range(frames)]
    lossless = {"lossless": True} if kind == "WEBP" else {}
    return written(pictures[0], kind, save_all=True, append_images=pictures[1:], **lossless)


def scans(count: int, side: int) -> bytes:
    """A photo that goes over all of itself again and again, 60 bytes a time."""
    raw = written(Image.new("L", (side, side), 90), "JPEG", progressive=True, optimize=True)
    scan = raw[raw.rindex(b"\xff\xda") : raw.rindex(b"\xff\xd9")]
    return raw[:-2] + scan * count + raw[-2:]


def noise(size: tuple[int, int], mode="RGB") -> Image.Image:
    bands = len(mode)
    return Image.frombytes(mode, size, random.Random(7).randbytes(size[0] * size[1] * bands))


NO_PICTURES = {
    "HTML": b"<html>" + SCRIPT,
    "HTML behind the first bytes of a GIF": b"GIF89a/*\0\0\0\0*/=1;" + SCRIPT,
    "HTML behind the first bytes of a JPEG": JPEG + SCRIPT,
    "HTML behind the first bytes of a PNG": PNG + SCRIPT,
    "SVG": f"<svg xmlns='{SVG}' onload='alert(1)'/>".encode(),
    "SVG with a prefix": f"<s:svg xmlns:s='{SVG}'><s:script>alert(1)</s:script></s:svg>".encode(),
    "SVG with a link": f"<svg xmlns='{SVG}'><a href='javascript:alert(1)'><text y='20'>x</text></a></svg>".encode(),
    "SVG with HTML in it": f"<svg xmlns='{SVG}'><foreignObject><iframe srcdoc='x'/></foreignObject></svg>".encode(),
    "SVG with a style sheet": f"<?xml-stylesheet href='http://127.0.0.1:1/x.css'?><svg xmlns='{SVG}'/>".encode(),
    "SVG that reads a file": f"<!DOCTYPE s [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><svg xmlns='{SVG}'/>".encode(),
    "PostScript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n(%pipe%touch /tmp/x) (w) file\n",
    "EPS with a picture's preview": b"\xc5\xd0\xd3\xc6" + struct.pack("<6I", 30, 10, 0, 0, 40, 10) + PNG,
    "PDF": b"%PDF-1.4\n1 0 obj<<>>endobj\n",
    "TIFF": written(Image.new("RGB", (4, 4)), "TIFF"),
    "BMP": written(Image.new("RGB", (4, 4)), "BMP"),
    "ICO": written(Image.new("RGB", (16, 16)), "ICO"),
    "JPEG 2000": b"\0\0\0\x0cjP  \r\n\x87\n",
    "zip": b"PK\x03\x04" + b"\0" * 40,
    "nothing": b"",
    "one byte": b"\xff",
}


@pytest.mark.slow
@pytest.mark.parametrize("raw", NO_PICTURES.values(), ids=NO_PICTURES)
def test_what_is_no_picture_is_refused(raw):
    assert refusal(raw) in {"picture", "damaged"}


@pytest.mark.slow
def test_a_picture_that_is_a_script_too_is_only_a_picture_afterwards():
    """Valid as what it is called and as something else besides: comments, text chunks, what follows the end."""
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", SCRIPT.decode(), zip=False)
    twofold = {
        "GIF and JavaScript": written(Image.new("P", (8, 8)), "GIF", comment=b"*/=1;alert(1)//" + SCRIPT),
        "JPEG and HTML": photo(comment=SCRIPT) + SCRIPT,
        "JPEG with HTML in its EXIF": photo(exif=b"Exif\0\0MM\0*\0\0\0\x08\0\0" + SCRIPT),
        "PNG with text": png(pnginfo=text) + SCRIPT,
        "PNG and zip": png() + b"PK\x03\x04" + SCRIPT,
        "WebP with XMP": written(Image.new("RGB", (8, 8)), "WEBP", xmp=SCRIPT),
    }
    for name, raw in twofold.items():
        assert b"<script>" in raw, name
        clean = drawn(raw)
        assert clean.startswith((PNG, JPEG)), name
        assert not any(sign in clean for sign in (b"script", b"alert", b"PK\x03\x04")), name


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "side"), [("PNG", 13_000), ("PNG", 16_000), ("GIF", 6_000), ("WEBP", 4_100), ("JPEG", 6_400)]
)
def test_more_pixels_than_can_be_read_are_refused_before_they_are(kind, side, monkeypatch):
    raw = written(Image.new("1" if kind in ("PNG", "GIF") else "L", (side, side)), kind)
    assert len(raw) < LARGEST_FILE
    monkeypatch.setattr(Image.Image, "load", lambda _picture: pytest.fail("it was decoded"))
    with pytest.raises(redraw.Refused, match="pixels"):
        redraw._open(raw)
    assert refusal(raw) == "pixels"


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP"])
def test_two_thousand_frames_are_refused(kind):
    assert refusal(moving(2000, kind)) == "frames"


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP"])
def test_of_a_moving_picture_the_first_frame_is_kept(kind):
    still = shown(moving(3, kind))
    assert still.format == "PNG"
    assert getattr(still, "n_frames", 1) == 1
    assert still.convert("RGB").getpixel((0, 0)) == (0, 0, 0)


@pytest.mark.slow
def test_a_photo_that_goes_over_itself_without_end_is_refused():
    assert refusal(scans(5000, 2000)) == "work"
    assert refusal(scans(40, 64)) == "work"


def test_an_ordinary_progressive_photo_is_not():
    assert shown(photo((64, 64), progressive=True)).size == (64, 64)


def markers() -> bytes:
    raw = photo()
    return raw[:2] + b"\xff\xef\x00\x02" * 2_500_000 + raw[2:]


def chunks() -> bytes:
    raw, empty = png(), struct.pack(">I4sI", 0, b"abCd", zlib.crc32(b"abCd"))
    return raw[:33] + empty * 870_000 + raw[33:]


@pytest.mark.slow
@pytest.mark.parametrize("make", [markers, chunks])
def test_millions_of_empty_parts_take_seconds_at_most(make):
    """Refused or read, whatever this machine manages in the time that one picture gets."""
    command = [sys.executable, "-I", redraw.__file__]
    before = os.times()
    subprocess.run(command, input=make(), capture_output=True, timeout=60)
    after = os.times()
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    assert spent < redraw.MOST_SECONDS + 1


@pytest.mark.slow
def test_a_program_that_was_killed_refuses_with_a_sentence(monkeypatch, tmp_path):
    killed = tmp_path / "killed.py"
    killed.write_text("import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    monkeypatch.setattr(pictures, "_program", killed)
    assert refusal(png()) == "work"
    killed.write_text("import time; time.sleep(60)")
    monkeypatch.setattr(pictures, "LONGEST_WAIT", 0.2)
    assert refusal(png()) == "work"


def test_who_decodes_has_no_secrets_no_files_and_little_memory(tmp_path):
    probe = f"""
import sys, os, resource
sys.path.insert(0, {os.path.dirname(redraw.__file__)!r})
import redraw
redraw._confine()
print(sorted(os.environ.keys() - {{"LC_CTYPE"}}))
try:
    os.write(os.open({str(tmp_path / "written")!r}, os.O_WRONLY | os.O_CREAT), b"x")
except OSError:
    print("no file")
try:
    bytearray(redraw.MOST_MEMORY)
except MemoryError:
    print("no memory")
"""
    probe = "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n" + probe
    ended = subprocess.run([sys.executable, "-I", "-c", probe], env={}, capture_output=True, text=True)
    assert ended.stdout.splitlines() == ["[]", "no file", "no memory"], ended.stderr


def test_large_files_are_refused_by_their_size():
    assert refusal(b"\0" * (LARGEST_FILE + 1)) == "large"


@pytest.mark.parametrize("raw", [photo((400, 400))[:-200], png((400, 400), "RGBA")[:-60]], ids=["JPEG", "PNG"])
def test_half_a_picture_is_refused(raw):
    assert refusal(raw) == "damaged"


@pytest.mark.slow
def test_a_photo_stands_upright_and_forgets_where_and_with_what_it_was_taken():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by 90 degrees
    exif[0x010F] = "Camera of Gaon"
    exif[0x8825] = {1: "N", 2: (37.0, 30.0, 0.0), 3: "E", 4: (127.0, 0.0, 0.0)}
    raw = photo((40, 20), exif=exif, comment=b"at home")
    upright = shown(raw)
    assert upright.size == (20, 40)
    assert not upright.getexif()
    assert not upright.info.keys() & {"exif", "comment", "icc_profile", "xmp"}
    assert b"Gaon" not in drawn(raw)


@pytest.mark.slow
def test_a_turned_png_and_webp_stand_upright_too():
    exif = Image.Exif()
    exif[0x0112] = 8
    for kind in ("PNG", "WEBP"):
        assert shown(written(Image.new("RGB", (40, 20)), kind, exif=exif)).size == (20, 40)


def test_a_damaged_exif_only_forgets_how_the_picture_was_held():
    assert shown(png((4, 2), exif=b"no TIFF header")).size == (4, 2)


def test_a_photo_with_a_second_one_inside_stays_a_photo():
    inside = Image.new("RGB", (8, 8), "teal")
    assert shown(written(inside, "MPO", save_all=True, append_images=[inside])).format == "JPEG"


def swapped() -> bytes:
    """A profile whose red is green: without it the colours are wrong, and everybody sees it."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    for at in range(132, 132 + 12 * struct.unpack(">I", profile[128:132])[0], 12):
        if profile[at : at + 4] == b"rXYZ":
            profile[at : at + 4] = b"gXYZ"
        elif profile[at : at + 4] == b"gXYZ":
            profile[at : at + 4] = b"rXYZ"
    return bytes(profile)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_colours_stay_as_they_were_meant_without_their_profile(kind):
    options = {"lossless": True} if kind == "WEBP" else {}
    red = Image.new("RGB", (16, 16), (250, 10, 10))
    picture = shown(written(red, kind, icc_profile=swapped(), **options))
    found = picture.convert("RGB").getpixel((8, 8))
    assert found[1] > 240
    assert found[0] < 20
    assert "icc_profile" not in picture.info


def test_transparency_outlives_the_profile():
    picture = shown(written(Image.new("RGBA", (8, 8), (250, 10, 10, 77)), "PNG", icc_profile=swapped()))
    found = picture.getpixel((0, 0))
    assert found[3] == 77
    assert found[1] > 240


def test_a_profile_that_is_none_changes_nothing():
    assert shown(png(icc_profile=b"\0" * 200)).convert("RGB").getpixel((0, 0)) == (0, 0, 0)


@pytest.mark.parametrize(
    ("picture", "kind", "expected"),
    [
        (Image.new("1", (8, 8), 1), "PNG", (255, 255, 255)),
        (Image.new("I;16", (8, 8), 0x8000), "PNG", (128, 128, 128)),
        (Image.new("LA", (8, 8), (9, 255)), "PNG", (9, 9, 9)),
        (Image.new("P", (8, 8), 0), "GIF", (0, 0, 0)),
        (Image.new("CMYK", (8, 8), (0, 0, 0, 0)), "JPEG", (255, 255, 255)),
        (Image.new("L", (8, 8), 200), "JPEG", (200, 200, 200)),
    ],
    ids=["black and white", "sixteen bits of grey", "grey with transparency", "palette", "CMYK", "grey photo"],
)
def test_every_kind_of_pixel_keeps_its_colour(picture, kind, expected):
    assert shown(written(picture, kind)).convert("RGB").getpixel((4, 4)) == expected


def test_a_transparent_palette_stays_transparent():
    picture = Image.new("P", (8, 8), 3)
    assert shown(written(picture, "GIF", transparency=3)).getpixel((0, 0))[3] == 0


@pytest.mark.slow
def test_a_sharp_screen_is_kept_pixel_by_pixel_and_what_is_larger_in_its_shape():
    assert shown(png((3840, 2160), "L")).size == (3840, 2160)
    assert shown(photo((6000, 4500))).size == (3325, 2494)
    tall = shown(png((1200, 12_000), "L"))
    assert tall.width * tall.height <= redraw.KEPT_PIXELS
    assert tall.width > 900  # a page shot whole: its text can still be read


@pytest.mark.slow
def test_a_drawing_as_heavy_as_a_photo_becomes_one():
    heavy = drawn(written(noise((1200, 1000)), "PNG"))
    assert heavy.startswith(JPEG)
    see_through = drawn(written(noise((1100, 900), "RGBA"), "PNG"))
    assert see_through.startswith(JPEG)
    assert drawn(png((3000, 2500))).startswith(PNG)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("size", "mode", "kind", "options"),
    [
        ((8000, 5000), "RGB", "JPEG", {"progressive": True, "subsampling": 0}),
        ((6250, 4000), "RGBA", "PNG", {}),
        ((6250, 4000), "P", "GIF", {}),
        ((4000, 4000), "RGBA", "WEBP", {"lossless": True, "method": 0}),
    ],
)
def test_the_largest_that_is_taken_is_taken_in_time(size, mode, kind, options):
    assert drawn(written(Image.new(mode, size), kind, **options))
