"""The doors of the first steps."""

from django.urls import path

from . import views

app_name = "start"
urlpatterns = [
    path("start/name/", views.name, name="name"),
    path("start/capabilities/", views.choice, name="choice"),
]
