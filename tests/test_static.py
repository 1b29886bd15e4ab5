import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import storages
from django.core.management import call_command
from fontTools.ttLib import TTFont

from peersession.static.scripts import ENTRIES
from peersession.static.sheet import SHEET, one_sheet

pytestmark = pytest.mark.slow

KEY = "staticfiles"


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """A real collectstatic into a folder of its own."""
    from django.test import override_settings

    root = tmp_path_factory.mktemp("static")
    backend = {"BACKEND": "peersession.static.storage.JoinedFilesStorage"}
    default = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    with override_settings(STATIC_ROOT=root, STORAGES={"default": default, KEY: backend}):
        call_command("collectstatic", interactive=False, verbosity=0)
        yield root, storages[KEY]


def sheet_text(collected) -> tuple[Path, str]:
    root, storage = collected
    path = root / storage.stored_name(SHEET)
    return path, path.read_text()


def test_a_page_makes_one_request_for_css(collected):
    _, text = sheet_text(collected)
    assert "@import" not in text


def test_every_imported_file_is_in_its_layer(collected):
    source = Path(finders.find(SHEET)).read_text()
    layers = re.findall(r"layer\((\w+)\)", source)
    _, text = sheet_text(collected)
    assert re.findall(r"@layer (\w+)\{", text) == layers
    assert text.index("@layer reset,katex,tokens") < text.index("@layer tokens{")
    for rule in (".katex", "--paper:", ".row-margin", ".mark-answered", "@media print"):
        assert rule in text


def test_every_address_in_the_sheet_leads_to_a_hashed_file(collected):
    path, text = sheet_text(collected)
    addresses = [url for _, url in re.findall(r"""url\((["']?)(.*?)\1\)""", text) if not url.startswith("data:")]
    assert len(addresses) > 20
    for address in addresses:
        assert re.search(r"\.[0-9a-f]{12}\.\w+$", address), address
        assert (path.parent / address).is_file(), address


def test_small_fonts_come_with_the_sheet(collected):
    _, text = sheet_text(collected)
    assert text.count("data:font/woff2;base64,") == 5
    assert "KaTeX_Size1-Regular.woff2" not in text


def test_a_set_of_numbers_comes_from_the_small_face():
    """The last @font-face that claims a character is asked first."""
    vendor = Path(finders.find(SHEET)).parent.parent / "vendor"
    sheet = Path(finders.find(SHEET)).read_text()
    assert sheet.index("katex.min.css") < sheet.index("number-sets.css")
    (small,) = (vendor / "number-sets").glob("*.woff2")
    metrics = {path: TTFont(path)["hmtx"].metrics for path in (small, vendor / "katex/fonts/KaTeX_AMS-Regular.woff2")}
    names = {path: TTFont(path).getBestCmap() for path in metrics}
    widths = [[metrics[path][names[path][ord(letter)]] for letter in "CENPQRZ"] for path in metrics]
    assert widths[0] == widths[1]


def test_minutes_make_one_request_for_scripts(collected):
    root, storage = collected
    script = (root / storage.stored_name("meetings/js/minutes.js")).read_text()
    assert not re.search(r"^import\b", script, re.M)
    assert script.count("$define(") > 40


def test_every_script_of_ours_is_joined_and_asks_for_others_by_hashed_names(collected):
    """Else a browser that kept one of them would run it with newer ones."""
    root, storage = collected
    asked = []
    for name in ENTRIES:
        path = root / storage.stored_name(name)
        addresses = re.findall(r"""(?:from|import)\s*\(?["']([^"']+)["']""", path.read_text())
        assert [a for a in addresses if not re.match(r"\./|\.\./vendor/", a)] == []
        asked += [path.parent / address for address in addresses]
    assert {path.name.split(".")[0] for path in asked} == {"bundle", "index", "elements", "finding", "editor"}
    for path in asked:
        assert re.search(r"\.[0-9a-f]{12}\.js$", path.name), path.name
        assert path.is_file()


def test_no_page_can_name_a_module_that_is_in_a_script(collected):
    _, storage = collected
    with pytest.raises(ValueError, match="Missing staticfiles manifest entry"):
        storage.stored_name("meetings/js/live/page.js")


def test_sheet_is_compressed_beside_itself(collected):
    path, _ = sheet_text(collected)
    assert path.with_name(path.name + ".br").stat().st_size < path.stat().st_size / 3


def test_the_source_stays_as_it_was(collected):
    assert "@import" in Path(finders.find(SHEET)).read_text()


