"""Text → tokens and sentences, as spans of it.

Tokens follow the Universal Dependencies treebanks of English (EWT, GUM), so that the network
meets the words that it was trained on: "don't" is do + n't, "Oslo-Bergen" is Oslo + - + Bergen,
"pre-election" and "U.S." are whole. Sentences are made for wire text. A chunk between spaces is
cut once and remembered; a paragraph is then one walk over its chunks, in which the end of a
sentence is decided when the chunk after a possible end is seen.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from dragoman.lexicon import table
from dragoman.spans import Span, Text

Cuts = tuple[tuple[int, int], ...]
"""Tokens of a chunk: half-open ranges within it."""


@dataclass(frozen=True, slots=True)
class Segments:
    """The tokens of a text, and its sentences as half-open ranges of tokens."""

    tokens: tuple[Span, ...]
    sentences: tuple[tuple[int, int], ...]


LONGEST = 160
"""Tokens after which a sentence ends with a chunk: trees cost more than their length."""

KEPT_PREFIXES = frozenset(row["prefix"] for row in table("prefixes"))
ABBREVIATIONS = {row["word"]: row["rule"] for row in table("abbreviations")}
CONTRACTIONS = {row["word"]: row["pieces"].split() for row in table("contractions")}


def _any_of(name: str, column: str) -> str:
    """A table's column as an alternation, longest first."""
    words = sorted((row[column] for row in table(name)), key=len, reverse=True)
    return "|".join(re.escape(word) for word in words)


WORD = r"[^\W_]+(?:[_\u0300-\u036f\u00ad\u200d]+[^\W_]+)*[\u0300-\u036f]*"
PART = rf"(?:(?:[^\W\d_]\.){{2,}}|{WORD}(?:['’.]{WORD})*)"
NUMBER = r"\+?\.?\d+(?:[.,:/]\d+)*"
PATH = r"(?:[^\s\"“”<>—]*[^\s\"“”<>—.,;:!?'’)\]])"

TOKEN = re.compile(
    "|".join(
        (
            rf"(?P<whole>https?://{PATH}?|www\.{PATH}|[\w.+-]*\w(?:\.{{3}})?@\w[\w-]*(?:\.[\w-]*\w)*"
            r"|@[^\W\d_]\w*(?:\.\w+)*|#[^\W\d_]\w*"
            rf"|(?:[A-Za-z0-9-]+\.)+(?:com|org|net|gov|edu|int|info)\b(?:/{PATH}?)?"
            r"|['’]\d\ds?(?!\w)|\.{2,}|…+|[!?]{2,}|''|``|\+/-|([-*=_~#$+<>/\\^|—–])\2+"
            r"|[A-Za-z]/[A-Za-z](?!\w)|w/(?!\w)|[^\W\d_]{1,3}(?:&[^\W\d_]{1,4})+(?!\w))",
            r"(?P<dotted>(?:[^\W\d_]\.){2,}(?![^\W_]))",
            rf"(?P<hyphened>{PART}(?:[-‐‑]{PART})+)",
            rf"(?P<number>{NUMBER}(?=(?:{_any_of('units', 'unit')})(?!\w))"
            rf"|{NUMBER}(?![^\W_]|[.,:/]\d))",
            rf"(?P<word>{NUMBER}{WORD}|{PART})",
            r"(?P<suffix>['’](?:s|m|d|re|ve|ll)(?!\w))",
            r"(?P<other>\S[\u0300-\u036f\ufe0f\u20e3]*)",
        )
    ),
    re.IGNORECASE,
)
EMOTICON = re.compile(r"[:;=]['-]?[()DPp/]+")
FOOTNOTES = re.compile(r"(?:\[\d{1,3}\])+")
HYPHENED = re.compile(rf"{PART}(?:[-‐‑]{PART})+\Z")
HYPHEN = re.compile("([-‐‑])")
RANGE = re.compile(r"\d{1,3}-\d{1,3}|[12]\d{3}-(?:[12]\d{3}|\d\d)")
SUFFIX = re.compile(r"(.+?)(n['’]t|['’](?:s|m|d|re|ve|ll))", re.IGNORECASE)
NUMBER_UNIT = re.compile(rf"({NUMBER})({_any_of('units', 'unit')})")

