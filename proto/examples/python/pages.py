"""Pages (PROTOCOL.md, 7)."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator

from google.protobuf.message import DecodeError

from formats import Message, Refused, address_of, check_address, decode_message
from stubs import remotelog

MAX_BYTES = 4 * 1024 * 1024 - 64 * 1024
INT64 = 1 << 63


@dataclasses.dataclass(frozen=True)
class Pair:
    id: bytes
    address: bytes  # Empty if the page alone has the message.
    data: bytes  # Empty if the CAS alone has it.
    sequence: int

    def message(self, data: bytes | None = None) -> Message:
        """The message in these bytes, by default in those of the page, after they were checked."""
        data = self.data if data is None else data
        if self.address and address_of(data) != self.address:
            raise Refused("CONTENT_MISMATCH", "not the bytes of the address")
        message = decode_message(data)
        if message.id != self.id:
            raise Refused("CONTENT_MISMATCH", "not the message that the page says")
        return message


@dataclasses.dataclass(frozen=True)
class Page:
    data: bytes
    pairs: list[Pair]
    tail: bytes
    skips: list[tuple[bytes, int]]
    cas: list[str]
    number: int


def decode(data: bytes) -> Page:
    if len(data) > MAX_BYTES:
        raise malformed("too long")
    try:
        log = remotelog.RemoteLog.FromString(data)
    except DecodeError as e:
        raise malformed(str(e)) from None
    pairs = [decode_pair(pair) for pair in log.pair]
    tail = check_address(log.tail) if log.tail else b""
    skips = [(check_address(skip.page), skip.sequence) for skip in log.skip]
    page = Page(data, pairs, tail, skips, list(log.cas), log.number)
    check(page)
    return page


def decode_pair(pair: remotelog.RemoteLog.Pair) -> Pair:
    address = check_address(pair.remoteHash) if pair.remoteHash else b""
    if len(pair.localHash) != 32:
        raise Refused("MALFORMED_MESSAGE", "a message id is 32 bytes")
    if not address and not pair.data:
        raise malformed("a pair has neither data nor remoteHash")
    return Pair(pair.localHash, address, pair.data, pair.sequence)


def check(page: Page) -> None:
    if not page.pairs:
        raise malformed("no pairs")
    sequences = [pair.sequence for pair in page.pairs]
    if not sequences[0]:
        if any(sequences) or page.number or page.skips:
            raise malformed("a number, sequences or skips, but not all that belongs to them")
        return
    newest, oldest = sequences[0], sequences[-1]
    if sequences != list(range(newest, newest - len(sequences), -1)) or oldest < 1 or newest >= INT64:
        raise malformed("sequences go down by one, to 1 at least")
    if not 1 <= page.number < INT64 or oldest < page.number:
        raise malformed("the number does not fit the sequences")
    if (page.number == 1) != (not page.tail) or (page.number == 1 and oldest != 1):
        raise malformed("exactly page 1 has no tail, and it starts at 1")
    before, seen = oldest, set()
    for address, sequence in page.skips:
        if not 1 <= sequence < before or address in seen or (sequence == oldest - 1) != (address == page.tail):
            raise malformed("skips go down, each page once, the tail where it belongs")
        before = sequence
        seen.add(address)


def walk(head: Page, fetch: Callable[[bytes], bytes]) -> Iterator[Page]:
    """The pages from a head to the first, each fetched by its address and checked against the one before."""
    page, seen = head, set()
    yield page
    while page.tail:
        address, newer = page.tail, page
        if address in seen:
            raise malformed("pages in a circle")
        seen.add(address)
        data = fetch(address)
        if address_of(data) != address:
            raise Refused("CONTENT_MISMATCH", "not the page of the address")
        page = decode(data)
        if newer.number and (page.number != newer.number - 1 or page.pairs[0].sequence != newer.pairs[-1].sequence - 1):
            raise malformed("not adjacent to the page whose tail it is")
        if not newer.number and page.number:
            raise malformed("a page with a number under one without")
        yield page


def encode_pair(pair: Pair) -> remotelog.RemoteLog.Pair:
    return remotelog.RemoteLog.Pair(remoteHash=pair.address, localHash=pair.id, data=pair.data, sequence=pair.sequence)


def prefix(pairs: list[Pair]) -> bytes:
    """What goes in front of a page so that it has these pairs in front, newest first."""
    return remotelog.RemoteLog(pair=map(encode_pair, pairs)).SerializeToString()


def make(pairs: list[Pair], tail: bytes, number: int, skips: list[tuple[bytes, int]] = ()) -> Page:
    log = remotelog.RemoteLog(
        pair=map(encode_pair, pairs),
        tail=tail,
        skip=[remotelog.RemoteLog.Skip(page=page, sequence=sequence) for page, sequence in skips],
        number=number,
    )
    return decode(log.SerializeToString())


def malformed(message: str) -> Refused:
    return Refused("MALFORMED_PAGE", message)
