"""What others wrote and we serve: each file is the one that was published, and none came in unnoticed."""

import json
from hashlib import sha256
from pathlib import Path

import pytest

VENDOR = Path(__file__).parent.parent / "meetings" / "static" / "meetings" / "vendor"
LISTS = sorted(VENDOR.rglob("vendor.json"))


def test_katex_is_there():
    assert VENDOR / "katex" / "vendor.json" in LISTS


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.parent.name)
def test_vendored_files_are_as_published(path):
    about = json.loads(path.read_text(encoding="utf-8"))
    assert all(about[key] for key in ("name", "version", "license", "source"))
    present = {str(file.relative_to(path.parent)) for file in path.parent.rglob("*") if file.is_file()} - {
        "vendor.json"
    }
    assert present == set(about["files"])
    for name, published in about["files"].items():
        assert sha256((path.parent / name).read_bytes()).hexdigest() == published, name


def test_every_vendored_file_is_in_a_list():
    listed = {path.parent for path in LISTS}
    for file in VENDOR.rglob("*"):
        assert file.is_dir() or listed & set(file.parents), f"{file} is in no vendor.json"


def test_style_sheets_fetch_only_files_of_ours():
    import re

    for sheet in VENDOR.rglob("*.css"):
        for address in re.findall(r"url\(([^)]*)\)", sheet.read_text(encoding="utf-8")):
            address = address.strip("\"'")
            assert address.startswith("data:") or (sheet.parent / address.split("?")[0]).is_file(), address
