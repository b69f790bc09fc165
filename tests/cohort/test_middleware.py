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


def test_the_admin_is_left_alone():
    request = RequestFactory().post("/admin/pages/")
    assert TurboMiddleware(lambda request: HttpResponse("page"))(request).status_code == 200
