"""Strict DAG-CBOR (PROTOCOL.md, 6.2): maps of integers, bytes, text, booleans, null, lists and maps."""

from __future__ import annotations

MAX_DEPTH = 8
UNSIGNED, NEGATIVE, BYTES, TEXT, LIST, MAP, TAG, SIMPLE = range(8)
SIMPLE_VALUES = {20: False, 21: True, 22: None}
SHORTEST = {24: 24, 25: 1 << 8, 26: 1 << 16, 27: 1 << 32}  # The least number that needs 1, 2, 4, 8 bytes more.


def decode_map(data: bytes) -> dict:
    """Raises ValueError for everything but the one canonical encoding of a map."""
    reader = Reader(data)
    if not data or data[0] >> 5 != MAP:
        raise ValueError("not a map")
    value = reader.value(0)
    if reader.position != len(data):
        raise ValueError("trailing bytes")
    return value


def encode(value) -> bytes:
    if isinstance(value, bool) or value is None:
        return bytes([SIMPLE << 5 | {False: 20, True: 21, None: 22}[value]])
    if isinstance(value, int):
        return head(UNSIGNED, value) if value >= 0 else head(NEGATIVE, -1 - value)
    if isinstance(value, bytes):
        return head(BYTES, len(value)) + value
    if isinstance(value, str):
        return head(TEXT, len(value.encode())) + value.encode()
    if isinstance(value, list):
        return head(LIST, len(value)) + b"".join(map(encode, value))
    entries = sorted((len(key.encode()), encode(key), encode(item)) for key, item in value.items())
    return head(MAP, len(entries)) + b"".join(key + item for _, key, item in entries)


def head(major: int, argument: int) -> bytes:
    if argument < 24:
        return bytes([major << 5 | argument])
    info = max(info for info, least in SHORTEST.items() if argument >= least)
    return bytes([major << 5 | info]) + argument.to_bytes(1 << (info - 24), "big")


class Reader:
    def __init__(self, data: bytes):
        self.data = data
        self.position = 0

    def take(self, length: int) -> bytes:
        if length > len(self.data) - self.position:
            raise ValueError("the end comes too early")
        self.position += length
        return self.data[self.position - length : self.position]

    def head(self) -> tuple[int, int]:
        first = self.take(1)[0]
        major, info = first >> 5, first & 31
        if info < 24:
            return major, info
        if info not in SHORTEST or major == SIMPLE:
            raise ValueError("an indefinite length, a float, or a simple value that DAG-CBOR does not have")
        argument = int.from_bytes(self.take(1 << (info - 24)), "big")
        if argument < SHORTEST[info]:
            raise ValueError("not the shortest form")
        if argument >= 1 << 63:
            raise ValueError("outside of int64")
        return major, argument

    def value(self, depth: int):
        major, argument = self.head()
        if major == UNSIGNED:
            return argument
        if major == NEGATIVE:
            return -1 - argument
        if major == BYTES:
            return self.take(argument)
        if major == TEXT:
            return self.take(argument).decode()  # UnicodeDecodeError is a ValueError.
        if major == SIMPLE and argument in SIMPLE_VALUES:
            return SIMPLE_VALUES[argument]
        if major not in (LIST, MAP):
            raise ValueError("a tag, or a simple value that DAG-CBOR does not have")
        if depth == MAX_DEPTH:
            raise ValueError("nested too deep")
        if major == LIST:
            return [self.value(depth + 1) for _ in range(argument)]
        return self.entries(argument, depth + 1)

    def entries(self, count: int, depth: int) -> dict:
        entries, before = {}, None
        for _ in range(count):
            key = self.value(depth)
            if not isinstance(key, str):
                raise ValueError("a key that is not text")
            order = (len(key.encode()), key.encode())
            if before is not None and order <= before:
                raise ValueError("a key out of order, or twice")
            before = order
            entries[key] = self.value(depth)
        return entries
