"""Tokens: made once, kept as hashes beside the record → who someone is and what he may do."""

import hashlib
import hmac
import json
import os
import secrets
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from dragoman.errors import UsageError

ROLES = ("read", "review")
"""Read sees all; review also corrects, writes memos and watches."""


@dataclass(frozen=True, slots=True)
class Token:
    """What is kept of a token; the token itself is shown once and kept nowhere."""

    name: str
    role: str
    digest: str
    made: str


class Tokens:
    """The tokens of one record, in a file beside it that only its owner may read."""

    def __init__(self, record: Path) -> None:
        self.path = record.with_name(f"{record.name}.tokens")

    def all(self) -> tuple[Token, ...]:
        """Oldest first; `UsageError` for a file that holds something else."""
        try:
            lines = self.path.read_text(encoding="utf-8").splitlines()
            return tuple(Token(**json.loads(line)) for line in lines)
        except FileNotFoundError:
            return ()
        except (OSError, TypeError, ValueError):
            raise UsageError(str(self.path), "no file of tokens") from None

    def make(self, name: str, role: str) -> str:
        """A new token; `UsageError` for a role that there is not, or a name that has one."""
        if role not in ROLES:
            raise UsageError(role, f"there are {', '.join(ROLES)}")
        if not name.strip() or len(name) > 80 or not name.isprintable():
            raise UsageError(name or "name", "no name for a token")
        known = self.all()
        if any(token.name == name for token in known):
            raise UsageError(name, "has a token; revoke it first")
        secret = secrets.token_urlsafe(32)
        made = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        self._write((*known, Token(name, role, _digest(secret), made)))
        return secret

    def revoke(self, name: str) -> None:
        """The token of a name is one no more; `UsageError` when it has none."""
        known = self.all()
        left = tuple(token for token in known if token.name != name)
        if len(left) == len(known):
            raise UsageError(name, "has no token")
        self._write(left)

    def find(self, secret: str) -> Token | None:
        """Whose token it is."""
        digest = _digest(secret)
        # All are compared, each in the same time.
        same = [token for token in self.all() if hmac.compare_digest(token.digest, digest)]
        return same[0] if same else None

    def _write(self, tokens: tuple[Token, ...]) -> None:
        new = self.path.with_name(f"{self.path.name}.new")
        new.unlink(missing_ok=True)
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.writelines(json.dumps(asdict(token)) + "\n" for token in tokens)
        new.replace(self.path)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
