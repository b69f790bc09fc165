"""The doors of the community, by the capability that opens them."""

from django.urls import include, path

# A person's own settings stand open whatever is switched on, and so does the way out of letters that were sent.
always = [
    path("", include("community.people.urls")),
    path("", include("community.unsubscribing.urls")),
]

community = [
    path("", include("community.profiles.urls")),
    path("", include("community.connections.urls")),
    path("", include("community.discussions.urls")),
    path("", include("community.feed.urls")),
    path("", include("community.insights.urls")),
    path("", include("community.notifications.urls")),
    path("", include("community.groups.urls")),  # the last: a group's own address takes any slug
]

# What members learn outside the computer, for who leads their group.
outside = [
    path("", include("community.outside.urls")),
]

# One's own badges and points stand open without community; a board is of a group, so it needs both.
achievements = [
    path("", include("community.achievements.urls")),
]

boards = [
    path("", include("community.leaderboards.urls")),
]
