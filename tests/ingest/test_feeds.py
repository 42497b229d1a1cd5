"""Feeds, sitemaps, OPML and lists: what they point to, and what a hostile one cannot do."""

import gzip
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.errors import InputTooLarge, NoFeed
from dragoman.ingest.feeds import Entry, Listing, read_listing, to_opml
from dragoman.ingest.fetch import Page
from dragoman.ingest.follow import gather, look
from dragoman.ingest.manners import Manners
from dragoman.ingest.web import Validators, Web
from dragoman.types import Article, Failure
from tests.ingest.server import FEED, ROBOTS, Site, site

__all__ = ["site"]

AT = "https://lakepress.example/feeds/all.xml"
CRAWL = Manners(private=True, delay=0, tries=1)


def read(content: str | bytes, which: str = AT) -> Listing:
    content = content.encode() if isinstance(content, str) else content
    return read_listing(Page(which, content, "text"))


# --- what they point to ------------------------------------------------------------------------


def test_rss() -> None:
    assert read(FEED) == Listing(
        "Lake Press",
        (
            Entry("https://lakepress.example/report", "Port talks go on", date(2031, 5, 7), "lp-1"),
            Entry(
                "https://lakepress.example/gone",
                "Strait stays shut",
                None,
                "https://lakepress.example/gone",
            ),
        ),
        kind="feed",
    )


def test_the_day_is_that_of_the_feeds_own_clock() -> None:
    """23:10 in the feed's zone is 20:10 of the same day elsewhere, and 00:10 is the day before."""
    late = FEED.replace("Wed, 07 May 2031 23:10:00 +0300", "Thu, 08 May 2031 00:10:00 +0300")
    assert read(late).entries[0].published == date(2031, 5, 8)


def test_atom() -> None:
    found = read(
        """<feed xmlns="http://www.w3.org/2005/Atom"><title>Lake Press</title>
        <entry><title>Talks</title><link rel="alternate" href="../talks?a=1&amp;b=2#top"/>
        <id>tag:lakepress.example,2031:1</id><updated>2031-05-07T23:10:00+03:00</updated></entry>
        <entry><title>Again</title><link href="/talks?a=1&amp;b=2"/></entry>
        <entry><title>Of no page</title><link href="mailto:desk@lake.example"/></entry></feed>"""
    )
    assert found.entries == (
        Entry(
            "https://lakepress.example/talks?a=1&b=2",
            "Talks",
            date(2031, 5, 7),
            "tag:lakepress.example,2031:1",
        ),
    )


def test_a_broken_feed_gives_what_it_has() -> None:
    cut = FEED[: FEED.index("<title>Strait")] + "Ships & crews <b>"
    assert read(cut).entries[0].id == "lp-1"


def test_sitemaps() -> None:
    found = read(
        """<?xml version="1.0"?><!-- made by hand --><urlset
        xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://n.example/0.9">
        <url><loc> https://lakepress.example/a </loc><lastmod>2031-05-08</lastmod>
        <news:news><news:publication_date>2031-05-07</news:publication_date>
        <news:title>Talks</news:title></news:news></url>
        <url><loc>/b</loc></url><url><lastmod>2031-05-08</lastmod></url></urlset>"""
    )
    assert [(e.url, e.title, e.published) for e in found.entries] == [
        ("https://lakepress.example/a", "Talks", date(2031, 5, 7)),
        ("https://lakepress.example/b", "", None),
    ]
    index = read("<sitemapindex><sitemap><loc>/map1.xml.gz</loc></sitemap></sitemapindex>")
    assert index.sources == ("https://lakepress.example/map1.xml.gz",)
    assert (found.kind, index.kind) == ("sitemap", "sitemap")


def test_a_list_of_urls() -> None:
    found = read(
        "# ours\nhttps://a.example/1 the first\n\nhttps://a.example/2\nhttps://a.example/1\n"
    )
    assert [entry.url for entry in found.entries] == ["https://a.example/1", "https://a.example/2"]
    assert found.kind == "list"


@given(
    st.lists(
        st.tuples(st.text(max_size=20), st.sampled_from(["a", "a?b=1&c=2", 'q"<>', "é"])),
        max_size=5,
    )
)
def test_opml_out_and_in_again(named: list[tuple[str, str]]) -> None:
    feeds = [(title, f"https://lake.example/{path}") for title, path in named]
    found = read(to_opml(feeds, "Ours & theirs"))
    assert (found.title, found.kind) == ("Ours & theirs", "opml")
    assert found.sources == tuple(dict.fromkeys(url for _, url in feeds))


# --- hostile ones ------------------------------------------------------------------------------

LAUGHS = '<!DOCTYPE rss [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
)


