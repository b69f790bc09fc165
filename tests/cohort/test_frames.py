"""Whatever stands above a page, its calls find memory for their frames without asking the system."""

import resource

from django.http import HttpRequest, HttpResponse

from cohort.frames import RoomyFrameMiddleware

DEPTHS = 120  # of small frames, more than one piece of 16 kB holds
CALLS = 2000


def test_no_depth_makes_calls_ask_for_memory_again_and_again():
    assert max(_page_faults(below=RoomyFrameMiddleware(_page), frames=depth) for depth in range(DEPTHS)) < CALLS / 10


def _page_faults(*, below, frames: int) -> int:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    _under(frames, below)
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


def _under(frames: int, below) -> None:
    if frames:
        _under(frames - 1, below)
    else:
        below(HttpRequest())


def _page(request: HttpRequest) -> HttpResponse:
    for number in range(CALLS):
        _sum(number, number)
    return HttpResponse()


def _sum(left: int, right: int) -> int:
    return left + right
