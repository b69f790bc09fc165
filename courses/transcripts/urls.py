"""The doors of one's own record."""

from django.urls import path

from courses.capabilities import gated

from . import views

app_name = "transcripts"
urlpatterns = [
    path("record/", views.record, name="record"),
    path("record/statements/", views.statements, name="statements"),
    path("record/table/", views.table, name="table"),
    path("record/transcript/", views.transcript, name="transcript"),
    path("courses/<uuid:key>/record/", views.course, name="course"),
    *gated("external_records", [path("record/import/", views.bring, name="bring")]),
]
