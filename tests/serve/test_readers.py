"""What we write is read by programs that others wrote; those that are not installed are skipped.

`python -m benchmarks.peers readers` installs all of them and runs these tests.
"""

import csv
import importlib.util
import io
import sys
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from dragoman.record import schema
from dragoman.record.export import export
from dragoman.record.query import Query
from dragoman.record.store import Store
from dragoman.serve.json_load import settled
from dragoman.serve.profiles import write
from dragoman.serve.profiles.columns import columns
from tests.record.hand import first
from tests.serve.test_profiles import MINISTER, event


def gdelt_file() -> bytes:
    """Our export as GDELT gives its own: a zipped file of tabs without a header."""
    told, packed = io.StringIO(), io.BytesIO()
    events = [event(), event(id="r1-e2", sources=(MINISTER,), targets=(), day=None)]
    assert write.write(events, "gdelt", told) == 3
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("20310218000000.export.CSV", told.getvalue())
    return packed.getvalue()


def part_of(package: str, name: str) -> Any:
    """A module of a package that, imported as a whole, would ask the network."""
    found = importlib.util.find_spec(package)
    if found is None or found.origin is None:
        pytest.skip(f"{package} is not installed")
    file = Path(found.origin).with_name(f"{name}.py")
    spec = importlib.util.spec_from_file_location(f"{package}_{name}", file)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.filterwarnings("ignore")  # the client's own
def test_a_client_of_gdelt_reads_our_export(monkeypatch: pytest.MonkeyPatch) -> None:
    parallel = part_of("gdelt", "parallel")
    answer = SimpleNamespace(status_code=200, content=gdelt_file())
    monkeypatch.setattr(parallel.requests, "get", lambda *_, **__: answer)
    frame: Any = parallel._mp_worker("http://example.org/20310218000000.export.CSV.zip", "events")
    # where the client's own module looks for its lists
    with (Path(sys.prefix) / "data" / "events2.csv").open(encoding="utf-8", newline="") as file:
        told = {row["name"]: row["type"] for row in csv.DictReader(file)}
    assert list(told) == list(columns("gdelt"))
    assert frame.shape == (3, len(told))
    frame.columns = list(told)
    assert frame["EventCode"].tolist() == ["163", "163", "163"]
    for name, type in told.items():
        cells = frame[name].dropna()
        if type == "INTEGER":
            assert all(float(cell).is_integer() for cell in cells), name
        elif type == "FLOAT":
            assert all(isinstance(float(cell), float) for cell in cells), name
    lat, long = frame["ActionGeo_Lat"].tolist(), frame["ActionGeo_Long"].tolist()
    assert set(lat) == {59.91} and set(long) == {10.75}


def test_frictionless_finds_our_data_package_valid(tmp_path: Path) -> None:
    frictionless = pytest.importorskip("frictionless", reason="frictionless is not installed")
    schema.create(tmp_path / "record.db").close()
    with Store(tmp_path / "record.db", settled) as store:
        store.save(first())
    with Query(tmp_path / "record.db", settled) as query:
        export(query, "csv", tmp_path / "out")
    package = frictionless.Package(str(tmp_path / "out" / "datapackage.json"))
    report = package.validate()
    assert report.valid, report.flatten(["resourceName", "type", "message"])
    assert report.stats["tasks"] == len(package.resources) > 5
    # … and finds a wrong cell, so that its silence tells something
    said = tmp_path / "out" / "statements.csv"
    told = said.read_text(encoding="utf-8").splitlines()
    cells = next(csv.reader(told[1:2]))
    cells[next(csv.reader(told[:1])).index("start")] = "soon"
    with said.open("w", encoding="utf-8", newline="") as file:
        file.write(told[0] + "\n")
        csv.writer(file).writerow(cells)
    assert not package.validate().valid
