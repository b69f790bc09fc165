"""The doors of this feature."""

app_name = "catalog"
urlpatterns: list = []
