"""What people do about a post: remove it, accept it as the answer, find it helpful; and kudos for what was done."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from community.feed import policies as feed
from community.models import Post, Reaction
from community.requests import PersonRequest

from .. import actions, policies, queries, reactions
from .door import permit, post_of, still_there


@login_required
@require_POST
def removal(request: PersonRequest, uid: uuid.UUID) -> HttpResponse:
    """Remove a post: one's own, or one in a place that one leads; and undo that, for a moment."""
    post = post_of(request, uid)
    if "undo" in request.GET:
        return _put_back(request, post)
    permit(policies.may_remove(request.user, post))
    actions.remove(post, by=request.user)
    undo = f"{reverse('discussions:removal', args=[uid])}?undo"
    messages.success(request, _("Post removed"), extra_tags=undo)
    return _back(request, queries.topic_url(post.topic))


@login_required
@require_POST
def acceptance(request: PersonRequest, uid: uuid.UUID) -> HttpResponse:
    """Accept an answer to a question."""
    post = post_of(request, uid)
    permit(policies.may_accept(request.user, post))
    with still_there():
        actions.accept(post, by=request.user)
    messages.success(request, _("Answer accepted"))
    return _back(request, queries.post_url(post))


@login_required
@require_POST
def acceptance_end(request: PersonRequest, uid: uuid.UUID) -> HttpResponse:
    """Let an answer be the accepted one no longer."""
    post = post_of(request, uid)
    permit(policies.may_accept(request.user, post))
    actions.withdraw_acceptance(post, by=request.user)
    messages.success(request, _("The question is open again"))
    return _back(request, queries.post_url(post))


@login_required
@require_POST
def helpful(request: PersonRequest, uid: uuid.UUID) -> HttpResponse:
    """Find a post helpful, or no longer."""
    post = post_of(request, uid)
    permit(policies.may_find_helpful(request.user, post))
    reactions.settle(request.user, kind=Reaction.Kind.HELPFUL, target=post.uid, given=_pressed(request))
    return _back(request, queries.post_url(post))


@login_required
@require_POST
def kudos(request: PersonRequest, uid: uuid.UUID) -> HttpResponse:
    """Give kudos for something in a feed that one sees, or take them back."""
    permit(feed.may_see(request.user, uid))
    reactions.settle(request.user, kind=Reaction.Kind.KUDOS, target=uid, given=_pressed(request))
    return _back(request, reverse("home"))


def _put_back(request: PersonRequest, post: Post) -> HttpResponse:
    """Undo a removal; a second press, in another tab, reads that it is undone."""
    if policies.may_remove(request.user, post):
        messages.info(request, _("The post is back already"))
    else:
        permit(policies.may_put_back(request.user, post))
        actions.put_back(post, by=request.user)
        messages.success(request, _("The post is back"))
    return _back(request, queries.topic_url(post.topic))


def _pressed(request: PersonRequest) -> bool:
    """Return what the button says that it should be from now on: the page may be older than what stands."""
    return request.POST.get("pressed", "true") == "true"


def _back(request: PersonRequest, default: str) -> HttpResponseRedirect:
    """Return to the page the button stood on; the browser names it to its own site only."""
    came_from = request.META.get("HTTP_REFERER", "")
    ours = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(came_from if ours else default)
