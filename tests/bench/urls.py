"""The site's doors and the floor."""

from django.urls import path

from cohort.urls import urlpatterns as site

from .floor import floor

urlpatterns = [path("floor/", floor, name="floor"), *site]
