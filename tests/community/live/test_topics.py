"""Signed topics, and the names they have on the layer."""

import pytest
from django.core import signing

from community.live import topics


def test_a_token_names_its_person_and_topics(ada):
    assert topics.read(topics.sign(ada, "group:1", "topic:2")) == (str(ada.uid), ["group:1", "topic:2"])


@pytest.mark.parametrize(
    "change", [lambda token: token[:-1], lambda token: "x" + token, lambda token: "", str.swapcase]
)
def test_a_forged_token_is_refused(ada, change):
    with pytest.raises(signing.BadSignature):
        topics.read(change(topics.sign(ada, "group:1")))


def test_a_token_of_another_purpose_is_refused(ada):
    with pytest.raises(signing.BadSignature):
        topics.read(signing.dumps([str(ada.uid), "group:1"], salt="another"))


def test_a_name_on_the_layer_is_short_ascii_whatever_the_topic():
    for topic in ("group:1", "x" * 5000, "陳美玲:✓"):
        name = topics.channel_group(topic)
        assert len(name) < 100
        assert name.isascii()
        assert name.replace(".", "").isalnum()
