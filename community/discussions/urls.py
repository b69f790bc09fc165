"""The doors of this feature."""

from django.urls import path

from . import views

app_name = "discussions"
urlpatterns = [
    path("groups/<uuid:uid>/discussions/", views.group_topics, name="list"),
    path("groups/<uuid:uid>/discussions/newer/", views.newer_topics, name="newer"),
    path("groups/<uuid:uid>/discussions/new/", views.new_topic, name="new"),
    path("groups/<uuid:uid>/posts/", views.feed_post, name="feed-post"),
    path("courses/<uuid:key>/discussions/", views.course_topics, name="course"),
    path("lessons/<uuid:key>/discussions/", views.lesson_topics, name="lesson"),
    path("topics/<uuid:uid>/", views.topic, name="topic"),
    path("topics/<uuid:uid>/newer/", views.newer_replies, name="newer-replies"),
    path("topics/<uuid:uid>/replies/", views.replies, name="replies"),
    path("posts/<uuid:uid>/", views.edit, name="edit"),
    path("posts/<uuid:uid>/removal/", views.removal, name="removal"),
    path("posts/<uuid:uid>/acceptance/", views.acceptance, name="acceptance"),
    path("posts/<uuid:uid>/acceptance/withdrawal/", views.acceptance_end, name="acceptance_end"),
    path("posts/<uuid:uid>/helpful/", views.helpful, name="helpful"),
    path("activities/<uuid:uid>/kudos/", views.kudos, name="kudos"),
]
