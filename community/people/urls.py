"""A person's own settings, open whatever is switched on."""

from django.urls import path

from community.profiles import views as profiles

from . import views

app_name = "people"
urlpatterns = [
    path("settings/", views.settings, name="settings"),
    path("settings/picture/", views.picture_change, name="picture_change"),
    path("settings/picture/removal/", views.picture_end, name="picture_end"),
    path("settings/account/", views.account, name="account"),
    path("settings/privacy/", profiles.privacy, name="privacy"),
    path("settings/privacy/connections/", views.sharing, name="sharing"),
    path("settings/privacy/everywhere/", profiles.private_everywhere, name="private_everywhere"),
    path("people/<uuid:uid>/picture/", views.picture, name="picture"),
]