@pytest.mark.parametrize(
    "hostile",
    [
        LAUGHS + "]><rss><channel><title>&j;</title></channel></rss>",
        '<!DOCTYPE opml [<!ENTITY x SYSTEM "file:///etc/passwd">]><opml><body>&x;</body></opml>',
        '<!DOCTYPE urlset [<!entity x "y">]><urlset/>',
        '<?a?><?xml version="1.0"?><!DOCTYPE urlset [<!ENTITY x "y">]><urlset/>',
    ],
)
def test_entities_are_not_expanded(hostile: str) -> None:
    with pytest.raises(NoFeed, match="declares entities"):
        read(hostile)
    with pytest.raises(NoFeed, match="declares entities"):
        read(hostile.encode("utf-16"))


@pytest.mark.parametrize("form", ["<rss><channel><item><link>{}</link></item></channel></rss>",
                                  "<urlset><url><loc>{}</loc></url></urlset>"])  # fmt: skip
def test_a_reference_to_half_a_sign(form: str) -> None:
    try:
        found = read(form.format("&#xD800;http://a.example/&#0;"))
        assert all("\ud800" not in entry.url for entry in found.entries)
    except NoFeed as error:
        assert "its XML is broken" in str(error)


def test_a_feed_of_too_many_tags() -> None:
    with pytest.raises(InputTooLarge, match="tags"):
        read("<rss><channel>" + "<a>" * 100_001)


@pytest.mark.parametrize(
    "content",
    ["<html><body>a page</body></html>", "<p>", "<!--" * 9, "no address", "<", "<?xml?>"],
)
def test_what_is_no_feed(content: str) -> None:
    with pytest.raises(NoFeed):
        read(content)


# --- followed ----------------------------------------------------------------------------------


def test_a_feed_is_looked_at_again_only_when_it_has_changed(site: Site) -> None:
    feed = f"{site.at}/feed"
    with Web(CRAWL) as web:
        (first,) = look([feed], web)
        assert [entry.url for entry in first.listing.entries] == [
            f"{site.at}/report",
            f"{site.at}/gone",
        ]
        (again,) = look([feed], web, {feed: first.validators}.get)
        assert (again.unchanged, again.listing.entries) == (True, ())
        assert (
            again.validators
            == first.validators
            == Validators('"one"', first.validators.last_modified)
        )


def test_a_list_that_has_not_changed_leads_to_its_feeds_all_the_same(site: Site) -> None:
    with Web(CRAWL) as web:
        known: dict[str, Validators] = {}
        for _ in range(2):
            looks = list(look([f"{site.at}/feeds"], web, known.get))
            known = {one.source: one.validators for one in looks}
            assert [one.source.rpartition("/")[2] for one in looks] == ["feeds", "feed"]
    assert looks[1].unchanged


def test_entries_become_articles_or_failures_and_known_ones_are_left_alone(site: Site) -> None:
    site.robots = ROBOTS
    listed = [Entry(f"{site.at}/{name}") for name in ("report", "gone", "hidden", "pdf", "known")]
    with Web(CRAWL) as web:
        found = list(gather(listed, web, lambda url: url.endswith("known")))
    kinds = [a.found.error if isinstance(a.found, Failure) else "read" for a in found]
    assert kinds == ["read", "FetchFailed", "FetchRefused", "InputBinary"]
    assert found[0].page is not None
    assert found[0].page.url == f"{site.at}/report"
    assert "/known" not in site.asked
    assert "/hidden" not in site.asked


def test_a_feeds_day_counts_where_the_page_tells_none(site: Site) -> None:
    with Web(CRAWL) as web:
        entry = Entry(f"{site.at}/report", published=date(2031, 5, 7))
        (found,) = gather([entry], web)
    assert isinstance(found.found, Article)
    assert (found.found.published.day, found.found.published.how) == (date(2031, 5, 7), "metadata")


def test_opml_and_lists_in_files_lead_to_their_feeds(site: Site, tmp_path: Path) -> None:
    opml = tmp_path / "ours.opml"
    opml.write_text(to_opml([("a", f"{site.at}/feed"), ("b", f"{site.at}/nowhere")]))
    with Web(CRAWL) as web:
        looks = list(look([str(opml), str(tmp_path / "none.opml")], web))
    assert [(one.source.rpartition("/")[2], one.failure is None) for one in looks] == [
        ("ours.opml", True), ("feed", True), ("nowhere", False), ("none.opml", False),
    ]  # fmt: skip


def test_an_index_that_names_itself_has_an_end(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    index = f"<sitemapindex><sitemap><loc>{site.at}/maps</loc></sitemap></sitemapindex>"
    from tests.ingest.server import Handler

    packed = gzip.compress(index.encode())
    monkeypatch.setattr(
        Handler, "_maps", lambda self: self.answer(200, "application/x-gzip", packed), raising=False
    )
    with Web(CRAWL) as web:
        assert len(list(look([f"{site.at}/maps"], web))) == 1
