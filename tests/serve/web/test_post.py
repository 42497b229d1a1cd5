"""The digest by mail, handed to a real SMTP server on this machine."""

import socketserver
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime
from email import message_from_bytes
from email.message import Message
from email.policy import default

import pytest

from dragoman.errors import UsageError
from dragoman.serve.web.desk import Desk
from dragoman.serve.web.post import Post, Postman, address_of, letter, place_of, send
from tests.serve.web.conftest import SUMMIT, Reader


class Talk(socketserver.StreamRequestHandler):
    """As much of RFC 5321 as one letter needs."""

    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        while line := self.rfile.readline():
            word = line[:4].upper().strip()
            if word == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                body = b""
                while (more := self.rfile.readline()) != b".\r\n":
                    body += more.removeprefix(b".") if more.startswith(b"..") else more
                self.server.letters.append(body)  # type: ignore[attr-defined]
            self.wfile.write(b"221 bye\r\n" if word == b"QUIT" else b"250 well\r\n")
            if word == b"QUIT":
                return


class Office(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Talk)
        self.letters: list[bytes] = []

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
    made = letter(inner(desk), office.post, date(2031, 6, 10))
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
    assert letter(inner(desk), Post(), date(2032, 1, 1)) is None


def test_one_letter_a_day_and_not_before_its_hour(desk: Reader, office: Office) -> None:
    clock = [datetime(2031, 6, 12, 12, tzinfo=UTC)]
    postman = Postman(inner(desk), office.post, lambda: clock[0])
    assert not postman.look()
    clock[0] = datetime(2031, 6, 13, 3, tzinfo=UTC)
    assert not postman.look()
    clock[0] = datetime(2031, 6, 13, 6, tzinfo=UTC)
    assert postman.look() and not postman.look()
    assert len(office.letters) == 1


def test_a_desk_that_is_on_by_day_sends_the_letter_of_each_day(
    desk: Reader, office: Office
) -> None:
    """A new postman every morning at nine: what the one before sent is kept."""
    own = inner(desk)
    for day in range(9, 14):
        Postman(own, office.post, lambda day=day: datetime(2031, 6, day, 9, tzinfo=UTC)).look()
    assert len(office.letters) == 4
    Postman(own, office.post, lambda: datetime(2031, 6, 13, 17, tzinfo=UTC)).look()
    assert len(office.letters) == 4, "one a day"


@pytest.mark.parametrize("server", ["host:abc", "::1:25", "a b", "host:0", "host:70000", ":25"])
def test_a_mail_server_that_is_none_is_told(server: str) -> None:
    with pytest.raises(UsageError, match="HOST:PORT"):
        place_of(server)
    assert place_of("[::1]:2525") == ("::1", 2525) and place_of("mail") == ("mail", 25)
    with pytest.raises(UsageError, match="no address of mail"):
        address_of("no address")


def test_a_letter_that_nobody_takes_is_tried_again(desk: Reader) -> None:
    clock = [datetime(2031, 6, 12, 12, tzinfo=UTC)]
    postman = Postman(inner(desk), Post("127.0.0.1:1", ("a@b.c",)), lambda: clock[0])
    clock[0] = datetime(2031, 6, 13, 6, tzinfo=UTC)
    for _ in range(2):
        with pytest.raises(OSError):
            postman.look()
