"""Logging what was learned outside, and deciding about it."""

import hashlib
import io
import json
import uuid

import pytest
from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from PIL import Image

from cohort import derived
from community import projections
from community.feed import queries as feed
from community.groups import memberships
from community.live.topics import channel_group, of_managers
from community.models import Activity, FeedEntry, Notification, PointEntry, Standing
from courses.claims import actions, consistency, evidence
from courses.models import Claim, Decision, Evidence, Record
from courses.records import actions as records
from courses.records import effects
from tests.factories.claims import confirmed, logged
from tests.factories.groups import group, member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("switches_on")]


@pytest.fixture
def circle(grace, ada):
    made = group(grace)
    member(made, ada, sharing="named")
    return made


def statement_of(record: Record) -> dict:
    return json.loads(record.statement)


def test_logging_writes_a_statement_of_the_learner_that_earns_nothing(ada, circle):
    claim = logged(ada, group=circle)
    said = statement_of(claim.record)
    assert (claim.record.provenance, claim.record.learner) == ("client", ada)
    assert said["verb"]["id"].endswith("/experienced")
    assert said["object"]["definition"]["name"] == {"en-GB": "First aid"}
    assert said["result"] == {"response": "To stay calm.", "duration": "PT90M"}
    assert PointEntry.objects.count() == 0
    assert Activity.objects.count() == 0


def test_a_repeat_counts_once(ada, circle):
    once = uuid.uuid4()
    first = logged(ada, group=circle, client_uid=once)
    assert logged(ada, "Another title", group=circle, client_uid=once) == first
    assert (Claim.objects.count(), Record.objects.count()) == (1, 1)
    assert Claim.objects.get().title == "First aid"
    assert Notification.objects.get(verb="claimed").count == 1


def test_anothers_uid_is_no_way_to_their_claim(ada, ben, circle):
    once = uuid.uuid4()
    mine = logged(ada, client_uid=once)
    assert logged(ben, client_uid=once) != mine


def test_confirming_says_it_again_as_verified_and_causes_points_and_feed(ada, grace, circle):
    claim = logged(ada, group=circle)
    decision = confirmed(claim, by=grace)
    said = statement_of(decision.record)
    assert (decision.record.provenance, decision.record.learner) == ("verified", ada)
    assert said["context"]["instructor"]["account"]["name"] == str(grace.uid)
    assert said["context"]["statement"]["id"] == str(claim.record.uid)
    line = PointEntry.objects.get()
    assert (line.learner, line.code, line.points, line.record) == (ada, "claim", 10, decision.record)
    activity = Activity.objects.get()
    assert (activity.kind, activity.actor, activity.subject["title"]) == ("claim", ada, "First aid")
    places = set(FeedEntry.objects.values_list("place", flat=True))
    assert places == {circle.place, f"person:{ada.uid}"}
    assert Standing.objects.get(period="all").points == 10
    assert list(derived.differences()) == []


def test_nobody_confirms_their_own(grace, circle):
    claim = logged(grace, group=circle)
    with pytest.raises(PermissionDenied):
        actions.confirm(claim, by=grace, revision=claim.revision)
    assert Decision.objects.count() == 0


def test_the_database_refuses_a_decision_about_oneself(ada, circle):
    claim = logged(ada, group=circle)
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(claim=claim, learner=ada, by=ada, kind="confirmed", at=claim.logged_at)


def test_only_managers_of_the_place_decide(ada, ben, ivan, mallory, admin, grace, circle):
    member(circle, ben)
    group(mallory, "Elsewhere")
    claim = logged(ada, group=circle)
    for other in (ben, ivan, mallory, admin):
        for act in (actions.confirm, actions.ask_back, actions.decline):
            with pytest.raises(PermissionDenied):
                act(claim, by=other, revision=1, reason="Because.")
    assert Decision.objects.count() == 0
    assert actions.confirm(claim, by=grace, revision=claim.revision).by == grace


def test_who_has_left_is_decided_about_no_longer(ada, grace, circle):
    claim = logged(ada, group=circle)
    memberships.leave(circle.memberships.get(user=ada))
    with pytest.raises(PermissionDenied):
        actions.confirm(claim, by=grace, revision=claim.revision)


def test_without_a_place_nobody_decides(ada, grace, circle):
    claim = logged(ada)
    with pytest.raises(PermissionDenied):
        actions.confirm(claim, by=grace, revision=claim.revision)


def test_a_place_one_is_not_in_takes_nothing(mallory, circle):
    with pytest.raises(PermissionDenied):
        logged(mallory, group=circle)
    assert (Claim.objects.count(), Record.objects.count()) == (0, 0)


