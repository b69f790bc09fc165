"""A form whose answer was lost counts once when it is sent again, however late; other words are something new."""

import re
import uuid
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from community.groups import actions as groups
from community.groups import invitations, memberships
from community.models import Group, Invitation, Post, Topic
from courses import clock
from courses.claims.checklists import actions as checklists
from courses.claims.checklists.forms import field_of
from courses.models import Client, Decision, Destination, Import, Observation, Rubric, Sending
from courses.records.clients.actions import hashed
from courses.sendings.actions import once
from courses.sendings.forms import Once
from tests.factories.claims import logged
from tests.factories.forms import forms_of_ours
from tests.factories.groups import group
from tests.factories.people import person
from tests.factories.talk import question

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("switches_on")]


@pytest.fixture
def circle(grace):
    return group(grace)


@pytest.fixture
def desk(client, grace):
    client.force_login(grace)
    return client


def uid_on(client, address: str, action: str = "") -> str:
    """Return the uid that the server made with the form on a page."""
    page = client.get(address).content.decode()
    form = page[page.index(f'action="{action}"') :] if action else page
    return re.search(r'name="client_uid" value="([0-9a-f-]{36})"', form)[1]


def later(model, **times) -> None:
    """Let everything be an hour old, so that no press of a moment ago is found."""
    for row in model.objects.all():
        for name in times:
            setattr(row, name, getattr(row, name) - timedelta(hours=1))
        row.save()


def test_a_group_is_founded_once(desk):
    address = reverse("groups:new")
    said = {"name": "Map Club", "purpose": "", "visibility": "private", "time_zone": "Europe/London"}
    said["client_uid"] = uid_on(desk, address)
    first, again = desk.post(address, said), desk.post(address, said)
    assert (first.status_code, first["Location"]) == (303, again["Location"])
    assert Group.objects.count() == 1
    assert desk.post(address, {**said, "name": "Another"}).status_code == 303
    assert desk.post(address, {**said, "client_uid": uid_on(desk, address)}).status_code == 303
    assert sorted(Group.objects.values_list("name", flat=True)) == ["Another", "Map Club", "Map Club"]


def test_a_checklist_is_made_once(desk, circle):
    address = reverse("claims:rubric_new", args=[circle.place])
    said = {"title": "Hands", "skills": "Asks", "levels": "Helped\nAlone", "client_uid": uid_on(desk, address)}
    assert [desk.post(address, said).status_code for _ in range(2)] == [303, 303]
    assert Rubric.objects.count() == 1
    rubric = Rubric.objects.get()
    assert desk.post(reverse("claims:rubric", args=[rubric.uid]), {**said, "title": "Feet"}).status_code == 303
    rubric.refresh_from_db()
    assert rubric.title == "Feet"


def test_invitations_are_mailed_once(desk, circle):
    address = reverse("groups:people", args=[circle.uid])
    said = {"addresses": "jo@example.org kim@example.org", "note": "", "client_uid": uid_on(desk, address)}
    answers = [desk.post(address, said, follow=True) for _ in range(2)]
    assert all("2 invitations mailed" in answer.content.decode() for answer in answers)
    assert len(mail.outbox) == 2
    assert Invitation.objects.count() == 1


