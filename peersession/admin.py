"""The admin site: our sign-in, one group of nouns after the other, and choices that say which team a person is of."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _

GROUPS = {
    _("People"): ("Cohort", "Team", "Member", "User"),
    _("Minutes"): ("Meeting", "Attendance", "AgendaItem", "Review", "ActionItem", "Section"),
    _("Questions and learnings"): ("Question", "Answer", "Learning", "Tag"),
    _("Course"): ("Lecture", "Assignment", "MasterClass", "ClassNote"),
    _("Pictures, links, sources"): ("Attachment", "Resource", "SourceDocument"),
}


class LabelledChoices(AutocompleteJsonView):
    def serialize_result(self, obj, to_field_name):
        label = getattr(self.model_admin, "choice_label", str)
        return {**super().serialize_result(obj, to_field_name), "text": label(obj)}


class PeersessionAdminSite(admin.AdminSite):
    site_title = site_header = "Peersession"

    def get_urls(self):
        # Django's redirect to an object's page asks for no right: it would name teams of other cohorts.
        return [path for path in super().get_urls() if getattr(path, "name", None) != "view_on_site"]

    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        return secure_admin_login(super().login)(request, extra_context)

    def password_change(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        return redirect("account_change_password")

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        return LabelledChoices.as_view(admin_site=self)(request)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict]:
        """Our nouns in groups, as a person looks for them; then what libraries bring."""
        apps = super().get_app_list(request, app_label)
        if app_label:
            return apps
        ours = [group for app in apps if app["app_label"] == "meetings" for group in _in_groups(app)]
        return ours + [app for app in apps if app["app_label"] != "meetings"]


def _in_groups(app: dict) -> list[dict]:
    by_noun = {model["object_name"]: model for model in app["models"]}
    groups = [{**app, "name": name, "models": _those(by_noun, nouns)} for name, nouns in GROUPS.items()]
    return [group for group in groups if group["models"]]


def _those(by_noun: dict, nouns: tuple[str, ...]) -> list[dict]:
    return [by_noun[noun] for noun in nouns if noun in by_noun]
