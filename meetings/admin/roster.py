"""The roster as CSV: who sits in which team. Out, a spreadsheet runs nothing; in, a file makes nobody staff."""

import datetime

from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import F
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from import_export import fields, resources, widgets
from import_export.formats.base_formats import CSV

from meetings.forms.roster import RosterConfirmForm, RosterForm
from meetings.models import Member, Team, User

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
MOST_SEATS = 1000  # of one file: every line is compared with the seat it names, all of them in one transaction
COLUMNS = ("team", "name", "email", "role")


class PlainText(widgets.CharWidget):
    """Text that no spreadsheet takes for a formula: an apostrophe stands before what looks like one, outside only."""

    def clean(self, value, row=None, **kwargs):
        text = (value or "").strip()
        return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA_SIGNS) else text

    def render(self, value, obj=None, **kwargs):
        text = "" if value is None else str(value)
        return f"'{text}" if text.startswith(FORMULA_SIGNS) else text


class TeamWidget(PlainText):
    """A team by its address or its name, among those of cohorts that the person runs."""

    teams: dict[str, Team]

    def clean(self, value, row=None, **kwargs):
        wanted = super().clean(value)
        if wanted not in self.teams:
            raise ValueError(_("You run no team “%s”. Write the team's address or its name.") % wanted)
        return self.teams[wanted]

    def render(self, value, obj=None, **kwargs):
        return super().render(value.slug if value else "")


class AccountWidget(PlainText):
    """An e-mail address: its account, or a new one whose owner sets the password with “Forgot your password?”."""

    def clean(self, value, row=None, **kwargs):
        email = super().clean(value)
        if not email:
            return None
        try:
            validate_email(email)
        except ValidationError as error:
            raise ValueError(_("“%s” is not an e-mail address.") % email) from error
        return User.objects.with_email(email, PlainText().clean(row.get("name")))

    def render(self, value, obj=None, **kwargs):
        return super().render(value.email if value else "")


class RoleWidget(PlainText):
    def clean(self, value, row=None, **kwargs):
        wanted = super().clean(value).casefold() or Member.Role.MEMBER
        for role in Member.Role:
            if wanted in (role.value, str(role.label).casefold()):
                return role.value
        raise ValueError(
            _("“%(role)s” is no role. Write one of: %(roles)s.")
            % {"role": wanted, "roles": ", ".join(Member.Role.values)}
        )


class DayWidget(PlainText):
    def clean(self, value, row=None, **kwargs):
        day = super().clean(value)
        try:
            return datetime.date.fromisoformat(day) if day else None
        except ValueError as error:
            raise ValueError(_("“%s” is not a day. Write it like 2026-11-02.") % day) from error


class RosterResource(resources.ModelResource):
    """One line a seat. Only these columns count: whatever else the file holds is not read."""

    cohort = fields.Field("team__cohort__slug", "cohort", PlainText(), readonly=True)
    team = fields.Field("team", "team", TeamWidget())
    name = fields.Field("name", "name", PlainText())
    user = fields.Field("user", "email", AccountWidget(), saves_null_values=False)
    username = fields.Field("user__username", "username", PlainText(), readonly=True)
    role = fields.Field("role", "role", RoleWidget())
    joined_on = fields.Field("joined_on", "from", DayWidget())
    left_on = fields.Field("left_on", "until", DayWidget())

    class Meta:
        model = Member
        fields = ("cohort", "team", "name", "user", "username", "role", "joined_on", "left_on")
        export_order = fields
        clean_model_instances = True
        skip_unchanged = True
        report_skipped = True
        skip_html_diff = False

    def __init__(self, teams=None, **kwargs):
        super().__init__()
        # Later entries win: what two teams are both called is not taken for either; an address is always one team's.
        named: dict[str, list[Team]] = {}
        for team in teams if teams is not None else ():
            named.setdefault(team.name, []).append(team)
        unique = {name: found[0] for name, found in named.items() if len(found) == 1}
        addresses = {team.slug: team for found in named.values() for team in found}
        self.fields["team"].widget.teams = unique | addresses

    def before_import(self, dataset, **kwargs):
        try:
            self._check(dataset)
        except ValidationError:
            del dataset[:]  # else the library would go through all of it and tell of each line too
            raise

    def _check(self, dataset) -> None:
        if len(dataset) > MOST_SEATS:
            sentence = _("The file has %(count)d lines. A roster may have %(limit)d; divide it.")
            raise ValidationError(sentence, params={"count": len(dataset), "limit": MOST_SEATS})
        dataset.headers = [(header or "").strip().casefold() for header in dataset.headers or []]
        missing = [column for column in COLUMNS[:2] if column not in dataset.headers]
        if missing:
            sentence = _("The first line has to name the columns: %(columns)s. Missing: %(missing)s.")
            raise ValidationError(sentence, params={"columns": ", ".join(COLUMNS), "missing": ", ".join(missing)})

    def get_instance(self, instance_loader, row):
        """The seat of that name in that team."""
        try:
            team = self.fields["team"].clean(row)
        except (ValueError, ValidationError):
            return None  # said again, and to the person, when the column itself is read
        name = Member._meta.get_field("name").to_python(self.fields["name"].clean(row))
        return Member.objects.filter(team=team, name=name).first()

    def import_instance(self, instance, row, **kwargs):
        owner = instance.user_id
        super().import_instance(instance, row, **kwargs)
        if owner and instance.user_id != owner:
            instance.user_id = owner
            raise ValidationError({"user": _("%(name)s already belongs to another account.") % {"name": instance.name}})

    def get_user_visible_fields(self):
        return [field for field in self.get_import_fields() if not field.readonly]


