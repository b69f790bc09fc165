"""The person: signs in by e-mail, named by `uid` wherever others can see."""

import uuid
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .zones import of_this_place


class AddressField(models.EmailField):
    """An e-mail address, kept and looked for in small letters: however it is written, it is one address."""

    def to_python(self, value: Any) -> Any:
        """Read what a form or a fixture says."""
        return _small(super().to_python(value))

    def get_prep_value(self, value: Any) -> Any:
        """Write, and look for, small letters alone."""
        return _small(super().get_prep_value(value))


class UserManager(BaseUserManager["User"]):
    """Makes people."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        if not email:
            raise ValueError("A person needs an e-mail address")
        user = self.model(email=email.lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> "User":
        return self.create_user(email, password, **{"is_staff": True, "is_superuser": True, **fields})

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email=email)


class User(AbstractBaseUser, PermissionsMixin):  # type: ignore[django-manager-missing]  # of other apps
    """A person. `sharing` is the choice towards connections; groups have their own on Membership."""

    class Sharing(models.TextChoices):
        PRIVATE = "private", _("Private")
        NAMED = "named", _("By name")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = AddressField(_("E-mail address"), unique=True)
    display_name = models.CharField(_("Name"), max_length=80)
    headline = models.CharField(_("Headline"), max_length=120, blank=True)
    about = models.TextField(_("About"), max_length=2000, blank=True)
    picture = models.ImageField(_("Picture"), upload_to="pictures/", blank=True)
    language = models.CharField(_("Language"), max_length=10, default="en-gb")
    time_zone = models.CharField(_("Time zone"), max_length=63, default=of_this_place)
    sharing = models.CharField(max_length=8, choices=Sharing.choices, default=Sharing.PRIVATE)
    shared_since = models.DateTimeField(null=True, blank=True)
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)
    erased_at = models.DateTimeField(null=True, blank=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["display_name"]

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_without_case")]

    def __str__(self) -> str:
        return self.display_name

    @property
    def picture_url(self) -> str:
        """Where the picture is, "" without one; a new picture has a new address."""
        if not self.picture.name:
            return ""
        version = self.picture.name.rsplit("/", 1)[-1].split(".", 1)[0]
        return f"{reverse('people:picture', args=[self.uid])}?v={version[:12]}"

    def get_full_name(self) -> str:
        return self.display_name

    def get_short_name(self) -> str:
        return self.display_name.split(" ")[0]


def _small(address: Any) -> Any:
    return address.lower() if isinstance(address, str) else address
