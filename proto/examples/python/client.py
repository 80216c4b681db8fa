"""A client of the CAS and the NS by PROTOCOL.md: adds, gets, reads a log from its name alone, and writes one."""

from __future__ import annotations

import argparse
import base64
import json
import os
import sys
import time

import grpc
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key
from google.rpc import error_details_pb2, status_pb2

import formats
import pages
import records
from formats import Refused, address_of, address_text, parse_address
from stubs import cas, cas_grpc, ns, ns_grpc

TIMEOUT = 30  # Seconds, a call.
PAGE_SIZE = 64
BATCH = 256


class Client:
    def __init__(self, cas_target: str, ns_target: str):
        self.cas = cas_grpc.CASStub(grpc.insecure_channel(cas_target))
        self.ns = ns_grpc.NSStub(grpc.insecure_channel(ns_target))

    # --- CAS ---

    def add(self, content: bytes) -> bytes:
        address = self.cas.Add(cas.Content(data=content), timeout=TIMEOUT).id
        if address != address_of(content):
            raise Refused("CONTENT_MISMATCH", "the CAS answered another address")
        return address

    def add_all(self, contents: list[bytes]) -> None:
        """Returns when the CAS has acknowledged all of them."""
        for start in range(0, len(contents), BATCH):
            batch = contents[start : start + BATCH]
            request = cas.BatchAddRequest(content=[cas.Content(data=content) for content in batch])
            results = self.cas.BatchAdd(request, timeout=TIMEOUT).result
            for content, result in zip(batch, results, strict=True):
                if result.HasField("status") or result.address.id != address_of(content):
                    raise Refused(reason_in(result.status), f"not stored: {result.status.message}")

    def get(self, address: bytes) -> bytes:
        return self.get_all([address])[address]

    def get_all(self, addresses: list[bytes]) -> dict[bytes, bytes]:
        found = {}
        distinct = list(dict.fromkeys(addresses))
        for start in range(0, len(distinct), BATCH):
            batch = [cas.Address(id=address) for address in distinct[start : start + BATCH]]
            for frame in self.cas.BatchGet(cas.BatchGetRequest(address=batch), timeout=TIMEOUT):
                for item in frame.item:
                    if item.HasField("status"):
                        raise Refused(reason_in(item.status), item.status.message)
                    if address_of(item.content.data) != item.address.id:
                        raise Refused("CONTENT_MISMATCH", "the CAS answered other bytes")
                    found[item.address.id] = item.content.data
        return found

    # --- reading ---

    def head(self, key: bytes) -> tuple[records.Record, pages.Page] | None:
        """The verified record of a name and its head page; None if nobody published under it."""
        try:
            answer = self.ns.Fetch(ns.Query(name=formats.name_text(key)), timeout=TIMEOUT)
        except grpc.RpcError as e:
            if reason_of(e) == "NAME_UNKNOWN":
                return None
            raise
        record = records.verify(key, answer.record)
        if not record.address:
            raise Refused("MALFORMED_RECORD", "the name points at something that is no log")
        content = answer.data or self.get(record.address)
        if address_of(content) != record.address:
            raise Refused("CONTENT_MISMATCH", "the head is not what was signed")
        return record, pages.decode(content)

    def read(self, key: bytes) -> list[tuple[int, formats.Message]]:
        """All messages of a log with their sequences, oldest first."""
        found = self.head(key)
        if not found:
            raise Refused("NAME_UNKNOWN", "nobody published under this name here")
        record, head = found
        if record.is_expired(records.now()):
            print("stale: the record has expired", file=sys.stderr)
        pairs = [pair for page in pages.walk(head, self.get) for pair in page.pairs][::-1]
        stored = self.get_all([pair.address for pair in pairs if not pair.data])
        return [
            (pair.sequence or n, pair.message() if pair.data else pair.message(stored[pair.address]))
            for n, pair in enumerate(pairs, 1)
        ]

    # --- writing ---

    def write(self, key: Ed25519PrivateKey, bodies: list[bytes]) -> records.Record:
        """Appends messages to the log of a key, in pages of PAGE_SIZE addresses; returns the record that names them."""
        public = records.public_key(key)
        found = self.head(public)
        record, head = found if found else (None, None)
        log = [message for _, message in self.read(public)] if found else []
        group, seen = formats.sha256(b"remotelog" + public), {message.id for message in log}
        timestamp = max([int(time.time())] + [message.timestamp for message in log[-1:]])

        uploads, new = [], []
        tail, number, sequence = (head.tail, head.number, len(log)) if head else (b"", 1, 0)
        below = head
        for body in bodies:
            while formats.message_id(group, timestamp, body) in seen:
                timestamp += 1
            message = formats.make_message(group, timestamp, body)
            seen.add(message.id)
            uploads.append(message.data)
            if len(new) + (len(below.pairs) if below else 0) >= PAGE_SIZE:
                sealed = pages.make(new + (below.pairs if below else []), tail, number)
                uploads.append(sealed.data)
                tail, number, below, new = address_of(sealed.data), number + 1, None, []
            sequence += 1
            new.insert(0, pages.Pair(message.id, address_of(message.data), b"", sequence))
        self.add_all(uploads)

        prefix = pages.prefix(new)
        content = prefix + below.data if below else pages.make(new, tail, number).data
        pages.decode(content)
        previous = record.id if record else records.FIRST
        signed = records.sign(key, address_of(content), previous, record.sequence + 1 if record else 1)
        update = ns.NameUpdate(
            name=formats.name_text(public),
            record=signed.envelope,
            content=prefix if below else content,
            prepend=below is not None,
        )
        answer = self.ns.Update(update, timeout=TIMEOUT)
        if answer.data != signed.id:
            raise Refused("HEAD_MOVED", f"the head is at sequence {answer.sequence} by now")
        return signed


