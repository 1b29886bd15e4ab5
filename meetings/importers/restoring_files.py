"""Pictures and old notes of an archive: bytes that come back as bytes."""

from __future__ import annotations

import hashlib
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from meetings.models import Attachment, SourceDocument
from meetings.models.facts import is_signed


class Files:
    def __init__(self, restoration: Any) -> None:
        self.of = restoration
        self.pictures: dict[str, str] = {}  # address here by path there

    def take(self) -> None:
        facts = self.of.index.facts
        pictures = facts.get("pictures")
        self.known = {} if self.of.is_new else {_digest_of(row): row for row in self.of.team.attachments.all()}
        for told in pictures if isinstance(pictures, list) else ():
            if isinstance(told, dict) and isinstance(told.get("file"), str):
                self._take_picture(told)
        sources = facts.get("sources")
        for label, told in sources.items() if isinstance(sources, dict) else ():
            if isinstance(told, dict) and isinstance(told.get("file"), str):
                self._take_source(str(label), told)

    def _take_picture(self, told: dict[str, Any]) -> None:
        path = self.of.relative(told["file"])
        raw = self.of.archive.read(path)
        digest = hashlib.sha256(raw).hexdigest()
        if known := self.known.get(digest):
            self.pictures[path] = known.get_absolute_url()
            return
        file = ContentFile(raw, name="picture.jpg" if raw.startswith(b"\xff\xd8") else "picture.png")
        file.is_reencoded = is_signed(digest, told.get("signature"))
        fields = self.of.fields.of(Attachment, told)
        picture = Attachment(team=self.of.team, picture=file, uploaded_by=self.of.by, **{"alt": "…", **fields})
        try:
            picture.save()
        except ValidationError as error:
            self.of.report.remark(f"{told['file'][:200]}: {' '.join(error.messages)}")
            return
        self.pictures[path] = picture.get_absolute_url()
        self.of.report.created["attachment"] += 1

    def _take_source(self, label: str, told: dict[str, Any]) -> None:
        raw = self.of.archive.read(self.of.relative(told["file"]))
        source = SourceDocument.objects.of(self.of.team, raw).first()
        if source is None:
            fields = self.of.fields.of(SourceDocument, told, besides={"sha256"})
            fields = {"path": told["file"][-500:], "dialect": "unknown", **fields}
            source = SourceDocument.objects.create(team=self.of.team, raw=raw, imported_by=self.of.by, **fields)
            self.of.report.created["source"] += 1
        self.of.rows[SourceDocument, label] = source.pk


def _digest_of(picture: Attachment) -> str:
    try:
        with picture.picture.open() as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
