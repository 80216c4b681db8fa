#!/usr/bin/env python3
"""Writes the vectors: python3 proto/vectors/generate.py [directory].

Everything comes from PROTOCOL.md and the specifications that it names, and from fixed seeds, nothing from the Java
code. Two runs write the same bytes. Needs Python 3.9 or later, nothing else.
"""

from __future__ import annotations

import json
import pathlib
import sys

from formats import *  # noqa: F403: messages, records and pages
from wire import *  # noqa: F403: every name there is an encoding


def vectors(note: str, good: list, refused: list) -> dict:
    return {"note": note, "good": good, "refused": refused}


def refused(reason: str, comment: str, **given) -> dict:
    return {
        "comment": comment,
        **{k: v.hex() if isinstance(v, bytes) else v for k, v in given.items()},
        "reason": reason,
    }


# --- addresses ---


def addresses() -> dict:
    hello = address(b"hello")
    cid = base32(hello)

    def bad(comment: str, **given) -> dict:
        return refused("MALFORMED_ADDRESS", comment, **given)

    def good(comment: str, content: bytes) -> dict:
        found = address(content)
        return {"comment": comment, "content": content.hex(), "bytes": found.hex(), "text": base32(found)}

    return vectors(
        "Addresses of contents: CIDv1, raw, sha2-256 (bytes), and their text form.",
        [
            good("the empty content", b""),
            good("ASCII hello", b"hello"),
            good("all byte values", bytes(range(256))),
            good("a content that looks like an address", hello),
        ],
        [
            bad("empty", bytes=b""),
            bad("one byte short", bytes=hello[:-1]),
            bad("one byte long", bytes=hello + b"\0"),
            bad("the bare hash", bytes=hello[4:]),
            bad("CIDv0: the bare multihash", bytes=hello[2:]),
            bad("CID version 2", bytes=b"\x02" + hello[1:]),
            bad("codec dag-pb", bytes=b"\x01\x70" + hello[2:]),
            bad("codec libp2p-key", bytes=b"\x01\x72" + hello[2:]),
            bad("hash function sha3-256", bytes=b"\x01\x55\x16" + hello[3:]),
            bad("a hash length of 31", bytes=b"\x01\x55\x12\x1f" + hello[4:]),
            bad("empty text", text=""),
            bad("upper case", text=cid.upper()),
            bad("upper case digits after a lower-case prefix", text="b" + cid[1:].upper()),
            bad("without the prefix b", text=cid[1:]),
            bad("one character short", text=cid[:-1]),
            bad("one character long", text=cid + "a"),
            bad("padded", text=cid + "===="),
            bad("base36", text=base36(hello)),
            bad("base58", text="z" + base58(hello)),
            bad("unused bits set in the last character", text=cid[:-1] + chr(ord(cid[-1]) + 1)),
            bad("a digit that base32 does not have", text=cid[:-1] + "1"),
            bad("a character that is not ASCII", text=cid[:-1] + "\u00e9"),
            bad("a path", text="/ipfs/" + cid),
            bad("a space in front", text=" " + cid),
            bad("codec dag-pb", text=base32(b"\x01\x70" + hello[2:])),
        ],
    )


# --- names ---


def names() -> dict:
    key = ALICE.public
    text, cid = name_text(key), name_cid(key)
    multihash = cid[2:]

    def bad(comment: str, **given) -> dict:
        return refused("MALFORMED_NAME", comment, **given)

    def good(comment: str, key: bytes) -> dict:
        cid = name_cid(key)
        return {
            "comment": comment,
            "key": key.hex(),
            "bytes": cid.hex(),
            "text": name_text(key),
            "accepted": [base32(cid), base58(cid[2:])],
        }

    rsa = b"\x01\x72\x12\x20" + sha256(b"an RSA key")
    secp256k1 = bytes.fromhex("0172002508021221") + b"\x02" + sha256(b"a secp256k1 key")
    return vectors(
        "Names: the IPNS names of Ed25519 keys. text is what we emit; accepted are the other forms that mean the same.",
        [
            good("Alice, whose seed is 00 01 .. 1f", key),
            good("Bob, whose seed is 20 21 .. 3f", BOB.public),
            good("a key from RFC 8032, 7.1, test 1", ed25519_key(RFC_8032[0][0])),
            good("a key with a high last byte", Key(sha256(b"high 1")).public),
        ],
        [
            bad("empty", text=""),
            bad("an /ipns/ prefix", text="/ipns/" + text),
            bad("upper case", text=text.upper()),
            bad("upper case digits after a lower-case prefix", text="k" + text[1:].upper()),
            bad("one upper case digit", text=text[:-1] + "A"),
            bad("one character short", text=text[:-1]),
            bad("one character long", text=text + "0"),
            bad("a leading zero digit", text="k0" + text[1:]),
            bad("a digit that base36 does not have", text=text[:-1] + "-"),
            bad("a digit that is not ASCII", text=text[:-1] + "\u0665"),
            bad("a space in front", text=" " + text),
            bad("a line feed behind", text=text + "\n"),
            bad("a NUL behind", text=text + "\0"),
            bad("the multibase prefix of base58", text="z" + base58(cid)),
            bad("hexadecimal", text="f" + cid.hex()),
            bad("base32 in upper case", text=base32(cid).upper()),
            bad("base32 in upper case after a lower-case prefix", text="b" + base32(cid)[1:].upper()),
            bad("base32, one character short", text=base32(cid)[:-1]),
            bad("base32 with a digit that it does not have", text=base32(cid)[:-1] + "1"),
            bad("a peer id, one character short", text=base58(multihash)[:-1]),
            bad("a peer id with a character that base58 does not have", text=base58(multihash)[:-1] + "0"),
            bad("codec raw", text=base36(b"\x01\x55" + multihash)),
            bad("codec dag-pb", text=base32(b"\x01\x70" + multihash)),
            bad("a sha2-256 multihash, as of an RSA key", text=base36(rsa)),
            bad("a peer id of an RSA key", text=base58(rsa[2:])),
            bad("a secp256k1 key", text=base36(secp256k1)),
            bad("the type of a key that is not Ed25519", text=base36(b"\x01\x72\x00\x24\x08\x02\x12\x20" + key)),
            bad("an address", text=base32(address(b"hello"))),
            bad("a DNSLink name", text="example.org"),
        ]
        + [bad("a key of small order", key=small, text=name_text(small)) for small in small_order_keys()]
        + [bad("a key of 31 bytes", key=key[1:]), bad("a key of 33 bytes", key=key + b"\0")],
    )


