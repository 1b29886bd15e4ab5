from django.contrib import admin
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from import_export.admin import ImportExportMixin

from meetings.admin.base import TrackedAdmin, cohorts_run
from meetings.admin.choosing import AsksFirst
from meetings.admin.filters import VisibleFilter
from meetings.admin.roster import RosterAdmin
from meetings.forms.members import MergeForm, MoveForm
from meetings.models import Member, Team, User


class AccountChoices:
    """Which accounts may take a seat. Only superusers look through all of them."""

    def get_autocomplete_fields(self, request):
        chosen = super().get_autocomplete_fields(request)
        return [*chosen, "user"] if request.user.is_superuser else chosen

    def get_field_queryset(self, db, db_field, request):
        if db_field.name != "user" or request.user.is_superuser:
            return super().get_field_queryset(db, db_field, request)
        seats = Member.objects.filter(team__cohort__in=cohorts_run(request))
        return User.objects.filter(Q(pk__in=seats.values("user")) | Q(pk=request.user.pk)).order_by("display_name")


@admin.register(Member)
class MemberAdmin(AsksFirst, AccountChoices, RosterAdmin, ImportExportMixin, TrackedAdmin):
    list_display = ["name", "team", "user", "role", "joined_on", "left_on"]
    list_filter = ["role", ("user", admin.EmptyFieldListFilter), ("team__cohort", VisibleFilter)]
    search_fields = ["name", "team__name", "user__display_name", "user__email", "user__username"]
    autocomplete_fields = ["team"]
    fields = ["team", "name", "user", "aliases", "role", "joined_on", "left_on"]
    actions = ["move_selected", "merge_selected"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("team", "user")

    def get_readonly_fields(self, request, obj=None):
        """A seat stays in its team with what was written there: people move by taking a new one."""
        return ["team"] if obj else []

    def refusal(self, obj: Member) -> str:
        return _("%(name)s: the account already has a seat in that team.") % {"name": obj}

    def choice_label(self, obj: Member) -> str:
        return f"{obj.name} · {obj.team.name}"

    def get_deleted_objects(self, objs, request):
        """Minutes that name somebody keep the seat; what names nobody may go."""
        gone, counts, lacking, protected = super().get_deleted_objects(objs, request)
        return gone, counts, lacking, [*protected, *(str(seat) for seat in objs if seat.has_work())]

    @admin.action(permissions=["change"], description=gettext_lazy("Move to another team"))
    def move_selected(self, request, queryset):
        teams = admin.site.get_model_admin(Team).get_queryset(request)
        form = MoveForm(request.POST if "confirmed" in request.POST else None, teams=teams, seats=queryset)
        if not form.is_valid():
            return self.ask(request, queryset, form, "move_selected", _("Move to another team"))
        moved = self.each(
            request, queryset, lambda seat: seat.move_to(form.cleaned_data["team"], form.cleaned_data["on"])
        )
        sentence = ngettext("%d person sits in the new team.", "%d people sit in the new team.", moved)
        return self.message_user(request, sentence % moved)

    @admin.action(permissions=["change"], description=gettext_lazy("Make one person of duplicates"))
    def merge_selected(self, request, queryset):
        form = MergeForm(request.POST if "confirmed" in request.POST else None, seats=queryset)
        if not form.is_valid():
            return self.ask(request, queryset, form, "merge_selected", _("Make one person of duplicates"))
        kept = form.cleaned_data["kept"]
        merged = self.each(request, queryset.exclude(pk=kept.pk), kept.absorb)
        sentence = ngettext("%d duplicate became one with %s.", "%d duplicates became one with %s.", merged)
        return self.message_user(request, sentence % (merged, kept))
