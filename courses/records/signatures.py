"""Signed statements: the attachment that is their signature says the same as they do (xAPI 2.0, 4.2.6; RFC 7515)."""

import base64
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import jwt
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from . import literals
from .attachments import Part
from .statements import Statement
from .words import Invalid

USAGE = "http://adlnet.gov/expapi/attachments/signature"
MEDIA_TYPE = "application/octet-stream"
ALGORITHMS = ["RS256", "RS384", "RS512"]


def check(statement: Statement, parts: Sequence[Part]) -> None:
    """Raise `Invalid` where a signature of `statement` is none, is another's, or does not fit its certificate."""
    bodies = {part.sha2: part for part in parts}
    for attachment in statement.data.get("attachments", []):
        if attachment["usageType"] != USAGE:
            continue
        if attachment["contentType"] != MEDIA_TYPE:
            raise Invalid(f"signature: contentType is {MEDIA_TYPE} (4.2.6)")
        part = bodies.get(attachment["sha2"].lower())
        if part is None:
            raise Invalid("signature: not sent with its statement (4.2.6)")
        _check(part.octets, statement)


def _check(octets: bytes, statement: Statement) -> None:
    signed = _read(octets)
    if signed["header"].get("alg") not in ALGORITHMS:
        raise Invalid(f"signature: alg is one of {', '.join(ALGORITHMS)} (4.2.6)")
    payload = literals.loads(signed["payload"])
    if not isinstance(payload, dict) or _read_as(statement, payload).digest() != _unsigned(statement).digest():
        raise Invalid("signature: of another statement (4.2.6)")
    chain = signed["header"].get("x5c")
    if chain:
        _verify(octets, chain, signed["header"]["alg"])


def _read_as(statement: Statement, payload: Mapping[str, Any]) -> Statement:
    """Return the statement in `payload`, by the rules of the version that `statement` names."""
    return Statement.read(payload, version=statement.data["version"])


def _read(octets: bytes) -> dict[str, Any]:
    try:
        return jwt.PyJWS().decode_complete(octets, options={"verify_signature": False})
    except jwt.PyJWTError as error:
        raise Invalid("signature: no JSON Web Signature in compact form (4.2.6)") from error


def _verify(octets: bytes, chain: Sequence[str], algorithm: str) -> None:
    """Raise `Invalid` where the first certificate did not sign, or a later one not the one before it."""
    try:
        certificates = [x509.load_der_x509_certificate(base64.b64decode(one)) for one in chain]
        for one, issuer in pairwise(certificates):
            one.verify_directly_issued_by(issuer)
        key = certificates[0].public_key()
        if not isinstance(key, RSAPublicKey):
            raise ValueError("no RSA key")
        jwt.PyJWS().decode(octets, key=key, algorithms=[algorithm])
    except Exception as error:  # a certificate can be wrong in many ways, each of another library's errors
        raise Invalid("signature: does not fit its certificates (4.2.6)") from error


def _unsigned(statement: Statement) -> Statement:
    """Return `statement` as it was when it was signed: without its signature."""
    rest = [one for one in statement.data["attachments"] if one["usageType"] != USAGE]
    data: Mapping[str, Any] = {name: value for name, value in statement.data.items() if name != "attachments"}
    return Statement({**data, "attachments": rest} if rest else data, timed=statement.timed)
