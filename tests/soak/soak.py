#!/usr/bin/env python3
"""Many runs of one daemon against a fake arXiv with random faults: no wrong edit, no leak, and never too fast. Needs ../shared.

    soak.py PROGRAM [RUNS]

Time is made to pass by setting the schedule back in the database and reloading (SIGHUP). Between runs, people spoil the lists, and papers change.
"""
import json
import os
import random
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

SHARED = Path(__file__).resolve().parents[3] / "shared"
FAULTS = [
    {"kind": "429"}, {"kind": "503", "retry_after": "1"}, {"kind": "500"}, {"kind": "406"}, {"kind": "rate_200"}, {"kind": "empty"}, {"kind": "partial"},
    {"kind": "truncate"}, {"kind": "garbage"}, {"kind": "html"}, {"kind": "reset"}, {"kind": "swap"}, {"kind": "wrong_ct"}, {"kind": "billion_laughs"},
]
# The daemon gives up on these half way while the server goes on for a while, which then looks like two requests at once.
LONG_FAULTS = [{"kind": "slow", "seconds": 1}, {"kind": "bomb"}, {"kind": "huge_field"}]
INTERVAL = 0.2
PAPERS = 120


def paper(n, version=1):
    names = [f"Ada Abel{chr(97 + n % 26)}", f"Bo Bell{chr(97 + n // 26 % 26)}", "Cy Cole"]
    text = f"We study thing {n} at night, and measure the drift with three lamps and version {version} of a clock that nobody trusted before."
    return {"id": f"2401.{n + 1:05}", "version": version, "title": f"Notes on thing {n} and its owls", "authors": names, "abstract": text,
            "published": "2024-01-01T00:00:00Z", "updated": "2024-01-01T00:00:00Z"}


def entry(p):
    return f"- **{p['title']}**\n  - Paper: https://arxiv.org/abs/{p['id']}\n  - Authors: {', '.join(p['authors'])}\n  - Abstract: {p['abstract']}\n"


