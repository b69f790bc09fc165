"""The pages of what was learned outside: the log, one claim, its evidence, and the worker that keeps a page."""

import json
import re
import uuid
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from cohort.models import Capabilities
from community.groups import memberships
from courses.claims import actions, evidence, presenting
from courses.claims.forms import initial
from courses.models import Claim, Evidence
from tests.factories.claims import confirmed, logged
from tests.factories.groups import group, member
from tests.factories.media import png

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("switches_on")]


@pytest.fixture(autouse=True)
def _files_elsewhere(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def circle(grace, ada):
    made = group(grace)
    member(made, ada, sharing="named")
    return made


def said(**more):
    return {
        "client_uid": str(uuid.uuid4()),
        "kind": "book",
        "title": "How to read a chart",
        "happened_on": timezone.localdate().isoformat(),
        "minutes": "90",
        "learned": "Look at the axis first.",
        "place": "",
        **more,
    }


def address(name, claim):
    return reverse(f"claims:{name}", args=[claim.uid])


def test_what_is_sent_is_logged_with_its_evidence(client, ada, circle):
    client.force_login(ada)
    photo = png()
    files = {"photos": [SimpleUploadedFile("p.png", photo.read())], "documents": [SimpleUploadedFile("a.html", b"<b>")]}
    answer = client.post(reverse("claims:new"), said(place=circle.place, link="https://example.org/", **files))
    claim = Claim.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, address("claim", claim))
    assert (claim.learner, claim.place, claim.minutes) == (ada, circle.place, 90)
    kinds = claim.evidence.values_list("kind", flat=True)
    assert sorted(kinds) == ["file", "link", "photo"]


@pytest.mark.parametrize(
    "hours, minutes, kept, note",
    [
        ("8", "", 480, "8 h"),
        ("1", "30", 90, "1 h 30"),
        ("", "480", 480, "8 h"),
        ("0", "0", None, ""),
        ("", "", None, ""),
    ],
)
def test_how_long_it_took_is_typed_in_hours_and_minutes(client, ada, hours, minutes, kept, note):
    client.force_login(ada)
    client.post(reverse("claims:new"), said(hours=hours, minutes=minutes))
    claim = Claim.objects.get()
    assert (claim.minutes, presenting.length(claim.minutes)) == (kept, note)
    shown = initial(claim)
    assert 60 * (shown["hours"] or 0) + (shown["minutes"] or 0) == (kept or 0)


def test_a_number_is_sent_as_it_was_typed(client, ada):
    client.force_login(ada)
    page = client.get(reverse("claims:new")).content.decode()
    fields = re.findall(r'<input type="(\w+)" name="(hours|minutes)"', page)
    assert fields == [("text", "hours"), ("text", "minutes")]  # one for numbers makes 15 of 1,5

    answer = client.post(reverse("claims:new"), said(hours="1,5"))
    assert answer.status_code == 422
    assert "Write a whole number" in answer.content.decode()


def test_a_queue_is_answered_in_json_and_a_repeat_with_the_same(client, ada):
    client.force_login(ada)
    data = said()
    first, again = (client.post(reverse("claims:new"), data, headers={"Accept": "application/json"}) for _ in "12")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json() == {"url": address("claim", Claim.objects.get())}
    refused = client.post(reverse("claims:new"), said(title=""), headers={"Accept": "application/json"})
    assert (refused.status_code, refused.json()) == (422, {"errors": ["Give it a name."]})


@pytest.mark.parametrize(
    "wrong, word",
    [
        ({"title": ""}, "Give it a name."),
        ({"learned": ""}, "Say in a sentence or two"),
        ({"happened_on": "2999-01-01"}, "still to come"),
        ({"minutes": "-3"}, "Choose 0 or more"),
        ({"link": "javascript:alert(1)"}, "Copy the address once more"),
        ({"place": "group:" + str(uuid.uuid4())}, "That cannot be chosen here any more"),
        ({"photos": SimpleUploadedFile("p.png", b"no picture")}, "not a picture"),
        ({"documents": [SimpleUploadedFile(f"{n}.txt", b"%d" % n) for n in range(7)]}, "At most 6"),
    ],
)
def test_what_cannot_be_taken_is_explained_and_nothing_is_kept(client, ada, wrong, word):
    client.force_login(ada)
    answer = client.post(reverse("claims:new"), said(**wrong))
    assert answer.status_code == 422
    assert word in answer.content.decode()
    assert (Claim.objects.count(), Evidence.objects.count()) == (0, 0)


