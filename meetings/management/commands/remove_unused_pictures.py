import datetime

from django.core.management.base import BaseCommand, CommandError, no_translations
from django.utils import timezone

from meetings.models import Attachment
from meetings.models.attachments import files_without_row


class Command(BaseCommand):
    help = "Deletes pictures that no text shows or ever showed, and files that belong to no picture."

    def add_arguments(self, parser):
        parser.add_argument(
            "--days", type=_days, default=1, metavar="N", help="keep what is younger (1): its text may not be saved yet"
        )
        parser.add_argument("--dry-run", action="store_true", help="only count")

    @no_translations
    def handle(self, *, days: int, dry_run: bool, **options):
        before = timezone.now() - datetime.timedelta(days=days)
        files = files_without_row(before)
        if files and not Attachment.objects.exists():
            raise CommandError(
                f"This database knows no picture at all, but there are {len(files)} files of pictures. "
                "Check DATABASE_URL and MEDIA_ROOT. Nothing was deleted."
            )
        if dry_run:
            unused = len(Attachment.objects.unused_since(before))
        else:
            unused = Attachment.objects.remove_unused(before)
            for name in files:
                Attachment.picture.field.storage.delete(name)
        would = "would be " if dry_run else ""
        self.stdout.write(f"{unused} unused pictures and {len(files)} files without a picture {would}deleted")


def _days(text: str) -> int:
    days = int(text)
    if not 1 <= days <= 36_500:
        raise ValueError  # argparse says the rest
    return days
