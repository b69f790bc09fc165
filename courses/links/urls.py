"""The doors of links."""

from django.urls import path

from . import views

app_name = "links"
urlpatterns = [
    path("links/<uuid:key>/", views.link, name="link"),
    path("links/<uuid:key>/launches/", views.launches, name="launches"),
    path("links/<uuid:key>/completion/", views.completion, name="completion"),
    path("links/<uuid:key>/<str:slug>/", views.link, name="link"),
]
