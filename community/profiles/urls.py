"""The doors of profiles."""

from django.urls import path

from . import views

app_name = "profiles"
urlpatterns = [
    path("people/<uuid:uid>/", views.person, name="person"),
]
