from django.apps import apps
from django.core.management.base import BaseCommand

from meetings.models.rows import Written
from meetings.models.search import RELATED
from meetings.rendering import RENDER_VERSION


class Command(BaseCommand):
    help = "Render again every text whose stored HTML comes from another version of the renderer."

    def handle(self, *args, **options):
        nouns = [noun for noun in apps.get_app_config("meetings").get_models() if issubclass(noun, Written)]
        self.stdout.write(f"{sum(map(render_stale, nouns))} texts rendered with version {RENDER_VERSION}")


def render_stale(noun: type[Written]) -> int:
    """How many rows of `noun` were brought up to date. The text did not change, so its history doesn't either."""
    rendered = 0
    stale = noun._base_manager.exclude(body_version=RENDER_VERSION)
    for row in stale.select_related(*RELATED.get(noun._meta.model_name, [])).iterator(chunk_size=200):
        rendered += row.render_again()
    return rendered
