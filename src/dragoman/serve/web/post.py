"""The digest of all watches → a letter, once a day, by the mail server that was named."""

import logging
import re
import smtplib
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from dragoman.errors import UsageError
from dragoman.record import survey
from dragoman.record.lists import Came
from dragoman.serve.web.desk import Desk
from dragoman.serve.web.guard import loopback
from dragoman.serve.web.watch import news

log = logging.getLogger("dragoman.desk")

HOUR = 5
"""UTC, from which on the letter of a day is sent."""
LETTER = "letter"
"""Under which the day of the last letter is kept."""
TOLD = "letter told"
"""Under which the number of the newest reading is kept that the last letter could tell."""
LOOK = 60.0
"""Seconds between two looks at the clock."""
PATIENCE = 3600.0
"""Seconds between two tries at the most."""


@dataclass(frozen=True, slots=True)
class Post:
    """Where letters go; no letter without a server and someone to read it."""

    server: str = ""
    """HOST or HOST:PORT."""
    to: tuple[str, ...] = ()
    sender: str = "dragoman@localhost"
    root: str = "http://127.0.0.1:8000"
    """Where the links of a letter lead."""
    user: str = ""
    """Who logs in; empty is no login."""
    password: str = field(default="", repr=False)

    @property
    def wanted(self) -> bool:
        return bool(self.server and self.to)


def letter(desk: Desk, post: Post, start: date, came: Came) -> EmailMessage | None:
    """The digest of what came after a day, as text and as HTML; None when nothing is new."""
    shown = news(desk, came)
    if not any(found.items for _, found in shown):
        return None
    made = EmailMessage()
    told = sum(found.total or len(found.items) for _, found in shown)
    number = f"more than {told}" if any(found.total is None for _, found in shown) else told
    made["Subject"] = f"dragoman: {number} new after {start.isoformat()}"
    made["From"], made["To"] = post.sender, ", ".join(post.to)
    made["Date"], made["Message-ID"] = formatdate(), make_msgid(domain="dragoman.local")
    made.set_content(desk.views.text("digest.txt", since=start, shown=shown, root=post.root))
    html = desk.views.text("digest_letter.html", since=start, shown=shown, root=post.root)
    made.add_alternative(html, subtype="html")
    return made


def place_of(server: str) -> tuple[str, int]:
    """HOST, HOST:PORT or [IPV6]:PORT → host and port; `UsageError`."""
    found = re.fullmatch(r"(?:\[([0-9a-fA-F:.]+)\]|([^\s:\[\]]+))(?::([0-9]{1,5}))?", server)
    if found is None or not 0 < int(found[3] or 25) < 65536:
        raise UsageError(f"--smtp {server}", "is told as HOST:PORT")
    return found[1] or found[2], int(found[3] or 25)


def address_of(given: str) -> str:
    """Someone's address of mail; `UsageError` for what is none."""
    if not re.fullmatch(r"[^\s@,<>]+@[^\s@,<>]+", given):
        raise UsageError(f"--mail-to {given}", "is no address of mail")
    return given


def send(made: EmailMessage, post: Post) -> None:
    """Hand a letter over; encrypted where the server can. `OSError` when it does not take it."""
    host, port = place_of(post.server)
    with smtplib.SMTP(host, port, timeout=30) as server:
        server.ehlo()
        if server.has_extn("starttls"):
            # A password goes only to who proves to be that server. A letter without one goes
            # unencrypted where it must, so that a certificate of nobody's is better than none.
            server.starttls(context=ssl.create_default_context() if post.user else None)
        elif post.user and not loopback(host):
            raise smtplib.SMTPNotSupportedError(
                f"{post.server}: offers no encryption: the password was not sent"
            )
        if post.user:
            server.login(post.user, post.password)
        server.send_message(made)


class Postman:
    """Sends the letter of each day, in a thread of his own; `stop` him."""

    def __init__(
        self, desk: Desk, post: Post, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._desk, self._post, self._now = desk, post, now
        sent = desk.notes.kept(LETTER)
        if not sent:
            desk.notes.keep(LETTER, now().date().isoformat())
        if not desk.notes.kept(TOLD):
            with desk.shelf.query() as query:
                # Notes that are older than this number tell from the last letter's day on.
                told = survey.last_before(query, sent) if sent else survey.version(query)[0]
            desk.notes.keep(TOLD, str(told))
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._walk, name="postman", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._thread.join(2)

    def look(self) -> bool:
        """Send the letter of today when it is time → whether one was sent."""
        now, sent = self._now(), date.fromisoformat(self._desk.notes.kept(LETTER))
        if now.date() <= sent or now.hour < HOUR:
            return False
        with self._desk.shelf.query() as query:
            newest = survey.version(query)[0]
        last = int(self._desk.notes.kept(TOLD))
        made = letter(self._desk, self._post, sent, Came(last))
        if made is not None:
            send(made, self._post)
        self._desk.notes.keep(TOLD, str(newest))
        # Kept, so that a desk that is not on all night sends it in the morning.
        self._desk.notes.keep(LETTER, now.date().isoformat())
        return made is not None

    def _walk(self) -> None:
        failed = 0
        while not self._stop.wait(pause(failed)):
            try:
                self.look()
                failed = 0
            except Exception:
                # Whatever it is, the same letter is tried again.
                failed += 1
                log.exception("the digest could not be sent")


def pause(failed: int) -> float:
    """Seconds until the next look: longer with each failure, for servers that lock out who errs."""
    return min(LOOK * 2.0 ** min(failed, 10), PATIENCE)
