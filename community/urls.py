"""The doors of the community, by the capability that opens them."""

from django.urls import include, path

# A person's own settings stand open whatever is switched on.
always = [
    path("", include("community.people.urls")),
]

community = [
    path("", include("community.people.profile_urls")),
    path("", include("community.connections.urls")),
    path("", include("community.groups.urls")),
    path("", include("community.discussions.urls")),
    path("", include("community.feed.urls")),
    path("", include("community.insights.urls")),
    path("", include("community.notifications.urls")),
]

achievements = [
    path("", include("community.leaderboards.urls")),
]
