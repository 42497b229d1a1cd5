"""The bytes of a feed, a sitemap, an OPML file or a list of URLs → what it points to.

Pure: what is fetched, and when, is `follow.py`'s. XML that declares entities is not read at all, so
that none can expand without end or name a file.
"""

import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urljoin
from xml.sax.saxutils import quoteattr

from dragoman.errors import InputTooLarge, NoFeed
from dragoman.ingest.decode import decode
from dragoman.ingest.fetch import Page, is_url
from dragoman.ingest.markup import day_of

TAGS = 100_000
"""Tags of the largest feed: what reads feeds takes its time."""
LONGEST_URL = 4000
DECLARATION = re.compile(r"\s*<\?xml[^>]*>")
ELEMENT = re.compile(r"<(?:[\w.-]+:)?(\w+)")
ENTITY = re.compile(r"<!ENTITY", re.IGNORECASE)
FEEDS = frozenset({"rss", "feed", "rdf"})
SITEMAPS = frozenset({"urlset", "sitemapindex"})


@dataclass(frozen=True, slots=True)
class Entry:
    """A page that a source points to."""

    url: str
    title: str = ""
    published: date | None = None
    """The day as the source's own clock shows it."""
    id: str = ""
    """What the source calls it; the URL when it has no name."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What one source points to."""

    title: str = ""
    entries: tuple[Entry, ...] = ()
    sources: tuple[str, ...] = ()
    """Further sources: the feeds of an OPML file, the parts of a sitemap's index."""
    kind: str = ""
    """feed, sitemap, opml or list"""


NOTHING = Listing()


def read_listing(page: Page) -> Listing:
    """Bytes of a source → what it points to, each URL once, in its order.

    `NoFeed` for what is none of these, `InputTooLarge`, and the errors of decoding.
    """
    text = decode(page)
    base = page.url or (page.which if is_url(page.which) else "")
    declared = DECLARATION.match(text)
    body = text[declared.end() if declared else 0 :].lstrip()
    if body.startswith(("<!", "<?")) and ENTITY.search(body):
        raise NoFeed(page.which, "it declares entities of its own, which are not expanded")
    try:
        return _of_kind(_root(body), body, base, page.which)
    except (UnicodeDecodeError, UnicodeEncodeError) as error:
        # both readers mend broken XML, but not a reference to a sign that is none (&#xD800;)
        raise NoFeed(page.which, f"its XML is broken ({error.reason})") from None


def _of_kind(root: str, body: str, base: str, which: str) -> Listing:
    if root in FEEDS:
        if body.count("<") > TAGS:
            raise InputTooLarge(which, f"more than {TAGS:,} tags: no feed")
        return _feed(body, base)
    if root in SITEMAPS:
        return _sitemap(_tree(body, which), base)
    if root == "opml":
        return _opml(_tree(body, which), base)
    return _list(which, body)


def to_opml(sources: Iterable[tuple[str, str]], title: str = "dragoman") -> str:
    """(title, URL) of feeds → an OPML 2.0 file that `read_listing` and other readers take."""
    lines = [
        f'    <outline type="rss" text={_attribute(name or url)} xmlUrl={_attribute(url)}/>'
        for name, url in sources
    ]
    head = f"  <head><title>{_attribute(title)[1:-1]}</title></head>"
    return "\n".join(
        ['<?xml version="1.0" encoding="UTF-8"?>', '<opml version="2.0">', head, "  <body>",
         *lines, "  </body>", "</opml>", ""]
    )  # fmt: skip


def _attribute(words: str) -> str:
    return quoteattr(_words(words))


def _words(text: object) -> str:
    """Text as one line, without characters that XML may not hold."""
    plain = re.sub(r"[\x00-\x1f\x7f\ufffe\uffff\ud800-\udfff]+", " ", str(text or ""))
    return " ".join(plain.split())


# --- the kinds -------------------------------------------------------------------------------


