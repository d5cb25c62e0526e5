#!/usr/bin/env python3
"""Damages the database of a release build of arxsync in one byte, again and again: damage.py PROGRAM

A run that goes by what the database remembers (--offline) may do less than with a sound one, or refuse it, but writes no wrong
letter into a list: every line is as it was or as it should become. The records and the stand-in for arXiv lie beside the
project. It takes about half a minute.
"""
import gzip
import itertools
import json
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

SHARED = Path(__file__).resolve().parents[3] / "shared"
TRIALS = 300
SEED = 1


def main():
    program = Path(sys.argv[1]).resolve()
    if not (SHARED / "arxiv/fake_arxiv.py").exists():
        print("skipped: the stand-in for arXiv is not beside the project")
        return
    with gzip.open(SHARED / "data/records.jsonl.gz", "rt", encoding="utf-8") as lines:
        records = list(itertools.islice(map(json.loads, lines), 25))
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        (home / "records.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records))
        fill_cache(program, home, markdown(records))
        trials(program, home, markdown(records))


def fill_cache(program, home, text):
    """Leaves the answers about all papers in the database."""
    command = [sys.executable, SHARED / "arxiv/fake_arxiv.py", "--data", home / "records.jsonl"]
    fake = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        port = fake.stdout.readline().split("/")[2].split(":")[1].split()[0]
        config = f'[arxiv]\napi_url = "http://127.0.0.1:{port}/api/query"\noai_url = "http://127.0.0.1:{port}/oai"\nmin_interval = "0s"\n[store]\ndir = "state"\n'
        (home / "arxsync.toml").write_text(config)
        (home / "list.md").write_text(text, encoding="utf-8")
        done = run(program, home, "--dry-run")
        if done.returncode != 0:
            sys.exit(f"the database cannot be filled: exit {done.returncode}\n{done.stderr}")
    finally:
        fake.kill()
        fake.wait()


def trials(program, home, text):
    sound = home / "sound"
    shutil.move(home / "state", sound)
    right = after(program, home, sound, text, None)[1]
    if right == text:
        sys.exit("a sound database changes nothing")
    rng, ends, wrong = random.Random(SEED), {}, []
    for trial in range(TRIALS):
        code, got = after(program, home, sound, text, rng)
        ends[code] = ends.get(code, 0) + 1
        allowed = set(text.splitlines()) | set(right.splitlines())
        wrong += [f"trial {trial}, exit {code}: {line}" for line in got.splitlines() if line not in allowed]
    told = ", ".join(f"{count} with exit {code}" for code, count in sorted(ends.items()))
    print(f"{TRIALS} runs by a database with one damaged byte: {told}; {len(wrong)} wrong lines")
    if wrong:
        sys.exit("\n".join(wrong[:20]))


def after(program, home, sound, text, rng):
    """The exit code of a run, and the list after it; the byte of the database that `rng` chooses is another one before."""
    state = home / "state"
    shutil.rmtree(state, ignore_errors=True)
    shutil.copytree(sound, state)
    if rng is not None:
        database = state / "arxsync.db"
        data = bytearray(database.read_bytes())
        # Pages of text rather than empty ones.
        at = rng.choice([at for at in rng.sample(range(100, len(data)), 50) if data[at]] or [100])
        data[at] = data[at] ^ 1 << rng.randrange(8)
        database.write_bytes(data)
    (home / "list.md").write_text(text, encoding="utf-8")
    done = run(program, home, "--offline")
    return done.returncode, (home / "list.md").read_text(encoding="utf-8")


def markdown(records):
    """Entries whose abstracts and authors are still to be filled in."""
    return "# Papers\n\n" + "".join(map(entry, records))


def entry(record):
    return (f"1. **{' '.join(record['title'].split())}**\n\n    **Paper**: https://arxiv.org/abs/{record['id']}\n\n"
            "    **Abstract**:\n\n    **Authors**:\n\n")


def run(program, home, option):
    return subprocess.run([program, "sync", option, "list.md"], cwd=home, capture_output=True, text=True, timeout=120)


main()
