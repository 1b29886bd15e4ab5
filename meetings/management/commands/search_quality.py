import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, no_translations

from meetings.models import Cohort, User
from meetings.search import quality


class Command(BaseCommand):
    help = "Measures search on judged queries, in a database that holds nothing else: recall of the first ten and more."

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", type=Path, help="judged queries, a JSON object a line")
        parser.add_argument(
            "--documents", nargs="+", type=Path, help="what is searched (documents.jsonl and distractors.jsonl beside)"
        )
        parser.add_argument("--json", action="store_true", help="for programs")
        parser.add_argument("--missed", action="store_true", help="tell what each query did not find")

    @no_translations
    def handle(self, *, files, documents, **options):
        beside = [files[0].parent / name for name in ("documents.jsonl", "distractors.jsonl")]
        told = [told for path in documents or filter(Path.exists, beside) for told in quality.lines(path)]
        if not told:
            raise CommandError("There is nothing to search: name the documents.")
        user = self._loaded(told)
        queries = [judged for path in files for judged in quality.lines(path)]
        texts = {one["id"]: f"{one['title']}\n{one['body']}" for one in told}
        rows, missed = quality.measure(user, queries, texts)
        if options["json"]:
            self.stdout.write(json.dumps({"kinds": rows, "missed": missed}, ensure_ascii=False))
            return
        for row in ({name: name for name in rows[0]}, *rows):
            self.stdout.write("".join(f"{value!s:>{12 if name == 'kind' else 10}}" for name, value in row.items()))
        for one in missed if options["missed"] else ():
            self.stdout.write(f"{one['q']}: first {one['first']}, lost {one['lost']}, wrong {one['wrong']}")

    def _loaded(self, documents: list[dict]) -> User:
        """A database that was loaded before is measured as it stands."""
        if Cohort.objects.exclude(slug=quality.SLUG).exists():
            raise CommandError("This database is in use. Name an empty one in DATABASE_URL, and migrate it.")
        return User.objects.filter(username=quality.SLUG).first() or quality.load(documents)
