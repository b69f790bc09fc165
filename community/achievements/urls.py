"""The doors of this feature."""

from django.urls import path

from . import views

app_name = "achievements"
urlpatterns = [
    path("points/", views.points, name="points"),
]
