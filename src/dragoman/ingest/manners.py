"""How a guest behaves: who it says it is, how often it knocks, and what a site forbids it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from protego import Protego

NAME = "dragoman"
"""What a site's rules call us."""
LONGEST_DELAY = 60.0
"""Seconds between two requests that a site may ask for; it waits no longer than that."""
RULES_LIMIT = 500_000
"""Bytes of robots.txt that are read (RFC 9309 asks for 500 KiB)."""


@dataclass(frozen=True, slots=True)
class Manners:
    """Settings of all fetching."""

    contact: str = ""
    """An address that sites may write to; stands in the User-Agent."""
    delay: float = 1.0
    """Seconds between two requests to one host; its own rules may ask for more."""
    robots: bool = True
    """Whether robots.txt is asked first; not for a page that a person names."""
    private: bool = False
    """Whether addresses of this machine and its network may be fetched from."""
    tries: int = 3
    """How often a page is asked for when the server or the way to it is out of order."""

    @property
    def user_agent(self) -> str:
        about = f"+{self.contact}" if self.contact else "reads news reports"
        # a header holds one line of plain characters, whatever the setting holds
        about = "".join(c for c in about if " " <= c <= "~" and c not in "()")
        return f"{NAME}/0.1 ({about})"


@dataclass(frozen=True, slots=True)
class Rules:
    """What a site allows."""

    delay: float = 0.0
    parsed: Protego | None = None
    """None: everything is allowed."""

    def allow(self, url: str) -> bool:
        return self.parsed is None or bool(self.parsed.can_fetch(url, NAME))


def read_rules(content: bytes) -> Rules:
    """The bytes of robots.txt → rules; what is no such file allows everything."""
    parsed = Protego.parse(content[:RULES_LIMIT].decode("utf-8", "replace"))
    delay = parsed.crawl_delay(NAME) or 0.0
    return Rules(max(0.0, min(delay, LONGEST_DELAY)), parsed)


@dataclass(slots=True)
class Pace:
    """Keeps two requests to one host apart."""

    clock: Callable[[], float]
    sleep: Callable[[float], None]
    _next: dict[str, float] = field(default_factory=dict)

    def wait(self, host: str, delay: float) -> None:
        """Sleep until the host may be asked again, and keep when that was."""
        late = self._next.get(host, 0.0) - self.clock()
        if late > 0:
            self.sleep(late)
        self._next[host] = self.clock() + delay
