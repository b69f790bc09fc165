"""People in the CMS: an admin opens accounts, gives roles and closes accounts; everything else is a person's own."""

from collections.abc import Iterable
from typing import Any

from allauth.account.models import EmailAddress
from django import forms
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.views import account
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.models import UserProfile
from wagtail.users.views.users import UserViewSet

from community.groups import leadership
from community.models import Membership, User
from courses.writing import Line

from . import actions

ROLES = ["display_name", "is_superuser", "groups"]


class _FoundAnew:
    """Whatever an admin changes about a person, search follows."""

    def save(self, commit: bool = True) -> User:
        with transaction.atomic():
            user: User = super().save(commit)  # type: ignore[misc]  # of the form beside it
            if commit:
                actions.find_anew(user)
        return user


class NewPersonForm(_FoundAnew, UserCreationForm):
    """An account for somebody who will confirm the address when they first sign in."""

    first_name = last_name = None

    class Meta:
        model = User
        fields = ["email", *ROLES]
        field_classes = {"display_name": Line}
        widgets = {"groups": forms.CheckboxSelectMultiple}

    def clean_email(self) -> str:
        """Refuse an address that stands already, however it is written, as one of somebody's further ones too."""
        email = self.cleaned_data["email"].lower()
        known = EmailAddress.objects.filter(email=email, verified=True)
        if User.objects.filter(email=email).exists() or known.exists():
            raise forms.ValidationError(_("Someone signs in with this address already."))
        return email


class PersonForm(_FoundAnew, UserEditForm):
    """A person's name, password, roles, and whether they may sign in."""

    first_name = last_name = None

    class Meta:
        model = User
        fields = ["email", "is_active", *ROLES]
        field_classes = {"display_name": Line}
        widgets = {"groups": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].disabled = True
        self.fields["email"].help_text = _("They change it themselves, in Settings, and confirm it by mail.")


class PeopleViewSet(UserViewSet):
    """Wagtail's views, with our forms."""

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        """Return the form for one account, new or not."""
        return PersonForm if for_update else NewPersonForm


class NameForm(_FoundAnew, forms.ModelForm[User]):
    """The name in one's own account in the CMS; address, picture and password are in Settings."""

    class Meta:
        model = User
        fields = ["display_name"]
        field_classes = {"display_name": Line}


def adopt_account_page() -> None:
    """Let Wagtail's page of one's own account ask for what a person has; it offers no other seam."""
    account.NameEmailSettingsPanel.form_class = NameForm
    account.NameEmailSettingsPanel.title = _("Name")
    account.AvatarSettingsPanel.is_active = lambda panel: False


def keep_ones_zone() -> None:
    """Let the editor go by the zone a person chose in Settings; Wagtail would ask for one of its own."""
    UserProfile.get_current_time_zone = lambda profile: profile.user.time_zone or settings.TIME_ZONE


def enter(user: User) -> None:
    """Be known to Wagtail's editor, with nothing stored: for who has no profile it would take the zone of the site."""
    if not hasattr(user, "wagtail_userprofile"):
        UserProfile(user=user)


def refuse_deletion(request: HttpRequest) -> HttpResponse:
    """Say that an account is closed, not deleted, for records and talk name it."""
    messages.error(
        request,
        _("Nobody is deleted: what they recorded and wrote names them. Take “Active” away to close an account."),
    )
    return redirect("wagtailusers_users:index")


def say_who_leads(request: HttpRequest, heirs: Iterable[Membership]) -> None:
    """Say who leads groups that a closed account led alone."""
    for heir in heirs:
        words = _("%(name)s leads %(group)s now: nobody else could, and they have been in it longest.")
        messages.info(request, words % {"name": heir.user.display_name, "group": heir.group.name})


def say_who_leads_without(request: HttpRequest, user: User) -> None:
    """Keep the groups of an account that was changed led, and say by whom."""
    say_who_leads(request, leadership.keep_led_without(user))


def follow_closing(request: HttpRequest, things: Any) -> None:
    """Let search follow accounts that were closed or opened several at once, and keep their groups led."""
    for thing in things:
        if isinstance(thing, User):
            actions.find_anew(thing)
            say_who_leads(request, leadership.keep_led_without(thing))


def deletes_people(action_type: str, things: Any) -> bool:
    """Say whether a bulk action would delete people."""
    return action_type == "delete" and any(isinstance(thing, User) for thing in things)
