"""The encodings that the vectors are made of, written from the specifications, with the standard library alone.

Nothing here is shared with the Java code, so that the vectors are a second opinion on it.
"""

from __future__ import annotations

import base64
import hashlib


def sha256(*pieces: bytes) -> bytes:
    return hashlib.sha256(b"".join(pieces)).digest()


# --- text forms of CIDs (multibase) ---

BASE36 = "0123456789abcdefghijklmnopqrstuvwxyz"
BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def base32(data: bytes) -> str:
    return "b" + base64.b32encode(data).decode().rstrip("=").lower()


def digits(data: bytes, alphabet: str) -> str:
    number, text = int.from_bytes(data, "big"), ""
    while number:
        number, digit = divmod(number, len(alphabet))
        text = alphabet[digit] + text
    return text


def base36(data: bytes) -> str:
    return "k" + digits(data, BASE36)


def base58(data: bytes) -> str:
    zeros = len(data) - len(data.lstrip(b"\0"))
    return BASE58[0] * zeros + digits(data, BASE58)


# --- addresses and names ---

ADDRESS_PREFIX = bytes.fromhex("01551220")
NAME_PREFIX = bytes.fromhex("0172002408011220")


def address(content: bytes) -> bytes:
    return ADDRESS_PREFIX + sha256(content)


def name_cid(key: bytes) -> bytes:
    return NAME_PREFIX + key


def name_text(key: bytes) -> str:
    return base36(name_cid(key))


# --- protobuf ---


def varint(number: int) -> bytes:
    number &= (1 << 64) - 1  # Negative ones as two's complement of 64 bits.
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def bytes_field(field: int, data: bytes) -> bytes:
    return varint(field << 3 | 2) + varint(len(data)) + data


def int_field(field: int, number: int) -> bytes:
    return varint(field << 3) + varint(number)


# --- DAG-CBOR ---


class Raw(bytes):
    """CBOR that is already encoded, to build what is not canonical."""


def cbor_head(major: int, argument: int) -> bytes:
    if argument < 24:
        return bytes([major << 5 | argument])
    for info, size in ((24, 1), (25, 2), (26, 4), (27, 8)):
        if argument < 1 << 8 * size:
            return bytes([major << 5 | info]) + argument.to_bytes(size, "big")
    raise ValueError(argument)


def cbor_pairs(pairs: list) -> bytes:
    """A map whose entries stay in the order given."""
    return cbor_head(5, len(pairs)) + b"".join(cbor(key) + cbor(value) for key, value in pairs)


def cbor(value) -> bytes:
    if isinstance(value, Raw):
        return bytes(value)
    if value is None:
        return b"\xf6"
    if isinstance(value, bool):
        return b"\xf5" if value else b"\xf4"
    if isinstance(value, int):
        return cbor_head(0, value) if value >= 0 else cbor_head(1, -1 - value)
    if isinstance(value, bytes):
        return cbor_head(2, len(value)) + value
    if isinstance(value, str):
        return cbor_head(3, len(value.encode())) + value.encode()
    if isinstance(value, list):
        return cbor_head(4, len(value)) + b"".join(map(cbor, value))
    if isinstance(value, dict):
        return cbor_pairs(sorted(value.items(), key=lambda entry: (len(entry[0].encode()), entry[0].encode())))
    raise TypeError(type(value))


def diagnostic(value) -> str:
    """The diagnostic notation of RFC 8949, section 8."""
    if isinstance(value, bytes):
        return f"h'{value.hex()}'"
    if isinstance(value, list):
        return "[" + ", ".join(map(diagnostic, value)) + "]"
    if isinstance(value, dict):
        entries = sorted(value.items(), key=lambda entry: (len(entry[0].encode()), entry[0].encode()))
        return "{" + ", ".join(f'"{key}": {diagnostic(item)}' for key, item in entries) + "}"
    if isinstance(value, str):
        return f'"{value}"'
    return (
        {None: "null", True: "true", False: "false"}.get(value)
        if value is None or isinstance(value, bool)
        else str(value)
    )


# --- Ed25519 (RFC 8032), with what a signature library does not offer ---

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P


def square_root(square: int) -> int | None:
    """Of a number modulo P, if it has one."""
    root = pow(square, (P + 3) // 8, P)
    if root * root % P != square % P:
        root = root * pow(2, (P - 1) // 4, P) % P
    return root if root * root % P == square % P else None


def small_order_keys() -> list[bytes]:
    """Every encoding of a point of order 1, 2, 4 or 8, reduced modulo P or not, with either sign bit."""
    ys = [0, 1, P - 1]  # Order 4, 1, 2.
    root = square_root(1 + D)
    for y_squared in ((-1 + root) * pow(D, -1, P) % P, (-1 - root) * pow(D, -1, P) % P):
        y = square_root(y_squared)  # Order 8: twice the point has y = 0, hence D y^4 + 2 y^2 = 1.
        ys += [] if y is None else [y, P - y]
    encodable = [n for y in ys for n in (y, y + P) if n < 2**255]
    return sorted((n | sign << 255).to_bytes(32, "little") for n in encodable for sign in (0, 1))


# A point of the curve -x^2 + y^2 = 1 + D x^2 y^2 is (X, Y, Z, T) with x = X/Z, y = Y/Z, xy = T/Z.


def add(p: tuple, q: tuple) -> tuple:
    (x1, y1, z1, t1), (x2, y2, z2, t2) = p, q
    a, b = (y1 - x1) * (y2 - x2) % P, (y1 + x1) * (y2 + x2) % P
    c, d = 2 * t1 * t2 * D % P, 2 * z1 * z2 % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(scalar: int, point: tuple) -> tuple:
    result = IDENTITY
    while scalar:
        if scalar & 1:
            result = add(result, point)
        point, scalar = add(point, point), scalar >> 1
    return result


def compress(point: tuple) -> bytes:
    inverse = pow(point[2], -1, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def decompress(encoded: bytes) -> tuple:
    number = int.from_bytes(encoded, "little")
    y, sign = number & (1 << 255) - 1, number >> 255
    x = square_root((y * y - 1) * pow(D * y * y + 1, -1, P) % P)
    x = x if x & 1 == sign else P - x
    return x, y, 1, x * y % P


BASE = decompress((4 * pow(5, -1, P) % P).to_bytes(32, "little"))
IDENTITY = (0, 1, 1, 0)


def expand(seed: bytes) -> tuple:
    """The secret scalar and the prefix of a seed (RFC 8032, 5.1.5)."""
    digest = hashlib.sha512(seed).digest()
    scalar = int.from_bytes(digest[:32], "little") & (1 << 254) - 8 | 1 << 254
    return scalar, digest[32:]


def challenge(r: bytes, key: bytes, message: bytes) -> int:
    return int.from_bytes(hashlib.sha512(r + key + message).digest(), "little") % L


def ed25519_sign(seed: bytes, message: bytes) -> bytes:
    scalar, prefix = expand(seed)
    nonce = int.from_bytes(hashlib.sha512(prefix + message).digest(), "little") % L
    r, key = compress(times(nonce, BASE)), compress(times(scalar, BASE))
    return r + ((nonce + challenge(r, key, message) * scalar) % L).to_bytes(32, "little")


def ed25519_key(seed: bytes) -> bytes:
    return compress(times(expand(seed)[0], BASE))
