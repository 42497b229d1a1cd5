"""All that a worker needs, loaded once in the process that workers come out of."""

import gc
import os

# Read when numpy is first imported: beside other processes its threads would only wait.
for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"

from dragoman import __version__, read  # noqa: E402
from dragoman.language.tag import weights_digest  # noqa: E402
from dragoman.serve.bulk import read as _read  # noqa: E402, F401

READER = f"{__version__} {weights_digest()}"
"""Version and weights of the reader."""

# Tables and the network are read once here and then shared, and never looked at for garbage.
read("LIMA – The envoy Anna Vell said on Monday that talks would be held in May.")
gc.collect()
gc.freeze()
