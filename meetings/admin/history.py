"""Who changed what when, with the change shown word by word."""

import dataclasses
from collections.abc import Container

from django.contrib.admin.utils import unquote
from django.db.models import TextField
from django.http import Http404
from simple_history.admin import SimpleHistoryAdmin
from simple_history.template_utils import HistoricalRecordContextHelper

from meetings.differences import difference


class WordByWord(HistoricalRecordContextHelper):
    """Long texts as one text with what went and what came; everything else as before and after, in words."""

    def format_delta_change(self, change):
        formatted = super().format_delta_change(change)
        if isinstance(self.model._meta.get_field(change.field), TextField):
            return dataclasses.replace(formatted, old=None, new=difference(change.old, change.new))
        return formatted

    def prepare_delta_change_value(self, change, value):
        words = dict(self.model._meta.get_field(change.field).flatchoices)
        prepared = words.get(value, value) if words else super().prepare_delta_change_value(change, value)
        return "—" if prepared in (None, "") else prepared


class HistoryAdmin(SimpleHistoryAdmin):
    object_history_template = "admin/history.html"
    object_history_list_template = "admin/history_list.html"
    history_list_per_page = 30

    def get_historical_record_context_helper(self, request, historical_record):
        return WordByWord(self.model, historical_record)

    def history_view(self, request, object_id, extra_context=None):
        self._require_visible(request, object_id)
        return super().history_view(request, object_id, extra_context)

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        self._require_visible(request, object_id)
        return super().history_form_view(request, object_id, version_id, extra_context)

    def save_form(self, request, form, change):
        """Going back to a version brings back what can be set there; being removed, final or merged stays as it is."""
        if change and hasattr(form.instance, "_history"):
            self._keep_state(form.instance, form.fields)
        return super().save_form(request, form, change)

    def _keep_state(self, version, shown: Container[str]) -> None:
        now = self.model._base_manager.filter(pk=version.pk).first()
        for field in self.opts.concrete_fields:
            if now and field.name not in shown and not field.primary_key:
                setattr(version, field.attname, getattr(now, field.attname))

    def _require_visible(self, request, object_id) -> None:
        """The library reads versions by id alone, past the rows that the person may see."""
        if self.get_object(request, unquote(object_id)) is None:
            raise Http404
