"""The door of the worker; its address says what it may serve: the pages below it."""

from django.urls import path

from . import views

app_name = "offline"
urlpatterns = [
    path("outside/worker.js", views.worker, name="worker"),
]