def test_a_claim_is_read_by_its_learner_and_by_who_decides(client, ada, ben, grace, mallory, admin, circle):
    member(circle, ben, sharing="named")
    claim = logged(ada, group=circle, learned="CANARY of ada")
    for user, status in ((ada, 200), (grace, 200), (ben, 404), (mallory, 404), (admin, 404)):
        client.force_login(user)
        answer = client.get(address("claim", claim))
        assert answer.status_code == status
        assert ("CANARY" in answer.content.decode()) == (status == 200)


def test_the_manager_reads_what_was_logged_for_the_group_alone(client, ada, grace, circle):
    claim = logged(ada)
    client.force_login(grace)
    assert client.get(address("claim", claim)).status_code == 404


def test_deciding_over_the_page(client, ada, ben, grace, mallory, circle):
    claim = logged(ada, group=circle)
    for user in (ada, ben, mallory):
        client.force_login(user)
        assert client.post(address("decision", claim), {"kind": "confirmed", "revision": "1"}).status_code == 404
    client.force_login(grace)
    refused = client.post(address("decision", claim), {"kind": "declined", "revision": "1", "reason": " "})
    assert refused.status_code == 422
    assert "Say why" in refused.content.decode()
    answer = client.post(address("decision", claim), {"kind": "confirmed", "revision": "1"})
    assert (answer.status_code, answer["Location"]) == (303, reverse("outside:queue", args=[circle.uid]))
    claim.refresh_from_db()
    assert claim.confirmed_at is not None


def test_the_own_page_offers_no_decision(client, ada, grace, circle):
    client.force_login(grace)
    mine, hers = logged(grace, group=circle), logged(ada, group=circle)
    assert "Your decision" not in client.get(address("claim", mine)).content.decode()
    assert "Your decision" in client.get(address("claim", hers)).content.decode()
    assert client.post(address("decision", mine), {"kind": "confirmed", "revision": "1"}).status_code == 404


def test_changing_answers_and_takes_evidence_away(client, ada, grace, circle):
    pieces = [evidence.document(SimpleUploadedFile("a.txt", b"a"))]
    claim = logged(ada, group=circle, pieces=pieces)
    actions.ask_back(claim, by=grace, revision=claim.revision, reason="Which book?")
    piece = Evidence.objects.get()
    client.force_login(ada)
    page = client.get(address("amend", claim)).content.decode()
    assert "Your answer" in page
    data = said(place=circle.place, note="The blue one.", removed=[str(piece.uid)], link="https://example.org/b")
    assert client.post(address("amend", claim), data).status_code == 303
    assert list(claim.evidence.filter(removed_at=None).values_list("url", flat=True)) == ["https://example.org/b"]
    client.force_login(grace)
    body = client.get(address("claim", claim)).content.decode()
    assert body.index("Which book?") < body.index("The blue one.")


def test_what_is_decided_or_anothers_is_not_changed(client, ada, grace, mallory, circle):
    claim = logged(ada, group=circle)
    for name in ("amend", "withdrawal"):
        for user in (grace, mallory):
            client.force_login(user)
            assert client.post(address(name, claim), said()).status_code == 404
    confirmed(claim, by=grace)
    client.force_login(ada)
    assert client.get(address("amend", claim))["Location"] == address("claim", claim)
    typed = client.post(address("amend", claim), said(place=circle.place, learned="Typed while it was decided."))
    assert typed.status_code == 422
    for words in ("It was decided in the meantime.", "Typed while it was decided."):
        assert words in typed.content.decode()
    back = client.post(address("withdrawal", claim), follow=True)
    assert back.redirect_chain[0][0] == address("claim", claim)
    assert "It was decided in the meantime." in back.content.decode()
    claim.refresh_from_db()
    assert (claim.learned, claim.withdrawn_at) == ("To stay calm.", None)


def test_what_was_changed_while_it_was_read_is_shown_again(client, ada, grace, circle):
    claim = logged(ada, group=circle)
    client.force_login(grace)
    assert 'name="revision" value="1"' in client.get(address("claim", claim)).content.decode()
    actions.amend(claim, learned="Something else altogether.")
    again = client.post(address("decision", claim), {"kind": "declined", "revision": "1", "reason": "As I read it."})
    assert again.status_code == 422
    page = again.content.decode()
    for words in ("It was changed while you read it.", "Something else altogether.", "As I read it.", 'value="2"'):
        assert words in page
    assert client.post(address("decision", claim), {"kind": "confirmed"}).status_code == 422
    claim.refresh_from_db()
    assert (claim.confirmed_at, claim.declined_at) == (None, None)


