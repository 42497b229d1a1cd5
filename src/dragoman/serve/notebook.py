"""What a notebook works with: `Readings`; and a reading as the page, in a frame of its own."""

from html import escape

from dragoman.serve.notebook_readings import Readings
from dragoman.serve.page import page
from dragoman.types import Reading

__all__ = ["Readings", "frame"]


def frame(reading: Reading) -> str:
    """The page in a frame, so that neither its styles nor its script touch the notebook."""
    return (
        '<iframe sandbox="allow-scripts" title="dragoman reading" '
        'style="width:100%;height:640px;border:1px solid #8884" '
        f'srcdoc="{escape(page(reading))}"></iframe>'
    )
