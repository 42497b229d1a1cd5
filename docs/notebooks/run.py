"""Runs the notebooks of this folder and keeps what they print: ``python docs/notebooks/run.py``.

Needs `pip install 'dragoman[notebook]' nbclient ipykernel`.
"""

import os
from pathlib import Path

HERE = Path(__file__).parent


def main() -> None:
    import nbclient
    import nbformat

    os.environ.setdefault("PYTHONHASHSEED", "0")
    for path in sorted(HERE.glob("*.ipynb")):
        book = nbformat.read(path, as_version=4)
        nbclient.NotebookClient(book, timeout=600, resources={"metadata": {"path": HERE}}).execute()
        for number, cell in enumerate(book.cells, 1):
            cell.id = f"cell-{number}"
            cell.metadata = {}
        # nothing of the machine: neither its paths nor its version of Python
        book.metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
        nbformat.write(book, path)
        print(path.name)


if __name__ == "__main__":
    main()
