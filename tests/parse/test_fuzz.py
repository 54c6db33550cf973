"""A bounded run of the fuzzer; ``make fuzz`` goes on for as long as one likes."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[2]


@pytest.mark.skipif(find_spec("atheris") is None, reason="atheris has no package for this platform")
def test_whatever_the_fuzzer_makes_of_the_corpus_is_read_or_is_no_feed(tmp_path: Path) -> None:
    found, faults = tmp_path / "found", tmp_path / "faults"
    found.mkdir()
    faults.mkdir()
    # -seed: the same run each time. What it begins with, some 2,330 documents, counts as well.
    options = ["-runs=2600", "-seed=7", "-max_len=4096", f"-artifact_prefix={faults}/"]
    done = subprocess.run(
        [sys.executable, "-m", "bench.fuzz", str(found), *options],
        cwd=_ROOT,
        capture_output=True,
        text=True,
    )
    kept = [path.read_bytes() for path in faults.iterdir()]
    assert (done.returncode, kept) == (0, []), done.stderr[-3000:]
    assert "Done 2600 runs" in done.stderr
