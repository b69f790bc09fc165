"""The doors of this feature."""

from django.urls import path

from . import views

app_name = "connections"
urlpatterns = [
    path("connections/", views.connection_list, name="list"),
    path("connections/sharing/", views.sharing, name="sharing"),
    path("connections/<uuid:uid>/acceptance/", views.acceptance, name="acceptance"),
    path("connections/<uuid:uid>/removal/", views.removal, name="removal"),
    path("people/<uuid:uid>/connection/", views.ask, name="ask"),
]
