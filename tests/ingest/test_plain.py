"""Plain text of several styles."""

from dragoman.ingest.plain import paragraphs, tidy


def test_a_line_is_a_paragraph() -> None:
    assert paragraphs("One is here.\nTwo is here.\n\nThree.") == (
        "One is here.",
        "Two is here.",
        "Three.",
    )


def test_wrapped_lines_are_joined() -> None:
    text = (
        "Port Talks to Go On in Tarn\n\n"
        "The foreign minister of Lakeland said on Tuesday that the port talks\n"
        "with Norland would go on next week in Tarn. Nothing has been agreed.\n"
        "The crews are still held, she said, and\n"
        "Norland has not answered.\n\n"
        "Her counterpart called the meeting useful, but warned that the strait\n"
        "would stay closed.\n"
    )
    assert paragraphs(text) == (
        "Port Talks to Go On in Tarn",
        "The foreign minister of Lakeland said on Tuesday that the port talks with Norland would "
        "go on next week in Tarn. Nothing has been agreed. The crews are still held, she said, and "
        "Norland has not answered.",
        "Her counterpart called the meeting useful, but warned that the strait would stay closed.",
    )


def test_a_sentence_broken_by_a_link_is_joined() -> None:
    assert paragraphs("The ministry\nannounced on Monday\nthat it is over.\nAll left.") == (
        "The ministry announced on Monday that it is over.",
        "All left.",
    )


def test_furniture_is_not_joined() -> None:
    assert paragraphs("Port Talks to Go On\ndate 2031-05-07 403\nThe talks go on.") == (
        "Port Talks to Go On",
        "date 2031-05-07 403",
        "The talks go on.",
    )


def test_tidy() -> None:
    assert tidy("a\u00a0b\r\nc\u2028d\u200b\ufeffe\x0cf\x07") == "a b\nc\nde\nf"
