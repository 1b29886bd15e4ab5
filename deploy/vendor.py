"""Cuts the fonts, icons and scripts we serve out of npm packages: `python deploy/vendor.py [part …]`.

Parts are fonts, icons and elements; all of them without arguments. Needs npm, and for fonts fonttools and brotli.

A page of Korean notes uses about 600 of 11,172 syllables, so the text face is cut by how often a syllable was seen in
study notes (`hangul.txt`: commonest first, then what names need): a core that every page preloads, chunks that a
browser fetches only when one of their syllables shows, and one far file for syllables nobody has written yet.
"""

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem
from fontTools.varLib.instancer import instantiateVariableFont

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "meetings/static/meetings/vendor"
HANGUL = Path(__file__).with_name("hangul.txt")
PRETENDARD = "pretendard@1.3.9"
JETBRAINS_MONO = "@fontsource/jetbrains-mono@5.3.0"
KATEX = "katex@0.19.1"
LUCIDE = "lucide-static@1.62.0"
# The editor's elements: the published file that needs no other, and whose work is bundled in it.
ELEMENTS = {
    "@github/markdown-toolbar-element@2.2.3": ("dist/index.js", []),
    "@github/text-expander-element@2.9.4": ("dist/bundle.js", ["@github/combobox-nav@2", "dom-input-range@2"]),
    "@github/paste-markdown@1.5.3": ("dist/bundle.js", []),
}

CORE_SYLLABLES, CHUNK = 1020, 200
UNITS = 1000  # to the em, as most faces have it: of 2048 nobody sees more, and the core weighs a tenth more
NUMBER_SETS = {ord(c) for c in "CENPQRZ"}
FEATURES = ["kern", "ccmp", "locl", "mark", "tnum"]  # not calt and liga: an author's -> is no arrow
SYLLABLES = range(0xAC00, 0xD7A4)
LATIN = {*range(0x20, 0x7F), *range(0xA0, 0x100)}
PUNCTUATION = {
    ord(c) for c in "‐‑–—―‘’“”„†‡•…‰′″‹›※⁄€™←↑→↓↔↵⇒−×÷≈≠≤≥∞√∑∏∂∆∫·ㆍ✓①②③④⑤⑥⑦⑧⑨○●□■△▲▽▼◆◇★☆「」『』《》〈〉、。〜￦"
}
JAMO = {*range(0x3131, 0x3164)}
# Joiners glue emoji; without them here a browser would fetch a file of symbols for each.
JOINERS = {0x200B, 0x200C, 0x200D, 0xFEFF}
SYMBOLS = {*range(0x2000, 0x3040), *range(0x3200, 0x3400), *range(0xE000, 0x110000)}
ICONS = [
    "arrow-right",
    "bold",
    "brackets",
    "calendar-days",
    "check",
    "chevron-down",
    "chevron-left",
    "chevron-right",
    "circle-alert",
    "circle-check",
    "circle-dashed",
    "clock-alert",
    "code",
    "columns-3",
    "download",
    "ellipsis",
    "external-link",
    "file-text",
    "history",
    "image",
    "image-off",
    "lightbulb",
    "link",
    "list",
    "lock-keyhole",
    "log-out",
    "minus",
    "pencil",
    "plus",
    "presentation",
    "quote",
    "search",
    "sigma",
    "stamp",
    "x",
]
CODE = {*range(0x20, 0x7F)} | {ord(c) for c in "·…–—‘’“”→←↑↓↵⏎×"}


def package(name: str, into: Path) -> Path:
    """Fetch one npm package, unpacked."""
    made = subprocess.run(["npm", "pack", "--silent", name], cwd=into, check=True, capture_output=True, text=True)  # noqa: S603, S607
    folder = into / re.sub(r"\W", "-", name)
    shutil.unpack_archive(into / made.stdout.split()[-1], folder)
    return folder / "package"


