"""Invented pages for the tests of ingest: nobody and nowhere in them exists."""

BODY = (
    "The foreign minister of Lakeland, Anna Vell, said on Tuesday that the port talks with "
    "Norland would go on next week in Tarn.",
    "“We have agreed on the agenda, and nothing else,” she told reporters after a round of "
    "talks that lasted for six hours and ended without a joint statement.",
    "Her counterpart Marc Orlo called the meeting useful, but warned that Norland would not "
    "open the strait before the detained crews are home.",
    "Read more books, the minister told pupils later that day, when she visited a school in "
    "the harbour district with the mayor of the town.",
)

LD = """<script type="application/ld+json">
{"@context": "https://schema.org", "@graph": [{"@type": "WebSite", "name": "Lake Press"},
 {"@type": "NewsArticle", "headline": "Port Talks to Go On in Tarn",
  "datePublished": "2031-05-07T23:10:00+03:00", "dateModified": "2031-05-09T08:00:00+03:00",
  "author": {"name": "Anna Karst"}, "publisher": {"name": "Lake Press"}%s}]}
</script>"""

NAV = "".join(f'<li><a href="/{n}">{n}</a></li>' for n in ("World", "Politics", "Sport", "Log in"))


def html(body: str, head: str = "", lang: str = "en-GB") -> str:
    """A page with menus and a footer around the given body."""
    return f"""<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8">
<title>Port Talks to Go On in Tarn | Lake Press</title>{head}</head><body>
<header><nav><ul>{NAV}</ul></nav></header>
{body}
<footer><p>© 2031 Lake Press. All rights reserved.</p><ul>{NAV}</ul></footer>
</body></html>"""


def article(paragraphs: tuple[str, ...] = BODY, before: str = "") -> str:
    """The article element of a page."""
    inner = "".join(f"<p>{words}</p>\n" for words in paragraphs)
    return f"""<main><article><h1>Port Talks to Go On in Tarn</h1>{before}
<figure><img src="a.jpg"><figcaption>The port of Tarn. Lake Press</figcaption></figure>
{inner}<p>Also read: Norland names a new envoy</p>
<div class="share">Share on <a>Facebook</a> <a>Telegram</a></div></article></main>"""


def only(message: str) -> str:
    """A page of its menus and one line."""
    return html(f"<main><p>{message}</p></main>")
