"""A memo → a DOCX file (ECMA-376): text, quotes and links, by the standard library alone."""

import io
import zipfile
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from dragoman.serve import wording
from dragoman.serve.web.leads import lead
from dragoman.serve.web.views import day, http

Json = dict[str, Any]

_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPES = (
    f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType='
    '"application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{_REL}/officeDocument" Target="word/document.xml"/>'
    "</Relationships>"
)
UNREVIEWED = "machine-read, unreviewed"


def docx(memo: Json, made: str) -> bytes:
    """The file's bytes; the memo as `memo.told` gives it."""
    writer = _Writer()
    writer.paragraph(writer.run(memo["title"], size=36, bold=True))
    writer.paragraph(writer.run(f"{memo['author']} · exported {made.replace('T', ' ')}", size=18))
    for item in memo["items"]:
        if item["told"]:
            _entry(writer, item)
        elif item["report"]:
            writer.paragraph(
                writer.run(f"{item['report']} {item['entry']}: in the record no longer.")
            )
        for line in item["note"].splitlines():
            writer.paragraph(writer.run(line))
    return writer.file()


def _entry(writer: "_Writer", item: Json) -> None:
    row = item["told"]
    line = lead(row)
    told = [*line.tags, day(row["first"])]
    writer.paragraph(
        writer.run(line.who, bold=True),
        *([writer.run(f" → {line.to}")] if line.to else []),
        writer.run("".join(f" · {one}" for one in told if one)),
    )
    writer.paragraph(writer.run(f"“{row['span']['text']}”", italic=True), indent=400)
    title = row["title"] or "Untitled report"
    url = http(item["url"])
    seen = (item["seen"] or "at an unknown time").replace("T", " ")
    rest = (
        f", {row['source'] or 'unnamed outlet'}, {day(row['day']) or 'no date'}; accessed {seen}; "
        f"report {row['report']}, {row['entry']}. "
    )
    mark = f"Checked by {item['ticked']}." if item["checked"] else UNREVIEWED
    if item["ticked"] and not item["checked"]:
        mark += f"; it was read otherwise when {item['ticked']} checked it"
    writer.paragraph(
        writer.link(title, url) if url else writer.run(title, size=18),
        writer.run(rest, size=18), writer.run(mark, size=18, bold=True),
    )  # fmt: skip


class _Writer:
    """Paragraphs, and the links that they lead to."""

    def __init__(self) -> None:
        self._body: list[str] = []
        self._links: list[str] = []

    def run(self, words: str, size: int = 22, bold: bool = False, italic: bool = False) -> str:
        marks = f'{"<w:b/>" if bold else ""}{"<w:i/>" if italic else ""}<w:sz w:val="{size}"/>'
        told = escape(wording.clean(words) if words.strip() else " ")
        # What stood around the words separates them from the next run.
        told = f"{' ' * words.startswith(' ')}{told}{' ' * words.endswith(' ')}"
        return f'<w:r><w:rPr>{marks}</w:rPr><w:t xml:space="preserve">{told}</w:t></w:r>'

    def link(self, words: str, url: str) -> str:
        self._links.append(url)
        return f'<w:hyperlink r:id="l{len(self._links)}">{self.run(words, 18)}</w:hyperlink>'

    def paragraph(self, *runs: str, indent: int = 0) -> None:
        place = f'<w:ind w:left="{indent}"/>' if indent else ""
        self._body.append(f"<w:p><w:pPr>{place}</w:pPr>{''.join(runs)}</w:p>")

    def file(self) -> bytes:
        document = (
            f'{_HEAD}<w:document xmlns:w="{_MAIN}" xmlns:r="{_REL}"><w:body>'
            f"{''.join(self._body)}</w:body></w:document>"
        )
        links = "".join(
            f'<Relationship Id="l{at}" Type="{_REL}/hyperlink" Target={quoteattr(url)} '
            'TargetMode="External"/>'
            for at, url in enumerate(self._links, 1)
        )
        rels = f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
            file.writestr("[Content_Types].xml", _TYPES)
            file.writestr("_rels/.rels", _RELS)
            file.writestr("word/document.xml", document)
            file.writestr("word/_rels/document.xml.rels", rels)
        return made.getvalue()
