"""Lists of topics, one topic, and writing. A place one may not read is a 404, whatever is asked of it."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community.feed import policies as feed
from community.groups.frame import frame_of
from community.live.topics import sign
from community.models import Post, Reaction, Topic
from community.people.requests import PersonRequest
from courses import uids
from courses.addresses import course_url

from . import actions, lessons, policies, queries, reactions
from .composing import Composer, place_name
from .forms import ChangeWordsForm, SayForm, TopicForm, WordsForm
from .slots import lesson_talk


@login_required
@require_safe
def group_topics(request: PersonRequest, uid: uuid.UUID) -> HttpResponse:
    """Show the discussions of a group to its members."""
    frame = frame_of(request, uid, tab="discussions")
    page = queries.topics(frame.place, before=request.GET.get("before", ""))
    newer_url = "" if request.GET.get("before") else reverse("discussions:newer", args=[uid])
    context = {"frame": frame, "page": page, "newer_url": newer_url, **_listening(request, f"talk:{frame.place}")}
    return render(request, "community/discussions/group.html", context)


@login_required
@require_safe
def newer_topics(request: PersonRequest, uid: uuid.UUID) -> HttpResponse:
    """Say how many discussions of the group are newer than the page that asks."""
    place = _readable(request, f"group:{uid}")
    return JsonResponse({"count": queries.newer_topics(place, than=request.GET.get("after", ""))})


@login_required
def new_topic(request: PersonRequest, uid: uuid.UUID) -> HttpResponse:
    """Begin a discussion or ask a question in a group."""
    place = _writable(request, f"group:{uid}")
    form = TopicForm(request.POST or None, initial={"kind": request.GET.get("kind", Topic.Kind.DISCUSSION)})
    if form.is_valid():
        return redirect(
            queries.topic_url(actions.open_topic(place, author=request.user, once=True, **form.cleaned_data))
        )
    context = {"form": form, "to": place_name(place), "back_url": reverse("discussions:list", args=[uid])}
    return render(request, "community/discussions/new.html", context)


@login_required
@require_safe
def course_topics(request: PersonRequest, key: uuid.UUID) -> HttpResponse:
    """Show what is discussed at a course to those who learn or teach it."""
    place = _readable(request, f"course:{key}")
    page = queries.topics(place, before=request.GET.get("before", ""))
    context = {
        "page": page,
        "title": place_name(place),
        "back_url": course_url(str(key), ""),
        **_listening(request, f"talk:{place}"),
    }
    return render(request, "community/discussions/course.html", context)


@login_required
@require_safe
def topic(request: PersonRequest, uid: uuid.UUID) -> HttpResponse:
    """Show a conversation: its opening and a page of its replies."""
    found = _topic(request, uid)
    rights = queries.rights_in(request.user, found)
    start = request.GET.get("post", "")
    context = {
        "topic": found,
        "heading": queries.heading(found),
        "lesson_url": lessons.url_of(found),
        "opening": queries.opening(found, rights),
        "page": queries.replies(found, rights, after=request.GET.get("after", ""), start=uids.read(start)),
        "composer": Composer.for_reply(found),
        "shows_part": bool(start or request.GET.get("after")),
        "place_url": _place_url(found),
        **_listening(request, f"topic:{found.uid}"),
    }
    return render(request, "community/discussions/topic.html", context)


@login_required
@require_safe
def newer_replies(request: PersonRequest, uid: uuid.UUID) -> HttpResponse:
    """Say how many replies are newer than the page that asks."""
    found = _topic(request, uid)
    return JsonResponse({"count": queries.newer_replies(found, than=request.GET.get("after", ""))})


@login_required
@require_POST
def replies(request: PersonRequest, uid: uuid.UUID) -> HttpResponse:
    """Reply to a topic."""
    found = _topic(request, uid)
    _permit(policies.may_reply(request.user, found))
    form = SayForm(request.POST)
    if not form.is_valid():
        return _compose(request, Composer.for_reply(found), form)
    with _still_there():
        post = actions.reply(found, author=request.user, once=True, **form.cleaned_data)
    messages.success(request, _("Reply posted"))
    return redirect(queries.post_url(post))


@login_required
@require_POST
def feed_post(request: PersonRequest, uid: uuid.UUID) -> HttpResponse:
    """Post to the feed of a group."""
    place = _writable(request, f"group:{uid}")
    form = SayForm(request.POST)
    if not form.is_valid():
        return _compose(request, Composer.for_feed(place), form)
    actions.post_to_feed(place, author=request.user, once=True, **form.cleaned_data)
    messages.success(request, _("Posted"))
    return redirect("feed:group", uid)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def lesson_topics(request: PersonRequest, key: uuid.UUID) -> HttpResponse:
    """Show what is said below a lesson; a POST asks there, in the group or course the field named."""
    lesson = lessons.lesson_for(request.user, key)
    if lesson is None:
        raise Http404
    if request.method != "POST":
        return render(request, "community/discussions/lesson.html", lesson_talk(request, lesson))
    return _ask(request, lesson, _writable(request, request.POST.get("place", "")))


@login_required
def edit(request: PersonRequest, uid: uuid.UUID) -> HttpResponse:
    """Change the words of one's own post."""
    post = _post(request, uid)
    _permit(policies.may_edit(request.user, post))
    form = ChangeWordsForm(request.POST or None, initial={"text": post.text}, stands={"text": post.text})
    if form.is_valid():
        with _still_there():
            actions.edit(post, by=request.user, text=form.cleaned_data["text"])
        return redirect(queries.post_url(post))
    return _compose(request, Composer.for_edit(post), form)


