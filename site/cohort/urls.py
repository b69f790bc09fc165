"""Every door of the site, in one place; a capability that is off closes its own."""

from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls

from community import urls as community
from community.people import views as people
from community.people.second_factor import Activation
from courses import urls as courses
from courses.capabilities import gated

from . import health
from .home import views as home

urlpatterns = [
    path("healthz/", health.healthz, name="healthz"),
    path("readyz/", health.readyz, name="readyz"),
    path("", home.home, name="home"),
    path("you/", home.you, name="you"),
    path("", include("cohort.start.urls")),
    path("admin/login/", people.admin_door),
    path("admin/", include(wagtailadmin_urls)),
    path("accounts/2fa/totp/activate/", Activation.as_view(), name="mfa_activate_totp"),
    path("accounts/", include("allauth.urls")),
    path("", include(community.always)),
    path("", include(gated("community", gated("achievements", community.boards)))),
    path("", include(gated("community", gated("outside", community.outside)))),
    path("", include(gated("community", community.community))),
    path("", include(gated("achievements", community.achievements))),
    path("", include(gated("outside", [path("", include("cohort.offline.urls"))]))),
    path("", include(gated("outside", courses.outside))),
    path("", include(gated("external_records", courses.external_records))),
    path("", include(courses.urlpatterns)),
    path("search/", include("search.urls")),
    path("styleguide/", include("cohort.face.urls")),
]

handler400 = "cohort.errors.unreadable"
handler403 = "cohort.errors.forbidden"
handler404 = "cohort.errors.not_found"
handler429 = "cohort.errors.too_many"  # asked by allauth
handler500 = "cohort.errors.failed"