def test_each_reads_in_their_own_words_how_it_stands(client, ada, grace, circle):
    claim = logged(ada, group=circle)

    def page(user):
        client.force_login(user)
        return client.get(address("claim", claim)).content.decode()

    for user in (ada, grace):
        assert "Waits to be confirmed" in page(user)
        assert f"Those who lead {circle.name} read this and decide." in page(user)
    actions.ask_back(claim, by=grace, revision=1, reason="Which one?")
    assert "Needs more from you" in page(ada)
    assert "Needs more from you" not in page(grace)
    assert "Waits for an answer" in page(grace)
    confirmed(claim, by=grace)
    for user in (ada, grace):
        assert f"Confirmed by {grace.display_name}." in page(user)
        assert "read this and decide" not in page(user)


def test_who_left_the_group_is_told_that_nobody_can_confirm_it(client, ada, grace, circle):
    claim, asked = logged(ada, group=circle), logged(ada, "Asked", group=circle)
    actions.ask_back(asked, by=grace, revision=1, reason="Which one?")
    memberships.leave(circle.memberships.get(user=ada))
    client.force_login(ada)
    log = client.get(reverse("claims:log")).content.decode()
    assert log.count("Nobody can confirm it") == 2
    page = client.get(address("claim", claim)).content.decode()
    assert "Change it and choose another group." in page
    assert address("amend", claim) in page
    page = client.get(address("claim", asked)).content.decode()
    assert "Log it again for another group." in page
    assert address("amend", asked) not in page
    assert address("withdrawal", asked) in page
    assert circle.name not in page


def test_who_is_answered_is_asked_for_no_other_place(client, ada, grace, circle):
    claim = logged(ada, group=circle)
    client.force_login(ada)
    assert "Who confirms it" in client.get(address("amend", claim)).content.decode()
    actions.ask_back(claim, by=grace, revision=1, reason="Which one?")
    assert "Who confirms it" not in client.get(address("amend", claim)).content.decode()
    assert client.post(address("amend", claim), said(place="", title="Mended")).status_code == 303
    claim.refresh_from_db()
    assert (claim.place, claim.title) == (circle.place, "Mended")


def test_taking_back_removes_it_from_every_page(client, ada, grace, circle):
    claim = logged(ada, group=circle)
    client.force_login(ada)
    assert client.post(address("withdrawal", claim)).status_code == 303
    assert "First aid" not in client.get(reverse("claims:log")).content.decode()
    client.force_login(grace)
    assert client.get(address("claim", claim)).status_code == 404


def test_evidence_is_saved_never_run_and_for_those_two_alone(client, ada, ben, grace, mallory, circle):
    member(circle, ben, sharing="named")
    pieces = [
        evidence.document(SimpleUploadedFile("page.html", b"<script>alert(1)</script>")),
        evidence.photo(SimpleUploadedFile("p.png", png().read())),
    ]
    claim = logged(ada, group=circle, pieces=pieces)
    for piece in claim.evidence.all():
        where = reverse("claims:evidence", args=[piece.uid])
        for user in (ben, mallory):
            client.force_login(user)
            assert client.get(where).status_code == 404
        for user in (ada, grace):
            client.force_login(user)
            answer = client.get(where)
            assert answer["Content-Disposition"].startswith("attachment")
            assert answer["X-Content-Type-Options"] == "nosniff"
            assert answer["Cache-Control"] == "private, no-store"
            assert answer["Content-Type"] == ("image/webp" if piece.kind == "photo" else "application/octet-stream")
        client.logout()
        assert client.get(where).status_code == 302


def test_markup_is_inert(client, ada):
    hostile = '"><script>alert(1)</script>'
    piece = evidence.document(SimpleUploadedFile("x.txt", b"x"))
    claim = logged(ada, hostile, learned=hostile, pieces=[piece])
    Evidence.objects.update(name=hostile)
    client.force_login(ada)
    for url in (address("claim", claim), reverse("claims:log"), address("amend", claim)):
        assert "<script>alert" not in client.get(url).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_log_costs_the_same(client, ada, circle, count, django_assert_num_queries):
    for number in range(count):
        logged(ada, f"Workshop {number}", group=circle)
    client.force_login(ada)
    client.get(reverse("claims:log"))
    with django_assert_num_queries(7):
        client.get(reverse("claims:log"))


@pytest.mark.parametrize("count", [1, 3])
def test_a_claim_costs_the_same(client, ada, grace, circle, count, django_assert_num_queries):
    pieces = [evidence.link(f"https://example.org/{number}") for number in range(count)]
    claim = logged(ada, group=circle, pieces=pieces)
    for number in range(count):
        actions.ask_back(claim, by=grace, revision=claim.revision, reason=f"And {number}?")
    client.force_login(grace)
    client.get(address("claim", claim))
    with django_assert_num_queries(11):
        client.get(address("claim", claim))


