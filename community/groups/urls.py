"""The doors of this feature."""

from django.urls import path

from .views import groups, joining, leading

app_name = "groups"
urlpatterns = [
    path("groups/", groups.group_list, name="list"),
    path("groups/new/", groups.group_new, name="new"),
    path("groups/invitations/<uuid:uid>/", joining.invitation, name="invitation"),
    path("groups/<uuid:uid>/", groups.group, name="group"),
    path("groups/<uuid:uid>/membership/", joining.membership, name="membership"),
    path("groups/<uuid:uid>/membership/departure/", joining.leaving, name="leaving"),
    path("groups/<uuid:uid>/request/withdrawal/", joining.request_end, name="request_end"),
    path("groups/<uuid:uid>/sharing/", joining.change_sharing, name="sharing"),
    path("groups/<uuid:uid>/agreement/", joining.agreement, name="agreement"),
    path("groups/<uuid:uid>/people/", groups.people, name="people"),
    path("groups/<uuid:uid>/people/<uuid:member>/manager/", leading.role, {"wanted": "manager"}, name="manager"),
    path(
        "groups/<uuid:uid>/people/<uuid:member>/manager/revocation/",
        leading.role,
        {"wanted": "member"},
        name="manager_end",
    ),
    path("groups/<uuid:uid>/people/<uuid:member>/removal/", leading.removal, name="removal"),
    path("groups/<uuid:uid>/requests/<uuid:asked>/decision/", leading.decision, name="decision"),
    path("groups/<uuid:uid>/invitations/", leading.invitations, name="invitations"),
    path("groups/<uuid:uid>/invitations/<uuid:invitation>/revocation/", leading.revocation, name="revocation"),
    path("groups/<uuid:uid>/courses/", leading.courses, name="courses"),
    path("groups/<uuid:uid>/courses/<uuid:key>/removal/", leading.assignment_end, name="assignment_end"),
    path("groups/<uuid:uid>/settings/", groups.settings, name="settings"),
    path("groups/<uuid:uid>/<str:slug>/", groups.group, name="group"),
]
