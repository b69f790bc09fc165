"""/xapi/activities, /agents and /about: what the store knows of an activity, of an agent, of itself (4.1.6.3, 4, 7)."""

from django.http import HttpResponse, JsonResponse

from .. import definitions, literals, versions
from ..statements import agent_key
from .callers import LaunchCaller, Scope, only_mine
from .door import Call, resource
from .refusals import forbidden


def _activity(call: Call) -> HttpResponse:
    call.parameters.only({"activityId"}, required={"activityId"})
    caller = call.allow(Scope.READ, Scope.READ_MINE, Scope.PROFILE)
    call.parameters.iri("activityId")
    found = definitions.activity(call.parameters.text("activityId"), authority=only_mine(caller))
    return HttpResponse(literals.dumps(found), content_type="application/json")


def _person(call: Call) -> HttpResponse:
    call.parameters.only({"agent"}, required={"agent"})
    caller = call.allow(Scope.READ, Scope.READ_MINE, Scope.PROFILE)
    agent = call.parameters.agent("agent")
    if isinstance(caller, LaunchCaller) and not caller.is_of(agent_key(agent)):
        raise forbidden("this launch knows its own learner only")
    return JsonResponse(definitions.person(agent, authority=only_mine(caller)))


def _about(call: Call) -> HttpResponse:
    return JsonResponse({"version": versions.ALL, "extensions": {}})


activities = resource(GET=_activity)
agents = resource(GET=_person)
about = resource(public=True, GET=_about)
