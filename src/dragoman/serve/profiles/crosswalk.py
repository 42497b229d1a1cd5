"""CAMEO ↔ PLOVER: a code → type, mode, context, scale; a type and mode → a code. Tables alone."""

from functools import cache

from dragoman.lexicon import table

QUADS = ("VERBAL COOPERATION", "MATERIAL COOPERATION", "VERBAL CONFLICT", "MATERIAL CONFLICT")
"""Quad classes 1 to 4."""


def type_of(code: str) -> str:
    """The PLOVER type of a CAMEO code; empty for 01 (statements) and for what is no code."""
    return _labels().get(padded(code), ("", ""))[0]


def label_of(code: str) -> str:
    """The words of a CAMEO code."""
    return _labels().get(padded(code), ("", ""))[1]


def mode_of(code: str) -> str:
    """The PLOVER mode of a CAMEO code, of itself or of the code above it."""
    return _near(code, "mode")


def context_of(code: str) -> str:
    """Contexts that the code's words name, parted by ";"."""
    return _near(code, "context")


def scale_of(code: str) -> float | None:
    """Goldstein's scale, −10 to 10."""
    told = _near(code, "goldstein")
    return float(told) if told else None


def quad_of(code: str) -> int:
    """Quad class of a CAMEO code by its root, as GDELT and ICEWS have it; 0 for what is no code."""
    root = padded(code)[:2]
    if not root.isdecimal() or not 1 <= int(root) <= 20:
        return 0
    return 1 + sum(int(root) > last for last in (5, 8, 13))


def quad_of_type(type: str) -> int:
    """PLOVER's own quad of a type: 1 AGREE … CONCEDE, 2 … RETREAT, 3 … THREATEN, 4 the others."""
    return 1 + next((number for number, types in enumerate(_TYPES) if type in types), 3)


_TYPES = (
    ("AGREE", "CONSULT", "SUPPORT", "CONCEDE"),
    ("COOPERATE", "AID", "RETREAT"),
    ("REQUEST", "ACCUSE", "REJECT", "THREATEN"),
)


def code_of(type: str, mode: str = "") -> str:
    """The CAMEO code that stands for a PLOVER type and mode; KeyError for what is no type."""
    codes = _codes()
    return codes.get((type, mode)) or codes[type, ""]


@cache
def modes_of(type: str) -> tuple[str, ...]:
    """The modes that an event of a PLOVER type may have."""
    rows = (row for row in table("plover_codes") if row["type"] == type and row["mode"])
    return tuple(dict.fromkeys(row["mode"] for row in rows))


def padded(code: str) -> str:
    """A code as text of three or four digits, where a program took it for a number ("40")."""
    code = code.strip()
    if not code.isdecimal():
        return code
    if len(code) == 2 and code.startswith("0"):
        return f"{code}0"
    known = _labels()
    tries = (code, f"0{code}", f"{code}0")
    return next((one for one in tries if one in known), code)


def _near(code: str, column: str) -> str:
    rows = _rows()
    code = padded(code)
    while len(code) > 2:
        if code in rows and rows[code][column]:
            return rows[code][column].strip("-") if column == "mode" else rows[code][column]
        code = code[:-1]
    return ""


@cache
def _rows() -> dict[str, dict[str, str]]:
    return {row["code"]: row for row in table("crosswalk")}


@cache
def _labels() -> dict[str, tuple[str, str]]:
    return {row["code"]: (row["type"], row["label"]) for row in table("cameo")}


@cache
def _codes() -> dict[tuple[str, str], str]:
    return {(row["type"], row["mode"]): row["code"] for row in table("plover_codes")}
