"""The doors of this feature."""

from django.urls import path

from . import views

app_name = "notifications"
urlpatterns = [
    path("notifications/", views.notice_list, name="list"),
    path("notifications/tray/", views.tray, name="tray"),
    path("notifications/count/", views.count, name="count"),
    path("notifications/reading/", views.reading, name="reading"),
    path("notifications/clearing/", views.clearing, name="clearing"),
    path("notifications/preferences/", views.preferences, name="preferences"),
    path("notifications/mutings/removal/", views.unmuting, name="unmuting"),
    path("notifications/<uuid:uid>/muting/", views.muting, name="muting"),
]
