"""The record store's addresses in the editor, below /admin/records/, and their places in its menu."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from . import aliases, clients
from .admins import AdminsItem, menu

urlpatterns = [
    path("records/clients/", clients.listing, name="record_clients"),
    path("records/clients/new/", clients.new, name="record_client_new"),
    path("records/clients/<uuid:uid>/", clients.edit, name="record_client"),
    path("records/clients/<uuid:uid>/secret/", clients.secret, name="record_client_secret"),
    path("records/clients/<uuid:uid>/revocation/", clients.revocation, name="record_client_revocation"),
    path("records/names/", aliases.listing, name="activity_aliases"),
    path("records/names/new/", aliases.new, name="activity_alias_new"),
    path("records/names/<int:number>/removal/", aliases.removal, name="activity_alias_removal"),
]


def menu_item() -> MenuItem:
    """Return the record store's menu."""
    items = [
        AdminsItem(_("Clients"), reverse("record_clients"), name="record-clients", icon_name="key", order=20),
        AdminsItem(_("Other names"), reverse("activity_aliases"), name="activity-aliases", icon_name="link", order=30),
    ]
    return menu(_("Record store"), items)
