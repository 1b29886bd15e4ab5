from allauth.account.admin import EmailAddressAdmin
from allauth.account.models import EmailAddress
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.utils.translation import gettext_lazy as _

from meetings.admin.base import NounAdmin
from meetings.models import User


class ForSuperusers:
    """Whoever edits accounts could make staff."""

    def _superuser(self, request, obj=None) -> bool:
        return request.user.is_superuser

    has_module_permission = has_view_permission = has_add_permission = _superuser
    has_change_permission = has_delete_permission = _superuser


admin.site.unregister(EmailAddress)


@admin.register(EmailAddress)
class AddressAdmin(ForSuperusers, EmailAddressAdmin):
    pass


@admin.register(User)
class AccountAdmin(ForSuperusers, NounAdmin, UserAdmin):
    cohort_paths = ("members__team__cohort",)
    form, add_form = UserAdmin.form, UserAdmin.add_form
    list_display = ["username", "display_name", "email", "is_active", "is_staff", "is_superuser", "last_login"]
    list_filter = ["is_active", "is_staff", "is_superuser"]
    search_fields = ["username", "display_name", "email"]
    ordering = ["username"]
    date_hierarchy = "date_joined"
    filter_horizontal = []
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (_("Person"), {"fields": ["display_name", "email", "locale"]}),
        (_("Rights"), {"fields": ["is_active", "is_staff", "is_superuser"]}),
        (_("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["username", "display_name", "email", "usable_password", "password1", "password2"]})
    ]
    readonly_fields = ["last_login", "date_joined"]

    def get_queryset(self, request):
        """Staff choose from the accounts of their cohorts when they fill a seat."""
        return super().get_queryset(request).distinct()

    def choice_label(self, obj: User) -> str:
        return f"{obj.get_full_name()} · {obj.email or obj.username}"
