"""The doors of this feature."""

from django.urls import path

from . import views

app_name = "leaderboards"
urlpatterns = [
    path("groups/<uuid:uid>/leaderboard/", views.board, name="board"),
]
