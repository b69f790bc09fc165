"""The doors of learning outside the computer."""

from django.urls import path

from . import views

app_name = "claims"
urlpatterns = [
    path("outside/", views.log, name="log"),
    path("outside/new/", views.new, name="new"),
    path("outside/offline/", views.shell, name="shell"),
    path("outside/evidence/<uuid:uid>/", views.evidence, name="evidence"),
    path("outside/<uuid:uid>/", views.claim, name="claim"),
    path("outside/<uuid:uid>/change/", views.amend, name="amend"),
    path("outside/<uuid:uid>/withdrawal/", views.withdrawal, name="withdrawal"),
    path("outside/<uuid:uid>/decision/", views.decision, name="decision"),
]