GLUED = re.compile(r"(?<=[a-z][a-z])[.?!]+[\"”’)]*(?=[\"“‘(]?(?:[A-Z][a-z]|[AI]$))")
ADDRESS = re.compile(r"@|//|^www\.|\.(?:com|org|net|html?)\b", re.IGNORECASE)
CLOSERS = "\"'”’»)]}"
OPENERS = r"[\"“‘'«(\[{*•–—-]*"
LINE = re.compile("[^\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]+")
RUN = 1000
CHUNK = re.compile(rf"\S{{1,{RUN}}}")
"""What lies between spaces; a longer run is no wire text (a data URL), and is cut for speed."""
LETTERS = re.compile(r"[^\W\d_]+")
LOWER = re.compile(rf"{OPENERS}[^\W\d_A-Z]")
DIGIT = re.compile(r"[(\[#]?\d")
CAPITAL = re.compile(rf"{OPENERS}(?!(?:{_any_of('calendar_words', 'word')})\b)[A-Z0-9“\"]")
OPENER = re.compile(
    rf"{OPENERS}(?=[A-Z])(?:(?i:{_any_of('sentence_openers', 'word')})(?![\w-]))"
    r"|[\"“‘(\[•]|[-–—•*]\s"
)
SPEECH_TAG = re.compile(
    rf"(?:[A-Z][\w.'’-]*[ \t\xa0]+){{1,4}}(?:{_any_of('speech_tags', 'word')})\b"
)
MARKER = re.compile(r"\(?(?:\d{1,2}|[A-Za-z]|[ivxIVX]{1,4})\Z")


def split_hyphens(word: str) -> list[str]:
    """Splits a word at hyphens as the treebanks do.

    >>> split_hyphens("Oslo-Bergen"), split_hyphens("pre-election"), split_hyphens("555-0199")
    (['Oslo', '-', 'Bergen'], ['pre-election'], ['555-0199'])
    >>> split_hyphens("U.N.-led")
    ['U.N.', '-', 'led']
    """
    if not HYPHENED.match(word) or (word[0].isdigit() and word[-1].isdigit()):
        return [word]
    parts = HYPHEN.split(word)
    return [word] if parts[0].lower() in KEPT_PREFIXES else parts


def _split_contraction(word: str) -> list[str]:
    """One word → its tokens: "couldn't've" → could, n't, 've; "cannot" → can, not."""
    pieces = CONTRACTIONS.get(word.lower().replace("’", "'"))
    if pieces:
        cuts = [sum(map(len, pieces[:i])) for i in range(len(pieces) + 1)]
        return [word[a:b] for a, b in pairwise(cuts)]
    found = SUFFIX.fullmatch(word)
    if found:
        return [*_split_contraction(found[1]), found[2]]
    found = NUMBER_UNIT.fullmatch(word)
    return [found[1], found[2]] if found else [word]


def _split_word(word: str, hyphened: bool) -> list[str]:
    if not hyphened:
        return _split_contraction(word)
    parts = HYPHEN.split(word) if RANGE.fullmatch(word) else split_hyphens(word)
    return [piece for part in parts for piece in _split_contraction(part)]


def _abbreviation(chunk: str, start: int, end: int) -> bool:
    """Whether the word at start:end and the period after it are an abbreviation.

    A single letter is an initial ("J. Orlan"); the walk looks again at what follows.
    """
    if chunk[end : end + 1] != "." or chunk[end + 1 : end + 2].isalnum():
        return False
    if chunk[end + 1 : end + 2] == ".":
        return False
    word = chunk[start:end]
    rule = _rule(word + ".")
    if rule == "digit":
        return end + 1 == len(chunk)
    return bool(rule) or (len(word) == 1 and word.isupper() and end + 1 == len(chunk))


