"""The doors of this feature."""

from django.urls import path

from . import views

app_name = "outside"
urlpatterns = [
    path("groups/<uuid:uid>/outside/", views.queue, name="queue"),
]
