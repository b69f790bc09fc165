"""The doors of learning outside the computer."""

from django.urls import path

from . import views
from .checklists import views as checklists

app_name = "claims"
urlpatterns = [
    path("outside/", views.log, name="log"),
    path("outside/new/", views.new, name="new"),
    path("outside/offline/", views.shell, name="shell"),
    path("outside/evidence/<uuid:uid>/", views.evidence, name="evidence"),
    path("outside/at/<str:place>/checklists/", checklists.rubrics, name="rubrics"),
    path("outside/at/<str:place>/checklists/new/", checklists.rubric_new, name="rubric_new"),
    path("outside/checklists/", checklists.places, name="places"),
    path("outside/checklists/<uuid:uid>/", checklists.rubric, name="rubric"),
    path("outside/checklists/<uuid:uid>/closing/", checklists.rubric_end, name="rubric_end"),
    path("outside/checklists/<uuid:uid>/observation/", checklists.observe, name="observe"),
    path("outside/observations/", checklists.observations, name="observations"),
    path("outside/observations/<uuid:uid>/", checklists.observation, name="observation"),
    path("outside/observations/<uuid:uid>/agreement/", checklists.agreement, name="agreement"),
    path(
        "outside/observations/<uuid:uid>/withdrawal/", checklists.observation_withdrawal, name="observation_withdrawal"
    ),
    path("outside/observations/<uuid:uid>/sheet/", checklists.sheet, name="sheet"),
    path("outside/<uuid:uid>/", views.claim, name="claim"),
    path("outside/<uuid:uid>/amendment/", views.amend, name="amend"),
    path("outside/<uuid:uid>/withdrawal/", views.withdrawal, name="withdrawal"),
    path("outside/<uuid:uid>/decision/", views.decision, name="decision"),
]
