"""The doors of the catalogue."""

from django.urls import path

from . import views

app_name = "catalog"
urlpatterns = [
    path("courses/", views.course_list, name="list"),
    path("courses/<uuid:key>/", views.course, name="course_short"),
    path("courses/<uuid:key>/<str:slug>/", views.course, name="course"),
    path("files/<uuid:uid>/<str:spec>/", views.file, name="file"),
]
