"""Who may do what to what is said. Where one may read and write is for `groups.policies` to say."""

import uuid
from collections.abc import Collection

from community.groups import policies as places
from community.groups import queries as groups
from community.models import Membership, Post, Topic, User
from courses.access import queries as enrolments
from courses.catalog import queries as catalog


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
    """Say whether `user` may change the words of `post`: their own, while it stands and they may write there."""
    return post.removed_at is None and post.author_id == user.pk and places.may_post(user, post.topic.place)


def may_remove(user: User, post: Post) -> bool:
    """Say whether `user` may remove `post`: their own, or one in a place that they lead."""
    return post.removed_at is None and (post.author_id == user.pk or leads(user, post.topic.place))


def may_find_helpful(user: User, post: Post) -> bool:
    """Say whether `user`, who may read `post`, may find it helpful: it stands and is another's."""
    return post.removed_at is None and post.author_id != user.pk


def may_accept(user: User, post: Post) -> bool:
    """Say whether `user` may say that `post` answers its question: who asked it, or who leads the place."""
    topic = post.topic
    answers = topic.kind == Topic.Kind.QUESTION and topic.removed_at is None and post.pk != topic.opening_id
    if not answers or post.removed_at is not None:
        return False
    return (topic.author_id == user.pk and places.may_post(user, topic.place)) or leads(user, topic.place)


def leads(user: User, place: str) -> bool:
    """Say whether `user` manages the group of `place`, or teaches its course."""
    kind, _, uid = place.partition(":")
    if kind == "group":
        managing = groups.groups_of(user).filter(group__uid=uid, role=Membership.Role.MANAGER)
        return user.is_active and managing.exists()
    return kind == "course" and user.is_active and catalog.taught(user.pk).filter(course_key=uuid.UUID(uid)).exists()


def readers_among(place: str, people: Collection[User]) -> set[int]:
    """Return the ids of those of `people` who may read `place`: `groups.policies.may_read` for many at once."""
    kind, _, uid = place.partition(":")
    active = {user.pk: user for user in people if user.is_active}
    if not active:
        return set()
    if kind == "group":
        members = Membership.objects.filter(group__uid=uid, left=None, user__in=active)
        return set(members.values_list("user", flat=True))
    if kind == "course":
        return _course_readers(uuid.UUID(uid), active)
    return {pk for pk, user in active.items() if places.may_read(user, place)}


def _course_readers(course_key: uuid.UUID, people: dict[int, User]) -> set[int]:
    learners = enrolments.open_enrolments().filter(course_key=course_key, learner__in=people)
    teachers = User.objects.filter(groups__course_team__course_key=course_key, pk__in=people)
    return {*learners.values_list("learner", flat=True), *teachers.values_list("pk", flat=True)}
