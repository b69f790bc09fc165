"""The doors of courses, by feature."""

from django.urls import include, path

# Behind a capability of its own.
outside = [
    path("", include("courses.claims.urls")),
]

urlpatterns = [
    path("xapi/", include("courses.records.xapi.urls")),
    path("", include("courses.learning.urls")),
    path("", include("courses.assessments.urls")),
    path("", include("courses.transcripts.urls")),
    # Last, because a course's slug may be any word.
    path("", include("courses.catalog.urls")),
]
