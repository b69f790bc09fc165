"""The style guide's one door."""

from django.urls import path

from . import views

app_name = "face"
urlpatterns = [path("", views.styleguide, name="styleguide")]
