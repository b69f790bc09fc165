"""Statements and their attachments in one body: read octet by octet, whatever the attachments are."""

import json
import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.records import multipart
from courses.records.attachments import Part
from courses.records.words import Invalid
from tests.factories.records import attached

JSON = b"Content-Type: application/json\r\n\r\n[1]"
BINARY = b"Content-Transfer-Encoding: binary\r\n"
HASH = b"X-Experience-API-Hash: ab\r\n"
MAIL = b"From: ada@example.org\r\nSubject: Proof\r\n\r\nSeen."
FORM = b'--inner\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n--inner--\r\n'


@pytest.mark.parametrize(
    ("kind", "octets"),
    [
        ("message/rfc822", MAIL),
        ("multipart/form-data; boundary=inner", FORM),
        ("multipart/mixed", b"no boundary at all"),
        ("text/plain", b""),
        ("text/plain", b"\r\n\r\n"),
        ("text/plain", b"ends in a line\r\n"),
        ("image/png", bytes(range(256))),
        ('text/plain; name="a; b"', b"--\r\n--x"),
    ],
)
def test_an_attachment_of_any_type_is_read_as_it_was_written(kind, octets):
    said, part = attached(octets, kind=kind)
    assert multipart.read(*multipart.written(json.dumps(said), [part])) == (said, [part])


@given(st.lists(st.binary(max_size=40) | st.sampled_from([b"\r\n--", b"\n", b"\r", b"--\r\n"]), max_size=4))
@settings(max_examples=200, deadline=None)
def test_parts_come_back_whatever_is_in_them(bodies):
    parts = [Part(sha2=f"{number}", content_type="a/b", octets=octets) for number, octets in enumerate(bodies)]
    assert multipart.read(*multipart.written("{}", parts)) == ({}, parts)


@pytest.mark.parametrize("boundary", ["B", "a.+()*[b", "'()+_,-./:=?", '"a b"'])
def test_a_boundary_is_found_by_its_letters(boundary):
    line = boundary.strip('"').encode()
    sent = b"of no part\r\n--" + line + b" \t\r\n" + JSON + b"\r\n--" + line + b"--\r\nrest"
    quoted = boundary if boundary.startswith('"') or boundary == "B" else f'"{boundary}"'
    assert multipart.read(f"multipart/mixed; boundary={quoted}", sent) == ([1], [])


def test_lines_may_end_in_lf_alone():
    sent = (
        b"--B\nContent-Type: application/json\n\n[1]\n--B\nContent-Type: a/b\nX-Experience-API-Hash: AB\n"
        b"Content-Transfer-Encoding: binary\n\n\x00\n\n--B--\n"
    )
    value, parts = multipart.read("multipart/mixed; boundary=B", sent)
    assert (value, parts) == ([1], [Part(sha2="ab", content_type="a/b", octets=b"\x00\n")])


@pytest.mark.parametrize(
    ("kind", "sent"),
    [
        ("multipart/mixed", b"--B\r\n" + JSON + b"\r\n--B--"),
        ("multipart/mixed; boundary=B\r\nX: y", b"--B\r\n" + JSON + b"\r\n--B--"),
        ("multipart/mixed; boundary=B", b""),
        ("multipart/mixed; boundary=B", b"--B--"),
        ("multipart/mixed; boundary=B", b"--B\r\n" + JSON),
        ("multipart/mixed; boundary=B", b"--B\r\n" + JSON + b"\r\n--Bx--\r\n"),
        ("multipart/mixed; boundary=B", b"--B\r\n" + JSON + b"\r\n--B\r\n" + BINARY + b"\r\nx\r\n--B--"),
        ("multipart/mixed; boundary=B", b"--B\r\n" + JSON + b"\r\n--B\r\n" + HASH + b"\r\nx\r\n--B--"),
        ("multipart/mixed; boundary=B", b"--B\r\n" + JSON + b"\r\n--B\r\nnonsense\r\n" + HASH + b"\r\nx\r\n--B--"),
        ("multipart/mixed; boundary=B", b"--B\r\nContent-Type: text/plain\r\n\r\n[1]\r\n--B--"),
        ("multipart/mixed; boundary=B", b"--B\r\n\r\n[1]\r\n--B--"),
        ("multipart/mixed; boundary=B", b"--B\r\n\xff: \xff\r\n\r\n[1]\r\n--B--"),
    ],
)
def test_what_is_no_body_of_parts_is_refused_with_its_place(kind, sent):
    with pytest.raises(Invalid, match=re.compile(r"\((4\.1\.3|RFC 2046)\)$")):
        multipart.read(kind, sent)


def test_a_hostile_body_costs_no_more_than_its_length():
    start = time.monotonic()
    for sent in (b"--B\r\n\r\n" * 700_000, b"\r\n" * 2_500_000, b"--B\r\n" + b"a:b\r\n" * 1_000_000 + b"\r\n--B--"):
        with pytest.raises(Invalid):
            multipart.read("multipart/mixed; boundary=B", sent)
    assert time.monotonic() - start < 10
