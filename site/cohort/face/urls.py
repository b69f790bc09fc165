app_name = "face"
urlpatterns: list = []
