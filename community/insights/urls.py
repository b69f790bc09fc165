"""The doors of this feature."""

from django.urls import path

from . import views

app_name = "insights"
urlpatterns = [
    path("groups/<uuid:uid>/progress/", views.grid, name="grid"),
    path("groups/<uuid:uid>/progress/export/", views.export_grid, name="export"),
    path("groups/<uuid:uid>/progress/<uuid:member>/<uuid:course>/", views.evidence, name="evidence"),
]
