"""The doors of this feature."""

app_name = "people"
urlpatterns: list = []
