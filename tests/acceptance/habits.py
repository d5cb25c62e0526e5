#!/usr/bin/env python3
"""Do people's own habits stay, and is what is wrong beside them mended (../shared/habits)?

    habits.py PROGRAM

Runs every habit a few times and fails above the shares that have been reached. Needs ../shared.
"""
import json
import subprocess
import sys
import tempfile
from pathlib import Path

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
PER, SEED = 3, 1
# Failures allowed, in percent of what each group tries.
BAR = {
    "plain": 0,
    "clean-authors": 0.5,
    "clean-abstracts": 0.5,
    "defects-authors": 2,
    "defects-abstracts": 2,
    "mixed": 3,
    "beside-markup": 2,
    "tails": 1,
    "ids": 3,
    "swaps": 2,
}


def main():
    script = SHARED / "habits" / "habits.py"
    if not script.is_file():
        print("skipped: there is no ../shared/habits")
        return
    with tempfile.TemporaryDirectory() as work:
        words = ["run", "--bin", Path(sys.argv[1]).resolve(), "--per", PER, "--seed", SEED, "--bar", json.dumps(BAR)]
        words += ["--json-out", Path(work) / "habits.json"]
        sys.exit(subprocess.run([sys.executable, str(script), *map(str, words)], timeout=900).returncode)


if __name__ == "__main__":
    main()
