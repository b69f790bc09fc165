"""The doors of learning outside the computer."""

from django.urls import path

from . import views
from .checklists.views import observations, rubrics

app_name = "claims"
urlpatterns = [
    path("outside/", views.log, name="log"),
    path("outside/new/", views.new, name="new"),
    path("outside/offline/", views.shell, name="shell"),
    path("outside/evidence/<uuid:uid>/", views.evidence, name="evidence"),
    path("outside/at/<str:place>/checklists/", rubrics.rubrics, name="rubrics"),
    path("outside/at/<str:place>/checklists/new/", rubrics.rubric_new, name="rubric_new"),
    path("outside/checklists/", rubrics.places, name="places"),
    path("outside/checklists/<uuid:uid>/", rubrics.rubric, name="rubric"),
    path("outside/checklists/<uuid:uid>/closing/", rubrics.rubric_end, name="rubric_end"),
    path("outside/checklists/<uuid:uid>/observation/", observations.observe, name="observe"),
    path("outside/observations/", observations.observations, name="observations"),
    path("outside/observations/<uuid:uid>/", observations.observation, name="observation"),
    path("outside/observations/<uuid:uid>/agreement/", observations.agreement, name="agreement"),
    path(
        "outside/observations/<uuid:uid>/withdrawal/",
        observations.withdrawal,
        name="observation_withdrawal",
    ),
    path("outside/observations/<uuid:uid>/sheet/", observations.sheet, name="sheet"),
    path("outside/<uuid:uid>/", views.claim, name="claim"),
    path("outside/<uuid:uid>/amendment/", views.amend, name="amend"),
    path("outside/<uuid:uid>/withdrawal/", views.withdrawal, name="withdrawal"),
    path("outside/<uuid:uid>/decision/", views.decision, name="decision"),
]
