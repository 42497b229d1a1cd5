"""Files on disk and in object stores (``s3://bucket/key``, ``gs://…``) alike: sizes, bytes, names.

Stores are those of pyarrow's file systems: keys and regions from the environment, another server by
``AWS_ENDPOINT_URL`` or ``?endpoint_override=…&scheme=http`` in the address.
"""

import glob
import io
import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar

from dragoman.errors import StoreLost, UsageError
from dragoman.ingest.fetch import open_file
from dragoman.ingest.inputs import of_a_folder

Answer = TypeVar("Answer")

WHOLE = 1 << 20
"""Bytes that are asked of a store at once."""


def in_store(which: str) -> bool:
    """Whether a name is an address and not a path; pages of the web are in no store."""
    scheme, mark, _ = which.partition("://")
    return bool(mark) and scheme.isalnum() and scheme not in ("http", "https", "ftp")


@dataclass(frozen=True, slots=True)
class Address:
    """An object of a store, or a prefix or a pattern of such: "s3://press/2031/a b.jsonl".

    Its path is written as the store has it, and nothing in it is an escape.
    """

    scheme: str
    authority: str
    """Of S3 the bucket; of others a server."""
    path: str
    options: str = ""
    """Of pyarrow: "region=eu-1&scheme=http"."""

    @classmethod
    def of(cls, told: str) -> "Address":
        given = _OPTIONS.search(told)
        options = given[0][1:] if given else ""
        scheme, _, rest = told.removesuffix(f"?{options}").partition("://")
        authority, _, path = rest.partition("/")
        return cls(scheme, authority, path.rstrip("/"), options)

    @property
    def plain(self) -> str:
        """Without options."""
        return f"{self.scheme}://{self.authority}/{self.path}"

    def __str__(self) -> str:
        return f"{self.plain}?{self.options}" if self.options else self.plain

    def system(self) -> tuple[Any, str]:
        """pyarrow's file system, and what stands there before `path`.

        `UsageError` when there is none.
        """
        options = self.options
        if self.scheme == "s3" and "endpoint_override" not in options:
            options = "&".join(filter(None, (options, _server())))
        return _system(f"{self.scheme}://{self.authority}/", options)


_NAMES = (
    "access_key|account_name|allow_[a-z_]+|background_writes|blob_storage_[a-z]+|buffer_size|"
    "client_id|credential_kind|dfs_storage_[a-z]+|enable_tls|endpoint_override|external_id|"
    "force_virtual_addressing|project_id|region|replication|retry_[a-z_]+|role_arn|scheme|"
    "secret_key|session_name|tenant_id|tls_[a-z_]+|user"
)
_OPTIONS = re.compile(rf"\?(?:{_NAMES})=[^?/]*$")
"""Options end an address; any other "?" is one of a key, or of a pattern."""


_SIGNS = re.compile(r"[*?[]")
"""Of patterns."""


def plain(which: str) -> str:
    """The name of a file on disk or in a store, without options."""
    return Address.of(which).plain if in_store(which) else which


@contextmanager
def opened(which: str) -> Iterator[io.BufferedReader]:
    """A file to read and to seek in; `OSError` when there is none, `StoreLost` when a store does
    not answer, at first or later."""
    if not in_store(which):
        with open_file(which) as file:
            yield file
        return
    address = Address.of(which)
    system, root = address.system()
    with _answered(address, lambda: system.open_input_file(root + address.path)) as held:
        yield io.BufferedReader(_Steady(held, address), WHOLE)


WAITS = (1.0, 5.0, 20.0)
"""Seconds after which a store that did not answer is asked again."""


def _answered(address: "Address", ask: Callable[[], Answer]) -> Answer:
    """What a store answers; one that is gone for a moment is waited for."""
    for wait in (*WAITS, None):
        try:
            return ask()
        except (FileNotFoundError, PermissionError):
            raise  # it answered
        except OSError as error:
            if wait is None:
                why = f"does not answer; the same command goes on ({str(error)[:200]})"
                raise StoreLost(address.plain, why) from None
            time.sleep(wait)
    raise AssertionError


class _Steady(io.RawIOBase):
    """The bytes of an object; who reads them is told of a store that is gone and not of an end."""

    def __init__(self, held: Any, address: "Address") -> None:
        self._held, self._address = held, address

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, into: Any) -> int:
        at = self._held.tell()

        def again() -> int:
            self._held.seek(at)
            return int(self._held.readinto(into))

        return _answered(self._address, again)

    def seek(self, to: int, whence: int = io.SEEK_SET) -> int:
        self._held.seek(to, whence)
        return int(self._held.tell())

    def tell(self) -> int:
        return int(self._held.tell())


def size(which: str) -> int:
    """Bytes of a file; `OSError` when there is none."""
    if not in_store(which):
        return Path(which).stat().st_size
    address = Address.of(which)
    system, root = address.system()
    found = _answered(address, lambda: system.get_file_info(root + address.path))
    if found.size is None:
        raise FileNotFoundError(2, "no such object")
    return int(found.size)


def listed(told: str) -> list[str]:
    """The objects that an address stands for: itself, those under it, those of its pattern.

    `UsageError` when the store does not answer, refuses, or has no such bucket.
    """
    from pyarrow import ArrowException

    address = Address.of(told)
    try:
        return _listed(address)
    except (OSError, ArrowException) as error:
        why = f"the store does not give it ({str(error)[:300]})"
        raise UsageError(address.plain, why) from None


def _listed(address: Address) -> list[str]:
    from pyarrow.fs import FileSelector, FileType

    system, root = address.system()
    there = system.get_file_info((root + address.path).rstrip("/") or "/").type
    if there == FileType.File:
        return [str(address)]
    # what is there by this very name is no pattern
    pattern = there == FileType.NotFound and glob.has_magic(address.path)
    under = _SIGNS.split(address.path)[0].rpartition("/")[0] if pattern else address.path
    top = (root + under).rstrip("/") or "/"
    found = system.get_file_info(FileSelector(top, recursive=True, allow_not_found=True))
    names = sorted(one.path.removeprefix(root) for one in found if one.type == FileType.File)
    empty = not names
    # as in folders and patterns on a disk, what is hidden stays so
    names = [name for name in names if "/." not in f"/{name.removeprefix(under).lstrip('/')}"]
    if pattern:
        names = [name for name in names if PurePosixPath("/" + name).match("/" + address.path)]
    else:
        names = [name for name in names if of_a_folder(PurePosixPath(name).name)]
    bucket = root.rstrip("/")
    if bucket and empty and system.get_file_info(bucket).type == FileType.NotFound:
        raise UsageError(address.plain, f"there is no bucket {bucket}")
    return [str(replace(address, path=name)) for name in names]


def _server() -> str:
    """The options of a server of S3 that is not Amazon's, of the environment."""
    server = os.environ.get("AWS_ENDPOINT_URL", "")
    if not server:
        return ""
    scheme, _, host = server.partition("://")
    if scheme not in ("http", "https") or not host:
        raise UsageError(f"AWS_ENDPOINT_URL={server}", "is no address as http://HOST:PORT is one")
    return f"scheme={scheme}&endpoint_override={host.rstrip('/')}"


@cache
def _system(root: str, options: str) -> tuple[Any, str]:
    from pyarrow import ArrowException
    from pyarrow.fs import FileSystem

    try:
        system, path = FileSystem.from_uri(f"{root}?{options}" if options else root)
    except (ArrowException, OSError, ValueError) as error:
        raise UsageError(root, f"no store ({str(error)[:300]})") from None
    return system, f"{path.rstrip('/')}/"
