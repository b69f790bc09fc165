"""The doors of learning."""

from django.urls import path

from . import views

app_name = "learning"
urlpatterns = [
    path("courses/<uuid:key>/enrolment/", views.enrol, name="enrol"),
    path("courses/<uuid:key>/outline/", views.outline, name="outline"),
    path("courses/<uuid:key>/finished/", views.finished, name="finished"),
    path("lessons/<uuid:key>/", views.lesson, name="lesson"),
    path("lessons/<uuid:key>/completion/", views.completion, name="completion"),
    path("lessons/<uuid:key>/bookmark/", views.bookmark, name="bookmark"),
    path("lessons/<uuid:key>/questions/<uuid:block>/", views.question, name="question"),
    path("lessons/<uuid:key>/<str:slug>/", views.lesson, name="lesson"),
]
