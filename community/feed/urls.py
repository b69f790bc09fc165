"""The doors of this feature."""

from django.urls import path

from . import views

app_name = "feed"
urlpatterns = [
    path("feed/mutings/<uuid:uid>/", views.muting, name="muting"),
    path("feed/mutings/<uuid:uid>/removal/", views.muting_end, name="muting_end"),
    path("feed/newer/", views.newer_at_home, name="newer-home"),
    path("groups/<uuid:uid>/feed/", views.group, name="group"),
    path("groups/<uuid:uid>/feed/newer/", views.newer, name="newer"),
]
