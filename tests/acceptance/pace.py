#!/usr/bin/env python3
"""Measures the pace at which a release build of arxsync asks arXiv, at the default interval: pace.py PROGRAM

It runs against the stand-in for arXiv that lies beside the project, whose log tells when each request came. It checks that
at least 3 s lie between two requests, within a run, from one process to the next, and after a process that was killed; that
no two are under way at once; and that a cold run of 1,000 entries takes at most 10 requests and 31 s. It takes about a
minute. What the runs do to the lists is not its business; that is tested in tests/live.
"""
import gzip
import itertools
import json
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

SHARED = Path(__file__).resolve().parents[3] / "shared"
INTERVAL = 3.0
# The server notes the end of an answer after the program may have it already: on a busy machine by some milliseconds.
LATE = 0.02


def main():
    program = Path(sys.argv[1]).resolve()
    if not (SHARED / "arxiv/fake_arxiv.py").exists():
        print("skipped: the stand-in for arXiv is not beside the project")
        return
    with gzip.open(SHARED / "data/records.jsonl.gz", "rt", encoding="utf-8") as lines:
        # A star in a bold title is a matter of Markdown, and not of the pace.
        plain = (record for record in map(json.loads, lines) if "*" not in record["title"])
        records = list(itertools.islice(plain, 1500))
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        two_processes(program, work / "two", records[:500])
        killed_process(program, work / "killed", records[:10])
        cold_run(program, work / "cold", records[500:1500])


def two_processes(program, work, records):
    with server(work, records) as port:
        home = make_home(work, port)
        for part in (records[:250], records[250:]):
            home.joinpath("list.md").write_text(markdown(part), encoding="utf-8")
            run(program, home)
        log = read_log(port)
    gaps = [entry["gap"] for entry in log[1:]]
    concurrent = max(entry["concurrent"] for entry in log)
    print(f"two processes, 250 entries each: {len(log)} requests, gaps {min(gaps):.4f} to {max(gaps):.4f} s, {concurrent} at once")
    expect(len(log) == 6, "six requests")
    expect(min(gaps) >= INTERVAL - LATE, "every gap is at least the interval")
    expect(concurrent == 1, "one request at a time")


def killed_process(program, work, records):
    with server(work, records) as port:
        home = make_home(work, port)
        home.joinpath("list.md").write_text(markdown(records), encoding="utf-8")
        call(port, "/_fault", {"kind": "hang", "seconds": 1})
        dying = subprocess.Popen([program, "sync", "list.md"], cwd=home, stdout=subprocess.DEVNULL)
        while not read_log(port):
            expect(dying.poll() is None, "the run waits for its answer")
        dying.kill()
        dying.wait()
        run(program, home)
        first, second = read_log(port)
    gap = second["t"] - first["t"]
    print(f"a process killed while it waits, and the next: {gap:.4f} s from request to request")
    expect(gap >= INTERVAL - LATE, "the next process keeps the distance")


def cold_run(program, work, records):
    with server(work, records) as port:
        home = make_home(work, port)
        home.joinpath("list.md").write_text(markdown(records), encoding="utf-8")
        start = time.monotonic()
        report = run(program, home)
        took = time.monotonic() - start
        log = read_log(port)
    found = report["stats"]["papers"]
    print(f"cold run of {found:,} papers: {len(log)} requests, {took:.1f} s")
    expect(found == len(records), "every entry is asked for")
    expect(len(log) <= 10, "at most 10 requests")
    expect(took <= 31, "at most 31 s")


@contextmanager
def server(work, records):
    """The stand-in with these records; gives its port."""
    work.mkdir()
    data = work / "records.jsonl"
    data.write_text("".join(json.dumps(record) + "\n" for record in records))
    command = [sys.executable, SHARED / "arxiv/fake_arxiv.py", "--data", data]
    # A killed client is part of this; its traceback would only frighten.
    fake = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        yield int(fake.stdout.readline().split("/")[2].split(":")[1])
    finally:
        fake.kill()
        fake.wait()


def make_home(work, port):
    """A folder with a configuration that says nothing about the interval."""
    home = work / "home"
    home.mkdir()
    api = f"http://127.0.0.1:{port}"
    home.joinpath("arxsync.toml").write_text(f'[arxiv]\napi_url = "{api}/api/query"\n[store]\ndir = "state"\n')
    return home


def markdown(records):
    return "# Papers\n\n" + "".join(map(entry, records))


def entry(record):
    link = "https://arxiv.org/abs/" + record["id"]
    fields = {
        "Paper": f"[{link}]({link})",
        "Abstract": " ".join(record["abstract"].split()),
        "Authors": ", ".join(record["authors"]),
    }
    paragraphs = "".join(f"    **{label}**: {text}\n\n" for label, text in fields.items())
    return f"1. **{' '.join(record['title'].split())}**\n\n{paragraphs}"


def run(program, home):
    done = subprocess.run([program, "sync", "--json", "list.md"], cwd=home, stdout=subprocess.PIPE, timeout=120)
    expect(done.returncode == 0, f"exit code 0, not {done.returncode}")
    return json.loads(done.stdout)


def call(port, path, body=None):
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", data=data, timeout=30) as answer:
        return answer.read()


def read_log(port):
    return json.loads(call(port, "/_log"))


def expect(holds, what):
    if not holds:
        sys.exit(f"failed: {what}")


if __name__ == "__main__":
    main()
