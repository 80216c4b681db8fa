"""Addresses, names, signatures, messages (PROTOCOL.md, 3 to 6.1)."""

from __future__ import annotations

import base64
import binascii
import dataclasses
import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from google.protobuf.message import DecodeError

from stubs import mvds

ADDRESS_PREFIX = bytes.fromhex("01551220")
NAME_PREFIX = bytes.fromhex("0172002408011220")
LIBP2P_PREFIX = NAME_PREFIX[4:]
BASE36 = "0123456789abcdefghijklmnopqrstuvwxyz"
BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"

P = 2**255 - 19
SMALL_ORDER_Y = {  # Of the points of order 1, 2, 4 and 8.
    0,
    1,
    P - 1,
    0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826,
    0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7,
}


class Refused(Exception):
    """Something breaks a rule; reason is one of PROTOCOL.md, 12."""

    def __init__(self, reason: str, message: str):
        super().__init__(f"{reason}: {message}")
        self.reason = reason


def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


# --- text forms ---


def base32(data: bytes) -> str:
    return base64.b32encode(data).decode().rstrip("=").lower()


def from_base32(text: str) -> bytes:
    try:
        data = base64.b32decode(text.upper() + "=" * (-len(text) % 8))
    except (binascii.Error, ValueError):
        data = b""
    if base32(data) != text:  # Upper case, unused bits.
        raise ValueError(text)
    return data


def to_digits(data: bytes, alphabet: str) -> str:
    number, text = int.from_bytes(data, "big"), ""
    while number:
        number, digit = divmod(number, len(alphabet))
        text = alphabet[digit] + text
    return text


def from_digits(text: str, alphabet: str) -> bytes:
    number = 0
    for character in text:
        number = number * len(alphabet) + alphabet.index(character)  # ValueError for a foreign one.
    return number.to_bytes((number.bit_length() + 7) // 8, "big")


# --- addresses ---


def address_of(content: bytes) -> bytes:
    return ADDRESS_PREFIX + sha256(content)


def check_address(address: bytes) -> bytes:
    if len(address) != 36 or not address.startswith(ADDRESS_PREFIX):
        raise Refused("MALFORMED_ADDRESS", address.hex())
    return address


def address_text(address: bytes) -> str:
    return "b" + base32(address)


def parse_address(text: str) -> bytes:
    try:
        if len(text) == 59 and text[0] == "b":
            return check_address(from_base32(text[1:]))
    except ValueError:
        pass
    raise Refused("MALFORMED_ADDRESS", repr(text))


# --- names ---


def parse_name(text: str) -> bytes:
    """The public key in a name."""
    try:
        if len(text) == 62 and text[0] == "k":
            cid = from_digits(text[1:], BASE36)
        elif len(text) == 65 and text[0] == "b":
            cid = from_base32(text[1:])
        elif len(text) == 52 and text[0] == "1":
            cid = NAME_PREFIX[:2] + b"\0" + from_digits(text, BASE58)
        else:
            raise ValueError(text)
    except ValueError:
        raise Refused("MALFORMED_NAME", repr(text)) from None
    if len(cid) != 40 or not cid.startswith(NAME_PREFIX):
        raise Refused("MALFORMED_NAME", repr(text))
    return check_key(cid[8:])


def check_key(key: bytes) -> bytes:
    if len(key) != 32 or is_small_order(key):
        raise Refused("MALFORMED_NAME", f"key {key.hex()}")
    return key


def name_text(key: bytes) -> str:
    return "k" + to_digits(NAME_PREFIX + key, BASE36)


def is_small_order(key: bytes) -> bool:
    y = int.from_bytes(key, "little") & (1 << 255) - 1
    return y % P in SMALL_ORDER_Y


# --- signatures ---


def verifies(key: bytes, message: bytes, signature: bytes) -> bool:
    if len(signature) != 64 or is_small_order(key):
        return False
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
        return True
    except (InvalidSignature, ValueError):
        return False


# --- messages ---


@dataclasses.dataclass(frozen=True)
class Message:
    data: bytes
    group: bytes
    timestamp: int
    body: bytes

    @property
    def id(self) -> bytes:
        return message_id(self.group, self.timestamp, self.body)


def message_id(group: bytes, timestamp: int, body: bytes) -> bytes:
    if len(group) != 32:
        raise Refused("MALFORMED_MESSAGE", "a group id is 32 bytes")
    return sha256(b"MESSAGE_ID" + group + timestamp.to_bytes(8, "little", signed=True) + body)


def decode_message(data: bytes) -> Message:
    try:
        parsed = mvds.Message.FromString(data)
    except DecodeError as e:
        raise Refused("MALFORMED_MESSAGE", str(e)) from None
    fields = ("group_id", "timestamp", "body", "metadata")
    old = any(parsed.HasField("legacy_" + field) for field in fields)
    if old and any(parsed.HasField(field) for field in fields):
        raise Refused("MALFORMED_MESSAGE", "fields of both numberings")
    group, timestamp, body = (getattr(parsed, ("legacy_" if old else "") + field) for field in fields[:3])
    message = Message(data, group, timestamp, body)
    message_id(group, timestamp, body)  # Checks the group id.
    return message


def make_message(group: bytes, timestamp: int, body: bytes) -> Message:
    made = mvds.Message(group_id=group)
    if timestamp:
        made.timestamp = timestamp
    if body:
        made.body = body
    return decode_message(made.SerializeToString())
