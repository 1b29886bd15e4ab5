"""Imports point one way: views, admin, commands → forms, importers → models → rendering and pure helpers."""

import ast
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APP = ROOT / "meetings"

RENDERING = {"rendering"}
# Pure, and part of a package that knows models: they store what this one makes of their texts.
TOKENS = "meetings.search.korean"
MODELS = {"models", "differences", "duties", "team_template", "pictures", "rendering", TOKENS}
FORMS = {"forms", *MODELS}
CAPABILITIES = {"importers", "exporters", "search", "live"}
MAY_IMPORT = {
    "rendering": RENDERING,
    "pictures": set(),
    "redraw": set(),
    "models": MODELS,
    "forms": {"importers", "live", *FORMS},  # what a form of a review turns strings into are an importer's decisions
    "importers": {"importers", *MODELS},
    "exporters": {"exporters", *MODELS},
    "search": {"search", *MODELS},
    "live": {"live", *MODELS},
    "demo": {"demo", "importers", *MODELS},
    "templatetags": {"templatetags", "search", *MODELS},  # titles are marked as what is found
    "duties": set(),
    "addresses": set(),
    "team_template": set(),
    "limits": set(),
    "pages": set(),
    "months": set(),
    "differences": set(),
    "topics": set(),
    "views": {"views", "templatetags", "limits", "pages", "months", "topics", "addresses", *CAPABILITIES, *FORMS},
    "api": {"api", "limits", "pages", *CAPABILITIES, *FORMS},
    "admin": {"admin", *CAPABILITIES, *FORMS},
    "management": {"management", "demo", *CAPABILITIES, *FORMS},
}
PURE = ["rendering", "importers"]
IMPURE_FILES = {
    f"importers/{name}.py"
    for name in (
        "writer",
        "places",
        "joining",
        "seats",
        "report",
        "ledger",
        "undoing",
        "arrivals",
        "rehearsing",
        "attaching",
        "bringing",
    )
}
# Reading our own files back: facts become fields.
IMPURE_FILES |= {
    f"importers/{name}.py"
    for name in (
        "own_facts",
        "own_home",
        "own_rows",
        "own_writing",
        "restoring",
        "restoring_files",
    )
}
FORBIDDEN_PACKAGES = {"markdown", "email", "calendar", "math", "html"}


def imported_parts(file: Path) -> set[str]:
    """The parts of `meetings` that a file imports: {"models", "rendering"}."""
    names = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
    own = {name for name in names if name.startswith("meetings.")}
    return {TOKENS if name.startswith(f"{TOKENS}.") else name.split(".")[1] for name in own}


def files_of(part: str) -> list[Path]:
    module = APP / f"{part}.py"
    return [module] if module.exists() else sorted((APP / part).rglob("*.py"))


@pytest.mark.slow
@pytest.mark.parametrize("part", MAY_IMPORT)
def test_imports_point_one_way(part):
    wrong = {
        str(file.relative_to(APP)): imported_parts(file) - MAY_IMPORT[part] - {part}
        for file in files_of(part)
        if imported_parts(file) - MAY_IMPORT[part] - {part}
    }
    assert not wrong


def test_every_part_of_the_app_has_a_rule():
    parts = {path.stem for path in APP.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert parts - set(MAY_IMPORT) <= {"__init__", "apps", "urls", "migrations", "accounts", "context"}


@pytest.mark.slow
@pytest.mark.parametrize("part", PURE)
def test_reading_and_rendering_know_no_model(part):
    for file in files_of(part):
        if str(file.relative_to(APP)) not in IMPURE_FILES:
            assert "models" not in imported_parts(file), file
            assert "from django.db" not in file.read_text(), file


@pytest.mark.parametrize(
    "name", ["korean", "query", "needles", "synonyms", "ranking", "formulas", "snippets", "results"]
)
def test_what_a_search_means_is_found_out_without_a_database(name):
    text = (APP / "search" / f"{name}.py").read_text()
    assert "meetings.models" not in text
    assert "django.db" not in text


def test_no_module_shadows_the_standard_library():
    assert not {path.stem for path in APP.rglob("*.py")} & FORBIDDEN_PACKAGES


def test_views_never_filter_by_what_a_request_brings():
    for file in [*files_of("views"), *files_of("admin")]:
        assert "**request" not in file.read_text(), file


# What may call HTML safe, and why.
SAFE = {
    "meetings/models/rows.py",  # what the sanitiser let through, stored at save
    "meetings/templatetags/icons.py",  # drawings that ship with the code
    "meetings/views/editor.py",  # the formulas of the palette, which ship with the code, through the sanitiser
    "meetings/search/snippets.py",  # pieces of a plain text, each of them escaped, with marks around some
    "meetings/differences.py",  # a diff put together from pieces that format_html escaped
}


def test_html_is_called_safe_in_few_places():
    files = [*APP.rglob("*.py"), *(ROOT / "templates").rglob("*.html")]
    unsafe = ("mark_safe(", "SafeString(", "|safe", "autoescape off")
    marked = {str(file.relative_to(ROOT)) for file in files if any(word in file.read_text() for word in unsafe)}
    assert marked == SAFE


def test_the_wall_clock_is_read_through_the_cohorts_zone():
    rules = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["ruff"]["lint"]["select"]
    assert "DTZ011" in rules
    assert "date.today(" not in "".join(file.read_text() for file in APP.rglob("*.py"))
