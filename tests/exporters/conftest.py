import pytest

from tests.exporters.cast import fill


@pytest.fixture
def full(settings, tmp_path, cohort, team, member, mate) -> dict:
    settings.MEDIA_ROOT = tmp_path / "media"
    return fill(cohort, team, member, mate)