def _root(body: str) -> str:
    """The name of the first element, in lower case; empty when there is none."""
    at = 0
    while body.startswith(("<!", "<?"), at):
        mark = "-->" if body.startswith("<!--", at) else ">"
        end = body.find(mark, at)
        if end < 0:
            return ""
        at = end + len(mark)
        at += len(body[at : at + 1000]) - len(body[at : at + 1000].lstrip())
    found = ELEMENT.match(body, at)
    return found[1].lower() if found else ""


def _tree(body: str, which: str) -> Any:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    tree = etree.fromstring(body.encode("utf-8", "replace"), parser)
    if tree is None:
        raise NoFeed(which, "its XML is broken")
    return tree


def _entries(found: Iterable[Entry], base: str) -> tuple[Entry, ...]:
    """Each page once, its address made whole; those without one that is fetched are left out."""
    kept: dict[str, Entry] = {}
    for entry in found:
        url = _whole(entry.url, base)
        if url and url not in kept:
            kept[url] = Entry(url, _words(entry.title), entry.published, _words(entry.id) or url)
    return tuple(kept.values())


def _whole(url: str, base: str) -> str:
    url = _words(url).replace(" ", "%20")
    try:
        whole = urljoin(base, url) if url else ""
    except ValueError:
        return ""
    fetched = whole.lower().startswith(("http://", "https://")) and len(whole) <= LONGEST_URL
    return whole.partition("#")[0] if fetched else ""


def _sources(urls: Iterable[str], base: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(url for url in (_whole(url, base) for url in urls) if url))


def _feed(body: str, base: str) -> Listing:
    # it takes a moment to import, and only this needs it
    import feedparser

    # a stream, as it would take other bytes for the name of a file
    found = feedparser.parse(
        io.BytesIO(f'<?xml version="1.0" encoding="utf-8"?>\n{body}'.encode("utf-8", "replace")),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    base = base or _words(found.feed.get("link"))
    entries = (
        Entry(
            str(entry.get("link") or ""),
            str(entry.get("title") or ""),
            _day(entry.get("published") or entry.get("updated")),
            str(entry.get("id") or ""),
        )
        for entry in found.entries
    )
    return Listing(_words(found.feed.get("title")), _entries(entries, base), kind="feed")


def _day(told: object) -> date | None:
    return day_of(told[:200]) if isinstance(told, str) else None


def _local(element: Any) -> str:
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def _sitemap(tree: Any, base: str) -> Listing:
    """<urlset> of pages, with the fields of news sitemaps; <sitemapindex> of sitemaps."""
    entries, parts = [], []
    for child in tree:
        told: dict[str, str] = {}
        for element in child.iter():
            told.setdefault(_local(element), (element.text or "").strip())
        day = _day(told.get("publication_date") or told.get("lastmod"))
        if _local(child) == "url":
            entries.append(Entry(told.get("loc", ""), told.get("title", ""), day))
        elif _local(child) == "sitemap":
            parts.append(told.get("loc", ""))
    return Listing("", _entries(entries, base), _sources(parts, base), "sitemap")


def _opml(tree: Any, base: str) -> Listing:
    titles = [element.text for element in tree.iter() if _local(element) == "title"]
    found = []
    for outline in tree.iter():
        if _local(outline) == "outline":
            told = {name.lower(): value for name, value in outline.attrib.items()}
            found.append(told.get("xmlurl", ""))
    return Listing(_words(titles[0] if titles else ""), (), _sources(found, base), "opml")


def _list(which: str, body: str) -> Listing:
    """A URL a line; what follows "#" or a blank is a remark."""
    lines = [line.split() for line in body.splitlines()]
    named = [words[0] for words in lines if words and not words[0].startswith("#")]
    if not named or not all(is_url(word) for word in named):
        raise NoFeed(which, "neither a feed, a sitemap, OPML nor a list of URLs")
    return Listing("", _entries(map(Entry, named), ""), kind="list")
