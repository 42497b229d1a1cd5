"""Datelines of many houses, and openings that only look like one."""

import pytest

from dragoman.ingest.dateline import find_dateline

BODY = "The port of Tarn stays closed, officials said."


@pytest.mark.parametrize(
    ("opening", "place", "day", "wire"),
    [
        ("TARN, Oct. 26 (Wire) – ", "Tarn", (10, 26), "Wire"),
        ("TARN (Reuters) - ", "Tarn", None, "Reuters"),
        ("NORTH TARN, Lakeland (AP) — ", "North Tarn", None, "AP"),
        ("Tarn, Oct 26, 2031 (AFP) - ", "Tarn", (10, 26), "AFP"),
        ("TARN/OLDPORT, Oct 26 (Reuters) - ", "Tarn/Oldport", (10, 26), "Reuters"),
        ("TARN, October 26. /TASS/. ", "Tarn", (10, 26), "TASS"),
        ("TARN. Oct 26 (Interfax) – ", "Tarn", (10, 26), "Interfax"),
        ("Tarn [Lakeland], October 26 (ANI): ", "Tarn", (10, 26), "ANI"),
        ("TARN, Oct. 26 (Yonhap) -- ", "Tarn", (10, 26), "Yonhap"),
        ("TARN, 26 October -- ", "Tarn", (10, 26), ""),
        ("TARN, D.C. — ", "Tarn", None, ""),
        ("OSLO: ", "Oslo", None, ""),
        ("Oct 26 (Reuters) - ", "", (10, 26), "Reuters"),
        ("(NEWSCO) ", "", None, "NEWSCO"),
        ("(Lake Wire) TARN, Oct. 26 - ", "Tarn", (10, 26), "Lake Wire"),
        ("/Ukrinform/. ", "", None, "Ukrinform"),
        ("TARN, Sunday, Oct. 26 (Wire) – ", "Tarn", (10, 26), "Wire"),
        (
            "TARN (Lake State News Service), Oct. 26. - ",
            "Tarn",
            (10, 26),
            "Lake State News Service",
        ),
        ("TARN (AP), Oct. 26. ", "Tarn", (10, 26), "AP"),
        ("TARN, 26 October /LPA/. ", "Tarn", (10, 26), "LPA"),
        ("TARN, Oct. 26 (LPA / Anna Vell) -- ", "Tarn", (10, 26), "LPA / Anna Vell"),
        ("TARN, Oct. 26 (LPA)&nbsp;-- ", "Tarn", (10, 26), "LPA"),
        ("(Agence du Lac) ", "", None, "Agence du Lac"),
        ("Lake Press Agency, Tarn, 26 October 2031 — ", "Tarn", (10, 26), "Lake Press Agency"),
    ],
)
def test_finds(opening: str, place: str, day: tuple[int, int] | None, wire: str) -> None:
    found = find_dateline(opening + BODY)
    assert found is not None
    assert (opening + BODY)[found.end :] == BODY
    assert (found.place, found.wire) == (place, wire)
    assert (found.day and (found.day.month, found.day.day)) == day


@pytest.mark.parametrize(
    "line",
    [
        BODY,
        "TARN - and not only Tarn - is closed.",
        "NATO – The alliance meets on Monday.",
        "EXCLUSIVE: The port of Tarn is closed.",
        "ALERT: The port of Tarn is closed.",
        "OSLO: We will not come.",
        "VELL: I will not go to Tarn.",
        "Tarn – The town by the lake – is closed.",
        "(The talks) The ministers met.",
        "U.S.-backed forces left.",
        "On May 7, 2031 – The Day of the Lake – ships stood still.",
        "Anna Vell (left) - The minister of trade.",
        "May 7 was quiet.",
        "LAKELAND. The land of lakes.",
        "Anna Vell (Norland), May 7. The minister of trade spoke.",
        "(The free press) The ministers met.",
    ],
)
def test_leaves(line: str) -> None:
    assert find_dateline(line) is None


def test_caption_before_a_dateline_is_seen() -> None:
    line = "Ships lie off the port of Tarn. TARN, Oct. 26 (Wire) – " + BODY
    found = find_dateline(line)
    assert found is not None
    assert line[: found.start].strip() == "Ships lie off the port of Tarn."
    assert line[found.end :] == BODY
