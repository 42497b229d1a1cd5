"""Files on disk and in object stores (``s3://bucket/key``, ``gs://…``) alike: sizes, bytes, names.

Stores are those of pyarrow's file systems: keys and regions from the environment, another server by
``AWS_ENDPOINT_URL`` or ``?endpoint_override=…&scheme=http`` in the address.
"""

import glob
import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dragoman.errors import UsageError
from dragoman.ingest.fetch import open_file

WHOLE = 1 << 20
"""Bytes that are asked of a store at once."""


def in_store(which: str) -> bool:
    """Whether a name is an address and not a path; pages of the web are in no store."""
    scheme, mark, _ = which.partition("://")
    return bool(mark) and scheme.isalnum() and scheme not in ("http", "https", "ftp")


@contextmanager
def opened(which: str) -> Iterator[io.BufferedReader]:
    """A file to read and to seek in; `OSError` when there is none."""
    if not in_store(which):
        with open_file(which) as file:
            yield file
        return
    system, path = _system(which)
    with system.open_input_file(path) as held:
        yield io.BufferedReader(held, WHOLE)


def size(which: str) -> int:
    """Bytes of a file; `OSError` when there is none."""
    if not in_store(which):
        return Path(which).stat().st_size
    system, path = _system(which)
    found = system.get_file_info(path)
    if found.size is None:
        raise FileNotFoundError(2, "no such object")
    return int(found.size)


def listed(address: str) -> list[str]:
    """The objects that an address stands for: itself, those under it, those of its pattern."""
    from pyarrow.fs import FileSelector, FileType

    address, mark, options = address.partition("?") if "=" in address else (address, "", "")
    scheme = address.partition("://")[0]
    head = address
    if glob.has_magic(address):
        head = address[: min(address.index(sign) for sign in "*?[" if sign in address)]
        head = head.rpartition("/")[0]
    try:
        system, path = _system(head + mark + options)
        if system.get_file_info(path).type == FileType.File:
            return [f"{scheme}://{path}{mark}{options}"]
        found = system.get_file_info(FileSelector(path, recursive=True, allow_not_found=True))
    except OSError as error:
        raise UsageError(address, f"the store does not answer ({str(error)[:200]})") from None
    names = sorted(f"{scheme}://{one.path}" for one in found if one.type == FileType.File)
    if head != address:
        pattern = Path(address)
        names = [name for name in names if Path(name).match(str(pattern))]
    return [name + mark + options for name in names]


def _system(address: str) -> tuple[Any, str]:
    """pyarrow's file system of an address, and the path in it. `UsageError` when there is none."""
    from pyarrow import ArrowException
    from pyarrow.fs import FileSystem

    server = os.environ.get("AWS_ENDPOINT_URL", "")
    if address.startswith("s3://") and server and "endpoint_override" not in address:
        scheme, _, host = server.partition("://")
        address += f"{'&' if '?' in address else '?'}scheme={scheme}&endpoint_override={host}"
    try:
        system, path = FileSystem.from_uri(address)
    except (ArrowException, ValueError) as error:
        raise UsageError(address.partition("?")[0], f"no store ({str(error)[:200]})") from None
    return system, path
