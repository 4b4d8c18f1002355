"""Every fault of the outbox has a break that its test must notice, and each still finds its place in the code."""

import re

import pytest

from tests.faults.breaking import BREAKS, ROOT


def test_every_fault_has_its_break_and_its_test():
    tests = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests" / "faults").glob("test_outbox_*.py"))
    tested = {f"F{number}" for number in re.findall(r"def test_f(\d+)_", tests)}
    assert tested == BREAKS.keys() == {f"F{number}" for number in range(1, 23)}


@pytest.mark.parametrize("fault", BREAKS)
def test_a_break_finds_its_place(fault, tmp_path):
    one = BREAKS[fault]
    copy = tmp_path / one.file
    copy.parent.mkdir(parents=True)
    copy.write_text((ROOT / one.file).read_text(encoding="utf-8"), encoding="utf-8")
    one.apply(tmp_path)
    compile(copy.read_text(encoding="utf-8"), one.file, "exec")