def by_frequency() -> list[int]:
    """Code points of the syllables that notes use, commonest first, then the rest of KS X 1001."""
    return [ord(c) for c in HANGUL.read_text(encoding="utf-8") if c != "\n"]


def of_interface() -> set[int]:
    """Syllables that our own templates and translations show."""
    files = [*ROOT.glob("templates/**/*.html"), *ROOT.glob("meetings/locale/*/LC_MESSAGES/django.po")]
    text = "".join(path.read_text(encoding="utf-8") for path in files)
    return {ord(c) for c in text} & set(SYLLABLES)


def cuts(font: TTFont) -> Iterator[tuple[str, set[int]]]:
    """Name and characters of each file, rarest first: a browser tries a later @font-face before an earlier one."""
    syllables, shown = by_frequency(), of_interface()
    core = {*syllables[:CORE_SYLLABLES], *shown}
    rest = [s for s in syllables if s not in core]
    latin = LATIN | PUNCTUATION | JAMO | JOINERS
    yield "far", set(SYLLABLES)
    others = set(font.getBestCmap()) - latin - set(SYLLABLES)
    yield "letters", others - SYMBOLS
    yield "symbols", others & SYMBOLS
    for start in reversed(range(0, len(rest), CHUNK)):
        yield f"{start // CHUNK + 1:02}", set(rest[start : start + CHUNK])
    yield "core", core | latin


def ranges(points: Iterable[int]) -> str:
    """The points as a CSS unicode-range."""
    runs: list[list[int]] = []
    for point in sorted(points):
        if runs and runs[-1][1] == point - 1:
            runs[-1][1] = point
        else:
            runs.append([point, point])
    return ",".join(f"U+{a:X}" if a == b else f"U+{a:X}-{b:X}" for a, b in runs)


def rename(font: TTFont, family: str) -> None:
    """Pretendard is a reserved name, which a changed font may not carry."""
    for record in font["name"].names:
        if record.nameID in (1, 3, 4, 6, 16, 25):
            record.string = family.replace(" ", "") if record.nameID in (6, 25) else family


def cut(font: TTFont, points: Iterable[int], features: list[str], target: Path) -> None:
    options = Options()
    options.layout_features = features
    options.flavor = "woff2"
    options.hinting = False
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.drop_tables += ["DSIG", "STAT"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=points)
    subsetter.subset(font)
    font.flavor = "woff2"
    target.parent.mkdir(parents=True, exist_ok=True)
    font.save(target)


def text_face(source: Path) -> None:
    """Pretendard 400 to 700 as "Peersession Sans", cut by frequency."""
    folder = emptied("pretendard")
    variable = source / "dist/public/variable/PretendardVariable.ttf"
    whole = folder / "whole.ttf"
    font = instantiateVariableFont(TTFont(variable), {"wght": (400, 700)})
    scale_upem(font, UNITS)
    rename(font, "Peersession Sans")
    font.save(whole)
    faces, known = [], set(font.getBestCmap())
    far = set(SYLLABLES) - set(by_frequency()) - of_interface()
    for name, points in cuts(font):
        cut(
            TTFont(whole),
            far if name == "far" else points & known,
            FEATURES,
            folder / f"{name}.woff2",
        )
        # A browser looks on where a face lacks a character, so the core may claim all of Hangul: 7 kB of CSS less.
        claimed = points | set(SYLLABLES) if name == "core" else points & known
        faces.append(face("Peersession Sans", "400 700", f"{name}.woff2", claimed))
    whole.unlink()
    (folder / "pretendard.css").write_text("".join(faces))
    shutil.copy(source / "dist/LICENSE.txt", folder / "LICENSE")
    record(folder, source, "OFL-1.1", "cut by frequency and renamed, as its reserved name asks")


