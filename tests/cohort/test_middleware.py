import pytest
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.test import RequestFactory

from cohort.middleware import TurboMiddleware


@pytest.mark.parametrize(
    "method, answer, status",
    [
        ("post", HttpResponseRedirect("/"), 303),
        ("post", HttpResponse("errors"), 422),
        ("post", JsonResponse({}), 200),
        ("get", HttpResponseRedirect("/"), 302),
        ("get", HttpResponse("page"), 200),
    ],
)
def test_submitted_forms_answer_as_turbo_wants(method, answer, status):
    request = getattr(RequestFactory(), method)("/groups/")
    assert TurboMiddleware(lambda request: answer)(request).status_code == status


@pytest.mark.parametrize("path", ["/admin/pages/", "/xapi/activities/state"])
def test_the_admin_and_the_record_store_are_left_alone(path):
    request = RequestFactory().post(path)
    assert TurboMiddleware(lambda request: HttpResponse("page"))(request).status_code == 200
