"""The doors of this feature."""

app_name = "leaderboards"
urlpatterns: list = []
