"""What people say: a topic, a reply, a post to a feed, a question below a lesson, and other words for their own."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from community.models import Topic
from community.requests import PersonRequest
from courses.requests import found_or_404

from .. import actions, lessons, policies, queries
from ..forms import ChangeWordsForm, SayForm, TopicForm, WordsForm
from ..presenting.composing import Composer, place_name
from ..slots import lesson_talk
from .door import permit, post_of, still_there, topic_of, writable


@login_required
def new_topic(request: PersonRequest, uid: uuid.UUID) -> HttpResponse:
    """Begin a discussion or ask a question in a group."""
    place = writable(request, f"group:{uid}")
    form = TopicForm(request.POST or None, initial={"kind": request.GET.get("kind", Topic.Kind.DISCUSSION)})
    if form.is_valid():
        return redirect(
            queries.topic_url(actions.open_topic(place, author=request.user, once=True, **form.cleaned_data))
        )
    context = {"form": form, "to": place_name(place), "back_url": reverse("discussions:list", args=[uid])}
    return render(request, "community/discussions/new.html", context)


@login_required
@require_POST
def replies(request: PersonRequest, uid: uuid.UUID) -> HttpResponse:
    """Reply to a topic."""
    found = topic_of(request, uid)
    permit(policies.may_reply(request.user, found))
    form = SayForm(request.POST)
    if not form.is_valid():
        return _compose(request, Composer.for_reply(found), form)
    with still_there():
        post = actions.reply(found, author=request.user, once=True, **form.cleaned_data)
    messages.success(request, _("Reply posted"))
    return redirect(queries.post_url(post))


@login_required
@require_POST
def feed_post(request: PersonRequest, uid: uuid.UUID) -> HttpResponse:
    """Post to the feed of a group."""
    place = writable(request, f"group:{uid}")
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
    lesson = found_or_404(lessons.lesson_for(request.user, key))
    if request.method != "POST":
        return render(request, "community/discussions/lesson.html", lesson_talk(request, lesson))
    return _ask(request, lesson, writable(request, request.POST.get("place", "")))


@login_required
def edit(request: PersonRequest, uid: uuid.UUID) -> HttpResponse:
    """Change the words of one's own post."""
    post = post_of(request, uid)
    permit(policies.may_edit(request.user, post))
    form = ChangeWordsForm(request.POST or None, initial={"text": post.text}, stands={"text": post.text})
    if form.is_valid():
        with still_there():
            actions.edit(post, by=request.user, text=form.cleaned_data["text"])
        return redirect(queries.post_url(post))
    return _compose(request, Composer.for_edit(post), form)


def _ask(request: PersonRequest, lesson: lessons.Lesson, place: str) -> HttpResponse:
    permit(lessons.may_hold(request.user, place, lesson))
    form = SayForm(request.POST)
    if not form.is_valid():
        return _compose(request, Composer.for_lesson(place, lesson), form)
    said = lessons.ask(lesson, place, author=request.user, **form.cleaned_data)
    messages.success(request, _("Posted"))
    return redirect(f"{lesson.url}#post-{said.opening.uid if said.opening else ''}")


def _compose(request: PersonRequest, composer: Composer, form: WordsForm) -> HttpResponse:
    return render(request, "community/discussions/compose.html", {"composer": composer, "form": form})
