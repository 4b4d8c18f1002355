"""`python -m tests.bench [name …]`: measure, show the table, keep it in build/bench.json."""

import importlib
import json
import os
import pkgutil
import platform
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from tests import bench
from tests.bench.figures import Figure
from tests.bench.processes import ROOT

KEPT = ROOT / "build" / "bench.json"


def benches() -> dict[str, object]:
    """Every module here that measures, by name."""
    names = [module.name for module in pkgutil.iter_modules(bench.__path__) if module.name != "__main__"]
    modules = {name: importlib.import_module(f"tests.bench.{name}") for name in names}
    return {name: module for name, module in modules.items() if hasattr(module, "measure")}


def run(wanted: list[str]) -> list[Figure]:
    known = benches()
    if unknown := set(wanted) - known.keys():
        sys.exit(f"There is no bench {', '.join(sorted(unknown))}; there are {', '.join(known)}.")
    figures = []
    for name in wanted or known:
        begun = time.perf_counter()
        print(f"{name} ...", end=" ", flush=True)
        figures += known[name].measure()
        print(f"{time.perf_counter() - begun:.0f} s", flush=True)
    return figures


def keep(figures: list[Figure], busy: float, path: Path = KEPT) -> None:
    path.parent.mkdir(exist_ok=True)
    machine = {"python": platform.python_version(), "cores": os.cpu_count(), "load_before": busy}
    rows = [figure.as_json() for figure in figures]
    path.write_text(json.dumps({"at": datetime.now(UTC).isoformat(), **machine, "figures": rows}, indent=2))


if __name__ == "__main__":
    busy = os.getloadavg()[0]
    measured = run(sys.argv[1:])
    print()
    for figure in measured:
        print(figure.as_row())
    print(
        f"\n{os.cpu_count()} cores, {busy:.1f} processes at work on them before the start. Kept in {KEPT.relative_to(ROOT)}."
    )
    keep(measured, busy)
