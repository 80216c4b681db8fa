"""Messages, records and pages, and who signs them."""

from __future__ import annotations

import dataclasses

from wire import *  # noqa: F403: every name there is an encoding


class Key:
    """An Ed25519 key from its seed."""

    def __init__(self, seed: bytes):
        self.seed = seed
        self.public = ed25519_key(seed)
        self.name = name_text(self.public)
        self.libp2p = bytes.fromhex("08011220") + self.public

    def sign(self, text: bytes) -> bytes:
        return ed25519_sign(self.seed, text)


ALICE = Key(bytes(range(0x20)))
BOB = Key(bytes(range(0x20, 0x40)))
MALLORY = Key(bytes(range(0x40, 0x60)))

GROUP = sha256(b"remotelog", ALICE.public)  # What a writer takes by default.


# --- messages ---


def message_id(group: bytes, timestamp: int, body: bytes) -> bytes:
    return sha256(b"MESSAGE_ID", group, timestamp.to_bytes(8, "little", signed=True), body)


@dataclasses.dataclass(frozen=True)
class Message:
    """A message of Alice's in the default group."""

    timestamp: int
    body: bytes

    @property
    def bytes(self) -> bytes:
        """As protobuf writes it: what is 0 or empty is left out."""
        return (
            bytes_field(6001, GROUP)
            + (int_field(6002, self.timestamp) if self.timestamp else b"")
            + (bytes_field(6003, self.body) if self.body else b"")
        )

    @property
    def id(self) -> bytes:
        return message_id(GROUP, self.timestamp, self.body)

    @property
    def address(self) -> bytes:
        return address(self.bytes)


# --- records ---

VALIDITY = b"2036-01-01T00:00:00.000000000Z"
FIRST = bytes(32)  # Where the first record of a name would have its predecessor.


def path(target: bytes) -> bytes:
    return b"/ipfs/" + base32(target).encode()


def chained(
    sequence: int, previous: bytes, target: bytes, ttl: int = 300_000_000_000, validity: bytes = VALIDITY
) -> dict:
    """The signed fields of a record as we make it."""
    return {
        "TTL": ttl,
        "Value": path(target),
        "_prev": previous,
        "Sequence": sequence,
        "Validity": validity,
        "ValidityType": 0,
    }


def sign_data(key: Key, data: bytes) -> bytes:
    return key.sign(b"ipns-signature:" + data)


def envelope(key: Key, data: bytes) -> bytes:
    """As we make it: fields 8 and 9."""
    return bytes_field(8, sign_data(key, data)) + bytes_field(9, data)


def v1_envelope(key: Key, fields: dict, altered: int = 0, signed: bool = True) -> bytes:
    """As other tools make it: V1 and the public key as well; one field of V1 may be altered, V2 left out."""
    value, validity = fields["Value"], fields["Validity"]

    def number(field: int, value: int) -> bytes:
        return int_field(field, value + 1 if field == altered else value)

    def text(field: int, value: bytes) -> bytes:
        return bytes_field(field, value + b"0" if field == altered else value)

    v1 = (
        text(1, value)
        + bytes_field(2, key.sign(value + validity + b"EOL"))
        + number(3, fields["ValidityType"])
        + text(4, validity)
        + number(5, fields["Sequence"])
        + number(6, fields["TTL"])
        + bytes_field(7, key.libp2p)
    )
    return v1 + (envelope(key, cbor(fields)) if signed else b"")


# --- pages ---


def pair(message: Message, sequence: int, *, stored: bool = False, embedded: bool = False) -> bytes:
    return raw_pair(
        message.id,
        remote=message.address if stored else b"",
        data=message.bytes if embedded else b"",
        sequence=sequence,
    )


def raw_pair(local: bytes, *, remote: bytes = b"", data: bytes = b"", sequence: int = 1) -> bytes:
    return (
        (bytes_field(1, remote) if remote else b"")
        + (bytes_field(2, local) if local else b"")
        + (bytes_field(3, data) if data else b"")
        + (int_field(100, sequence) if sequence else b"")
    )


def skip(page: bytes, sequence: int) -> bytes:
    return (bytes_field(1, page) if page else b"") + (int_field(2, sequence) if sequence else b"")


def prefix(pairs: list) -> bytes:
    """New pairs, serialized alone: what goes in front of a page."""
    return b"".join(bytes_field(1, one) for one in pairs)


def remote_log(pairs: list, *, tail: bytes | None = None, skips: tuple = (), cas: tuple = (), number: int = 0) -> bytes:
    return (
        prefix(pairs)
        + (bytes_field(2, tail) if tail else b"")
        + b"".join(bytes_field(100, one) for one in skips)
        + b"".join(bytes_field(101, hint.encode()) for hint in cas)
        + (int_field(102, number) if number else b"")
    )
