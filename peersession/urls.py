from django.contrib import admin
from django.urls import include, path

from meetings.views.addresses import ProvenAddressView

urlpatterns = [
    path("", include("meetings.urls")),
    path("accounts/email/", ProvenAddressView.as_view()),
    path("accounts/", include("allauth.account.urls")),
    path("admin/", admin.site.urls),
]

handler400 = "meetings.views.refusals.refused"
handler403 = "meetings.views.refusals.forbidden"
handler404 = "meetings.views.refusals.missing"