def test_confirming_again_changes_nothing(ada, grace, circle):
    claim = logged(ada, group=circle)
    assert confirmed(claim, by=grace) == confirmed(claim, by=grace)
    assert (Decision.objects.count(), PointEntry.objects.count()) == (1, 1)


def test_what_was_asked_back_is_changed_and_waits_again(ada, grace, circle):
    claim = logged(ada, group=circle)
    actions.ask_back(claim, by=grace, revision=claim.revision, reason="Which one?")
    claim = actions.amend(claim, note="The one in town.", title="First aid in town")
    effects.drain(ada.pk)
    assert (claim.asked_back_at, claim.revision) == (None, 2)
    standing = Record.objects.get(voided_by=None, verb__endswith="experienced")
    assert statement_of(standing)["object"]["definition"]["name"] == {"en-GB": "First aid in town"}
    assert standing == claim.record
    confirmed(claim, by=grace)
    assert Activity.objects.get().subject["title"] == "First aid in town"
    assert list(derived.differences()) == []


@pytest.mark.parametrize("act", [actions.ask_back, actions.decline])
def test_a_decision_that_is_no_confirmation_needs_a_reason(ada, grace, circle, act):
    claim = logged(ada, group=circle)
    with pytest.raises(IntegrityError), transaction.atomic():
        act(claim, by=grace, revision=1, reason="")


def test_what_was_declined_earns_nothing_and_is_closed(ada, grace, circle):
    claim = logged(ada, group=circle)
    actions.decline(claim, by=grace, revision=claim.revision, reason="It was cancelled.")
    for act in (
        lambda: actions.amend(claim, title="x"),
        lambda: actions.confirm(claim, by=grace, revision=claim.revision),
    ):
        with pytest.raises(actions.Closed):
            act()
    assert PointEntry.objects.count() == 0


def test_only_what_was_read_is_decided(ada, grace, circle):
    read = logged(ada, group=circle)
    actions.amend(read, title="Something else")
    for act in (actions.confirm, actions.ask_back, actions.decline):
        with pytest.raises(actions.Changed):
            act(read, by=grace, revision=read.revision, reason="As I read it.")
    assert Decision.objects.count() == 0
    assert actions.confirm(read, by=grace, revision=2).claim.title == "Something else"


def test_what_was_declined_may_be_taken_back_and_what_was_confirmed_not(ada, grace, circle):
    claim = logged(ada, group=circle)
    actions.decline(claim, by=grace, revision=1, reason="It was cancelled.")
    actions.withdraw(claim)
    assert Claim.objects.get().withdrawn_at is not None
    assert list(derived.differences()) == []
    done = logged(ada, group=circle)
    confirmed(done, by=grace)
    with pytest.raises(actions.Closed):
        actions.withdraw(done)


def test_what_is_kept_to_oneself_says_none_of_ones_words_in_a_record(ada, circle):
    pieces = [evidence.link("https://example.org/CANARY")]
    claim = logged(ada, "CANARY title", learned="CANARY learned", kind="book", pieces=pieces)
    text = claim.record.statement
    assert "CANARY" not in text
    said = json.loads(text)
    assert said["object"]["definition"]["name"] == {"en-GB": "Book"}
    assert said["result"] == {"duration": "PT90M"}
    claim = actions.amend(claim, place=circle.place)
    assert claim.record.statement.count("CANARY") >= 3
    claim = actions.amend(claim, place="")
    assert "CANARY" not in claim.record.statement


def test_the_place_stays_once_somebody_has_answered_there(ada, grace, ben, circle):
    other = group(ben, "Elsewhere")
    member(other, ada)
    claim = actions.amend(logged(ada, group=circle), place=other.place)
    assert claim.place == other.place
    actions.ask_back(claim, by=ben, revision=2, reason="A word for ada in this group.")
    for place in (circle.place, ""):
        with pytest.raises(PermissionDenied):
            actions.amend(claim, place=place)
    assert actions.amend(claim, title="Mended").place == other.place


def test_the_managers_alone_look_again_where_it_was_and_is_when_it_moves_and_when_it_is_taken_back(
    ada, ben, circle, settings, django_capture_on_commit_callbacks
):
    settings.CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
    other = group(ben, "Elsewhere")
    member(other, ada)
    for each in ada.memberships.all():
        memberships.change_sharing(each, sharing="private")
    claim = logged(ada, group=circle)
    layer = get_channel_layer()
    for place in (circle.place, other.place):
        async_to_sync(layer.group_add)(channel_group(of_managers(place)), f"socket.{place[-8:]}")
        async_to_sync(layer.group_add)(channel_group(place), f"member.{place[-8:]}")
    with django_capture_on_commit_callbacks(execute=True):
        actions.amend(claim, place=other.place)
    assert set(layer.channels) == {f"socket.{each.place[-8:]}" for each in (circle, other)}
    layer.channels.clear()
    with django_capture_on_commit_callbacks(execute=True):
        actions.withdraw(claim)
    assert set(layer.channels) == {f"socket.{other.place[-8:]}"}


