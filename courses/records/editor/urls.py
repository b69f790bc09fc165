"""The record store's addresses in the editor, below /admin/records/, and their places in its menu."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from . import clients
from .admins import AdminsItem, menu

urlpatterns = [
    path("records/clients/", clients.listing, name="record_clients"),
    path("records/clients/new/", clients.new, name="record_client_new"),
    path("records/clients/<uuid:uid>/", clients.edit, name="record_client"),
    path("records/clients/<uuid:uid>/secret/", clients.secret, name="record_client_secret"),
    path("records/clients/<uuid:uid>/revocation/", clients.revocation, name="record_client_revocation"),
]


def menu_item() -> MenuItem:
    """Return the record store's menu."""
    items = [AdminsItem(_("Clients"), reverse("record_clients"), name="record-clients", icon_name="key", order=20)]
    return menu(_("Record store"), items)
