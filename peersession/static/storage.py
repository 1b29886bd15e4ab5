from collections.abc import Iterator

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

from .scripts import ENTRIES, FOLDER, one_script
from .sheet import SHEET, one_sheet


class JoinedFilesStorage(CompressedManifestStaticFilesStorage):
    support_js_module_import_aggregation = True  # joined scripts ask for each other by the hashed names too

    def post_process(self, paths: dict, *args, **kwargs) -> Iterator:
        yield from super().post_process(paths if kwargs.get("dry_run") else self.joined(paths), *args, **kwargs)

    def joined(self, paths: dict) -> dict:
        """The paths to hash: what we wrote instead of the sources, and no module that is in a script now."""

        def read(name: str) -> bytes:
            storage, path = paths[name]
            with storage.open(path) as file:
                return file.read()

        texts = {SHEET: one_sheet(SHEET, read)} if SHEET in paths else {}
        texts |= {name: one_script(name, read) for name in ENTRIES if name in paths}
        for name, text in texts.items():
            self.delete(name)  # with `collectstatic --link` this is a link to the source, which must not be written to
            self._save(name, ContentFile(text.encode()))
        others = {name: path for name, path in paths.items() if not name.startswith(FOLDER)}
        return others | {name: (self, name) for name in texts}
