"""The doors of courses, by feature."""

from django.urls import include, path

urlpatterns = [
    path("", include("courses.catalog.urls")),
    path("", include("courses.learning.urls")),
    path("", include("courses.assessments.urls")),
]
