#!/usr/bin/env python3
"""Thirty nights in which nothing new happens: nights.py PROGRAM [--real [NIGHTS]]

Every night is a day later for the program and for the stand-in for arXiv (libfaketime; skipped without it), so that all answers are asked for again. The first night tells all that there is: what it changes,
a proposal, findings. After that no night may write a report or a list, and the database keeps a line a run and no more. --real does it with the real lists of ../shared, and only tells: the stand-in does not know most of
their papers, so that the third night has news (`not-found`, as on three days nobody knew them), and the searches of the missing ones fill the cache for weeks.
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path

from clocks import libfaketime
from kill import SHARED, TEXTS, make_records

NIGHTS = 30
# A run is a line of a hundred bytes; a page of the database has 4,096.
A_NIGHT = 512
FIRST = datetime(2026, 12, 1, 3, tzinfo=timezone.utc)


def size(folder):
    return sum(file.stat().st_size for file in folder.glob("*")) if folder.is_dir() else 0


def lists(home):
    return {file.name: (file.read_bytes(), file.stat().st_mtime_ns) for file in (home / "lists").iterdir()}


class World:
    def __init__(self, work, program, library, data):
        self.home, self.program, self.work = work / "home", program, work
        self.show(FIRST)
        self.env = dict(os.environ, LD_PRELOAD=library, FAKETIME_TIMESTAMP_FILE=str(work / "shown"), FAKETIME_NO_CACHE="1", FAKETIME_DONT_FAKE_MONOTONIC="1", TZ="UTC")
        command = [sys.executable, SHARED / "arxiv/fake_arxiv.py", "--data", data]
        self.fake = subprocess.Popen(command, env=self.env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        api = "http://" + self.fake.stdout.readline().split("/")[2]
        (self.home / "arxsync.toml").write_text(
            f'[arxiv]\napi_url = "{api}/api/query"\noai_url = "{api}/oai"\nmin_interval = "0s"\n[store]\ndir = "state"\n[report]\ndir = "reports"\n'
            '[[list]]\npath = "lists/*.md"\n')

    def show(self, time):
        """The time goes on from here, for both."""
        (self.work / "new").write_text(f"@{time:%Y-%m-%d %H:%M:%S}")
        (self.work / "new").rename(self.work / "shown")

    def night(self, number):
        """What a night was: exit code, bytes of new reports, growth of the database, whether a list was written, the last line."""
        self.show(FIRST + timedelta(days=number))
        before = size(self.home / "reports"), size(self.home / "state"), lists(self.home)
        done = subprocess.run([self.program, "sync"], cwd=self.home, env=self.env, capture_output=True, text=True, timeout=600)
        after = size(self.home / "reports"), size(self.home / "state"), lists(self.home)
        told = (done.stdout.strip().splitlines() or [done.stderr.strip()])[-1]
        return done.returncode, after[0] - before[0], after[1] - before[1], after[2] != before[2], told


def invented(work):
    """Lists with mistakes of which some are corrected, one proposed, one found."""
    records = list(make_records())
    (work / "home/lists").mkdir(parents=True)
    for name, (old, _) in TEXTS.items():
        (work / "home/lists" / name).write_bytes(old)
    proposed = records[0] | {"id": "2101.00009", "title": "Another Paper of the North", "version": 3}
    text = f"# More\n\n## Another Paper of the North Sea\n\n- Link: https://arxiv.org/abs/2101.00009v1\n- Authors: Ada Lovelace, Emmy Noether\n- Abstract: {proposed['abstract']}\n"
    text += "\n## Nobody Knows It\n\n- Link: https://arxiv.org/abs/xxxx.xxxxx\n- Authors: Ada Lovelace\n- Abstract: None.\n"
    (work / "home/lists/more.md").write_text(text)
    data = work / "records.jsonl"
    data.write_text("".join(json.dumps(record) + "\n" for record in [*records, proposed]))
    return data


def real(work):
    (work / "home/lists").mkdir(parents=True)
    for file in (SHARED / "lists/real").glob("*.md"):
        shutil.copy(file, work / "home/lists" / file.name)
    return SHARED / "data/records.jsonl.gz"


def main():
    library, is_real = libfaketime(), "--real" in sys.argv
    if not library or not SHARED.is_dir():
        return print("skipped: there is no libfaketime, or no ../shared")
    nights = int(sys.argv[3]) if len(sys.argv) > 3 else NIGHTS
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        work = Path(name).resolve()
        world = World(work, Path(sys.argv[1]).resolve(), library, (real if is_real else invented)(work))
        try:
            found = []
            for number in range(nights):
                found.append(world.night(number))
                if is_real:
                    print(number + 1, *found[-1], flush=True)
        finally:
            world.fake.kill()
            world.fake.wait()
    first, rest = found[0], found[1:]
    print(f"{nights} nights: the first wrote {first[1]} bytes of reports and {first[2]} of database, the others {sum(r[1] for r in rest)} and {sum(r[2] for r in rest)}, {time.monotonic() - begun:.1f} s")
    wrong = [night for night in rest if night[0] or night[1] or night[3] or "nothing new" not in night[4]]
    if not is_real and (first[0] or not first[1] or not first[3] or wrong or sum(r[2] for r in rest) > A_NIGHT * len(rest)):
        sys.exit(f"failed: {found}")


if __name__ == "__main__":
    main()
