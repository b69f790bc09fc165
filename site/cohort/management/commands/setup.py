import getpass
import os
import sys
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.urls import reverse

from cohort.start import actions, steps
from cohort.start.forms import NameForm
from community.models import User
from courses import place

PASSWORD = "SETUP_PASSWORD"  # the variable, so that a password never stands in a list of processes


class Command(BaseCommand):
    """Make a fresh installation ready: its tables, its first admin, its name; then say what comes next."""

    help = (
        f"Migrate, open the first admin's account and name the place; what is not given is asked for. {PASSWORD} in "
        "the environment is the password; without it a link to choose one is printed. Safe to run again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--place", help="what this place is called")
        parser.add_argument("--name", help="the first admin's name")
        parser.add_argument("--email", help="the address they sign in with")
        parser.add_argument("--community", action="store_true", help="switch groups and what they earn on")
        parser.add_argument("--no-input", action="store_true", help="ask nothing")

    def handle(
        self,
        *,
        place: str | None,
        name: str | None,
        email: str | None,
        community: bool,
        no_input: bool,
        **options: Any,
    ) -> None:
        asks = sys.stdin.isatty() and not no_input
        call_command("migrate", verbosity=0)
        self._name(place, asks=asks)
        admin = actions.first_admin()
        link = ""
        if admin:
            self.stdout.write(f"{admin.display_name} <{admin.email}> runs this place already.")
        else:
            admin, link = self._open(name, email, asks=asks)
        if community:
            actions.choose(community=True)
        self._say(admin, link)

    def _name(self, given: str | None, *, asks: bool) -> None:
        standing = place.name()
        wanted = given
        if wanted is None and asks and not actions.first_admin():
            wanted = input(f"What is this place called? [{standing}] ").strip() or standing
        if wanted:
            form = NameForm({"name": wanted})
            if not form.is_valid():
                raise CommandError(" ".join(map(str, form.errors["name"])))
            actions.name_place(form.cleaned_data["name"])

    def _open(self, name: str | None, email: str | None, *, asks: bool) -> tuple[User, str]:
        if asks:
            name = name or input("Your name: ").strip()
            email = email or input("Your e-mail address: ").strip()
        missing = [option for option, value in (("--name", name), ("--email", email)) if not value]
        if missing or not name or not email:
            raise CommandError(f"Nobody runs this place yet. Give {' and '.join(missing)}.")
        password = os.environ.get(PASSWORD) or (self._asked() if asks else None)
        try:
            validate_email(email)
            if password:
                validate_password(password, User(email=email, display_name=name))
            admin = actions.open_first_account(name=name[:80], email=email, password=password)
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from None
        return admin, "" if password else _link(admin)

    def _asked(self) -> str:
        while True:
            password = getpass.getpass("A password, of ten characters or more: ")
            if password == getpass.getpass("The same once more: "):
                return password
            self.stdout.write("These were not the same.")

    def _say(self, admin: User, link: str) -> None:
        origin = settings.SITE_ORIGIN
        self.stdout.write(f"\n{place.name()} is set up.")
        if link:
            self.stdout.write(f"Choose a password for {admin.email}, once and within three days:\n  {link}")
        self.stdout.write(f"Start the server:  {sys.executable} manage.py serve")
        self.stdout.write(f"Sign in as {admin.email}:  {origin}{reverse('account_login')}")
        self.stdout.write("\nThen, also on your first page:")
        for number, step in enumerate(steps.every(), 1):
            done = "done" if step.state == "done" else origin + step.path
            self.stdout.write(f"  {number}. {step.title:<24}{done}")


def _link(admin: User) -> str:
    where = {"uidb36": user_pk_to_url_str(admin), "key": default_token_generator.make_token(admin)}
    return settings.SITE_ORIGIN + reverse("account_reset_password_from_key", kwargs=where)
