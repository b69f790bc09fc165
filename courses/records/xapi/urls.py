"""The record store's addresses, below /xapi/ (xAPI 2.0, 4.1.6)."""

from django.urls import path

from . import documents, lookups, statements

app_name = "xapi"
urlpatterns = [
    path("statements", statements.view, name="statements"),
    path("activities/state", documents.state, name="state"),
    path("activities/profile", documents.activity_profile, name="activity-profile"),
    path("activities", lookups.activities, name="activities"),
    path("agents/profile", documents.agent_profile, name="agent-profile"),
    path("agents", lookups.agents, name="agents"),
    path("about", lookups.about, name="about"),
]
