from django.contrib.admin.apps import AdminConfig


class PeersessionAdminConfig(AdminConfig):
    default_site = "peersession.admin.PeersessionAdminSite"
