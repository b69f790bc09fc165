"""The doors of assessments."""

from django.urls import path

from . import views

app_name = "assessments"
urlpatterns = [
    path("assessments/<uuid:key>/", views.assessment, name="assessment"),
    path("assessments/<uuid:key>/attempts/", views.attempts, name="attempts"),
    path("assessments/<uuid:key>/<str:slug>/", views.assessment, name="assessment"),
    path("attempts/<uuid:uid>/", views.attempt, name="attempt"),
    path("attempts/<uuid:uid>/questions/<int:number>/", views.question, name="question"),
    path("attempts/<uuid:uid>/summary/", views.summary, name="summary"),
    path("attempts/<uuid:uid>/submission/", views.submission, name="submission"),
]
