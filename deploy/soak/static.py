"""Static files as in production, but not compressed: that takes longer than a short soak."""

from peersession.static.storage import JoinedFilesStorage


class QuickStorage(JoinedFilesStorage):
    def compress_files(self, _paths) -> tuple:
        return ()