def _rule(word: str) -> str | None:
    """The rule of an abbreviation; one printed in capitals ("GEN.") has that of its normal form."""
    rule = ABBREVIATIONS.get(word)
    if rule is None and len(word) > 3 and word.isupper():
        rule = ABBREVIATIONS.get(word.capitalize())
    return rule


def _cut(chunk: str) -> Cuts:
    """The tokens of a chunk without spaces."""
    if EMOTICON.fullmatch(chunk):
        return ((0, len(chunk)),)
    cuts: list[tuple[int, int]] = []
    at = 0
    while at < len(chunk):
        found = TOKEN.match(chunk, at)
        assert found is not None, chunk
        end = found.end()
        kind = found.lastgroup
        pieces = [found[0]]
        if kind == "other" and found[0] in "'’":
            pieces, end = _leading_apostrophe(chunk, at, end)
        elif kind in ("word", "hyphened"):
            if kind == "word" and _abbreviation(chunk, at, end):
                end += 1
                pieces = [chunk[at:end]]
            else:
                pieces = _split_word(found[0], kind == "hyphened")
                if len(pieces) > 1 and _abbreviation(chunk, end - len(pieces[-1]), end):
                    end += 1
                    pieces[-1] += "."
        for piece in pieces:
            cuts.append((at, at + len(piece)))
            at += len(piece)
        at = end
    return tuple(cuts)


def _leading_apostrophe(chunk: str, at: int, end: int) -> tuple[list[str], int]:
    """An apostrophe at `at`: part of "'em" and "'tis", else a quotation mark → tokens, end."""
    found = LETTERS.match(chunk, end)
    if found:
        word = chunk[at : found.end()]
        if "'" + found[0].lower() in CONTRACTIONS:
            return _split_contraction(word), found.end()
    return [chunk[at:end]], end


def _end_rule(chunk: str, cuts: Cuts) -> str:
    """How the chunk may end a sentence: the name of a rule of `_ends`, "" for not at all."""
    last = len(cuts) - 1
    while last > 0 and chunk[cuts[last][0]] in CLOSERS:
        last -= 1
    token = chunk[cuts[last][0] : cuts[last][1]]
    closed = last < len(cuts) - 1
    if token in (".", "。"):
        return "closed stop" if closed else "stop"
    if token[-1] in "?!？！؟":
        # A name may end in an exclamation mark: "Yoho! said it would appeal."
        return "closed ask" if closed else "dots" if token == "!" else "ask"
    if token[0] == "…" or token.startswith(".."):
        return "dots"
    if token[-1] != "." or len(token) < 2:
        return ""
    if len(token) == 2 and token[0].isupper() and not closed:
        return "initial"
    rule = _rule(token) or "opener"
    return rule if not closed else "opener" if chunk[-1] in "\"”'’" and rule != "never" else ""


@lru_cache(1 << 16)
def _pieces(chunk: str) -> tuple[tuple[int, Cuts, str], ...]:
    """A chunk → its pieces: (start, tokens within the piece, end rule).

    More than one piece where two sentences lack the space between them ("ended.Talks").
    """
    if len(chunk) == RUN and chunk.isascii():
        return ((0, ((0, RUN),), ""),)  # no words in it: one token, so that none are read from it
    starts = [0]
    if not chunk.islower() and not ADDRESS.search(chunk):
        starts += [found.end() for found in GLUED.finditer(chunk)]
    pieces = []
    for start, end in zip(starts, [*starts[1:], len(chunk)], strict=True):
        cuts = _cut(chunk[start:end])
        pieces.append((start, cuts, _end_rule(chunk[start:end], cuts)))
    return tuple(pieces)


