"""The record store's addresses, below /xapi/ (xAPI 2.0, 4.1.6)."""

from django.http import HttpRequest, HttpResponse
from django.urls import path, re_path
from django.views.decorators.csrf import csrf_exempt

from . import documents, lookups, statements
from .door import resource

_resources = [
    path("statements", statements.view, name="statements"),
    path("activities/state", documents.state, name="state"),
    path("activities/profile", documents.activity_profile, name="activity-profile"),
    path("activities", lookups.activities, name="activities"),
    path("agents/profile", documents.agent_profile, name="agent-profile"),
    path("agents", lookups.agents, name="agents"),
    path("about", lookups.about, name="about"),
]
_by_name = {str(entry.pattern): entry.callback for entry in _resources}
_nowhere = resource()


@csrf_exempt
def elsewhere(request: HttpRequest, rest: str) -> HttpResponse:
    """Answer as the resource that `rest` means with a slash too many, or in the store's own way that there is none."""
    name = "/".join(piece for piece in rest.split("/") if piece)
    return _by_name.get(name, _nowhere)(request)


app_name = "xapi"
urlpatterns = [*_resources, re_path(r"^(?P<rest>(?s:.*))\Z", elsewhere, name="elsewhere")]
