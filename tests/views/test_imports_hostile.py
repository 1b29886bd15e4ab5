"""The hostile files that lie beside the reference notes, dropped through the page: a sentence, never an error."""

import resource
import socket
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.html import escape

from meetings.models import Import, Meeting, Question, SourceDocument, Team
from tests.importers.test_hostile import ELSEWHERE, PICTURES, READ, REFUSED, hostile

pytestmark = pytest.mark.slow

__all__ = ["hostile"]  # the fixture


@pytest.fixture(autouse=True)
def _no_network(monkeypatch, settings, tmp_path):
    def refuse(*args, **kwargs):
        raise AssertionError("something was to be fetched")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def drop(signed_in, member, team, hostile):
    """A function: what a member's browser gets for a hostile file, in how many seconds, and how many MB more."""
    client = signed_in(member)

    def dropped(case: str):
        file = hostile(case)
        upload = SimpleUploadedFile(file.name, file.read_bytes())
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        began = time.process_time()
        answer = client.post(f"/teams/{team.slug}/imports/", {"files": [upload]}, follow=True)
        took = time.process_time() - began
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory) / 1024
        assert took < 2
        assert grown < 64
        return answer

    return dropped


def rows() -> list[int]:
    return [noun.objects.count() for noun in (Team, Meeting, Question)]


def refusals() -> list[str]:
    return [escape(note.refusal) for note in SourceDocument.objects.filter(state="refused")]


def stored(settings) -> list[str]:
    return [path.name for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]


@pytest.mark.parametrize("case", sorted(REFUSED))
def test_it_is_refused_with_a_sentence_and_nothing_is_left(case, drop, settings):
    before = rows()
    answer = drop(case)
    page = answer.content.decode()
    if answer.status_code == 400:
        assert 'role="alert"' in page
        assert not Import.objects.exists()
    else:  # a note is kept, and the list says why it was not read
        assert answer.status_code == 200
        assert all(why in page for why in refusals())
        assert refusals()
    assert rows() == before
    assert stored(settings) == []


@pytest.mark.parametrize("case", sorted(READ | PICTURES | set(ELSEWHERE)))
def test_it_makes_nothing_by_itself_and_no_error(case, drop):
    before = rows()
    answer = drop(case)
    assert answer.status_code in (200, 400)
    assert rows() == before
