"""npm packages → the browser libraries of the desk, as they were published, and their table.

    npm pack htmx.org@4.0.1 vega@6.4.0 vega-lite@6.4.3 vega-interpreter@2.3.2 cytoscape@3.34.4
    python tools/vendor.py FOLDER

FOLDER holds the packed files. Nothing is built: vega-interpreter, which is published as a module
alone, is only put into a function that takes what it imports from `vega`. The table tells which
bytes belong here; tests/serve/web/test_vendor.py holds it.
"""

import hashlib
import json
import sys
import tarfile
from pathlib import Path

VENDOR = Path(__file__).parents[1] / "src/dragoman/serve/web/static/vendor"
BUILDS = {
    "htmx.org": "dist/htmx.min.js",
    "vega": "build/vega.min.js",
    "vega-lite": "build/vega-lite.min.js",
    "vega-interpreter": "build/vega-interpreter.js",
    "cytoscape": "dist/cytoscape.min.js",
}
HEAD = ("file", "package", "version", "licence", "changed", "sha256")
TURNED = {
    "import { ascending, isString, DisallowedObjectProperties } from 'vega-util';":
    "const { ascending, isString, DisallowedObjectProperties } = vega;",
    "export { expression as expressionInterpreter };":
    "vega.expressionInterpreter = expression;",
}  # fmt: skip
"""Lines of vega-interpreter's module → those of the script."""


def main() -> None:
    rows = [_vendor(file) for file in sorted(Path(sys.argv[1]).glob("*.tgz"))]
    table = ["\t".join(row) for row in (HEAD, *sorted(rows))]
    (VENDOR / "README.tsv").write_text("\n".join(table) + "\n", encoding="utf-8")


def _vendor(file: Path) -> tuple[str, ...]:
    """A packed package → its build and its licence in the folder, and its row."""
    with tarfile.open(file) as packed:

        def read(path: str) -> bytes:
            member = packed.extractfile(f"package/{path}")
            assert member is not None, path
            return member.read()

        about = json.loads(read("package.json"))
        name, build = about["name"], BUILDS[about["name"]]
        told, licence = read(build), read("LICENSE")
    changed = ""
    if name == "vega-interpreter":
        told, changed = _as_script(told.decode()).encode(), "module to script"
    title = Path(build).name
    (VENDOR / title).write_bytes(told)
    (VENDOR / f"{name}.LICENSE").write_bytes(licence)
    digest = hashlib.sha256(told).hexdigest()
    return title, name, about["version"], about["license"], changed, digest


def _as_script(module: str) -> str:
    """The interpreter's module → a script that puts it beside the rest of vega."""
    told = module
    for line, other in TURNED.items():
        assert told.count(line) == 1, f"vega-interpreter: {line}: is another now"
        told = told.replace(line, other)
    told = told.partition("//# sourceMappingURL")[0]
    return f"(() => {{\n{told}}})();\n"


if __name__ == "__main__":
    main()
