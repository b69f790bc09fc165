"""The record store's addresses in the editor, below /admin/records/, and their places in its menu."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from courses.admins import AdminsItem
from courses.capabilities import gated

from . import aliases, clients, forwarding, imports, statements
from .menu import ElsewhereItem, menu

# What other programs and stores may do here.
elsewhere = [
    path("records/clients/", clients.listing, name="record_clients"),
    path("records/clients/new/", clients.new, name="record_client_new"),
    path("records/clients/<uuid:uid>/", clients.edit, name="record_client"),
    path("records/clients/<uuid:uid>/secret/", clients.secret, name="record_client_secret"),
    path("records/clients/<uuid:uid>/revocation/", clients.revocation, name="record_client_revocation"),
    path("records/names/", aliases.listing, name="activity_aliases"),
    path("records/names/new/", aliases.new, name="activity_alias_new"),
    path("records/names/removal/", aliases.removal, name="activity_alias_removal"),
    path("records/forwarding/", forwarding.listing, name="destinations"),
    path("records/forwarding/new/", forwarding.new, name="destination_new"),
    path("records/forwarding/<uuid:uid>/", forwarding.detail, name="destination"),
    path("records/forwarding/<uuid:uid>/credentials/", forwarding.credentials, name="destination_credentials"),
    path("records/forwarding/<uuid:uid>/resumption/", forwarding.resumption, name="destination_resumption"),
    path("records/forwarding/<uuid:uid>/closing/", forwarding.end, name="destination_end"),
    path("records/imports/", imports.listing, name="record_imports"),
    path("records/imports/new/", imports.new, name="record_import_new"),
    path("records/imports/<uuid:uid>/", imports.detail, name="record_import"),
    path("records/imports/<uuid:uid>/credentials/", imports.credentials, name="record_import_credentials"),
    path("records/imports/<uuid:uid>/resumption/", imports.resumption, name="record_import_resumption"),
    path("records/imports/<uuid:uid>/closing/", imports.end, name="record_import_end"),
]

urlpatterns = [
    path("records/statements/", statements.listing, name="record_statements"),
    path("records/statements/<uuid:uid>/", statements.detail, name="record_statement"),
    path("records/statements/<uuid:uid>/voiding/", statements.voiding, name="record_statement_voiding"),
    *gated("external_records", elsewhere),
]


def menu_item() -> MenuItem:
    """Return the record store's menu."""
    doors = [
        (AdminsItem, _("Statements"), "record_statements", "list-ul"),
        (ElsewhereItem, _("Clients"), "record_clients", "key"),
        (ElsewhereItem, _("Other names"), "activity_aliases", "link"),
        (ElsewhereItem, _("Forwarding"), "destinations", "upload"),
        (ElsewhereItem, _("Import"), "record_imports", "download"),
    ]
    return menu(
        _("Record store"),
        [
            item(label, reverse(door), name=door.replace("_", "-"), icon_name=icon, order=place)
            for place, (item, label, door, icon) in enumerate(doors)
        ],
    )
