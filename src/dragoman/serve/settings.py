"""Flags, environment and files → one frozen `Settings`.

What stands first wins: a flag, ``DRAGOMAN_NAME``, ``dragoman.toml`` of this folder, the user's
``config.toml``, the default. A file names settings as the fields below are named.
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from dragoman.errors import UsageError

FILE = Path("dragoman.toml")
LONGEST = 86_400
"""Seconds that a setting may be: a day."""
KEEPS = ("page", "text", "spans")


@dataclass(frozen=True, slots=True)
class Settings:
    record: Path = Path("dragoman.db")
    """The file of the record."""
    keep: str = "page"
    """What is kept of a report: page (and text), text, or spans (their words and a hash)."""
    author: str = ""
    """Who judges; empty is the name that the machine knows the user by."""
    patience: float = 10.0
    """Seconds to wait while another program writes to the record."""
    contact: str = ""
    """An address that servers are told, so that they can complain."""
    delay: float = 1.0
    """Seconds between two requests to one host."""
    smtp_user: str = ""
    """Who logs in to the mail server; empty is no login."""
    smtp_password: str = field(default="", repr=False)
    """A setting and no flag: flags are seen by all who list what runs."""


_DEFAULTS = Settings()


def load(**flags: Any) -> Settings:
    """Settings of a command; flags that are None were not given. `UsageError` for a wrong one."""
    found: dict[str, Any] = {}
    for origin, values in (
        (str(_user_file()), _file(_user_file())),
        (str(FILE), _file(FILE)),
        ("environment", _environment(os.environ)),
        ("flag", {name: value for name, value in flags.items() if value is not None}),
    ):
        for name, value in values.items():
            found[name] = _value(origin, name, value)
    settings = Settings(**found)
    if settings.keep not in KEEPS:
        raise UsageError(f"keep = {settings.keep}", f"there are {', '.join(KEEPS)}")
    return settings


def _user_file() -> Path:
    home = os.environ.get("XDG_CONFIG_HOME") or "~/.config"
    return Path(home).expanduser() / "dragoman" / "config.toml"


def _file(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, ValueError) as error:
        raise UsageError(str(path), f"no settings can be read from it ({error})") from None


def _environment(environment: Mapping[str, str]) -> dict[str, str]:
    names = {f"DRAGOMAN_{one.name.upper()}": one.name for one in fields(Settings)}
    return {names[key]: value for key, value in environment.items() if key in names}


def _value(origin: str, name: str, value: Any) -> Any:
    kinds = {one.name: type(getattr(_DEFAULTS, one.name)) for one in fields(Settings)}
    if name not in kinds:
        raise UsageError(f"{origin}: {name}", f"no such setting; there are {', '.join(kinds)}")
    try:
        given = kinds[name](value)
    except (TypeError, ValueError):
        raise UsageError(f"{origin}: {name} = {value}", f"is no {kinds[name].__name__}") from None
    if isinstance(given, float) and (isinstance(value, bool) or not 0 <= given <= LONGEST):
        raise UsageError(f"{origin}: {name} = {value}", f"is not of 0 to {LONGEST:,} seconds")
    if isinstance(given, str) and not _is_text(given):
        raise UsageError(f"{origin}: {name}", "is no text")
    return given.expanduser() if isinstance(given, Path) else given


def _is_text(given: str) -> bool:
    """Bytes of a command line that are no text come as half signs, which no record holds."""
    return given.encode("utf-8", "ignore").decode() == given
