"""The doors of this feature."""

app_name = "insights"
urlpatterns: list = []