def code_face(source: Path) -> None:
    """JetBrains Mono 400 without ligatures: `!=` in a note is two characters."""
    folder = emptied("jetbrains-mono")
    font = TTFont(source / "files/jetbrains-mono-latin-400-normal.woff2")
    points = CODE & set(font.getBestCmap())
    cut(font, points, ["ccmp", "mark"], folder / "latin.woff2")
    (folder / "jetbrains-mono.css").write_text(face("JetBrains Mono", "400", "latin.woff2", points))
    shutil.copy(source / "LICENSE", folder)
    record(folder, source, "OFL-1.1", "cut to Latin, without ligatures")


def number_sets(source: Path) -> None:
    """ℝ and 𝔼 out of KaTeX's signs: a note with one of them fetches no other 250."""
    folder = emptied("number-sets")
    font = TTFont(source / "dist/fonts/KaTeX_AMS-Regular.woff2")
    cut(font, NUMBER_SETS, [], folder / "KaTeX_AMS-NumberSets.woff2")
    rule = face("KaTeX_AMS", "400", "KaTeX_AMS-NumberSets.woff2", NUMBER_SETS)
    (folder / "number-sets.css").write_text(rule.replace("swap", "block"))
    shutil.copy(source / "LICENSE", folder)
    record(folder, source, "MIT", "seven letters of one face")


def icons(source: Path) -> None:
    """The strokes of Lucide's icons by name, for `{% icon %}`."""
    folder = emptied("lucide")
    strokes = {}
    for name in ICONS:
        svg = re.sub(r"<!--.*?-->", "", (source / f"icons/{name}.svg").read_text(), flags=re.S)
        body = re.search(r"<svg[^>]*>(.*)</svg>", svg, re.S)[1]
        strokes[name] = re.sub(r"\s*/>", "/>", re.sub(r">\s+<", "><", body.strip()))
    (folder / "icons.json").write_text(json.dumps(strokes, indent=1) + "\n")
    shutil.copy(source / "LICENSE", folder)
    record(folder, source, "ISC AND MIT", "strokes only")


def element(name: str, into: Path) -> None:
    """One of the editor's elements as it was published, with the licence of all that is in it."""
    file, bundled = ELEMENTS[name]
    source = package(name, into)
    folder = emptied(name.split("/")[-1].split("@")[0])
    shutil.copy(source / file, folder)
    shutil.copy(source / "LICENSE", folder)
    for other in bundled:
        licence = next(package(other, into).glob("LICENSE*"))
        shutil.copy(licence, folder / f"LICENSE.{other.split('/')[-1].split('@')[0]}")
    record(folder, source, "MIT", "none")


def face(family: str, weight: str, file: str, points: Iterable[int]) -> str:
    return (
        f'@font-face{{font-family:"{family}";font-weight:{weight};font-display:swap;'
        f'src:url({file}) format("woff2");unicode-range:{ranges(points)}}}\n'
    )


def emptied(name: str) -> Path:
    folder = VENDOR / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def record(folder: Path, source: Path, license_name: str, change: str) -> None:
    """Say in `vendor.json` what this is, whence, and the hash of every file."""
    made = json.loads((source / "package.json").read_text())
    files = {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.iterdir())}
    name, version = made["name"], made["version"]
    note = {
        "name": name,
        "version": version,
        "license": license_name,
        "source": f"npm:{name}@{version}",
        "change": change,
        "files": files,
    }
    (folder / "vendor.json").write_text(json.dumps(note, indent=2) + "\n")


def fonts(into: Path) -> None:
    text_face(package(PRETENDARD, into))
    code_face(package(JETBRAINS_MONO, into))
    number_sets(package(KATEX, into))


def main(parts: list[str]) -> None:
    with tempfile.TemporaryDirectory() as made:
        if "fonts" in parts:
            fonts(Path(made))
        if "icons" in parts:
            icons(package(LUCIDE, Path(made)))
        if "elements" in parts:
            for name in ELEMENTS:
                element(name, Path(made))


if __name__ == "__main__":
    main(sys.argv[1:] or ["fonts", "icons", "elements"])
