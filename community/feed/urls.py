"""The doors of this feature."""

app_name = "feed"
urlpatterns: list = []