class RosterCSV(CSV):
    """CSV as spreadsheets write it: UTF-8, or what Korean Windows calls ANSI."""

    def is_binary(self) -> bool:
        return True

    def get_read_mode(self) -> str:
        return "rb"

    def create_dataset(self, in_stream, **kwargs):
        try:
            text = in_stream.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = in_stream.decode("cp949")
        if "\0" in text:
            raise ValueError("not the text of a CSV file: UTF-16, or no text at all")
        return super().create_dataset(text, **kwargs)


class RosterAdmin:
    """import-export's pages, with our rights, our sentences and file names that can't be made up."""

    resource_classes = [RosterResource]
    import_formats = [RosterCSV]
    export_formats = [CSV]
    skip_export_form = True
    to_encoding = "utf-8-sig"
    import_form_class = RosterForm
    confirm_form_class = RosterConfirmForm
    import_template_name = "admin/member_import.html"

    def has_import_permission(self, request) -> bool:
        return self.has_add_permission(request)

    def has_export_permission(self, request) -> bool:
        return self.has_view_permission(request)

    def get_resource_kwargs(self, request, *args, **kwargs):
        return {"teams": self.admin_site.get_model_admin(Team).get_queryset(request)}

    def get_confirm_form_initial(self, request, import_form):
        initial = super().get_confirm_form_initial(request, import_form)
        if initial:
            initial["import_file_name"] = signing.dumps(initial["import_file_name"], salt="roster")
        return initial

    def get_export_queryset(self, request):
        return (
            super()
            .get_export_queryset(request)
            .select_related("team__cohort", "user")
            .order_by(F("team__cohort"), F("team__name"), "name")
        )

    def get_valid_export_item_pks(self, request):
        return list(self.get_export_queryset(request).values_list("pk", flat=True))

    def add_data_read_fail_error_to_form(self, form, e):
        form.add_error("import_file", _("This file can't be read as CSV. Save it as “CSV (UTF-8)” and try again."))

    def process_dataset(self, dataset, form, request, **kwargs):
        """All rows or none: a row that went bad since the preview takes the others back with it."""
        return super().process_dataset(dataset, form, request, rollback_on_validation_errors=True, **kwargs)

    def process_result(self, result, request):
        if not result.has_errors() and not result.has_validation_errors():
            return super().process_result(result, request)
        sentence = _("Nothing was imported: the teams have changed since the preview. Upload the file again.")
        self.message_user(request, sentence, messages.ERROR)
        return redirect("admin:meetings_member_import")

    def add_success_message(self, result, request):
        """import-export counts in English only."""
        made, changed = result.totals["new"], result.totals["update"]
        sentence = _("The roster is in. New seats: %(made)d. Changed seats: %(changed)d.")
        self.message_user(request, sentence % {"made": made, "changed": changed}, messages.SUCCESS)
