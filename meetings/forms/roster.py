from pathlib import Path

from django import forms
from django.core import signing
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from import_export.forms import ConfirmImportForm, ImportForm

LARGEST_ROSTER = 1024 * 1024  # bytes; a cohort of 500 people takes 40 KB
PREVIEW_LASTS = 3600  # seconds


class RosterForm(ImportForm):
    def clean_import_file(self):
        file = self.cleaned_data["import_file"]
        if file.size > LARGEST_ROSTER:
            sizes = {"size": filesizeformat(file.size), "limit": filesizeformat(LARGEST_ROSTER)}
            raise forms.ValidationError(_("The file has %(size)s. A roster may have %(limit)s.") % sizes)
        return file


class RosterConfirmForm(ConfirmImportForm):
    """The name of the stored upload comes back signed: a made-up one could name any file of the server."""

    def clean_import_file_name(self):
        try:
            path = Path(signing.loads(self.cleaned_data["import_file_name"], salt="roster", max_age=PREVIEW_LASTS))
            return str(path.resolve(strict=True))
        except (signing.BadSignature, OSError) as error:
            raise forms.ValidationError(_("The preview is too old. Upload the file again.")) from error