def test_the_log_goes_on_where_the_page_ended(client, ada):
    for number in range(23):
        logged(ada, f"Workshop {number:02d}")
    client.force_login(ada)
    first = client.get(reverse("claims:log")).content.decode()
    more = re.search(r'rel="next" href="([^"]+)"', first)[1]
    second = client.get(reverse("claims:log") + more).content.decode()
    titles = re.findall(r"Workshop \d\d", first) + re.findall(r"Workshop \d\d", second)
    assert titles == [f"Workshop {number:02d}" for number in reversed(range(23))]


def test_while_it_is_off_there_is_no_door(client, ada, circle):
    claim = logged(ada, group=circle)
    Capabilities.objects.update(outside=False)
    client.force_login(ada)
    for url in (reverse("claims:log"), reverse("claims:new"), address("claim", claim), reverse("offline:worker")):
        assert client.get(url).status_code == 404


def test_without_community_it_is_the_learners_alone(client, ada, grace, circle):
    claim = logged(ada, group=circle)
    Capabilities.objects.update(community=False)
    client.force_login(ada)
    page = client.get(address("claim", claim)).content.decode()
    assert "Only you see this." in page
    assert circle.name not in page
    client.force_login(grace)
    assert client.get(address("claim", claim)).status_code == 404


def test_the_kept_page_says_nothing_of_anybody(client, ada, circle):
    client.force_login(ada)
    page = client.get(reverse("claims:shell"))
    for private in (ada.display_name, ada.email, str(ada.uid), circle.name, "csrfmiddlewaretoken"):
        assert private not in page.content.decode()
    assert page["Cache-Control"] == "no-store"


def test_the_worker_may_serve_its_own_pages_and_keeps_nothing_else(client):
    answer = client.get(reverse("offline:worker"))
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert "no-cache" in answer["Cache-Control"]
    assert "Service-Worker-Allowed" not in answer
    kept = json.loads(re.search(r"const ASSETS = (\[.*\])", answer.content.decode())[1])
    assert len(kept) > 10
    assert [name for name in kept if not name.startswith("/static/")] == []


def test_the_worker_is_another_one_when_the_page_it_keeps_has_changed(client, settings, tmp_path):
    def version():
        return re.search(r'const NAME = "([^"]+)"', client.get(reverse("offline:worker")).content.decode())[1]

    before = version()
    assert version() == before
    page = tmp_path / "courses/claims/_form.html"
    page.parent.mkdir(parents=True)
    page.write_text("<p>Another form</p>")
    (engine,) = settings.TEMPLATES
    settings.TEMPLATES = [{**engine, "DIRS": [tmp_path, *engine["DIRS"]]}]
    assert version() != before


def test_where_the_phone_is_it_may_be_tomorrow_already(client, ada):
    client.force_login(ada)
    today = timezone.localdate()
    answers = [
        client.post(reverse("claims:new"), said(happened_on=(today + timedelta(days=days)).isoformat())).status_code
        for days in (1, 3)
    ]
    assert answers == [303, 422]


@pytest.mark.parametrize("sign", list('|{}^"<>\\`'))
def test_a_link_with_what_no_iri_holds_is_kept_escaped(client, ada, circle, sign):
    client.force_login(ada)
    link = f"https://example.org/a{sign}b?q={sign}#é"
    from_queue = said(place=circle.place, link=link)
    for answer in (
        client.post(reverse("claims:new"), said(place=circle.place, link=link)),
        client.post(reverse("claims:new"), from_queue, headers={"Accept": "application/json"}),
    ):
        assert answer.status_code in (201, 303), answer.content
    escaped = f"https://example.org/a{quote(sign)}b?q={quote(sign)}#é"
    assert set(Evidence.objects.values_list("url", flat=True)) == {escaped}
    for claim in Claim.objects.all():
        assert json.loads(claim.record.statement)["attachments"][0]["fileUrl"] == escaped


@pytest.mark.parametrize(
    "link", ["https://example.org/" + "|" * 300, "mailto:ada@example.org", "https://a b/", "nonsense"]
)
def test_a_link_that_cannot_be_kept_is_said_to_the_queue(client, ada, circle, link):
    client.force_login(ada)
    answer = client.post(
        reverse("claims:new"), said(place=circle.place, link=link), headers={"Accept": "application/json"}
    )
    assert answer.status_code == 422
    assert not Claim.objects.exists()
