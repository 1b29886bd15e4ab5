"""Pictures that came along with notes become attachments of the team, written anew by `meetings.pictures`."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Collection

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from meetings.importers.draft import Draft
from meetings.importers.illustrating import PicturePaths, found_pictures, illustrated, with_pictures
from meetings.importers.report import Report, shown
from meetings.models import Attachment, Team, User
from meetings.pictures import reencode


class Pictures:
    """The pictures of one zip or folder. Each is decoded once, however many notes show it, and before any transaction.

    What is made in a transaction that fails is taken from the disk again by `discard`.
    """

    def __init__(self, paths: Collection[str], read: Callable[[str], bytes | None]) -> None:
        self.paths, self._read = PicturePaths(paths), read
        self._ready: dict[str, Attachment | str] = {}  # unsaved, stored, or the sentence that says why not
        self._wanted: list[str] = []  # of the draft that was prepared last
        self._stored: list[Attachment] = []

    def addresses(self, draft: Draft) -> dict[str, str]:
        """Where each picture of a prepared draft will be shown, by what the text calls it."""
        ready = {src: self._ready.get(path) for src, path in found_pictures(draft, self.paths).items()}
        return {src: kept.get_absolute_url() for src, kept in ready.items() if isinstance(kept, Attachment)}

    def attachments(self, draft: Draft) -> list[Attachment]:
        kept = (self._ready.get(path) for path in dict.fromkeys(found_pictures(draft, self.paths).values()))
        return [attachment for attachment in kept if isinstance(attachment, Attachment)]

    def mark(self, draft: Draft) -> Draft:
        """The draft, in which what came along is not missing. Makes nothing."""
        return with_pictures(draft, found_pictures(draft, self.paths))

    def prepare(self, draft: Draft, team: Team, by: User | None) -> Draft:
        """Decodes the pictures of a draft and gives it with texts that show them. Touches neither disk nor database."""
        alts = {image.src: image.alt for session in draft.sessions for image in session.images}
        found = found_pictures(draft, self.paths)
        for src, path in found.items():
            if path not in self._ready:
                self._ready[path] = self._decoded(path, alts[src], team, by)
        self._wanted = list(dict.fromkeys(found.values()))
        addresses = self.addresses(draft)
        return illustrated(with_pictures(draft, addresses), addresses.get)

    def _decoded(self, path: str, alt: str, team: Team, by: User | None) -> Attachment | str:
        try:
            picture = reencode(ContentFile(self._read(path) or b"", name="picture"))
        except ValidationError as error:
            return " ".join(error.messages)
        described = shown(alt, 300) or shown(posixpath.basename(path), 300)
        return Attachment(team=team, picture=picture, alt=described, uploaded_by=by)

    def store(self, report: Report) -> None:
        """Keeps the pictures of the draft that was prepared last, and tells which could not be taken."""
        for path in self._wanted:
            kept = self._ready[path]
            if not isinstance(kept, Attachment):
                told = {"path": shown(path, 200), "why": kept}
                report.remark(_("%(path)s could not be taken: %(why)s") % told)
            elif kept._state.adding:
                kept.save(force_insert=True)
                self._stored.append(kept)
                report.created["picture"] += 1

    def settle(self) -> None:
        """What was stored stays."""
        self._stored.clear()

    def discard(self) -> None:
        """The transaction failed, so no row knows of the files any more."""
        for kept in self._stored:
            kept.picture.storage.delete(kept.picture.name)
        self._stored.clear()
        self._ready.clear()
