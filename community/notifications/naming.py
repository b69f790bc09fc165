"""Whom a notice names: who did it, but for those who took it back."""

from django.utils import timezone

from community.models import Notification, User

NAMED = ["data", "actor_object_id", "count", "unread", "gone_at"]  # what the functions here change
TAKEN_BACK = ("taken_back", "taken_back_unread")  # in a row's data: whom it named until they took it back


def name_no_more(row: Notification, actor: User) -> None:
    """Name `actor` among those who took it back, with whether it was unread; of nobody else, `row` counts nothing."""
    others = [pk for pk in row.data["actors"] if pk != actor.pk]
    how = "taken_back_unread" if row.unread else "taken_back"
    row.data = {**row.data, "actors": others, how: [*row.data.get(how, []), actor.pk]}
    row.count = max(1, row.count - 1) if others else 0
    if others:
        row.actor_object_id = str(others[0])
    elif row.unread:
        row.unread, row.gone_at = False, timezone.now()


def was_taken_back(row: Notification, actor: User) -> bool:
    """Say whether `actor` took back what `row` told of them."""
    return any(actor.pk in row.data.get(how, []) for how in TAKEN_BACK)


def name_again(row: Notification, actor: User) -> None:
    """Name `actor` after the others, who are news; or first, where they are the news because nobody read of them."""
    unread = actor.pk in row.data.get("taken_back_unread", [])
    row.data = {**row.data, **taken_back_but(row, actor.pk)}
    others = row.data["actors"]
    if unread:
        others = others if row.unread else []
        row.count = row.count + 1 if row.unread else 1
        row.data["actors"], row.unread, row.gone_at = [actor.pk, *others], True, None
    else:
        row.count, row.data["actors"] = row.count + 1, [*others, actor.pk]
    row.actor_object_id = str(row.data["actors"][0])


def taken_back_but(row: Notification, who: int) -> dict[str, list[int]]:
    """Return who took back what `row` told, but not `who`."""
    return {how: [pk for pk in (row.data or {}).get(how, []) if pk != who] for how in TAKEN_BACK}