@login_required
@require_POST
def removal(request: PersonRequest, uid: uuid.UUID) -> HttpResponse:
    """Remove a post: one's own, or one in a place that one leads; and undo that, for a moment."""
    post = _post(request, uid)
    if "undo" in request.GET:
        _permit(policies.may_put_back(request.user, post))
        actions.put_back(post, by=request.user)
        messages.success(request, _("The post is back"))
        return _back(request, queries.topic_url(post.topic))
    _permit(policies.may_remove(request.user, post))
    actions.remove(post, by=request.user)
    undo = f"{reverse('discussions:removal', args=[uid])}?undo"
    messages.success(request, _("Post removed"), extra_tags=undo)
    return _back(request, queries.topic_url(post.topic))


@login_required
@require_POST
def acceptance(request: PersonRequest, uid: uuid.UUID) -> HttpResponse:
    """Accept an answer to a question."""
    post = _post(request, uid)
    _permit(policies.may_accept(request.user, post))
    with _still_there():
        actions.accept(post, by=request.user)
    messages.success(request, _("Answer accepted"))
    return _back(request, queries.post_url(post))


@login_required
@require_POST
def acceptance_end(request: PersonRequest, uid: uuid.UUID) -> HttpResponse:
    """Let an answer be the accepted one no longer."""
    post = _post(request, uid)
    _permit(policies.may_accept(request.user, post))
    actions.withdraw_acceptance(post, by=request.user)
    messages.success(request, _("The question is open again"))
    return _back(request, queries.post_url(post))


@login_required
@require_POST
def helpful(request: PersonRequest, uid: uuid.UUID) -> HttpResponse:
    """Find a post helpful, or no longer."""
    post = _post(request, uid)
    _permit(policies.may_find_helpful(request.user, post))
    reactions.settle(request.user, kind=Reaction.Kind.HELPFUL, target=post.uid, given=_pressed(request))
    return _back(request, queries.post_url(post))


@login_required
@require_POST
def kudos(request: PersonRequest, uid: uuid.UUID) -> HttpResponse:
    """Give kudos for something in a feed that one sees, or take them back."""
    _permit(feed.may_see(request.user, uid))
    reactions.settle(request.user, kind=Reaction.Kind.KUDOS, target=uid, given=_pressed(request))
    return _back(request, reverse("home"))


def _pressed(request: PersonRequest) -> bool:
    """Return what the button says that it should be from now on: the page may be older than what stands."""
    return request.POST.get("pressed", "true") == "true"


def _listening(request: PersonRequest, topic: str) -> dict[str, str]:
    """Return by what a page listens to a live topic: the name its list follows, and the token it may show."""
    return {"live_name": topic, "live_token": sign(request.user, topic)}


def _topic(request: PersonRequest, uid: uuid.UUID) -> Topic:
    found = queries.topic_for(request.user, uid)
    if found is None:
        raise Http404
    return found


def _post(request: PersonRequest, uid: uuid.UUID) -> Post:
    found = queries.post_for(request.user, uid)
    if found is None:
        raise Http404
    return found


def _permit(allowed: bool) -> None:
    if not allowed:
        raise Http404


@contextmanager
def _still_there() -> Iterator[None]:
    """Answer what is removed while one acts on it as what was removed before."""
    try:
        yield
    except actions.Removed:
        raise Http404 from None


def _readable(request: PersonRequest, place: str) -> str:
    _permit(policies.may_read(request.user, place))
    return place


def _writable(request: PersonRequest, place: str) -> str:
    _permit(policies.may_post(request.user, place))
    return place


def _ask(request: PersonRequest, lesson: lessons.Lesson, place: str) -> HttpResponse:
    _permit(lessons.may_hold(request.user, place, lesson))
    form = SayForm(request.POST)
    if not form.is_valid():
        return _compose(request, Composer.for_lesson(place, lesson), form)
    said = lessons.ask(lesson, place, author=request.user, **form.cleaned_data)
    messages.success(request, _("Posted"))
    return redirect(f"{lesson.url}#post-{said.opening.uid if said.opening else ''}")


def _place_url(topic: Topic) -> str:
    kind, _sep, uid = topic.place.partition(":")
    return reverse("discussions:list" if kind == "group" else "discussions:course", args=[uid])


def _compose(request: PersonRequest, composer: Composer, form: WordsForm) -> HttpResponse:
    return render(request, "community/discussions/compose.html", {"composer": composer, "form": form})


def _back(request: PersonRequest, default: str) -> HttpResponseRedirect:
    """Return to the page the button stood on; the browser names it to its own site only."""
    came_from = request.META.get("HTTP_REFERER", "")
    ours = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(came_from if ours else default)
