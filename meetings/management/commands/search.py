import json
from html import unescape

from django.core.management.base import BaseCommand, CommandError, no_translations
from django.utils.html import strip_tags

from meetings.models import User
from meetings.search import search
from meetings.search.results import Hit


class Command(BaseCommand):
    help = "Searches as an account would: what it may read and nothing else."

    def add_arguments(self, parser):
        parser.add_argument("text")
        parser.add_argument("--user", required=True, help="the account's user name or e-mail address")
        parser.add_argument("--kind", default="", help="question, learning, section or class_note")
        parser.add_argument("--start", type=int, default=0, metavar="N", help="leave out the first N")
        parser.add_argument("--json", action="store_true", help="for programs")

    @no_translations
    def handle(self, *, text, user, kind, start, **options):
        account = User.objects.filter(username=user).first() or User.objects.filter(email__iexact=user).first()
        if account is None:
            raise CommandError(f"There is no account {user}.")
        results = search(account, text, kind, start)
        told = {
            "query": results.query.text,
            "count": results.count,
            "is_capped": results.is_capped,
            "counts": results.counts,
            "widened": results.widened,
            "next_start": results.next_start,
            "hits": [_told(hit) for hit in results.hits],
            "similar": [_told(hit) for hit in results.similar],
        }
        if options["json"]:
            self.stdout.write(json.dumps(told, ensure_ascii=False))
            return
        self.stdout.write(f"{'more than ' * results.is_capped}{results.count} found")
        for hit in told["hits"]:
            self.stdout.write(f"{hit['url']}  {hit['title']}")
        for hit in told["similar"]:
            self.stdout.write(f"{hit['url']}  {hit['title']} (similar)")


def _told(hit: Hit) -> dict:
    return {
        "kind": hit.kind,
        "id": hit.object.pk,
        "url": hit.url,
        "title": _plain(hit.title_html),
        "snippet": _plain(hit.snippet_html),
        "answers": hit.answer_count,
        "is_accepted": hit.is_accepted,
        "tier": hit.tier,
    }


def _plain(html: str) -> str:
    """The text again: marks out, escapes undone."""
    return unescape(strip_tags(html))
