"""``python -m train``: corpora → fitted network → the files that the package ships.

A run that was stopped goes on from its last checkpoint in ``.train/``; ``--fresh`` forgets it.
Options are those of ``train.fit``.
"""

from train import export, fit

fit.main()
export.export_checkpoints(
    fit.FOLDER / "ground.pt", [fit.FOLDER / "meaning.pt", fit.FOLDER / "state.pt"], export.WEIGHTS
)