# --- errors ---


def reason_of(error: grpc.RpcError) -> str:
    """The reason of an error, or the name of its code."""
    for key, value in error.trailing_metadata() or ():
        if key == "grpc-status-details-bin":
            return reason_in(status_pb2.Status.FromString(value))
    return error.code().name


def reason_in(status: status_pb2.Status) -> str:
    for detail in status.details:
        info = error_details_pb2.ErrorInfo()
        if detail.Unpack(info) and info.domain == "remotelog":
            return info.reason
    return f"code {status.code}"


# --- the command line ---


def key_in(path: str) -> Ed25519PrivateKey:
    """Reads a key (PKCS#8 PEM), or makes one that only this user can read."""
    try:
        with open(path, "rb") as file:
            key = load_pem_private_key(file.read(), None)
    except FileNotFoundError:
        key = Ed25519PrivateKey.generate()
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    if not isinstance(key, Ed25519PrivateKey):
        raise Refused("MALFORMED_NAME", f"{path} is no Ed25519 key")
    return key


def as_json(sequence: int, message: formats.Message) -> str:
    return json.dumps(
        {
            "sequence": sequence,
            "id": message.id.hex(),
            "group": message.group.hex(),
            "timestamp": message.timestamp,
            "body": base64.b64encode(message.body).decode(),
            "address": address_text(address_of(message.data)),
        }
    )


def run(args: argparse.Namespace) -> None:
    client = Client(args.cas, args.ns)
    if args.command == "add":
        content = sys.stdin.buffer.read() if args.file == "-" else open(args.file, "rb").read()
        print(address_text(client.add(content)))
    elif args.command == "get":
        sys.stdout.buffer.write(client.get(parse_address(args.address)))
    elif args.command == "read":
        for sequence, message in client.read(formats.parse_name(args.name)):
            print(as_json(sequence, message))
    else:
        key = key_in(args.key)
        record = client.write(key, [text.encode() for text in args.text])
        name = formats.name_text(records.public_key(key))
        print(json.dumps({"name": name, "sequence": record.sequence, "record": record.id.hex()}))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cas", default="127.0.0.1:50051", help="host:port (%(default)s)")
    parser.add_argument("--ns", default="127.0.0.1:50052", help="host:port (%(default)s)")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("add", help="stores a file, prints its address").add_argument("file", help="- for stdin")
    commands.add_parser("get", help="prints the content of an address").add_argument("address")
    commands.add_parser("read", help="prints the messages of a log, a JSON object a line").add_argument("name")
    write = commands.add_parser("write", help="appends messages to the log of a key")
    write.add_argument("--key", required=True, help="PKCS#8 PEM; made if there is none")
    write.add_argument("text", nargs="+")
    try:
        run(parser.parse_args())
        return 0
    except Refused as e:
        print(e, file=sys.stderr)
    except grpc.RpcError as e:
        print(f"{reason_of(e)}: {e.details()}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
