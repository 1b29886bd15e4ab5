"""Static files as in production, but not compressed: that takes longer than a short soak."""

from peersession.static import OneStyleSheetStorage


class QuickStorage(OneStyleSheetStorage):
    def compress_files(self, _paths) -> tuple:
        return ()
