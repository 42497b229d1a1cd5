"""This installation → lines that tell its versions and whether it reads."""

import platform
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version

from dragoman import __version__
from dragoman.language.tag import tag, weights_digest
from dragoman.spans import Text

_NEEDED = ("numpy", "onnxruntime", "typer", "rich", "trafilatura", "lxml_html_clean", "httpx2")


def check() -> Iterator[str]:
    """One line a fact; `WeightsMissing` when the network's files are not there."""
    yield f"dragoman {__version__}"
    yield f"Python {platform.python_version()} on {platform.system()} {platform.machine()}"
    for name in _NEEDED:
        yield f"{name} {_version(name)}"
    yield f"weights {weights_digest()}"
    tags = tag(Text("The envoy said talks would resume."))
    verb = tags.tokens[2]
    yield f"network {'answers' if verb.upos == 'VERB' else 'answers, but not as expected'}"


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "is missing"
