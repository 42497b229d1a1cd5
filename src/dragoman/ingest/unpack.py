"""Packed bytes → plain bytes, never more than was asked for: no archive can fill the memory."""

import gzip
import io
import zlib
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from dragoman.errors import InputTooLarge, PackedBadly

GZIP = b"\x1f\x8b"
PIECE = 1 << 16
"""Bytes that come out of a decompressor at a time."""
FLOOR = 50_000_000
"""Bytes that any file may unpack to."""
RATIO = 200
"""Past the floor, how many times its size: reports pack to a third, a bomb to a thousandth."""
WINDOWS = {"gzip": (31,), "x-gzip": (31,), "deflate": (15, -15)}
"""What zlib is told of each encoding; servers send deflate with and without its header."""


def inflate(pieces: Iterable[bytes], encoding: str, which: str) -> Iterator[bytes]:
    """The pieces of an HTTP body, unpacked; none is longer than `PIECE` unless it came so.

    `PackedBadly` for an encoding that was not asked for, and for broken bytes.
    """
    name = encoding.strip().lower()
    if name in ("", "identity"):
        yield from pieces
        return
    if name not in WINDOWS:
        raise PackedBadly(which, f"the server packed it as {encoding!r}, which was not asked for")
    machine = None
    try:
        for piece in pieces:
            if machine is None:
                machine = zlib.decompressobj(_window(piece, WINDOWS[name]))
            while piece:
                yield machine.decompress(piece, PIECE)
                piece = machine.unconsumed_tail
                if machine.eof and machine.unused_data.startswith(GZIP[:1]):
                    piece = machine.unused_data
                    machine = zlib.decompressobj(WINDOWS[name][0])
    except zlib.error as error:
        raise PackedBadly(which, f"its {name} is broken ({error})") from None
    if machine is not None and not machine.eof:
        raise PackedBadly(which, f"its {name} ends too early")


def _window(first: bytes, windows: tuple[int, ...]) -> int:
    for window in windows[:-1]:
        try:
            zlib.decompressobj(window).decompress(first, 1)
        except zlib.error:
            continue
        return window
    return windows[-1]


class _Counted(io.RawIOBase):
    """A stream that knows how many bytes were taken from it."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream, self.count = stream, 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        piece = self.stream.read(size)
        self.count += len(piece)
        return piece


class _Unpacked(io.RawIOBase):
    """The plain bytes of a gzip stream; `InputTooLarge` when they are out of all proportion."""

    def __init__(self, stream: BinaryIO, which: str) -> None:
        self.packed, self.which, self.count = _Counted(stream), which, 0
        self.plain = gzip.GzipFile(fileobj=self.packed, mode="rb")

    def readable(self) -> bool:
        return True

    def readinto(self, target: "memoryview[int]") -> int:  # type: ignore[override]
        try:
            piece = self.plain.read1(min(len(target), PIECE))
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise PackedBadly(self.which, f"its gzip is broken ({error})") from None
        self.count += len(piece)
        if self.count > max(FLOOR, RATIO * self.packed.count):
            raise InputTooLarge(self.which, f"it unpacks to more than {RATIO} times its size")
        target[: len(piece)] = piece
        return len(piece)


def unpacked(stream: io.BufferedReader, which: str) -> io.BufferedReader:
    """A stream of bytes, plain or gzip → its plain bytes. Reading it may raise as above."""
    if not stream.peek(2).startswith(GZIP):
        return stream
    return io.BufferedReader(_Unpacked(stream, which), PIECE)


def unpacked_bytes(content: bytes, which: str, limit: int = FLOOR) -> bytes:
    """Bytes, plain or gzip → plain bytes; `InputTooLarge` when they are more than `limit`."""
    plain = unpacked(io.BufferedReader(io.BytesIO(content)), which).read(limit + 1)
    if len(plain) > limit:
        raise InputTooLarge(which, f"more than {limit:,} bytes")
    return plain
