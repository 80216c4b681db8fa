"""Holds this client against proto/vectors: python check_vectors.py. Exits with 1 if a vector is not judged as it should be."""

from __future__ import annotations

import json
import pathlib
import sys

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

import cbor
import formats
import pages
import records
from formats import Refused

VECTORS = pathlib.Path(__file__).resolve().parents[2] / "vectors"
unhex = bytes.fromhex


def addresses(v: dict) -> None:
    address = formats.address_of(unhex(v["content"]))
    expect(address.hex(), v["bytes"])
    expect(formats.address_text(address), v["text"])
    expect(formats.parse_address(v["text"]), address)


def addresses_refused(v: dict) -> None:
    formats.parse_address(v["text"]) if "text" in v else formats.check_address(unhex(v["bytes"]))


def names(v: dict) -> None:
    key = unhex(v["key"])
    expect(formats.name_text(key), v["text"])
    for text in [v["text"], *v["accepted"]]:
        expect(formats.parse_name(text), key)


def names_refused(v: dict) -> None:
    formats.parse_name(v["text"]) if "text" in v else formats.check_key(unhex(v["key"]))


def signatures(v: dict) -> None:
    if not formats.verifies(unhex(v["key"]), unhex(v["message"]), unhex(v["signature"])):
        raise Refused("SIGNATURE_INVALID", "does not verify")


def message_ids(v: dict) -> None:
    expect(formats.message_id(unhex(v["group_id"]), v["timestamp"], unhex(v["body"])).hex(), v["id"])


def messages(v: dict) -> None:
    message = formats.decode_message(unhex(v["bytes"]))
    expect(message.id.hex(), v["id"])
    expect(message.timestamp, v["timestamp"])
    expect(message.body.hex(), v["body"])
    expect(formats.address_text(formats.address_of(message.data)), v["address"])
    made = formats.make_message(message.group, message.timestamp, message.body)
    expect(made.data == message.data, v["ours"])


def messages_refused(v: dict) -> None:
    formats.decode_message(unhex(v["bytes"]))


def dag_cbor(v: dict) -> None:
    expect(cbor.encode(cbor.decode_map(unhex(v["bytes"]))).hex(), v["bytes"])


def dag_cbor_refused(v: dict) -> None:
    try:
        cbor.decode_map(unhex(v["bytes"]))
    except ValueError as e:
        raise Refused("MALFORMED_RECORD", str(e)) from None


def record_of(v: dict) -> records.Record:
    return records.verify(formats.parse_name(v["name"]), unhex(v["envelope"]))


def good_records(v: dict) -> None:
    record = record_of(v)
    expect(record.id.hex(), v["id"])
    expect(record.value.hex(), v["value"])
    expect(formats.address_text(record.address) if record.address else None, v["address"])
    expect(record.previous.hex() if record.previous is not None else None, v["prev"])
    expect(record.sequence, v["sequence"])
    expect(record.ttl, v["ttl"])
    for time, expired in v["expired"].items():
        expect(record.is_expired(records.parse_validity(time.encode())), expired)
    if "seed" in v:
        key = Ed25519PrivateKey.from_private_bytes(unhex(v["seed"]))
        made = records.sign(key, record.address, record.previous, record.sequence, v["validity"], record.ttl)
        expect(made.envelope.hex(), v["envelope"])


def good_pages(v: dict) -> None:
    page = pages.decode(unhex(v["bytes"]))
    expect(page.number, v["number"])
    expect(formats.address_text(page.tail) if page.tail else None, v["tail"])
    expect(page.skips, [(formats.parse_address(skip["page"]), skip["sequence"]) for skip in v["skip"]])
    expect(page.cas, v["cas"])
    for pair, expected in zip(page.pairs, v["pairs"], strict=True):
        expect(pair.id.hex(), expected["id"])
        expect(pair.sequence, expected["sequence"])
        expect(formats.address_text(pair.address) if pair.address else None, expected["address"])
        expect(pair.data.hex() or None, expected["data"])
        if pair.data:
            expect(pair.message().id, pair.id)
    if v["ours"]:
        expect(pages.make(page.pairs, page.tail, page.number, page.skips).data, page.data)


def pages_refused(v: dict) -> None:
    pages.decode(unhex(v["bytes"]))


def pages_corrupt(v: dict) -> None:
    pages.decode(unhex(v["bytes"])).pairs[v["index"]].message()


def logs(v: dict) -> None:
    record = records.verify(formats.parse_name(v["name"]), unhex(v["record"]))
    expect(formats.address_of(unhex(v["head"])), record.address)

    def fetch(address: bytes) -> bytes:
        return unhex(v["cas"][formats.address_text(address)])

    pairs = [pair for page in pages.walk(pages.decode(unhex(v["head"])), fetch) for pair in page.pairs]
    for pair, expected in zip(reversed(pairs), v["messages"], strict=True):
        message = pair.message() if pair.data else pair.message(fetch(pair.address))
        expect(pair.sequence, expected["sequence"])
        expect(message.id.hex(), expected["id"])
        expect(message.data.hex(), expected["bytes"])


CHECKS = {  # File: what a good vector must pass; what refuses the others, under their keys.
    "addresses": (addresses, {"refused": addresses_refused}),
    "names": (names, {"refused": names_refused}),
    "signatures": (signatures, {"refused": signatures}),
    "message-ids": (message_ids, {"refused": message_ids}),
    "messages": (messages, {"refused": messages_refused}),
    "dag-cbor": (dag_cbor, {"refused": dag_cbor_refused}),
    "records": (good_records, {"refused": record_of}),
    "pages": (good_pages, {"refused": pages_refused, "corrupt": pages_corrupt}),
    "logs": (logs, {}),
}


def expect(actual, expected) -> None:
    if actual != expected:
        raise AssertionError(f"{actual!r} is not {expected!r}")


def check_refused(check, v: dict) -> None:
    try:
        check(v)
    except Refused as e:
        expect(e.reason, v["reason"])
        return
    raise AssertionError("accepted")


def main() -> int:
    passed, failed = 0, 0
    for file, (good, bad) in CHECKS.items():
        vectors = json.loads((VECTORS / f"{file}.json").read_text())
        cases = [(good, v) for v in vectors["good"]]
        cases += [
            (lambda v, check=check: check_refused(check, v), v) for key, check in bad.items() for v in vectors[key]
        ]
        for check, v in cases:
            try:
                check(v)
                passed += 1
            except Exception as e:
                failed += 1
                print(f"{file}: {v['comment']}: {type(e).__name__} {e}")
    print(f"{passed} vectors passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
