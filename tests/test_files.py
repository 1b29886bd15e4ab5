import os
import stat

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from peersession.files import WholeFileStorage


@pytest.fixture
def storage(settings, tmp_path) -> WholeFileStorage:
    settings.MEDIA_ROOT = tmp_path
    return WholeFileStorage()


def test_it_is_what_the_site_stores_with():
    assert isinstance(default_storage, WholeFileStorage)


def test_a_file_is_there_under_its_name_and_nothing_else_is(storage, tmp_path):
    assert storage.save("pictures/a.png", ContentFile(b"picture")) == "pictures/a.png"
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["a.png"]
    assert (tmp_path / "pictures" / "a.png").read_bytes() == b"picture"


def test_a_name_that_is_taken_is_not_written_over(storage):
    storage.save("a.png", ContentFile(b"first"))
    assert storage.save("a.png", ContentFile(b"second")) != "a.png"
    assert storage.open("a.png").read() == b"first"


def test_a_full_disk_leaves_no_half_file(storage, tmp_path, monkeypatch):
    def chunks(_file, _size=None):
        yield b"first"
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(ContentFile, "chunks", chunks)
    with pytest.raises(OSError, match="No space left"):
        storage.save("pictures/a.png", ContentFile(b"first and second"))
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_the_disk_has_the_file_before_its_name(storage, tmp_path, monkeypatch):
    synced = []
    sync = os.fsync

    def noted(file):
        is_folder = stat.S_ISDIR(os.fstat(file).st_mode)
        synced.append(("folder" if is_folder else "file", (tmp_path / "a.png").exists()))
        sync(file)

    monkeypatch.setattr(os, "fsync", noted)
    storage.save("a.png", ContentFile(b"picture"))
    assert synced == [("file", False), ("folder", True)]
