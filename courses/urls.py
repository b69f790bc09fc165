"""The doors of courses, by feature."""

from django.urls import include, path

urlpatterns = [
    path("xapi/", include("courses.records.xapi.urls")),
    path("", include("courses.learning.urls")),
    path("", include("courses.assessments.urls")),
    # Last, because a course's slug may be any word.
    path("", include("courses.catalog.urls")),
]
