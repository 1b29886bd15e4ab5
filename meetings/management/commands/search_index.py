from django.core.management.base import BaseCommand, no_translations

from meetings.search import indexing


class Command(BaseCommand):
    help = (
        "Writes the search index anew and counts the words that mistyped ones are compared with. The site stays in use."
    )

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="write only what isn't as the texts say")

    @no_translations
    def handle(self, *, check: bool, **options):
        if check:
            drifted = indexing.check()
            self.stdout.write(f"{drifted} documents mended" if drifted else "nothing to mend")
        else:
            self.stdout.write(f"{indexing.rebuild()} documents written")
        self.stdout.write(f"{indexing.count_words()} words counted")
