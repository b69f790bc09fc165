"""The doors of this feature."""

app_name = "discussions"
urlpatterns: list = []
