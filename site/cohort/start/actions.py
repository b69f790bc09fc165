"""The first minutes of a new installation: what its first admin decides."""

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cohort import capabilities
from cohort.models import Capabilities
from community.models import User

WITH_COMMUNITY = {"community": True, "achievements": True}


class Named(Exception):
    """The place has a name by now."""


@transaction.atomic
def name_place(name: str, *, first: bool = False) -> None:
    """Call this place `name`; as its `first` name, it raises `Named` where it has another by now."""
    standing = Capabilities.objects.select_for_update().filter(pk=1).values_list("name", flat=True).first()
    if first and standing and standing != name:
        raise Named(standing)
    Capabilities.objects.update_or_create(pk=1, defaults={"name": name})
    capabilities.forget()


def choose(*, community: bool) -> None:
    """Begin with groups and what they earn together, or with courses alone; nothing that is on goes off."""
    chosen = WITH_COMMUNITY if community else {}
    Capabilities.objects.update_or_create(pk=1, defaults={"chosen_at": timezone.now(), **chosen})
    capabilities.forget()


def open_first_account(*, name: str, email: str, password: str | None) -> User:
    """Open the account of the first admin, whose address is taken as theirs; without a password none signs in yet.

    Raises ValidationError where somebody runs this place already, or the address is somebody else's.
    """
    with transaction.atomic():
        if first_admin():
            raise ValidationError(_("Someone runs this place already."))
        known = EmailAddress.objects.filter(email=email.lower(), verified=True)
        if User.objects.filter(email=email).exists() or known.exists():
            raise ValidationError(_("Someone signs in with this address already. Give another one."))
        user = User.objects.create_superuser(email, password, display_name=name)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def first_admin() -> User | None:
    """Return whoever has run this place the longest, if anybody does."""
    return User.objects.filter(is_superuser=True, is_active=True).order_by("pk").first()
