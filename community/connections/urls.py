"""The doors of this feature."""

app_name = "connections"
urlpatterns: list = []
