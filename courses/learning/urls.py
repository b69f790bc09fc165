"""The doors of this feature."""

app_name = "learning"
urlpatterns: list = []