def test_collecting_again_changes_nothing(collected):
    root, storage = collected
    before = {name: (root / storage.stored_name(name)).read_bytes() for name in [SHEET, *ENTRIES]}
    call_command("collectstatic", interactive=False, verbosity=0)
    assert before == {name: (root / storage.stored_name(name)).read_bytes() for name in [SHEET, *ENTRIES]}


def test_dry_run_writes_nothing(tmp_path, settings):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES, KEY: {"BACKEND": "peersession.static.storage.JoinedFilesStorage"}}
    call_command("collectstatic", interactive=False, verbosity=0, dry_run=True)
    assert not list(tmp_path.iterdir())


def test_nested_imports_keep_their_addresses():
    files = {
        "css/app.css": b'@layer a, b;\n\n@import url("parts/one.css") layer(a); /* gone */\nb{c:url(x.png)}',
        "css/parts/one.css": b"@import url('deep/two.css');\ni{j:url(\"../k.png\")}",
        "css/parts/deep/two.css": b'p{q:url(../r.png);s:url("data:image/svg+xml,url(%23m)");t:url(/u.png)}',
    }
    two = 'p{q:url("parts/r.png");s:url("data:image/svg+xml,url(%23m)");t:url(/u.png)}'
    assert one_sheet("css/app.css", files.__getitem__) == (
        f'@layer a,b;@layer a{{{two}i{{j:url("k.png")}}}}b{{c:url(x.png)}}'
    )


def test_only_space_without_meaning_goes():
    source = (
        b"a :is(b, c) > d {\n  e: calc(1px + 2px - (3px * 4)) f;\n  --g: h;\n}\n\n"
        b"@media (i: j) and (k) {\n  l .m {\n    n: o\n  }\n}\n"
    )
    assert one_sheet("a.css", lambda name: source) == (
        "a :is(b,c) > d{e:calc(1px + 2px - (3px * 4)) f;--g:h}@media (i:j) and (k){l .m{n:o}}"
    )


def test_nothing_is_loaded_from_another_host():
    css = Path(finders.find(SHEET)).parent
    for path in [*css.rglob("*.css"), *css.parent.glob("vendor/*/*.css")]:
        assert not re.search(r"url\([\"']?(?:https?:)?//|@import\s+[\"']http", path.read_text()), path


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("text", "ground", "least"),
    [
        ("ink", "paper", 7), ("ink", "inset", 7), ("ink", "wash", 7),
        ("ink-2", "paper", 7), ("ink-2", "inset", 4.5), ("ink-3", "paper", 4.5), ("ink-3", "inset", 4.5),
        ("accent", "paper", 4.5), ("accent", "inset", 4.5), ("accent", "wash", 4.5), ("on-accent", "accent", 4.5),
        ("signal", "paper", 4.5), ("signal", "inset", 4.5), ("edge", "paper", 3), ("edge", "inset", 3),
    ],
)  # fmt: skip
def test_tokens_keep_their_contrast(scheme, text, ground, least):
    tokens = Path(finders.find("meetings/css/tokens.css")).read_text()
    colours = {name: pair for name, *pair in re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", tokens)}
    assert contrast(colours[text][scheme], colours[ground][scheme]) >= least


def test_the_first_font_has_every_syllable_of_the_interface():
    """Else a page of ours fetches a second font for one syllable: run deploy/vendor.py again."""
    root = Path(__file__).resolve().parent.parent
    files = [*root.glob("templates/**/*.html"), *root.glob("meetings/locale/ko/LC_MESSAGES/*.po")]
    shown = {c for path in files for c in path.read_text(encoding="utf-8") if "가" <= c <= "힣"}
    core = TTFont(finders.find("meetings/vendor/pretendard/core.woff2")).getBestCmap()
    assert len(shown) > 100
    assert not sorted(c for c in shown if ord(c) not in core)


def test_every_syllable_is_in_some_font_and_only_once():
    folder = Path(finders.find("meetings/vendor/pretendard/core.woff2")).parent
    cuts = {path.name: set(TTFont(path).getBestCmap()) for path in folder.glob("*.woff2")}
    hangul = range(0xAC00, 0xD7A4)
    assert set(hangul) <= set().union(*cuts.values())
    assert sum(len(cut & set(hangul)) for cut in cuts.values()) == len(hangul)


def test_the_rarest_font_is_declared_first_and_the_core_last():
    """The last @font-face that claims a character is asked first."""
    sheet = Path(finders.find("meetings/vendor/pretendard/pretendard.css")).read_text()
    declared = re.findall(r"src:url\((\w+)\.woff2\)", sheet)
    assert declared[0] == "far"
    assert declared[-1] == "core"
