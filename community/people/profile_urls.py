"""The doors of this feature."""

app_name = "profiles"
urlpatterns: list = []
