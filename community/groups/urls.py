"""The doors of this feature."""

app_name = "groups"
urlpatterns: list = []