def _ends(rule: str, content: str, at: int) -> bool:
    """Whether a sentence ends before `at`, where the next chunk begins."""
    if rule == "opener":
        return OPENER.match(content, at) is not None
    if rule == "never":
        return False
    if rule == "capital":
        return CAPITAL.match(content, at) is not None
    if rule in ("stop", "ask"):
        return True
    lower = LOWER.match(content, at) is not None
    if rule == "closed ask":
        return not lower and SPEECH_TAG.match(content, at) is None
    return not lower


class _Walk:
    """The walk over one text: tokens so far, starts of sentences, the possible end before us."""

    def __init__(self, content: str) -> None:
        self.content = content
        self.tokens: list[tuple[int, int]] = []
        self.starts: list[int] = [0]
        self.rule = ""

    def paragraph(self, start: int, end: int) -> None:
        """Reads one line; it ends a sentence whatever it holds."""
        for chunk in CHUNK.finditer(self.content, start, end):
            base = chunk.start()
            for offset, cuts, rule in _pieces(chunk[0]):
                at = base + offset
                if self.rule and not self._closes(at, base + cuts[-1][1]):
                    self._resolve(at)
                if len(self.tokens) - self.starts[-1] >= LONGEST:
                    self._end()
                self.tokens += [(at + first, at + last) for first, last in cuts]
                if rule:
                    self.rule = rule
        if self.rule in ("digit", "initial"):
            self._part_period()
        self._end()

    def _closes(self, at: int, end: int) -> bool:
        """Whether the next chunk is only the closing mark of the sentence before it."""
        content = self.content
        if FOOTNOTES.fullmatch(content, at, end) or EMOTICON.fullmatch(content, at, end):
            return True
        if content[at] not in CLOSERS or content[at:end].strip(CLOSERS):
            return False
        if content[at] in "\"'":
            first = self.tokens[self.starts[-1]][0]
            return content.count(content[at], first, at) % 2 == 1
        return True

    def _resolve(self, at: int) -> None:
        """Decides on the possible end, now that the next chunk begins at `at`."""
        rule, self.rule = self.rule, ""
        if rule == "digit":
            if DIGIT.match(self.content, at):
                return
            self._part_period()
            rule = "stop"
        elif rule == "initial":
            # An initial may stand before a nickname: Jan K. "Kit" Orlan.
            if self.content[at] in '"“‘' or not OPENER.match(self.content, at):
                return
            if self.content[self.tokens[-1][0]] == "I":
                self._part_period()
            rule = "opener"
        if _ends(rule, self.content, at) and not self._is_only_a_mark():
            self._end()

    def _part_period(self) -> None:
        """Takes the period off the last token: it was no abbreviation."""
        start, end = self.tokens[-1]
        self.tokens[-1:] = [(start, end - 1), (end - 1, end)]

    def _is_only_a_mark(self) -> bool:
        """Whether all that the sentence holds is a list number ("2. Borders …") or dots."""
        if len(self.tokens) - self.starts[-1] > 3:
            return False
        first, last = self.tokens[self.starts[-1]][0], self.tokens[-1][1]
        held = self.content[first:last].rstrip(".)… ")
        return MARKER.match(held) is not None or not any(map(str.isalnum, held))

    def _end(self) -> None:
        self.rule = ""
        if len(self.tokens) > self.starts[-1]:
            self.starts.append(len(self.tokens))


def segment(text: Text) -> Segments:
    """Text → tokens and sentences.

    Every character that is not white space lies in exactly one token, every token in exactly one
    sentence; a line break always ends a sentence. An empty text has neither.
    """
    walk = _Walk(text.content)
    for line in LINE.finditer(text.content):
        walk.paragraph(line.start(), line.end())
    tokens = tuple(Span(start, end) for start, end in walk.tokens)
    return Segments(tokens, tuple(pairwise(walk.starts)))