def test_invitations_sent_again_say_what_was_not_mailed_the_first_time(grace, circle, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    said = {"addresses": ["jo@example.org", "kim@example.org"], "client_uid": uuid.uuid4()}
    answers = [invitations.invite_by_mail(circle, by=grace, **said) for _ in range(2)]
    assert answers == [said["addresses"]] * 2
    assert Invitation.objects.count() == 1


def test_a_topic_is_begun_once_however_late_it_is_sent_again(desk, circle):
    address = reverse("discussions:new", args=[circle.uid])
    said = {"kind": "question", "title": "When?", "text": "And where?", "client_uid": uid_on(desk, address)}
    first = desk.post(address, said)
    later(Post, at=True)
    assert desk.post(address, said)["Location"] == first["Location"]
    assert Topic.objects.count() == 1


def test_a_reply_and_a_post_are_said_once_however_late_they_are_sent_again(desk, grace, circle):
    topic = question(circle, grace)
    for page, address in (
        (reverse("discussions:topic", args=[topic.uid]), reverse("discussions:replies", args=[topic.uid])),
        (reverse("feed:group", args=[circle.uid]), reverse("discussions:feed-post", args=[circle.uid])),
    ):
        before = Post.objects.count()
        said = {"text": "The same words", "client_uid": uid_on(desk, page, address)}
        assert desk.post(address, said).status_code == 303
        later(Post, at=True)
        assert desk.post(address, said).status_code == 303
        assert Post.objects.count() == before + 1
        later(Post, at=True)
        assert desk.post(address, {**said, "client_uid": uid_on(desk, page, address)}).status_code == 303
        assert Post.objects.count() == before + 2


@pytest.mark.parametrize(
    "door, model",
    [("record_client_new", Client), ("destination_new", Destination), ("record_import_new", Import)],
)
def test_a_client_and_another_store_are_let_in_once(client, door, model):
    client.force_login(person("Rosa Quispe", is_superuser=True))
    address = reverse(door)
    said = {"name": "Tablets", "scopes": ["progress"], "per_minute": "", "client_uid": uid_on(client, address)}
    said |= {"endpoint": "https://region.example/xapi", "key": "us", "secret": "s3cret", "version": "2.0.0"}
    answers = [client.post(address, said).status_code for _each in range(2)]
    assert answers in ([200, 200], [302, 302])
    assert model.objects.count() == 1
    client.post(address, {**said, "name": "Phones"})
    assert model.objects.count() == 2


def test_a_client_admitted_again_has_the_secret_that_was_shown_last(client):
    client.force_login(person("Rosa Quispe", is_superuser=True))
    address = reverse("record_client_new")
    said = {"name": "Tablets", "scopes": ["progress"], "client_uid": uid_on(client, address)}
    shown = [client.post(address, said).context["secret"] for _each in range(2)]
    assert Client.objects.get().secret == hashed(shown[1]) != hashed(shown[0])


def test_what_is_seen_by_a_checklist_counts_once_though_its_learner_agreed_meanwhile(desk, grace, circle, ada):
    memberships.join(circle, user=ada, sharing="private")
    rubric = checklists.make_rubric(circle.place, title="Hands", skills=["Asks"], levels=["No", "Yes"], by=grace)
    address = reverse("claims:observe", args=[rubric.uid])
    page = desk.get(address).content.decode()
    said = {each["name"]: each.get("value", "") for each in BeautifulSoup(page, "html.parser").select("input[name]")}
    said |= {"learner": str(ada.uid), field_of("Asks"): "Yes", "note": ""}
    for _each in range(2):
        assert desk.post(address, said).status_code == 303
        checklists.agree(Observation.objects.get(), by=ada)


def test_a_claim_is_asked_back_once(desk, grace, circle, ada):
    memberships.join(circle, user=ada, sharing="private")
    claim = logged(ada, group=circle)
    page, address = reverse("claims:claim", args=[claim.uid]), reverse("claims:decision", args=[claim.uid])
    said = {"kind": "asked_back", "revision": "1", "reason": "Which one?", "client_uid": uid_on(desk, page, address)}
    assert [desk.post(address, said).status_code for _each in range(2)] == [303, 303]
    assert Decision.objects.count() == 1


def test_a_claim_is_amended_once(client, grace, circle, ada):
    memberships.join(circle, user=ada, sharing="private")
    claim = logged(ada, group=circle)
    client.force_login(ada)
    address = reverse("claims:amend", args=[claim.uid])
    said = {"kind": "workshop", "title": "In town", "happened_on": claim.happened_on, "learned": "To stay calm."}
    said |= {"place": circle.place, "client_uid": uid_on(client, address)}
    assert [client.post(address, said).status_code for _each in range(2)] == [303, 303]
    assert claim.amendments.count() == 1


# Forms that create nothing, or whose repeat the database knows: what they say is how it stands afterwards.
HARMLESS = {
    "how something stands": {
        "AliasForm", "BookmarkForm", "CapabilitiesForm", "ChangeClientForm", "ChangeRubricForm", "ChangeSharingForm",
        "ChangeWordsForm", "ClientForm", "ConnectionSharingForm", "CourseContentForm", "CredentialsForm",
        "DocumentForm", "GroupForm", "GroupSettingsForm", "ImageForm", "Meanwhile", "NameForm", "PartnerForm",
        "PersonForm", "PictureForm", "PreferencesForm", "ProfileForm", "RubricForm", "WordsForm",
    },
    "one row, however often it is sent": {"AssignmentForm", "JoiningForm", "NewPersonForm", "SharingForm"},
    "known by an id of its own": {"AgreementForm", "BringForm", "LogForm"},
    "each time is one": {"ReasonForm"},
    "a filter": {"CourseForm", "FilterForm", "RecordForm"},
    "signing in": {
        "AddressForm", "AgainForm", "AnotherAddressForm", "ChangePasswordForm", "CodeForm", "NewPasswordForm",
        "SignInForm", "SignUpForm", "SignupForm",
    },
}  # fmt: skip


def test_a_form_that_creates_something_counts_once():
    without = {each.__name__ for each in forms_of_ours() if not issubclass(each, Once)}
    assert without == {name for names in HARMLESS.values() for name in names}


def test_what_could_not_be_made_may_be_sent_again(grace):
    uid = uuid.uuid4()

    def fail() -> Group:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        once(grace, client_uid=uid, said=("x",), of=Group, make=fail)
    assert not Sending.objects.exists()


def test_the_same_uid_of_another_person_is_another_form(grace, ivan):
    uid = uuid.uuid4()
    for each in (grace, ivan):
        groups.create(each, name="Map Club", purpose="", visibility="private", client_uid=uid)
    assert Group.objects.count() == 2


def test_nobody_makes_a_checklist_again_where_they_no_longer_may(grace, ivan, circle):
    said = {"title": "Hands", "skills": ["Asks"], "levels": ["Alone"], "client_uid": uuid.uuid4()}
    checklists.make_rubric(circle.place, by=grace, **said)
    with pytest.raises(checklists.PermissionDenied):
        checklists.make_rubric(circle.place, by=ivan, **said)


def test_what_no_open_page_can_send_again_is_forgotten(grace):
    groups.create(grace, name="Map Club", purpose="", visibility="private", client_uid=uuid.uuid4())
    clock.tick(timezone.now() + timedelta(days=29))
    assert Sending.objects.count() == 1
    clock.tick(timezone.now() + timedelta(days=31))
    assert Sending.objects.count() == 0
