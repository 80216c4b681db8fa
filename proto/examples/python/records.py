"""Signed records (PROTOCOL.md, 6)."""

from __future__ import annotations

import dataclasses
import datetime
import re

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from google.protobuf.message import DecodeError

import cbor
from formats import LIBP2P_PREFIX, Refused, address_text, parse_address, sha256, verifies
from stubs import ipns

MAX_BYTES = 10_240
SIGNED_PREFIX = b"ipns-signature:"
FIRST = bytes(32)
TYPES = {"TTL": int, "Value": bytes, "_prev": bytes, "Sequence": int, "Validity": bytes, "ValidityType": int}
OPTIONAL = {"TTL", "_prev"}
RFC_3339 = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})(\.[0-9]{1,9})?Z")
LIFETIME = datetime.timedelta(days=365)
TTL = 300_000_000_000


@dataclasses.dataclass(frozen=True)
class Record:
    envelope: bytes
    data: bytes
    value: bytes
    previous: bytes | None
    sequence: int
    validity: tuple[datetime.datetime, int]  # Seconds in UTC, nanoseconds.
    ttl: int

    @property
    def id(self) -> bytes:
        return sha256(self.data)

    @property
    def address(self) -> bytes | None:
        """Of the head's content, if the value is an address."""
        try:
            path = self.value.decode()
            return parse_address(path[6:]) if path.startswith("/ipfs/") else None
        except (UnicodeDecodeError, Refused):
            return None

    def is_expired(self, now: tuple[datetime.datetime, int]) -> bool:
        return now >= self.validity


def verify(key: bytes, envelope: bytes) -> Record:
    """The checks in their order; key is that of the name asked for."""
    if len(envelope) > MAX_BYTES:
        raise Refused("MALFORMED_RECORD", "too long")
    try:
        entry = ipns.IpnsEntry.FromString(envelope)
    except DecodeError as e:
        raise Refused("MALFORMED_RECORD", str(e)) from None
    if not entry.signatureV2:
        raise Refused("RECORD_UNSIGNED", "no field 8")
    if not entry.data:
        raise Refused("MALFORMED_RECORD", "no field 9")
    if entry.HasField("pubKey") and entry.pubKey != LIBP2P_PREFIX + key:
        raise Refused("SIGNATURE_INVALID", "the public key of another")
    if not verifies(key, SIGNED_PREFIX + entry.data, entry.signatureV2):
        raise Refused("SIGNATURE_INVALID", "not signed by the name asked for")
    record = decode(envelope, entry.data)
    check_v1(entry, record)
    return record


def decode(envelope: bytes, data: bytes) -> Record:
    try:
        fields = cbor.decode_map(data)
    except ValueError as e:
        raise Refused("MALFORMED_RECORD", f"data is not strict DAG-CBOR: {e}") from None
    for key, expected in TYPES.items():
        if key not in fields and key in OPTIONAL:
            continue
        if type(fields.get(key)) is not expected or (expected is int and fields[key] < 0):
            raise Refused("MALFORMED_RECORD", f"{key} is missing, or not what it should be")
    previous, sequence = fields.get("_prev"), fields["Sequence"]
    if fields["ValidityType"] != 0:
        raise Refused("MALFORMED_RECORD", "ValidityType is not 0")
    if previous is not None:
        if len(previous) != 32 or sequence < 1 or (sequence == 1) != (previous == FIRST):
            raise Refused("MALFORMED_RECORD", "_prev and Sequence do not fit")
    validity = parse_validity(fields["Validity"])
    return Record(envelope, data, fields["Value"], previous, sequence, validity, fields.get("TTL", 0))


def parse_validity(text: bytes) -> tuple[datetime.datetime, int]:
    try:
        seconds, fraction = RFC_3339.fullmatch(text.decode("ascii")).groups()
        return datetime.datetime.fromisoformat(seconds), int((fraction or ".0")[1:].ljust(9, "0"))
    except (ValueError, AttributeError):
        raise Refused("MALFORMED_RECORD", "Validity is not RFC 3339 with Z") from None


def check_v1(entry: ipns.IpnsEntry, record: Record) -> None:
    signed = cbor.decode_map(record.data)
    for v1, key in (
        ("value", "Value"),
        ("validityType", "ValidityType"),
        ("validity", "Validity"),
        ("sequence", "Sequence"),
        ("ttl", "TTL"),
    ):
        if entry.HasField(v1) and getattr(entry, v1) != signed.get(key, 0):
            raise Refused("MALFORMED_RECORD", f"{v1} is not the signed one")


def now() -> tuple[datetime.datetime, int]:
    time = datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None)
    return time.replace(microsecond=0), time.microsecond * 1000


def sign(
    key: Ed25519PrivateKey, address: bytes, previous: bytes, sequence: int, validity: str | None = None, ttl: int = TTL
) -> Record:
    if validity is None:
        validity = (datetime.datetime.now(datetime.timezone.utc) + LIFETIME).strftime("%Y-%m-%dT%H:%M:%S.%f000Z")
    data = cbor.encode(
        {
            "TTL": ttl,
            "Value": b"/ipfs/" + address_text(address).encode(),
            "_prev": previous,
            "Sequence": sequence,
            "Validity": validity.encode(),
            "ValidityType": 0,
        }
    )
    entry = ipns.IpnsEntry(signatureV2=key.sign(SIGNED_PREFIX + data), data=data)
    return verify(public_key(key), entry.SerializeToString())


def public_key(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
