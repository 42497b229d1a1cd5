"""The digest by mail, handed to a real SMTP server on this machine."""

import base64
import shutil
import smtplib
import socket
import socketserver
import ssl
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import default
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dragoman.errors import UsageError
from dragoman.record import survey
from dragoman.record.lists import Came
from dragoman.serve.settings import Settings, load
from dragoman.serve.web.desk import Desk
from dragoman.serve.web.post import (
    LOOK,
    PATIENCE,
    Post,
    Postman,
    address_of,
    letter,
    pause,
    place_of,
    send,
)
from dragoman.serve.web_cli import app
from tests.serve.web.conftest import SUMMIT, Reader
from tests.serve.web.test_watch import arrives

USER, PASSWORD = "desk@example.org", "not for all to see"


class Talk(socketserver.StreamRequestHandler):
    """As much of RFC 5321, 3207 and 4954 as one letter needs."""

    server: "Office"

    def handle(self) -> None:
        self.say(b"220 here")
        while line := self.rfile.readline():
            word, _, rest = line.strip().partition(b" ")
            match word.upper():
                case b"EHLO":
                    self.say(b"250-here", *(b"250-" + one for one in self.offered()), b"250 well")
                case b"STARTTLS":
                    self.say(b"220 go on")
                    if not self.encrypt():
                        return
                case b"AUTH":
                    self.server.logins.append((self.encrypted, rest))
                    right = base64.b64encode(f"\0{USER}\0{PASSWORD}".encode())
                    self.say(b"235 well" if rest == b"PLAIN " + right else b"535 who are you")
                case b"DATA":
                    self.say(b"354 go on")
                    body = b""
                    while (more := self.rfile.readline()) != b".\r\n":
                        body += more.removeprefix(b".") if more.startswith(b"..") else more
                    self.server.letters.append(body)
                    self.say(b"250 well")
                case b"QUIT":
                    self.say(b"221 bye")
                    return
                case _:
                    self.say(b"250 well")

    def finish(self) -> None:
        super().finish()
        self.connection.close()  # the encrypted one, which the server does not know

    @property
    def encrypted(self) -> bool:
        return isinstance(self.connection, ssl.SSLSocket)

    def say(self, *lines: bytes) -> None:
        self.wfile.write(b"".join(line + b"\r\n" for line in lines))

    def offered(self) -> Iterator[bytes]:
        if self.server.certificate and not self.encrypted:
            yield b"STARTTLS"
        if self.server.wants_login:
            yield b"AUTH PLAIN"

    def encrypt(self) -> bool:
        """False when the other end does not trust the certificate."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(str(self.server.certificate))
        try:
            self.connection = context.wrap_socket(self.connection, server_side=True)
        except OSError:
            return False
        self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", 0)
        return True


class Office(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Talk)
        self.letters: list[bytes] = []
        self.logins: list[tuple[bool, bytes]] = []
        """Whether each came encrypted, and what it was."""
        self.wants_login = False
        self.certificate: Path | None = None

    @property
    def post(self) -> Post:
        return Post(f"127.0.0.1:{self.server_address[1]}", ("lea@example.org",))


@pytest.fixture
def office() -> Iterator[Office]:
    with Office() as running:
        thread = threading.Thread(target=running.serve_forever, daemon=True)
        thread.start()
        yield running
        running.shutdown()
        thread.join()


def inner(desk: Reader) -> Desk:
    desk.post("/watch", kind="process", asked=SUMMIT)
    desk.post("/watch", kind="statements", asked="by=URY")
    found: Desk = desk.http.app.app.state.desk  # type: ignore[attr-defined]
    return found


def body(made: Message, kind: str) -> str:
    part = next(one for one in made.walk() if one.get_content_type() == kind)
    return str(part.get_content())  # type: ignore[attr-defined]


def test_a_letter_tells_what_is_new_as_text_and_as_html(desk: Reader, office: Office) -> None:
    made = letter(inner(desk), office.post, date(2031, 6, 10), Came(0))
    assert made is not None
    send(made, office.post)
    (got,) = office.letters
    read = message_from_bytes(got, policy=default)
    assert read["to"] == "lea@example.org" and "new after 2031-06-10" in read["subject"]
    assert "that the summit remained cancelled" in body(read, "text/plain")
    assert f"{office.post.root}/reports/" in body(read, "text/plain")
    html = body(read, "text/html")
    assert "that the summit remained cancelled" in html
    assert 'href="http://127.0.0.1:8000/reports/' in html and "<script" not in html


def test_no_letter_without_news(desk: Reader) -> None:
    own = inner(desk)
    with own.shelf.query() as query:
        newest = survey.version(query)[0]
    assert letter(own, Post(), date(2031, 6, 10), Came(newest)) is None


def test_one_letter_a_day_and_not_before_its_hour(
    desk: Reader, office: Office, tmp_path: Path
) -> None:
    clock = [datetime(2031, 6, 12, 12, tzinfo=UTC)]
    postman = Postman(inner(desk), office.post, lambda: clock[0])
    assert not postman.look()
    arrives(desk, tmp_path, "2031-06-12", "had been postponed")
    clock[0] = datetime(2031, 6, 13, 3, tzinfo=UTC)
    assert not postman.look()
    clock[0] = datetime(2031, 6, 13, 6, tzinfo=UTC)
    assert postman.look() and not postman.look()
    assert len(office.letters) == 1


def test_a_desk_that_is_on_by_day_sends_the_letter_of_each_day(
    desk: Reader, office: Office, tmp_path: Path
) -> None:
    """A new postman every morning at nine: what the one before sent is kept and told no more."""
    own = inner(desk)
    said = {9: "had been agreed", 10: "had been postponed", 11: "was near", 12: "was in doubt"}
    for day in range(9, 14):
        Postman(own, office.post, lambda day=day: datetime(2031, 6, day, 9, tzinfo=UTC)).look()
        if day in said:  # some come days late, some are of a day that cannot be
            arrives(desk, tmp_path, "2031-06-07" if day % 2 else "2099-06-07", said[day], day)
    assert len(office.letters) == 4
    for got, own_words in zip(office.letters, said.values(), strict=True):
        text = body(message_from_bytes(got, policy=default), "text/plain")
        assert [words for words in said.values() if f"Cressy {words}" in text] == [own_words]
    Postman(own, office.post, lambda: datetime(2031, 6, 13, 17, tzinfo=UTC)).look()
    assert len(office.letters) == 4, "one a day"


@pytest.mark.parametrize("server", ["host:abc", "::1:25", "a b", "host:0", "host:70000", ":25"])
def test_a_mail_server_that_is_none_is_told(server: str) -> None:
    with pytest.raises(UsageError, match="HOST:PORT"):
        place_of(server)
    assert place_of("[::1]:2525") == ("::1", 2525) and place_of("mail") == ("mail", 25)
    with pytest.raises(UsageError, match="no address of mail"):
        address_of("no address")


def test_a_letter_that_nobody_takes_is_tried_again(desk: Reader, tmp_path: Path) -> None:
    clock = [datetime(2031, 6, 12, 12, tzinfo=UTC)]
    postman = Postman(inner(desk), Post("127.0.0.1:1", ("a@b.c",)), lambda: clock[0])
    arrives(desk, tmp_path, "2031-06-12", "had been postponed")
    clock[0] = datetime(2031, 6, 13, 6, tzinfo=UTC)
    for _ in range(2):
        with pytest.raises(OSError):
            postman.look()


# --- a login -----------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Key and certificate of 127.0.0.1 in one file; nobody vouches for it but itself."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("no openssl to make a certificate with")
    path = tmp_path_factory.mktemp("mail") / "mail.pem"
    made = subprocess.run(
        [openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
         "-days", "2", "-subj", "/CN=mail", "-addext", "subjectAltName=IP:127.0.0.1",
         "-keyout", "-", "-out", "-"],
        check=True, capture_output=True,
    )  # fmt: skip
    path.write_bytes(made.stdout)
    return path


def note() -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "a@example.org", "lea@example.org", "News"
    made.set_content("Nothing new.")
    return made


def login(office: Office, password: str = PASSWORD) -> Post:
    return replace(office.post, user=USER, password=password)


def test_a_password_goes_encrypted_to_a_server_that_is_trusted(
    office: Office, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.wants_login, office.certificate = True, certificate
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    send(note(), login(office))
    assert [encrypted for encrypted, _ in office.logins] == [True] and len(office.letters) == 1


def test_no_password_goes_to_a_server_that_nobody_vouches_for(
    office: Office, certificate: Path
) -> None:
    office.wants_login, office.certificate = True, certificate
    with pytest.raises(ssl.SSLCertVerificationError):
        send(note(), login(office))
    assert not office.logins and not office.letters
    send(note(), office.post)
    assert len(office.letters) == 1, "without a password any encryption is better than none"


def test_a_password_goes_in_the_clear_to_this_machine_only(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.wants_login = True
    send(note(), login(office))
    assert [encrypted for encrypted, _ in office.logins] == [False] and len(office.letters) == 1
    here, port = socket.create_connection, office.server_address[1]
    monkeypatch.setattr(socket, "create_connection", lambda *_: here(("127.0.0.1", port), 9))
    afar = replace(login(office), server="mail.example.org:25")
    with pytest.raises(OSError, match=r"mail\.example\.org:25: offers no encryption: the password"):
        send(note(), afar)
    assert len(office.logins) == 1 and len(office.letters) == 1


def test_a_wrong_password_is_told_and_nowhere_shown(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.wants_login = True
    wrong = login(office, "a wrong one")
    with pytest.raises(smtplib.SMTPAuthenticationError) as told:
        send(note(), wrong)
    assert not office.letters
    assert "a wrong one" not in f"{told.value} {wrong!r} {Settings(smtp_password='a wrong one')!r}"
    monkeypatch.setenv("DRAGOMAN_SMTP_PASSWORD", "a wrong one \udcff")
    with pytest.raises(UsageError, match=r"smtp_password: is no text$") as refused:
        load()
    assert "a wrong one" not in str(refused.value)


def test_the_desk_logs_in_as_the_settings_tell(
    record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[Post] = []
    monkeypatch.setattr("dragoman.serve.web.server.run", lambda *of: given.append(of[3]))
    monkeypatch.setenv("DRAGOMAN_SMTP_USER", USER)
    command = ["serve", "-r", str(record), "--smtp", "mail:587", "--mail-to", "lea@example.org"]
    half = CliRunner().invoke(app, command)
    assert isinstance(half.exception, UsageError) and "only together" in str(half.exception)
    monkeypatch.setenv("DRAGOMAN_SMTP_PASSWORD", PASSWORD)
    CliRunner().invoke(app, command, catch_exceptions=False)
    assert [(post.user, post.password) for post in given] == [(USER, PASSWORD)]


def test_who_is_refused_asks_less_and_less() -> None:
    waits = [pause(failed) for failed in (*range(12), 5000)]
    assert waits[0] == LOOK and waits == sorted(waits)
    assert waits[3] == 8 * LOOK and waits[-1] == PATIENCE
