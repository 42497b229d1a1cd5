"""A review → the terminal, or a pipe of keys: whatever shows it, it is the same one."""

import sys
from typing import TYPE_CHECKING, Any, TextIO

from dragoman.errors import UsageError
from dragoman.serve.review import BACK, ENTER, ESCAPE, Review, View

if TYPE_CHECKING:
    from prompt_toolkit.application import Application
    from prompt_toolkit.key_binding import KeyPressEvent

AROUND = 240
"""Characters of the text on either side that a pipe is shown."""


def walk(review: Review) -> None:
    """Until the end of the keys: by the terminal where there is one, else by standard input."""
    if review.over:
        return
    if sys.stdin.isatty() and sys.stdout.isatty():
        application(review).run()
    else:
        piped(review, sys.stdin, sys.stdout)


def piped(review: Review, keys: TextIO, out: TextIO) -> None:
    """Each sign is a key; what is shown is written after each that is not typed into a value."""
    print(*lines(review.view()), sep="\n", file=out)
    for line in keys:
        for key in line:
            review.press(ENTER if key == "\r" else key)
            if review.over:
                return
        print("", *lines(review.view()), sep="\n", file=out)


def lines(view: View) -> list[str]:
    """The words in doubt between marks, with what stands around them."""
    before, words, after = (" ".join(part.split()) for part in view.text)
    near = f"… {before[-AROUND:]} ⟦{words}⟧ {after[:AROUND]} …"
    return [*view.head, near, *view.foot]


def wrapped(parts: tuple[str, str, str], width: int) -> tuple[str, str, str]:
    """Parts of a text → the same in lines: spaces become ends of lines, all else stays."""
    signs = list("".join(parts))
    start, space = 0, -1
    for at, sign in enumerate(signs):
        if sign == "\n":
            start = at + 1
        elif sign == " ":
            space = at
        if at - start >= width and space >= start:
            signs[space] = "\n"
            start = space + 1
    whole, first = "".join(signs), len(parts[0])
    last = first + len(parts[1])
    return whole[:first], whole[first:last], whole[last:]


def application(review: Review, **streams: Any) -> "Application[None]":
    """The full screen: the text scrolled to the words in doubt, the fields and keys below it."""
    try:
        from prompt_toolkit.application import Application, get_app
        from prompt_toolkit.key_binding import KeyBindings
        from prompt_toolkit.keys import Keys
        from prompt_toolkit.layout import HSplit, Layout, Window
        from prompt_toolkit.layout.controls import FormattedTextControl
    except ModuleNotFoundError:
        raise UsageError("review", "needs prompt_toolkit: pip install prompt_toolkit") from None
    names: dict[Any, str] = {
        Keys.ControlM: ENTER,
        Keys.ControlJ: ENTER,
        Keys.Escape: ESCAPE,
        Keys.ControlH: BACK,
        Keys.Backspace: BACK,
        Keys.Right: "n",
        Keys.Left: "p",
    }
    bindings = KeyBindings()

    @bindings.add(Keys.Any)
    def pressed(event: "KeyPressEvent") -> None:
        key = event.key_sequence[-1]
        press = names.get(key.key, key.data)
        if len(press) == 1:
            review.press(press)
        if review.over:
            event.app.exit()

    for key in names:
        bindings.add(key, eager=True)(pressed)
    for key in (Keys.ControlC, Keys.ControlD):
        bindings.add(key)(lambda event: event.app.exit())

    def part(lines: tuple[str, ...], style: str) -> list[tuple[str, str]]:
        return [(style, "\n".join(lines))]

    def text() -> Any:
        before, words, after = wrapped(review.view().text, get_app().output.get_size().columns)
        return [("", before), ("[SetCursorPosition]", ""), ("reverse", words), ("", after)]

    def body(get: Any, **more: Any) -> Window:
        return Window(FormattedTextControl(get, focusable=False), wrap_lines=True, **more)

    layout = Layout(
        HSplit([
            body(lambda: part(review.view().head, "bold"), dont_extend_height=True),
            Window(height=1),
            Window(FormattedTextControl(text, focusable=True), wrap_lines=True),
            Window(height=1),
            body(lambda: part(review.view().foot, ""), dont_extend_height=True),
        ])
    )  # fmt: skip
    return Application(layout=layout, key_bindings=bindings, full_screen=True, **streams)