class World:
    def __init__(self, folder, program):
        self.dir, self.papers = Path(folder), [paper(n) for n in range(PAPERS)]
        (self.dir / "records.jsonl").write_text("".join(json.dumps(p) + "\n" for p in self.papers))
        port = self.dir / "port"
        self.server = subprocess.Popen(
            [sys.executable, SHARED / "arxiv" / "fake_arxiv.py", "--data", self.dir / "records.jsonl", "--port-file", port], stdout=subprocess.DEVNULL)
        while not port.exists() or not port.read_text().strip():
            time.sleep(0.05)
        self.url = f"http://127.0.0.1:{port.read_text().strip()}"
        self.lists = [self.dir / f"list{i}.md" for i in range(3)]
        config = (f'[arxiv]\napi_url = "{self.url}/api/query"\noai_url = "{self.url}/oai"\nmin_interval = "{int(INTERVAL * 1000)}ms"\ntimeout = "5s"\n'
                  '[arxiv.retry]\nfirst = "50ms"\nmax = "100ms"\ntries = 2\n[cache]\nmax_age = "1ms"\nabsent_max_age = "1ms"\n[store]\ndir = "state"\n'
                  '[daemon]\nschedule = "0 0 29 2 *"\nrandom_delay = "0s"\n[metrics]\ntextfile = "arxsync.prom"\n'
                  + "".join(f'[[list]]\npath = "{path.name}"\n' for path in self.lists))
        (self.dir / "arxsync.toml").write_text(config)
        self.spoil(0)
        self.heard = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.heard.bind(str(self.dir / "notify"))
        self.heard.settimeout(120)
        self.daemon = subprocess.Popen([program, "daemon", "--config", "arxsync.toml"], cwd=self.dir, stderr=open(self.dir / "log", "w"),
                                       env=dict(os.environ, NOTIFY_SOCKET=str(self.dir / "notify")))
        self.until("STATUS=next")

    def until(self, start):
        while not self.heard.recv(65536).decode().startswith(start):
            pass

    def post(self, path, what=None):
        request = urllib.request.Request(self.url + path, json.dumps(what or {}).encode(), method="POST")
        urllib.request.urlopen(request, timeout=10).read()

    def right(self):
        """The lists as they should be."""
        return ["# Things\n\n" + "".join(entry(p) for p in self.papers[i::3]) for i in range(3)]

    def spoil(self, share):
        """People take out a name or a word here and there."""
        for path, text in zip(self.lists, self.right()):
            lines = text.split("\n")
            for i, line in enumerate(lines):
                if random.random() < share and line.startswith("  - Authors"):
                    lines[i] = line.replace(", Cy Cole", "")
                elif random.random() < share and line.startswith("  - Abstract"):
                    lines[i] = line.replace("three lamps", "two lamps")
            path.write_text("\n".join(lines))

    def change_papers(self):
        for _ in range(3):
            n = random.randrange(PAPERS)
            self.papers[n] = paper(n, self.papers[n]["version"] + 1)
            self.post("/_record", self.papers[n])

    def run(self):
        db = sqlite3.connect(self.dir / "state" / "arxsync.db", timeout=10)
        with db:
            db.execute("UPDATE schedules SET started_at = 0")
            # What a server said about being left alone is for hours, which do not pass here.
            db.execute("UPDATE pace SET not_before = NULL")
        db.close()
        self.daemon.send_signal(signal.SIGHUP)
        self.until("STATUS=working")
        self.until("STATUS=next")

    def size(self):
        status = Path(f"/proc/{self.daemon.pid}/status").read_text()
        resident = int(status.split("VmRSS:")[1].split()[0])
        return resident, len(os.listdir(f"/proc/{self.daemon.pid}/fd"))

    def wrong(self, before):
        """Lines that are neither as they were nor as they should be."""
        count = 0
        for path, old, right in zip(self.lists, before, self.right()):
            now = path.read_text().split("\n")
            old, right = old.split("\n"), right.split("\n")
            count += len(now) != len(right) or sum(n != o and n != r for n, o, r in zip(now, old, right))
        return count

    def gaps(self):
        """Between the starts of requests."""
        log = json.load(urllib.request.urlopen(self.url + "/_log", timeout=10))
        log = log if isinstance(log, list) else log["log"]
        times = [r["t"] for r in log]
        return [b - a for a, b in zip(times, times[1:])], max((r.get("concurrent", 1) for r in log), default=1)


def main():
    if not SHARED.is_dir():
        print("skipped: there is no ../shared")
        return
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    random.seed(4)
    with tempfile.TemporaryDirectory() as folder:
        world = World(folder, str(Path(sys.argv[1]).resolve()))
        wrong, sizes, least, most = 0, [], 99.0, 1
        for n in range(runs):
            world.change_papers()
            world.spoil(0.1)
            before = [path.read_text() for path in world.lists]
            faults = FAULTS + LONG_FAULTS if 2 * n >= runs else FAULTS
            if random.random() < 0.5:
                world.post("/_fault", {**random.choice(faults), "count": random.randint(1, 4), "skip": random.randint(0, 2)})
            world.run()
            wrong += world.wrong(before)
            gaps, at_once = world.gaps()
            least = min([least, *gaps])
            most = most if 2 * n >= runs else max(most, at_once)
            world.post("/_reset")
            if n >= 20:
                sizes.append(world.size())
        world.run()
        left = world.wrong(world.right())
        outcomes = dict(sqlite3.connect(world.dir / "state" / "arxsync.db").execute("SELECT coalesce(outcome, 'open'), count(*) FROM runs GROUP BY 1"))
        world.daemon.send_signal(signal.SIGTERM)
        code = world.daemon.wait(20)
        world.server.terminate()
    resident, files = [s[0] for s in sizes], [s[1] for s in sizes]
    print(f"{runs} runs {outcomes}: {wrong} wrong lines, {left} left wrong after a quiet run, exit {code}")
    print(f"resident {resident[0]} -> {resident[-1]} kB (most {max(resident)}), files {files[0]} -> {files[-1]}; least gap {least:.3f} s, at once {most}")
    if wrong or left or code or most > 1 or least < INTERVAL - 0.02 or files[-1] > files[0] + 1 or resident[-1] > 1.3 * resident[0] + 4096:
        sys.exit("the soak found something")


if __name__ == "__main__":
    main()
