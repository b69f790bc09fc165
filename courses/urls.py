"""The doors of courses, by feature."""

from django.urls import include, path

# Each behind a capability of its own.
outside = [
    path("", include("courses.claims.urls")),
]
external_records = [
    path("xapi/", include("courses.records.xapi.urls")),
]

urlpatterns = [
    path("", include("courses.learning.urls")),
    path("", include("courses.assessments.urls")),
    path("", include("courses.links.urls")),
    path("", include("courses.transcripts.urls")),
    # Last, because a course's slug may be any word.
    path("", include("courses.catalog.urls")),
]
