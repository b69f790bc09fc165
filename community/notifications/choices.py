"""What a person wants to hear of, here and by mail."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from community.models import MutedThread, Notification, NotificationPreference, User

from .actions import read_notice
from .kinds import KINDS


@transaction.atomic
def mute(notification: Notification, *, at: datetime | None = None) -> None:
    """Tell its recipient no more of the conversation, or of the kind where it is no conversation."""
    kind = KINDS[notification.verb]
    user = notification.recipient
    if kind.conversation:
        MutedThread.objects.get_or_create(user=user, thread=notification.thread, defaults={"at": at or timezone.now()})
    else:
        prefer(user, verb=kind.verb, on_site=False, by_mail=False)
    read_notice(user, uid=notification.uid)
    Notification.objects.filter(recipient=user, uid=notification.uid).update(gone_at=None, mail_due_at=None)


@transaction.atomic
def unmute(notification: Notification) -> bool:
    """Tell its recipient again of the conversation, or of the kind as is usual; return whether that was otherwise."""
    kind, user = KINDS[notification.verb], notification.recipient
    if kind.conversation:
        count, _rows = MutedThread.objects.filter(user=user, thread=notification.thread).delete()
    else:
        count, _rows = NotificationPreference.objects.filter(user=user, kind=kind.verb).delete()
    return count > 0


def unmute_all(user: User) -> None:
    """Let `user` hear of every muted conversation again."""
    MutedThread.objects.filter(user=user).delete()


def prefer(user: User, *, verb: str, on_site: bool, by_mail: bool) -> None:
    """Keep what `user` wants to hear of a kind; without the notice there is no mail."""
    NotificationPreference.objects.update_or_create(
        user=user, kind=KINDS[verb].verb, defaults={"on_site": on_site, "by_mail": on_site and by_mail}
    )


@transaction.atomic
def mail_no_more(user: User, *, verb: str) -> None:
    """Mail `user` nothing of a kind any more, what is on its way included; here it is told as before."""
    chosen = NotificationPreference.objects.filter(user=user, kind=verb).first()
    prefer(user, verb=verb, on_site=chosen.on_site if chosen else KINDS[verb].on_site, by_mail=False)
    Notification.objects.filter(recipient=user, verb=verb).update(mail_due_at=None)


@transaction.atomic
def choose(user: User, chosen: Mapping[str, tuple[bool, bool]]) -> None:
    """Keep what `user` wants to hear: (here, by mail) for each verb."""
    for verb, (on_site, by_mail) in chosen.items():
        prefer(user, verb=verb, on_site=on_site, by_mail=by_mail)