def test_a_confirmation_taken_back_takes_points_and_feed_and_it_waits_again(ada, grace, circle):
    claim = logged(ada, group=circle)
    records.void(confirmed(claim, by=grace).record, by=grace)
    effects.drain(ada.pk)
    claim.refresh_from_db()
    assert claim.confirmed_at is None
    assert Activity.objects.count() == 0
    assert Standing.objects.count() == 0
    assert PointEntry.objects.get().reversed_by is not None
    assert list(derived.differences()) == []
    confirmed(claim, by=grace)
    assert PointEntry.objects.filter(reversed_by=None).count() == 1
    assert Activity.objects.count() == 1
    assert list(derived.differences()) == []


def test_a_confirmation_does_not_outlive_the_statement_it_confirms(ada, grace, circle):
    claim = logged(ada, group=circle)
    confirmed(claim, by=grace)
    records.void(claim.record, by=grace)
    assert [each.split(": ")[1] for each in consistency.differences([ada.pk])] == [
        "is withdrawn and its confirmation stands"
    ]
    effects.drain(ada.pk)
    claim.refresh_from_db()
    assert (claim.confirmed_at, claim.withdrawn_at is None) == (None, False)
    decision = claim.decisions.get()
    assert decision.voided_at is not None
    assert decision.record.voided_by is not None
    assert PointEntry.objects.filter(reversed_by=None).count() == 0
    assert (Activity.objects.count(), Standing.objects.count(), effects.pending([ada.pk])) == (0, 0, 0)
    assert list(derived.differences()) == []


def test_what_is_withdrawn_leaves_no_file_and_no_standing_statement(
    ada, circle, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path
    piece = evidence.document(SimpleUploadedFile("notes.txt", b"what was said"))
    claim = logged(ada, group=circle, pieces=[piece])
    with django_capture_on_commit_callbacks(execute=True):
        actions.withdraw(claim)
    assert Record.objects.get(pk=claim.record_id).voided_by is not None
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert Claim.objects.get().withdrawn_at is not None
    assert list(derived.differences()) == []


def test_a_rebuild_writes_what_was_lost_and_nothing_else(ada, grace, circle):
    confirmed(logged(ada, group=circle), by=grace)
    Activity.objects.all().delete()
    PointEntry.objects.all().delete()
    assert projections.derive(ada.pk) > 0
    assert list(derived.differences()) == []
    assert projections.derive(ada.pk) == 0


def test_evidence_stands_in_both_statements_by_its_hash(ada, grace, circle, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    data = b"what was said"
    pieces = [evidence.document(SimpleUploadedFile("notes.txt", data)), evidence.link("https://example.org/talk")]
    claim = logged(ada, group=circle, pieces=pieces)
    decision = confirmed(claim, by=grace)
    for record in (claim.record, decision.record):
        said = statement_of(record)["attachments"]
        assert [(each["sha2"], each["length"], each["contentType"]) for each in said] == [
            (hashlib.sha256(data).hexdigest(), len(data), "text/plain"),
            (hashlib.sha256(b"https://example.org/talk").hexdigest(), 24, "text/uri-list"),
        ]


def test_a_photo_is_drawn_anew_and_hashed_as_it_is_kept(ada, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    exif = Image.Exif()
    exif[0x010F] = "CANARY camera"
    out = io.BytesIO()
    Image.new("RGB", (3000, 1000), "teal").save(out, "JPEG", exif=exif)
    logged(ada, pieces=[evidence.photo(SimpleUploadedFile("p.jpg", out.getvalue()))])
    kept = Evidence.objects.get()
    data = kept.file.read()
    assert (hashlib.sha256(data).hexdigest(), len(data)) == (kept.sha256, kept.length)
    assert b"CANARY" not in data
    assert Image.open(io.BytesIO(data)).size == (1600, 533)


def test_private_means_unseen(ada, grace, circle):
    memberships.change_sharing(circle.memberships.get(user=ada), sharing="private")
    confirmed(logged(ada, group=circle), by=grace)
    assert feed.of_group(grace, circle).days == []


def test_both_are_told(ada, grace, circle):
    claim = logged(ada, group=circle)
    actions.ask_back(claim, by=grace, revision=claim.revision, reason="Which one?")
    told = set(Notification.objects.values_list("recipient", "verb", "thread"))
    assert told == {(grace.pk, "claimed", f"claim:{claim.uid}"), (ada.pk, "decided", f"claim:{claim.uid}")}
