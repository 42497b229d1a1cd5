"""A page → one `Article`: its report as one frozen text, its day, and its furniture."""

import hashlib
import re
from datetime import date
from itertools import islice

from dragoman.errors import InputTooLarge, NoReport, Paywalled
from dragoman.ingest.decode import checked, decode
from dragoman.ingest.fetch import Page
from dragoman.ingest.furniture import wire_in_byline
from dragoman.ingest.markup import Markup, read_markup
from dragoman.ingest.plain import paragraphs, tidy
from dragoman.ingest.strip import Stripped, strip_lines
from dragoman.ingest.tongue import language_of
from dragoman.ingest.words import LETTERS, is_sentence
from dragoman.spans import Text
from dragoman.types import Article, Published

STUB = 150
"""A page behind a paywall shows fewer words than this."""
LEAST = 12
"""A report on an HTML page has at least this many words in whole sentences."""

MOST = 40_000
"""Words and marks of the longest report; the minutes of a long sitting have 30,000."""
SIGNS = 10 * MOST
"""Characters of the longest report: words of any length are paid for."""
TAGS = 100_000
"""Tags of the largest page: the day of a live page has 30,000, and each costs time."""
WORDS = re.compile(r"\w+|[^\w\s]")


def extract(page: Page, published: date | None = None) -> Article:
    """Page → Article; the day given by the caller stands above all that the page says.

    `InputTooLarge`, `InputEmpty`, `InputBinary`, `EncodingUnknown`, `NoReport` or `Paywalled`.
    """
    content = decode(page)
    if page.kind != "html":
        return article_from_text(content, published=published, which=page.which)
    if content.count("<") > TAGS:
        raise InputTooLarge(page.which, f"more than {TAGS:,} tags: no page of a report")
    markup = read_markup(content, page.url)
    _check_length(markup.lines, page.which)
    stripped = strip_lines(markup.lines, markup.title, guess_title=not markup.title)
    count = sum(len(line.split()) for line in stripped.body)
    told = sum(len(line.split()) for line in stripped.body if is_sentence(line))
    # a page of menus may ask readers to log in, too: a stub has a sentence or a day
    asks = (stripped.paywall and told) or (markup.asks and (told or markup.days))
    if count < STUB and (markup.locked or asks):
        raise Paywalled(page.which, f"only {count} words before it asks for a subscription")
    if told < LEAST:
        raise NoReport(page.which, "no sentences of a report on the page")
    return _article(stripped, markup, published)


def article_from_text(
    content: str,
    *,
    published: date | None = None,
    title: str | None = None,
    which: str = "text",
) -> Article:
    """Characters of a plain text → Article; `which` names the text in errors.

    `InputTooLarge`, `InputEmpty`, `InputBinary`, `NoReport` or `Paywalled`.
    """
    content = tidy(checked(content, which))
    _check_length((content,), which)
    lines = paragraphs(content)
    given = " ".join(tidy(title or "").split())
    stripped = strip_lines(lines, given, guess_title=not given)
    count = sum(len(line.split()) for line in stripped.body)
    if stripped.paywall and count < STUB:
        raise Paywalled(which, f"only {count} words before it asks for a subscription")
    if not any(LETTERS.search(line) for line in stripped.body):
        raise NoReport(which, "no words of a report in it")
    return _article(stripped, Markup(lines), published)


def _check_length(lines: tuple[str, ...], which: str) -> None:
    if sum(map(len, lines)) > SIGNS:
        raise InputTooLarge(which, f"more than {SIGNS:,} characters: no single report")
    left = MOST
    for line in lines:
        left -= sum(1 for _ in islice(WORDS.finditer(line), left + 1))
        if left < 0:
            raise InputTooLarge(which, f"more than {MOST:,} words: no single report")


def _article(stripped: Stripped, markup: Markup, given: date | None) -> Article:
    text = "\n".join(stripped.body)
    title = stripped.title
    digest = hashlib.sha256(f"{title}\n{text}".encode("utf-8", "surrogatepass")).hexdigest()
    dateline = stripped.dateline
    return Article(
        id=digest[:16],
        title=title,
        text=Text(text),
        published=_published(given, markup.days, stripped),
        source=markup.source or stripped.source,
        url=markup.url,
        wire=stripped.wire or _wire_of_authors(markup),
        place=dateline.place if dateline is not None else "",
        language=language_of(text, markup.language),
        furniture=(*stripped.furniture, *markup.furniture),
    )


def _published(given: date | None, declared: tuple[date, ...], stripped: Stripped) -> Published:
    """Given > metadata > head > dateline; every other day that was found is told."""
    found: list[tuple[str, date | None]] = [("given", given)] if given is not None else []
    found += [("metadata", day) for day in declared]
    anchor = found[0][1] if found else None
    found += [("head", head.near(anchor)) for head in stripped.days]
    feet = [("head", foot.near(None)) for foot in stripped.foot_days]
    if stripped.dateline is not None and stripped.dateline.day is not None:
        # the year that a dateline leaves out is that of the surest day
        anchor = next((day for _, day in (*found, *feet) if day is not None), None)
        found.append(("dateline", stripped.dateline.day.near(anchor)))
    if not any(day is not None for _, day in found):
        # a copyright line is the last to ask: it may tell the day of the copy
        found = feet
    days = [(how, day) for how, day in found if day is not None]
    if not days:
        return Published(None, "none")
    how, best = days[0]
    others = dict.fromkeys(f"{how}: {day.isoformat()}" for how, day in days if day != best)
    return Published(best, how, tuple(others))


def _wire_of_authors(markup: Markup) -> str:
    wires = (wire_in_byline(piece.text) for piece in markup.furniture if piece.kind == "byline")
    return next((wire for wire in wires if wire), "")
