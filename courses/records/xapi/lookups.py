"""/xapi/activities, /agents and /about: what the store knows of an activity, of an agent, of itself (4.1.6.3, 4, 7)."""

from django.http import HttpResponse, JsonResponse

from .. import known, literals, versions
from .callers import Scope
from .door import Call, resource


def _activity(call: Call) -> HttpResponse:
    call.parameters.only({"activityId"}, required={"activityId"})
    call.allow(Scope.READ, Scope.READ_MINE, Scope.PROFILE)
    call.parameters.iri("activityId")
    found = known.activity(call.parameters.text("activityId"))
    return HttpResponse(literals.dumps(found), content_type="application/json")


def _person(call: Call) -> HttpResponse:
    call.parameters.only({"agent"}, required={"agent"})
    call.allow(Scope.READ, Scope.READ_MINE, Scope.PROFILE)
    return JsonResponse(known.person(call.parameters.agent("agent")))


def _about(call: Call) -> HttpResponse:
    return JsonResponse({"version": versions.ALL, "extensions": {}})


activities = resource(GET=_activity)
agents = resource(GET=_person)
about = resource(public=True, GET=_about)
