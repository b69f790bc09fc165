"""Who may do what to what is said. Where one may read and write is for `groups.policies` to say."""

import uuid
from dataclasses import dataclass

from django.utils import timezone

from community.groups import policies as places
from community.groups import queries as groups
from community.models import Membership, Post, Topic, User
from community.undoing import UNDO
from courses.catalog import queries as catalog


@dataclass(frozen=True, slots=True)
class Rights:
    """What a person may do with the posts of one topic, asked once for all of them.

    `writes` says that they may add to it, `leads` that they lead its place.
    """

    user: User
    writes: bool
    leads: bool

    def may_edit(self, post: Post) -> bool:
        """Say whether they may change the words of `post`: their own, while it stands."""
        return self.writes and post.removed_at is None and post.author_id == self.user.pk

    def may_remove(self, post: Post) -> bool:
        """Say whether they may remove `post`: their own, or any where they lead."""
        return post.removed_at is None and (post.author_id == self.user.pk or self.leads)

    def may_find_helpful(self, post: Post) -> bool:
        """Say whether they may find `post` helpful: it stands and is another's."""
        return self.writes and post.removed_at is None and post.author_id != self.user.pk

    def may_accept(self, post: Post, topic: Topic) -> bool:
        """Say whether they may say that `post` answers its question: they asked it, or lead the place."""
        answers = topic.kind == Topic.Kind.QUESTION and topic.removed_at is None and post.pk != topic.opening_id
        decides = self.leads or (self.writes and topic.author_id == self.user.pk)
        return answers and post.removed_at is None and decides


def may_read(user: User, place: str) -> bool:
    """Say whether `user` may read what is said in `place`: a group of theirs, a course they learn or teach."""
    return not place.startswith("person:") and places.may_read(user, place)


def may_post(user: User, place: str) -> bool:
    """Say whether `user` may begin a conversation in `place`."""
    return places.may_post(user, place)


def may_reply(user: User, topic: Topic) -> bool:
    """Say whether `user` may add to `topic`: it stands, in a place where they may write."""
    return topic.removed_at is None and places.may_post(user, topic.place)


def may_edit(user: User, post: Post) -> bool:
    """Say whether `user`, who may read `post`, may change its words."""
    return rights(user, post.topic).may_edit(post)


def may_remove(user: User, post: Post) -> bool:
    """Say whether `user`, who may read `post`, may remove it."""
    return rights(user, post.topic).may_remove(post)


def may_put_back(user: User, post: Post) -> bool:
    """Say whether `user` may undo that they removed `post`: a moment ago, in a place where they still may remove."""
    moment = post.removed_at is not None and timezone.now() - post.removed_at < UNDO
    mine = post.author_id == user.pk or leads(user, post.topic.place)
    return moment and post.removed_by_id == user.pk and mine and places.may_read(user, post.topic.place)


def may_find_helpful(user: User, post: Post) -> bool:
    """Say whether `user`, who may read `post`, may find it helpful."""
    return rights(user, post.topic).may_find_helpful(post)


def may_accept(user: User, post: Post) -> bool:
    """Say whether `user`, who may read `post`, may say that it answers its question."""
    return rights(user, post.topic).may_accept(post, post.topic)


def rights(user: User, topic: Topic) -> Rights:
    """Return what `user` may do with the posts of `topic`."""
    return Rights(user=user, writes=may_reply(user, topic), leads=leads(user, topic.place))


def leads(user: User, place: str) -> bool:
    """Say whether `user` manages the group of `place`, or teaches its course."""
    kind, _, uid = place.partition(":")
    if kind == "group":
        managing = groups.groups_of(user).filter(group__uid=uid, role=Membership.Role.MANAGER)
        return user.is_active and managing.exists()
    return kind == "course" and user.is_active and catalog.taught(user.pk).filter(course_key=uuid.UUID(uid)).exists()
