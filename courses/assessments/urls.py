"""The doors of this feature."""

app_name = "assessments"
urlpatterns: list = []