# --- signatures ---

RFC_8032 = [  # Section 7.1: seed, message, of tests 1 to 3.
    (bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"), b""),
    (bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"), b"\x72"),
    (bytes.fromhex("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7"), b"\xaf\x82"),
]


def signatures() -> dict:
    def good(comment: str, key: bytes, text: bytes, signature: bytes, seed: bytes | None = None) -> dict:
        made = {"seed": seed.hex()} if seed else {}
        return {"comment": comment, **made, "key": key.hex(), "message": text.hex(), "signature": signature.hex()}

    def bad(comment: str, key: bytes, text: bytes, signature: bytes) -> dict:
        return refused("SIGNATURE_INVALID", comment, key=key, message=text, signature=signature)

    text = b"a message"
    signature = ALICE.sign(text)
    r, s = signature[:32], signature[32:]
    order = L.to_bytes(32, "little")
    malleated = r + (int.from_bytes(s, "little") + L).to_bytes(32, "little")

    # A key with a component of order 8, and signatures for it. k decides whether that component cancels out.
    scalar = expand(ALICE.seed)[0]
    torsion = next(p for p in map(decompress, small_order_keys()) if compress(times(4, p)) != compress(IDENTITY))
    mixed = compress(add(times(scalar, BASE), torsion))
    cancels, stays = None, None
    for attempt in range(100):
        mixed_text = b"mixed %d" % attempt
        mixed_r = compress(times(1 + attempt, BASE))
        k = challenge(mixed_r, mixed, mixed_text)
        made = mixed_r + ((1 + attempt + k * scalar) % L).to_bytes(32, "little")
        if k % 8 == 0:
            cancels = cancels or (mixed, mixed_text, made)
        else:
            stays = stays or (mixed, mixed_text, made)

    def with_r(encoded: bytes) -> bytes:
        """A signature whose R is the identity, in some encoding: S = k a."""
        return encoded + (challenge(encoded, ALICE.public, text) * scalar % L).to_bytes(32, "little")

    identity = compress(IDENTITY)
    return vectors(
        "Ed25519 signatures of a message as it is (no prefix): S below L, R compared byte by byte, no cofactor.",
        [
            good(f"RFC 8032, 7.1, test {i + 1}", ed25519_key(seed), m, ed25519_sign(seed, m), seed)
            for i, (seed, m) in enumerate(RFC_8032)
        ]
        + [
            good("Alice's", ALICE.public, text, signature, ALICE.seed),
            good("a key of mixed order, where the small component cancels out", *cancels),
            good("R is the identity", ALICE.public, text, with_r(identity)),
        ],
        [
            bad("another message", ALICE.public, text + b"!", signature),
            bad("another key", BOB.public, text, signature),
            bad("a bit of R flipped", ALICE.public, text, bytes([r[0] ^ 1]) + signature[1:]),
            bad("a bit of S flipped", ALICE.public, text, signature[:-1] + bytes([signature[-1] ^ 1])),
            bad("S + L in the place of S", ALICE.public, text, malleated),
            bad("S is L", ALICE.public, text, identity + order),
            bad("S is 2^256 - 1", ALICE.public, text, r + b"\xff" * 32),
            bad("all zero", ALICE.public, text, bytes(64)),
            bad("no bytes", ALICE.public, text, b""),
            bad("63 bytes", ALICE.public, text, signature[:-1]),
            bad("65 bytes", ALICE.public, text, signature + b"\0"),
            bad("a key of mixed order: holds only when both sides are multiplied by 8", *stays),
            bad("R is the identity, not reduced modulo p", ALICE.public, text, with_r((P + 1).to_bytes(32, "little"))),
            bad("R is the identity with a sign bit", ALICE.public, text, with_r((1 | 1 << 255).to_bytes(32, "little"))),
            bad("a key that is no point of the curve", (2).to_bytes(32, "little"), text, signature),
            bad("a key that is not reduced modulo p and no point", b"\xff" * 32, text, signature),
        ]
        + [
            bad("a key of small order: R is the key of order 1, S is 0", key, text, identity + bytes(32))
            for key in small_order_keys()
        ],
    )


# --- message ids and messages ---


def message_ids() -> dict:
    def of(comment: str, group: bytes, timestamp: int, body: bytes) -> dict:
        return {
            "comment": comment,
            "group_id": group.hex(),
            "timestamp": timestamp,
            "body": body.hex(),
            "id": message_id(group, timestamp, body).hex(),
        }

    collision = of("the same id as zeros, 0, 00 68 69 would get: why the length is fixed", bytes(33), 0, b"hi")
    return vectors(
        "Message ids (H1). Refused: id is what the formula gives, to show the collision.",
        [
            of("all zero and empty", bytes(32), 0, b""),
            of("the group id 00 .. 1f, hello", bytes(range(32)), 1570190400, b"hello"),
            of("a negative timestamp", b"\xaa" * 32, -1, bytes.fromhex("aabbcc")),
            of("a body that starts with a zero byte", bytes(32), 0, b"\0hi"),
            of("the least timestamp", GROUP, -(2**63), b"least"),
            of("the greatest timestamp", GROUP, 2**63 - 1, b"greatest"),
        ],
        [
            {**collision, "reason": "MALFORMED_MESSAGE"},
            {**of("a group id of 31 bytes", bytes(31), 0, b"hi"), "reason": "MALFORMED_MESSAGE"},
            {**of("no group id", b"", 0, b"hi"), "reason": "MALFORMED_MESSAGE"},
        ],
    )


def messages() -> dict:
    parents = [sha256(b"parent 1"), sha256(b"parent 2")]
    metadata = b"".join(bytes_field(1, parent) for parent in parents) + int_field(2, 1)
    old = bytes_field(1, GROUP) + int_field(2, 1570190400) + bytes_field(3, b"hello")
    new = Message(1570190400, b"hello").bytes

    def good(
        comment: str, encoded: bytes, timestamp: int, body: bytes, *, ours: bool, parents=(), ephemeral=False
    ) -> dict:
        return {
            "comment": comment,
            "bytes": encoded.hex(),
            "group_id": GROUP.hex(),
            "timestamp": timestamp,
            "body": body.hex(),
            "parents": [parent.hex() for parent in parents],
            "ephemeral": ephemeral,
            "id": message_id(GROUP, timestamp, body).hex(),
            "address": base32(address(encoded)),
            "ours": ours,
        }

    def bad(comment: str, encoded: bytes) -> dict:
        return refused("MALFORMED_MESSAGE", comment, bytes=encoded)

    both = "both numberings: "
    return vectors(
        "Serialized vac.mvds.Message. ours: the bytes that our writers emit for these values.",
        [
            good("the numbers of the specification", new, 1570190400, b"hello", ours=True),
            good("timestamp 0 and an empty body are not on the wire", Message(0, b"").bytes, 0, b"", ours=True),
            good("a timestamp before 1970", Message(-1, b"early").bytes, -1, b"early", ours=True),
            good("the old numbers: the same id, another address", old, 1570190400, b"hello", ours=False),
            good("the old numbers, empty body", bytes_field(1, GROUP), 0, b"", ours=False),
            good(
                "metadata, which the id does not cover",
                new + bytes_field(6004, metadata),
                1570190400,
                b"hello",
                ours=False,
                parents=parents,
                ephemeral=True,
            ),
            good(
                "the old numbers with metadata",
                old + bytes_field(4, metadata),
                1570190400,
                b"hello",
                ours=False,
                parents=parents,
                ephemeral=True,
            ),
            good(
                "an unknown field: part of the bytes, so of the address, not of the id",
                new + bytes_field(7000, b"?"),
                1570190400,
                b"hello",
                ours=False,
            ),
            good(
                "fields in another order",
                bytes_field(6003, b"hello") + int_field(6002, 1570190400) + bytes_field(6001, GROUP),
                1570190400,
                b"hello",
                ours=False,
            ),
        ],
        [
            bad("empty: no group id", b""),
            bad("a group id of 31 bytes", bytes_field(6001, GROUP[1:]) + bytes_field(6003, b"hello")),
            bad("a group id of 33 bytes", bytes_field(6001, GROUP + b"\0") + bytes_field(6003, b"hello")),
            bad(
                "a group id of 33 bytes under the old number", bytes_field(1, GROUP + b"\0") + bytes_field(3, b"hello")
            ),
            bad(both + "all fields", old + new),
            bad(both + "group id old, body new", bytes_field(1, GROUP) + bytes_field(6003, b"hello")),
            bad(both + "group id new, body old", bytes_field(6001, GROUP) + bytes_field(3, b"hello")),
            bad(both + "group id new, timestamp old", bytes_field(6001, GROUP) + int_field(2, 1)),
            bad(both + "group id old, timestamp new", bytes_field(1, GROUP) + int_field(6002, 1)),
            bad(both + "group id new, metadata old", bytes_field(6001, GROUP) + bytes_field(4, metadata)),
            bad(both + "group id old, metadata new", bytes_field(1, GROUP) + bytes_field(6004, metadata)),
            bad(both + "an empty body under the old number", new + bytes_field(3, b"")),
            bad(both + "an empty body under the new number", old + bytes_field(6003, b"")),
            bad(both + "timestamp 0 under the new number", old + int_field(6002, 0)),
            bad("cut off", new[:-1]),
            bad("a field with number 0", new + b"\x02\x00"),
            bad("wire type 7", new + b"\x0f"),
            bad("not a protobuf", b"\xff" * 12),
        ],
    )


# --- DAG-CBOR ---


def dag_cbor() -> dict:
    def good(comment: str, value: dict) -> dict:
        return {"comment": comment, "bytes": cbor(value).hex(), "value": diagnostic(value)}

    def bad(comment: str, encoded: bytes) -> dict:
        return refused("MALFORMED_RECORD", comment, bytes=encoded)

    def in_map(encoded: bytes) -> bytes:
        return cbor({"a": Raw(encoded)})

    def nested(depth: int):
        """A list in a list and so on, so many deep."""
        return [nested(depth - 1)] if depth else 0

    edges = [n for e in (8, 16, 32) for n in (2**e - 1, 2**e)]
    integers = [0, 1, 23, 24, *edges, 2**63 - 1]
    integers += [-1 - n for n in integers]
    return vectors(
        "Strict DAG-CBOR maps; value is the diagnostic notation of RFC 8949, section 8.",
        [
            good("the empty map", {}),
            good("every type", {"a": 1, "bb": b"\x01", "cc": "text", "ddd": [True, False, None], "eeee": {"f": {}}}),
            good("integers at the edges of every length", {"n": integers}),
            good("lengths of byte strings at the edges", {"n": [bytes(23), bytes(24), bytes(255), bytes(256)]}),
            good(
                "the order of keys: by length, then bytewise",
                {k: 0 for k in ["", "a", "b", "B", "_", "aa", "aA", "Z", "\u00e9"]},
            ),
            good("text of several bytes a character", {"\u00fc\u20ac": "\U0001f600"}),
            good(
                "the keys of our records",
                {"TTL": 0, "Value": b"", "_prev": b"", "Sequence": 0, "Validity": b"", "ValidityType": 0},
            ),
            good("nested 8 deep", {"a": nested(7)}),
        ],
        [
            bad("no bytes", b""),
            bad("not a map: a list", cbor([])),
            bad("not a map: an integer", cbor(1)),
            bad("trailing bytes", cbor({}) + b"\0"),
            bad("two maps", cbor({}) * 2),
            bad("cut off in a head", b"\xa1\x61\x61\x18"),
            bad("cut off before a value", b"\xa1\x61\x61"),
            bad("cut off in a byte string", b"\xa1\x61\x61\x42\x00"),
            bad("a map of 2^32 entries", b"\xba\xff\xff\xff\xff"),
            bad("a list of 2^62 items", in_map(b"\x9b" + (2**62).to_bytes(8, "big"))),
            bad("a byte string of 2^63 - 1 bytes", in_map(b"\x5b" + (2**63 - 1).to_bytes(8, "big"))),
            bad("a byte string of 2^64 - 1 bytes", in_map(b"\x5b" + b"\xff" * 8)),
            bad("a key twice", cbor_pairs([("a", 1), ("a", 1)])),
            bad("keys out of order: bytewise", cbor_pairs([("b", 1), ("a", 1)])),
            bad("keys out of order: by length, as RFC 8949 4.2.1 sorts", cbor_pairs([("aa", 1), ("b", 1)])),
            bad("keys of an inner map out of order", cbor({"x": Raw(cbor_pairs([("b", 1), ("a", 1)]))})),
            bad("a key that is bytes", b"\xa1\x41\x61\x01"),
            bad("a key that is an integer", b"\xa1\x01\x01"),
            bad("a key that is not UTF-8", b"\xa1\x61\xff\x01"),
            bad("text that is not UTF-8", in_map(b"\x62\xc3\x28")),
            bad("text with an encoded surrogate", in_map(b"\x63\xed\xa0\x80")),
            bad("text with an overlong encoding", in_map(b"\x62\xc0\x80")),
            bad("0 in two bytes", in_map(b"\x18\x00")),
            bad("23 in two bytes", in_map(b"\x18\x17")),
            bad("255 in three bytes", in_map(b"\x19\x00\xff")),
            bad("65535 in five bytes", in_map(b"\x1a\x00\x00\xff\xff")),
            bad("2^32 - 1 in nine bytes", in_map(b"\x1b\x00\x00\x00\x00\xff\xff\xff\xff")),
            bad("-1 in two bytes", in_map(b"\x38\x00")),
            bad("the length of a byte string in two bytes", in_map(b"\x58\x01\x00")),
            bad("the length of a text in two bytes", in_map(b"\x78\x01\x61")),
            bad("the count of a list in two bytes", in_map(b"\x98\x00")),
            bad("the count of the map in two bytes", b"\xb8\x00"),
            bad("2^63", in_map(b"\x1b\x80" + bytes(7))),
            bad("2^64 - 1", in_map(b"\x1b" + b"\xff" * 8)),
            bad("-2^63 - 1", in_map(b"\x3b\x80" + bytes(7))),
            bad("a byte string of indefinite length", in_map(b"\x5f\x41\x00\xff")),
            bad("a text of indefinite length", in_map(b"\x7f\x61\x61\xff")),
            bad("a list of indefinite length", in_map(b"\x9f\xff")),
            bad("a map of indefinite length", b"\xbf\xff"),
            bad("a break alone", in_map(b"\xff")),
            bad("reserved additional information 28", in_map(b"\x1c")),
            bad("a link: tag 42", in_map(b"\xd8\x2a\x58\x25\x00" + address(b"hello"))),
            bad("a date: tag 0", in_map(b"\xc0" + cbor("2030-01-01T00:00:00Z"))),
            bad("a bignum: tag 2", in_map(b"\xc2\x49\x01" + bytes(8))),
            bad("a float of 16 bits", in_map(b"\xf9\x3c\x00")),
            bad("a float of 32 bits", in_map(b"\xfa\x3f\x80\x00\x00")),
            bad("a float of 64 bits", in_map(b"\xfb\x3f\xf0" + bytes(6))),
            bad("undefined", in_map(b"\xf7")),
            bad("simple value 16", in_map(b"\xf0")),
            bad("simple value 255", in_map(b"\xf8\xff")),
            bad("false in two bytes", in_map(b"\xf8\x14")),
            bad("nested 9 deep", cbor({"a": nested(8)})),
            bad("nested 1,000 deep", cbor({"a": Raw(b"\x81" * 1000 + b"\x00")})),
        ],
    )


# --- records ---


def records() -> dict:
    head, head2 = address(b"the first head"), address(b"the second head")
    first = chained(1, FIRST, head)
    second = chained(2, sha256(cbor(first)), head2)
    third = chained(3, sha256(cbor(second)), head2, validity=b"2036-06-01T12:34:56.000000789Z")

    def ours(comment: str, fields: dict) -> dict:
        return {"comment": comment, "seed": ALICE.seed.hex(), **record(fields)}

    return vectors(
        "IPNS records as envelopes for a name. Those with a seed are as we make them: signing the same fields with it "
        "gives the same bytes. address: null when Value is none. expired: whether, at a time.",
        [
            ours("the first of a chain", first),
            ours("the second", second),
            ours("a renewal: the same Value, a later Validity", third),
            ours(
                "TTL 0, expired in 2020: well-formed all the same",
                chained(1, FIRST, head, 0, b"2020-01-01T00:00:00.000000000Z"),
            ),
            ours("the greatest Sequence", chained(2**63 - 1, b"\x01" * 32, head)),
            *other_records(),
        ],
        [*refused_envelopes(), *refused_signatures(), *refused_data()],
    )


def record(fields: dict, encoded: bytes | None = None, data: bytes | None = None) -> dict:
    data = data or cbor(fields)
    value, validity = fields["Value"], fields["Validity"].decode()
    is_log = value.startswith(b"/ipfs/bafkrei") and len(value) == len("/ipfs/") + 59
    return {
        "name": ALICE.name,
        "envelope": (encoded or envelope(ALICE, data)).hex(),
        "data": data.hex(),
        "id": sha256(data).hex(),
        "value": value.hex(),
        "address": value[6:].decode() if is_log else None,
        "prev": fields["_prev"].hex() if "_prev" in fields else None,
        "sequence": fields["Sequence"],
        "validity": validity,
        "ttl": fields.get("TTL", 0),
        "expired": {"2019-12-31T23:59:59Z": False, "2035-12-31T23:59:59.999999999Z": validity < "2036", validity: True},
    }


def other_records() -> list:
    """Valid records that are not like ours."""
    head = address(b"the first head")
    base = {"TTL": 300_000_000_000, "Value": path(head), "Sequence": 7, "Validity": VALIDITY, "ValidityType": 0}

    def plain(comment: str, **changes) -> dict:
        return {"comment": comment, **record({**base, **changes})}

    def wrapped(comment: str, encoded: bytes, fields: dict = base) -> dict:
        return {"comment": comment, **record(fields, encoded)}

    data = cbor(base)
    made = envelope(ALICE, data)
    taking_over = {**base, "_prev": b"\x02" * 32}
    no_ttl = {key: value for key, value in base.items() if key != "TTL"}
    extra = {"": 0, "a": None, "zz": [1, {"deep": b"\0"}], "Metadata": {"k": "v"}, "ValidityTypf": True}
    return [
        plain("plain: no _prev, so Sequence is free"),
        plain("plain, Sequence 0", Sequence=0),
        plain("plain, the greatest Sequence and TTL", Sequence=2**63 - 1, TTL=2**63 - 1),
        {"comment": "without TTL, which is a hint", **record(no_ttl)},
        wrapped("V1 and V2, with the public key", v1_envelope(ALICE, base)),
        wrapped("V1 and V2, chained", v1_envelope(ALICE, taking_over), taking_over),
        wrapped(
            "the envelope's fields in another order, and an unknown one",
            bytes_field(9, data) + bytes_field(77, b"?") + bytes_field(8, sign_data(ALICE, data)),
        ),
        wrapped("an envelope of 10,240 bytes", padded(made, 10_240)),
        plain("a Validity without a fraction", Validity=b"2036-01-01T00:00:00Z"),
        plain("a Validity with three digits", Validity=b"2036-01-01T00:00:00.001Z"),
        plain("a Validity with one digit, in a leap year", Validity=b"2096-02-29T23:59:59.9Z"),
        plain("a Value that is no address: another name", Value=b"/ipns/" + BOB.name.encode()),
        plain(
            "a Value that is no address: a file of IPFS", Value=b"/ipfs/QmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3Nn"
        ),
        plain("a Value that is no address: a path below one", Value=path(head) + b"/x"),
        plain("a Value that is not text", Value=b"\xff\xfe"),
        plain("an empty Value", Value=b""),
        {"comment": "keys that we do not know, also deep ones", **record(base, data=cbor({**base, **extra}))},
    ]


def padded(encoded: bytes, size: int) -> bytes:
    """With an unknown field behind, so many bytes long."""
    filler = bytes_field(77, bytes(size - len(encoded) - 4))
    assert len(encoded + filler) == size
    return encoded + filler


def refused_envelopes() -> list:
    fields = chained(1, FIRST, address(b"the first head"))
    data = cbor(fields)
    signature = sign_data(ALICE, data)
    made = envelope(ALICE, data)

    def bad(reason: str, comment: str, encoded: bytes) -> dict:
        return refused(reason, comment, name=ALICE.name, envelope=encoded)

    return [
        bad("MALFORMED_RECORD", "10,241 bytes", padded(made, 10_241)),
        bad("MALFORMED_RECORD", "10,241 bytes: the length comes before the signature", b"\0" * 10_241),
        bad("MALFORMED_RECORD", "cut off", made[:-1]),
        bad("MALFORMED_RECORD", "not a protobuf", b"\xff" * 100),
        bad("RECORD_UNSIGNED", "no bytes", b""),
        bad("RECORD_UNSIGNED", "no field 8", bytes_field(9, data)),
        bad("RECORD_UNSIGNED", "an empty field 8", bytes_field(8, b"") + bytes_field(9, data)),
        bad("RECORD_UNSIGNED", "V1 alone", v1_envelope(ALICE, fields, signed=False)),
        bad("MALFORMED_RECORD", "no field 9", bytes_field(8, signature)),
        bad("MALFORMED_RECORD", "an empty field 9", bytes_field(8, signature) + bytes_field(9, b"")),
        bad("SIGNATURE_INVALID", "the public key of another", made + bytes_field(7, BOB.libp2p)),
        bad("SIGNATURE_INVALID", "a bare public key, not a libp2p one", made + bytes_field(7, ALICE.public)),
        bad("SIGNATURE_INVALID", "an empty public key", made + bytes_field(7, b"")),
    ]


def refused_signatures() -> list:
    data = cbor(chained(1, FIRST, address(b"the first head")))
    signature = sign_data(ALICE, data)
    s_plus_l = (int.from_bytes(signature[32:], "little") + L).to_bytes(32, "little")

    def bad(comment: str, signature: bytes, data: bytes = data, name: str = ALICE.name) -> dict:
        return refused(
            "SIGNATURE_INVALID", comment, name=name, envelope=bytes_field(8, signature) + bytes_field(9, data)
        )

    not_cbor = b"\xff\xff"
    return [
        bad("63 bytes", signature[:-1]),
        bad("65 bytes", signature + b"\0"),
        bad("1 byte", b"\0"),
        bad("64 zero bytes", bytes(64)),
        bad("S + L in the place of S", signature[:32] + s_plus_l),
        bad("a bit flipped", bytes([signature[0] ^ 1]) + signature[1:]),
        bad("signed by another key", sign_data(MALLORY, data)),
        bad("asked for under another name", signature, name=BOB.name),
        bad("signed without the prefix", ALICE.sign(data)),
        bad("the signature of another record", sign_data(ALICE, cbor(chained(1, FIRST, address(b"other"))))),
        bad("a bit of data flipped", signature, data[:-1] + bytes([data[-1] ^ 1])),
        bad("data with a trailing byte", signature, data + b"\0"),
        bad("not CBOR, and the signature wrong: the signature comes first", signature, not_cbor),
    ]


def refused_data() -> list:
    """Well signed, all of them."""
    base = chained(2, b"\x03" * 32, address(b"the first head"))

    def signed(comment: str, data: bytes) -> dict:
        return refused("MALFORMED_RECORD", comment, name=ALICE.name, envelope=envelope(ALICE, data))

    def bad(comment: str, **changes) -> dict:
        return signed(comment, cbor({k: v for k, v in {**base, **changes}.items() if v is not ABSENT}))

    def disagrees(field: int, comment: str) -> dict:
        altered = v1_envelope(ALICE, base, altered=field)
        return refused("MALFORMED_RECORD", comment, name=ALICE.name, envelope=altered)

    in_order = sorted(base.items(), key=lambda item: (len(item[0]), item[0]))
    validity = [
        ("empty", b""),
        ("no time", b"2036-01-01"),
        ("an offset of zero", b"2036-01-01T00:00:00+00:00"),
        ("an offset of two hours", b"2036-01-01T00:00:00+02:00"),
        ("no zone", b"2036-01-01T00:00:00"),
        ("lower case", b"2036-01-01t00:00:00z"),
        ("a space for the T", b"2036-01-01 00:00:00Z"),
        ("a comma", b"2036-01-01T00:00:00,5Z"),
        ("a point without digits", b"2036-01-01T00:00:00.Z"),
        ("ten digits", b"2036-01-01T00:00:00.0000000000Z"),
        ("30 February", b"2036-02-30T00:00:00Z"),
        ("29 February of no leap year", b"2035-02-29T00:00:00Z"),
        ("month 13", b"2036-13-01T00:00:00Z"),
        ("day 0", b"2036-01-00T00:00:00Z"),
        ("hour 24", b"2036-01-01T24:00:00Z"),
        ("minute 60", b"2036-01-01T00:60:00Z"),
        ("second 60", b"2036-12-31T23:59:60Z"),
        ("a year of five digits", b"12036-01-01T00:00:00Z"),
        ("a sign", b"+2036-01-01T00:00:00Z"),
        ("a space behind", b"2036-01-01T00:00:00Z "),
        ("a line feed behind", b"2036-01-01T00:00:00Z\n"),
        ("Unix seconds", b"2082758400"),
        ("digits that are not ASCII", "\u0662\u0660\u0663\u0666-01-01T00:00:00Z".encode()),
        ("not UTF-8", b"\xff" * 20),
    ]
    return [
        signed("not CBOR", b"\xff"),
        signed("a list", cbor([])),
        signed("an empty map", cbor({})),
        signed("a trailing byte", cbor(base) + b"\0"),
        signed("keys in the order of RFC 8949, bytewise", cbor_pairs(sorted(base.items()))),
        signed("a key twice", cbor_pairs([in_order[0], *in_order])),
        signed("a key twice at the end", cbor_pairs([*in_order, in_order[-1]])),
        bad("an integer that is not in its shortest form", ValidityType=Raw(b"\x18\x00")),
        bad("Sequence as a float", Sequence=Raw(b"\xf9\x40\x00")),
        bad("an unknown key with a float", zz=Raw(b"\xf9\x40\x00")),
        bad("an unknown key with a link (tag 42)", zz=Raw(b"\xd8\x2a\x58\x25\x00" + address(b"hello"))),
        bad("an unknown key nested 9 deep", zz=Raw(b"\x81" * 8 + b"\x00")),
        bad("an unknown key beyond int64", zz=2**63),
        *(bad(f"no {key}", **{key: ABSENT}) for key in ("Value", "Sequence", "Validity", "ValidityType")),
        *(bad(f"{key} is null", **{key: None}) for key in base),
        *(bad(f"{key} is text", **{key: "x"}) for key in base),
        bad("Value is a list", Value=[path(address(b"hello"))]),
        bad("Sequence is bytes", Sequence=b"\x01"),
        bad("Validity is an integer", Validity=2082758400),
        bad("_prev is an integer", _prev=0),
        bad("a negative Sequence", Sequence=-1),
        bad("a negative TTL", TTL=-1),
        bad("a negative ValidityType", ValidityType=-1),
        bad("Sequence is 2^63", Sequence=2**63),
        bad("TTL is 2^63", TTL=2**63),
        bad("TTL is 2^64 - 1", TTL=2**64 - 1),
        bad("ValidityType 1", ValidityType=1),
        bad("_prev of 31 bytes", _prev=bytes([3] * 31)),
        bad("_prev of 33 bytes", _prev=bytes([3] * 33)),
        bad("_prev of no bytes", _prev=b""),
        bad("the first record, but _prev is not zero", Sequence=1),
        bad("the second record, but _prev is zero", _prev=bytes(32)),
        bad("a chained record with Sequence 0, _prev zero", Sequence=0, _prev=bytes(32)),
        bad("a chained record with Sequence 0, _prev not zero", Sequence=0),
        *(bad("Validity: " + comment, Validity=text) for comment, text in validity),
        disagrees(1, "V1: another value"),
        disagrees(3, "V1: another validityType"),
        disagrees(4, "V1: another validity"),
        disagrees(5, "V1: another sequence"),
        disagrees(6, "V1: another ttl"),
    ]


ABSENT = object()


# --- pages ---


def pages() -> dict:
    texts = [Message(1570190400 + n, b"message %d" % n) for n in range(1, 8)]  # Of sequence 1, 2, ...

    def p(sequence: int, *, stored: bool = False, embedded: bool = False) -> bytes:
        return pair(texts[sequence - 1], sequence, stored=stored, embedded=embedded)

    older = [address(b"page %d" % n) for n in range(1, 40)]  # Of number 1, 2, ...
    head = remote_log([p(2, embedded=True), p(1, embedded=True)], number=1)
    sealed = [p(4, stored=True), p(3, stored=True)]

    def good(comment: str, encoded: bytes, **expected) -> dict:
        return {"comment": comment, "bytes": encoded.hex(), "address": base32(address(encoded)), **expected}

    def said(
        sequences: list, stored: bool, embedded: bool, number: int, tail: bytes | None = None, skips=(), cas=()
    ) -> dict:
        return {
            "number": number,
            "tail": base32(tail) if tail else None,
            "pairs": [
                {
                    "sequence": n if number else 0,
                    "id": texts[n - 1].id.hex(),
                    "address": base32(texts[n - 1].address) if stored else None,
                    "data": texts[n - 1].bytes.hex() if embedded else None,
                }
                for n in sequences
            ],
            "skip": [{"page": base32(page), "sequence": sequence} for page, sequence in skips],
            "cas": list(cas),
        }

    mixed = said([7, 6, 5], True, True, 3, older[1])
    mixed["pairs"][2]["data"] = None
    skips = [(older[1], 6), (older[0], 3)]
    hints = ["/dns4/cas.example.org/tcp/50051", ""]
    spec = [pair(t, 0, stored=True) for t in texts[:2]]
    return {
        "note": "Serialized vac.remotelog.RemoteLog. Refused pages are refused whole; in corrupt ones the page is "
        "readable, the pair of this index is not. ours: the bytes that our writers emit for these values.",
        "good": [
            good("full: a first head, everything embedded", head, ours=True, **said([2, 1], False, True, 1)),
            good(
                "page: a head with a tail, nothing embedded",
                remote_log(sealed, tail=older[0], number=2),
                ours=True,
                **said([4, 3], True, False, 2, older[0]),
            ),
            good(
                "linked list: one pair a page",
                remote_log([p(3, stored=True)], tail=older[1], number=3),
                ours=True,
                **said([3], True, False, 3, older[1]),
            ),
            good(
                "mixed: the newest two embedded, with their addresses",
                remote_log(
                    [p(7, stored=True, embedded=True), p(6, stored=True, embedded=True), p(5, stored=True)],
                    tail=older[1],
                    number=3,
                ),
                ours=True,
                **mixed,
            ),
            good(
                "prepended: the pair of sequence 3 in front of the first page of these",
                prefix([p(3, embedded=True)]) + head,
                ours=True,
                **said([3, 2, 1], False, True, 1),
            ),
            good(
                "prepended, with the scalars in front: those behind win",
                int_field(102, 9) + bytes_field(2, older[5]) + remote_log(sealed, tail=older[0], number=2),
                ours=False,
                **said([4, 3], True, False, 2, older[0]),
            ),
            good(
                "with skips, the tail among them",
                remote_log([p(7, stored=True)], tail=older[1], skips=[skip(page, n) for page, n in skips], number=3),
                ours=True,
                **said([7], True, False, 3, older[1], skips),
            ),
            good(
                "with skips, the tail not among them",
                remote_log([p(7, stored=True)], tail=older[1], skips=[skip(older[0], 3)], number=3),
                ours=True,
                **said([7], True, False, 3, older[1], skips[1:]),
            ),
            good(
                "with hints where the content is",
                remote_log([p(1, stored=True)], cas=hints, number=1),
                ours=False,
                **said([1], True, False, 1, cas=hints),
            ),
            good(
                "3/REMOTE-LOG alone: no sequence, no number",
                remote_log(spec[::-1], tail=older[0]),
                ours=False,
                **said([2, 1], True, False, 0, older[0]),
            ),
            good("3/REMOTE-LOG alone, a first page", remote_log(spec[:1]), ours=False, **said([1], True, False, 0)),
            good(
                "an unknown field",
                remote_log([p(1, stored=True)], number=1) + bytes_field(500, b"?"),
                ours=False,
                **said([1], True, False, 1),
            ),
        ],
        "refused": refused_pages(p, texts, older),
        "corrupt": corrupt_pages(texts),
    }


def refused_pages(p, texts: list, older: list) -> list:
    def bad(comment: str, encoded: bytes, reason: str = "MALFORMED_PAGE") -> dict:
        return refused(reason, comment, bytes=encoded)

    raw, at = raw_pair, texts[0].address
    first = p(1, stored=True)
    log, tail = remote_log, older[0]

    def skipping(*skips: bytes) -> bytes:
        return log([p(7, stored=True)], tail=older[1], skips=list(skips), number=3)

    return [
        bad("no bytes: no pairs", b""),
        bad("no pairs", log([], number=1)),
        bad("cut off", log([first], number=1)[:-3]),
        bad("not a protobuf", b"\xff" * 12),
        bad("a pair with neither data nor address", log([raw(sha256(b"x"))], number=1)),
        bad("the second pair has neither data nor address", log([p(2, stored=True), raw(sha256(b"x"))], number=1)),
        bad("a message id of 31 bytes", log([raw(bytes(31), remote=at)], number=1), "MALFORMED_MESSAGE"),
        bad("no message id", log([raw(b"", remote=at)], number=1), "MALFORMED_MESSAGE"),
        bad("an address of 35 bytes", log([raw(sha256(b"x"), remote=at[:-1])], number=1), "MALFORMED_ADDRESS"),
        bad(
            "an address with another prefix",
            log([raw(sha256(b"x"), remote=b"\x01\x70" + at[2:])], number=1),
            "MALFORMED_ADDRESS",
        ),
        bad(
            "a malformed address, though the data is there",
            log([raw(sha256(b"x"), remote=at[1:], data=texts[0].bytes)], number=1),
            "MALFORMED_ADDRESS",
        ),
        bad("a hole in the sequences", log([p(3, stored=True), first], number=1)),
        bad("a sequence twice", log([p(2, stored=True), p(2, stored=True), first], number=1)),
        bad("oldest first", log([first, p(2, stored=True)], number=1)),
        bad("sequence 0 below sequence 1", log([first, raw(sha256(b"x"), remote=at, sequence=0)], number=1)),
        bad("a sequence of 2^63", log([raw(sha256(b"x"), remote=at, sequence=2**63)], tail=tail, number=2)),
        bad("sequences without a number", log([first])),
        bad("a number without sequences", log([raw(sha256(b"x"), remote=at, sequence=0)], number=1)),
        bad(
            "skips without sequences", log([raw(sha256(b"x"), remote=at, sequence=0)], tail=tail, skips=[skip(tail, 1)])
        ),
        bad("a sequence below one without", log([raw(sha256(b"x"), remote=at, sequence=0), first], tail=tail)),
        bad("a number of 2^63", log([p(2, stored=True)], tail=tail, number=2**63)),
        bad("page 1 with a tail", log([first], tail=tail, number=1)),
        bad("page 2 without a tail", log([p(2, stored=True)], number=2)),
        bad("page 1 starts at sequence 2", log([p(2, stored=True)], number=1)),
        bad(
            "page 3 starts at sequence 2: the two before it cannot both have a message",
            log([p(2, stored=True)], tail=tail, number=3),
        ),
        bad("a tail of 35 bytes", log([p(2, stored=True)], tail=tail[:-1], number=2), "MALFORMED_ADDRESS"),
        bad(
            "a tail with another prefix",
            log([p(2, stored=True)], tail=b"\x02" + tail[1:], number=2),
            "MALFORMED_ADDRESS",
        ),
        bad("a skip without an address", skipping(int_field(2, 3)), "MALFORMED_ADDRESS"),
        bad("a skip with an address of 37 bytes", skipping(skip(older[0] + b"\0", 3)), "MALFORMED_ADDRESS"),
        bad("a skip with sequence 0", skipping(skip(older[0], 0))),
        bad("a skip with a sequence of 2^63", skipping(skip(older[0], 2**63))),
        bad("a skip to this very page", skipping(skip(older[0], 7))),
        bad("skips oldest first", skipping(skip(older[0], 3), skip(older[1], 6))),
        bad("two skips with one sequence", skipping(skip(older[0], 3), skip(older[2], 3))),
        bad("one page in two skips", skipping(skip(older[0], 4), skip(older[0], 3))),
        bad("a skip with the tail's sequence, but another page", skipping(skip(older[0], 6))),
        bad("a skip to the tail with another sequence", skipping(skip(older[1], 5))),
        bad("a skip on page 1", log([first], skips=[skip(tail, 1)], number=1)),
        bad("a hint that is not UTF-8", log([first], number=1) + bytes_field(101, b"\xff")),
    ]


def corrupt_pages(texts: list) -> list:
    def bad(comment: str, one: bytes, reason: str = "CONTENT_MISMATCH") -> dict:
        encoded = remote_log([pair(texts[1], 2, stored=True), one], number=1)
        return refused(reason, comment, bytes=encoded, index=1)

    first, other = texts[0], texts[2]
    altered, no_group = first.bytes + bytes_field(7000, b"?"), bytes_field(6003, b"hello")
    return [
        bad("the data is another message", raw_pair(first.id, data=other.bytes)),
        bad(
            "the data is another message, the address its own",
            raw_pair(first.id, data=other.bytes, remote=other.address),
        ),
        bad("the data is not what the address says", raw_pair(first.id, data=first.bytes, remote=other.address)),
        bad(
            "an unknown field more: the id fits, the address does not",
            raw_pair(first.id, data=altered, remote=first.address),
        ),
        bad("the data is no message", raw_pair(first.id, data=b"\xff\xff"), "MALFORMED_MESSAGE"),
        bad(
            "the data has no group id", raw_pair(first.id, data=no_group, remote=address(no_group)), "MALFORMED_MESSAGE"
        ),
    ]


# --- skips ---


def skips() -> dict:
    def sealed(number: int) -> list:
        if number % 16:
            return []
        levels = [0] + [level for level in range(1, 16) if number % 16**level == 0]
        listed = {number - i * 16**level for level in levels for i in range(1, 17)}
        return sorted((page for page in listed if page >= 1), reverse=True)

    def head(number: int, page_size: int) -> list:
        if page_size < 16:
            return []
        tail = number - 1
        return [page for page in range(tail, 0, -1) if page >= tail - tail % 16]

    numbers = [1, 2, 15, 16, 17, 32, 255, 256, 257, 272, 288, 512, 4096, 4112, 8192, 65536, 69632, 16**15, 7 * 16**15]
    heads = [
        (1, 64),
        (2, 64),
        (16, 64),
        (17, 64),
        (18, 64),
        (32, 64),
        (33, 16),
        (257, 64),
        (300, 64),
        (300, 15),
        (17, 1),
    ]
    return {
        "note": "Which pages a page lists, newest first. The number is the page's own.",
        "sealed": [{"number": number, "pages": sealed(number)} for number in numbers],
        "head": [{"number": number, "page_size": size, "pages": head(number, size)} for number, size in heads],
    }


# --- logs ---


def logs() -> dict:
    return {
        "note": "Whole logs: the name, its record, the head's content, what the CAS has, and the messages in order.",
        "good": [
            log("full: everything in the head", 2, 100, stored=False),
            log("page: sixteen pairs a page", 40, 16),
            log("linked list: a page a message", 4, 1),
            log("mixed: two pairs a page, the newest embedded as well", 5, 2, embedded=1),
        ],
    }


def log(comment: str, count: int, page_size: int, stored: bool = True, embedded: int = 0) -> dict:
    """A log of less than 17 pages. stored: the CAS has the messages; embedded: so many of the newest the head has."""
    texts = [Message(1570190400 + n, b"message %d" % n) for n in range(1, count + 1)]
    contents = [text.bytes for text in texts] if stored else []
    sealed = []

    def page(first: int, last: int, skips: tuple = ()) -> bytes:
        pairs = [
            pair(texts[n - 1], n, stored=stored, embedded=not stored or n > count - embedded)
            for n in range(last, first - 1, -1)
        ]
        return remote_log(pairs, tail=address(sealed[-1]) if sealed else None, skips=skips, number=len(sealed) + 1)

    while page_size * (len(sealed) + 1) < count:  # The head is never empty.
        sealed.append(page(page_size * len(sealed) + 1, page_size * (len(sealed) + 1)))
    listed = tuple(skip(address(sealed[n - 1]), n * page_size) for n in range(len(sealed), 0, -1))
    head = page(page_size * len(sealed) + 1, count, listed if page_size >= 16 else ())
    return {
        "comment": comment,
        "name": ALICE.name,
        "record": envelope(ALICE, cbor(chained(1, FIRST, address(head)))).hex(),
        "head": head.hex(),
        "cas": {base32(address(content)): content.hex() for content in contents + sealed},
        "messages": [
            {"sequence": n, "id": text.id.hex(), "bytes": text.bytes.hex()} for n, text in enumerate(texts, 1)
        ],
    }


# --- errors ---

CODES = {
    "INVALID_ARGUMENT": 3,
    "NOT_FOUND": 5,
    "PERMISSION_DENIED": 7,
    "RESOURCE_EXHAUSTED": 8,
    "FAILED_PRECONDITION": 9,
    "ABORTED": 10,
    "OUT_OF_RANGE": 11,
    "UNIMPLEMENTED": 12,
    "INTERNAL": 13,
    "UNAVAILABLE": 14,
    "DATA_LOSS": 15,
    "UNAUTHENTICATED": 16,
}

REASONS = {
    "MALFORMED_ADDRESS": "INVALID_ARGUMENT",
    "MALFORMED_NAME": "INVALID_ARGUMENT",
    "MALFORMED_RECORD": "INVALID_ARGUMENT",
    "MALFORMED_CONTENT": "INVALID_ARGUMENT",
    "MALFORMED_PAGE": "INVALID_ARGUMENT",
    "MALFORMED_MESSAGE": "INVALID_ARGUMENT",
    "MALFORMED_REQUEST": "INVALID_ARGUMENT",
    "RECORD_UNSIGNED": "UNAUTHENTICATED",
    "SIGNATURE_INVALID": "PERMISSION_DENIED",
    "RECORD_EXPIRED": "FAILED_PRECONDITION",
    "HEAD_MOVED": "ABORTED",
    "CONTENT_MISMATCH": "INVALID_ARGUMENT",
    "NAME_UNKNOWN": "NOT_FOUND",
    "CONTENT_UNKNOWN": "NOT_FOUND",
    "CONTENT_CORRUPT": "DATA_LOSS",
    "CONTENT_ABSENT": "FAILED_PRECONDITION",
    "USE_READ": "FAILED_PRECONDITION",
    "OFFSET_MISMATCH": "FAILED_PRECONDITION",
    "OFFSET_BEYOND_END": "OUT_OF_RANGE",
    "RATE_LIMITED": "RESOURCE_EXHAUSTED",
    "OVERLOADED": "RESOURCE_EXHAUSTED",
    "DISK_FULL": "RESOURCE_EXHAUSTED",
    "DRAINING": "UNAVAILABLE",
    "NOT_OFFERED": "UNIMPLEMENTED",
    "INTERNAL": "INTERNAL",
}


def errors() -> dict:
    return {
        "note": "The reasons of ErrorInfo (domain remotelog) and the gRPC status code that goes with each.",
        "domain": "remotelog",
        "reasons": [{"reason": reason, "code": code, "number": CODES[code]} for reason, code in REASONS.items()],
    }


FILES = [addresses, names, signatures, message_ids, messages, dag_cbor, records, pages, skips, logs, errors]


def main() -> None:
    directory = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent)
    for make in FILES:
        text = json.dumps(make(), indent=2) + "\n"
        (directory / (make.__name__.replace("_", "-") + ".json")).write_bytes(text.encode())


if __name__ == "__main__":
    main()
