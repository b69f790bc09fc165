"""The door of this feature, open whatever is switched on: letters were sent."""

from django.urls import path

from . import views

app_name = "unsubscribing"
urlpatterns = [path("unsubscription/<str:token>/", views.letters, name="letters")]
