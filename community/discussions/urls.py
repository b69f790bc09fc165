"""The doors of this feature."""

from django.urls import path

from .views import acting, saying, topics

app_name = "discussions"
urlpatterns = [
    path("groups/<uuid:uid>/discussions/", topics.group_topics, name="list"),
    path("groups/<uuid:uid>/discussions/newer/", topics.newer_topics, name="newer"),
    path("groups/<uuid:uid>/discussions/new/", saying.new_topic, name="new"),
    path("groups/<uuid:uid>/posts/", saying.feed_post, name="feed-post"),
    path("courses/<uuid:key>/discussions/", topics.course_topics, name="course"),
    path("lessons/<uuid:key>/discussions/", saying.lesson_topics, name="lesson"),
    path("topics/<uuid:uid>/", topics.topic, name="topic"),
    path("topics/<uuid:uid>/newer/", topics.newer_replies, name="newer-replies"),
    path("topics/<uuid:uid>/replies/", saying.replies, name="replies"),
    path("posts/<uuid:uid>/", saying.edit, name="edit"),
    path("posts/<uuid:uid>/removal/", acting.removal, name="removal"),
    path("posts/<uuid:uid>/acceptance/", acting.acceptance, name="acceptance"),
    path("posts/<uuid:uid>/acceptance/withdrawal/", acting.acceptance_end, name="acceptance_end"),
    path("posts/<uuid:uid>/helpful/", acting.helpful, name="helpful"),
    path("activities/<uuid:uid>/kudos/", acting.kudos, name="kudos"),
]
