"""What was measured, when and on what: a figure without it cannot be made again."""

import os
import platform
from datetime import date
from pathlib import Path
from typing import Any

import dragoman
from dragoman.language.tag import weights_digest


def stamp() -> dict[str, Any]:
    """Day, version and weights of dragoman, Python, cores and their name."""
    return {
        "day": date.today().isoformat(),
        "version": dragoman.__version__,
        "weights": weights_digest(),
        "python": platform.python_version(),
        "cores": len(os.sched_getaffinity(0)),
        "processor": _processor(),
    }


def told(found: dict[str, Any]) -> str:
    """A stamp as a line of a document."""
    return (
        f"dragoman {found['version']}, weights `{found['weights']}`, {found['day']}, "
        f"Python {found['python']}, {found['cores']} cores of {found['processor']}"
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
