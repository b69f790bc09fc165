"""The doors of this feature."""

app_name = "notifications"
urlpatterns: list = []
