#!/usr/bin/env python3
"""Many runs of one daemon against a fake arXiv with random faults: no wrong edit, no leak, and never too fast. Needs ../shared.

    soak.py PROGRAM [RUNS]

Beside the faults of the server, and what counts as a violation of each:
- a tail behind every field of one list (code links, notes, institutes): a byte of it is lost, or anything but a missing name or word is edited;
- a clock that jumps by hours and years before a run, and back after it (with libfaketime): as everywhere, a line that is neither as it was nor as it should be;
- a resolver that takes a second (with a C compiler): the same, and two requests closer to each other than the interval;
- nobody reads the log any more (stderr is a closed pipe, from a third of the runs on): the daemon ends, or its last exit code is not 0;
- a list is gone, a folder or a link that leads nowhere while a run goes on, or goes and comes back meanwhile: it is made anew, what is in its place is touched, or another list suffers;
- a paper of 3,000 authors: a line of it is wrong, or left wrong in the end.

Time is made to pass by setting the schedule back in the database and reloading (SIGHUP). Between runs, people spoil the lists, and papers change.
"""
import json
import os
import random
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
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
CROWD = 3_000
TAILED, CROWDED = 3, 4
CLOCKS = ["+0", "+0", "+0", "+2h", "-2h", "+30d", "-30d", "+400d", "-400d", "-20y"]
RESOLVER = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <netdb.h>
#include <stdlib.h>
#include <unistd.h>
int getaddrinfo(const char *node, const char *service, const struct addrinfo *hints, struct addrinfo **res) {
    int (*real)(const char *, const char *, const struct addrinfo *, struct addrinfo **) = dlsym(RTLD_NEXT, "getaddrinfo");
    if (access(getenv("SLOW"), F_OK) == 0) usleep(1000000);
    return real(node, service, hints, res);
}
"""


def paper(n, version=1):
    names = [f"Ada Abel{chr(97 + n % 26)}", f"Bo Bell{chr(97 + n // 26 % 26)}", "Cy Cole"]
    text = f"We study thing {n} at night, and measure the drift with three lamps and version {version} of a clock that nobody trusted before."
    return {"id": f"2401.{n + 1:05}", "version": version, "title": f"Notes on thing {n} and its owls", "authors": names, "abstract": text,
            "published": "2024-01-01T00:00:00Z", "updated": "2024-01-01T00:00:00Z"}


def crowd(n=0, version=1):
    """A paper of 3,000 authors."""
    letters = lambda i: "".join(chr(97 + i // 26 ** k % 26) for k in range(3))
    return {**paper(PAPERS, version), "authors": [f"Ada {letters(i).capitalize()}ski" for i in range(CROWD)]}


def tailed(p):
    """The same entry with something behind every field."""
    return (f"- **{p['title']}** (Oral) [[Code](https://github.com/owls/{p['id']})]\n  - Paper: https://arxiv.org/abs/{p['id']} ([slides](https://example.org/{p['id']}.pdf))\n"
            f"  - Authors: {', '.join(p['authors'])} (Owl Institute, Delft) ⭐\n  - Abstract: {p['abstract']} [[project page](https://example.org/{p['id']})] — *see our notes*\n"
            f"  - Notes: read twice; `{p['id']}` is in the `owls` folder\n")


def entry(p):
    return f"- **{p['title']}**\n  - Paper: https://arxiv.org/abs/{p['id']}\n  - Authors: {', '.join(p['authors'])}\n  - Abstract: {p['abstract']}\n"


class World:
    def __init__(self, folder, program):
        self.dir, self.papers, self.crowd = Path(folder), [paper(n) for n in range(PAPERS)], crowd()
        (self.dir / "records.jsonl").write_text("".join(json.dumps(p) + "\n" for p in [*self.papers, self.crowd]))
        port = self.dir / "port"
        self.server = subprocess.Popen(
            [sys.executable, SHARED / "arxiv" / "fake_arxiv.py", "--data", self.dir / "records.jsonl", "--port-file", port], stdout=subprocess.DEVNULL)
        while not port.exists() or not port.read_text().strip():
            time.sleep(0.05)
        self.url = f"http://localhost:{port.read_text().strip()}"
        self.lists = [self.dir / f"list{i}.md" for i in range(5)]
        config = (f'[arxiv]\napi_url = "{self.url}/api/query"\noai_url = "{self.url}/oai"\nmin_interval = "{int(INTERVAL * 1000)}ms"\ntimeout = "5s"\n'
                  '[arxiv.retry]\nfirst = "50ms"\nmax = "100ms"\ntries = 2\n[cache]\nmax_age = "1ms"\nabsent_max_age = "1ms"\n[store]\ndir = "state"\n'
                  '[daemon]\nschedule = "0 0 29 2 *"\nrandom_delay = "0s"\n[metrics]\ntextfile = "arxsync.prom"\n'
                  + "".join(f'[[list]]\npath = "{path.name}"\n' for path in self.lists))
        (self.dir / "arxsync.toml").write_text(config)
        self.spoil(0)
        self.heard = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.heard.bind(str(self.dir / "notify"))
        self.heard.settimeout(120)
        self.preload = [str(file) for file in (self.resolver(), *sorted(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))[:1]) if file]
        self.has_clock = any("faketime" in file for file in self.preload)
        self.set_clock("+0")
        env = dict(os.environ, NOTIFY_SOCKET=str(self.dir / "notify"), LD_PRELOAD=":".join(self.preload), SLOW=str(self.dir / "slow"),
                   FAKETIME_TIMESTAMP_FILE=str(self.dir / "time"), FAKETIME_NO_CACHE="1", FAKETIME_DONT_FAKE_MONOTONIC="1")
        self.daemon = subprocess.Popen([program, "daemon", "--config", "arxsync.toml"], cwd=self.dir, stderr=subprocess.PIPE, env=env)
        self.log = open(self.dir / "log", "wb")
        self.is_read = True
        threading.Thread(target=self.read_log, daemon=True).start()
        self.until("STATUS=next")

    def read_log(self):
        """Until nobody wants to read it any more."""
        while self.is_read and (line := self.daemon.stderr.readline()):
            self.log.write(line)
        self.daemon.stderr.close()

    def resolver(self):
        (self.dir / "slow.c").write_text(RESOLVER)
        made = shutil.which("cc") and subprocess.run(["cc", "-shared", "-fPIC", "-o", self.dir / "slow.so", self.dir / "slow.c", "-ldl"]).returncode == 0
        return self.dir / "slow.so" if made else None

    def set_clock(self, offset):
        (self.dir / "time.new").write_text(offset)
        (self.dir / "time.new").rename(self.dir / "time")

    def until(self, start):
        while not self.heard.recv(65536).decode().startswith(start):
            pass

    def post(self, path, what=None):
        request = urllib.request.Request(self.url + path, json.dumps(what or {}).encode(), method="POST")
        urllib.request.urlopen(request, timeout=10).read()

    def right(self):
        """The lists as they should be."""
        lists = ["# Things\n\n" + "".join(entry(p) for p in self.papers[i::3]) for i in range(3)]
        return [*lists, "# Things\n\n" + "".join(tailed(p) for p in self.papers[::6]), "# A crowd\n\n" + entry(self.crowd)]

    def spoil(self, share):
        """People take out a name or a word here and there."""
        for path, text in zip(self.lists, self.right()):
            lines = text.split("\n")
            for i, line in enumerate(lines):
                if random.random() < share and line.startswith("  - Authors"):
                    lines[i] = line.replace(", Cy Cole", "") if " (Owl" not in line else re.sub(r", Bo \w+", "", line)
                elif random.random() < share and line.startswith("  - Abstract"):
                    lines[i] = line.replace("three lamps", "two lamps")
            if share and path == self.lists[CROWDED]:
                lines = [re.sub(r", Ada \w+ski", "", line, count=1) if line.startswith("  - Authors") and random.random() < 0.3 else line for line in lines]
            path.write_text("\n".join(lines))

    def hide(self):
        """Puts something else in the place of a list, or nothing; how to put it back, and to find out whether that was touched."""
        path, away = self.lists[1], self.dir / "away"
        path.rename(away)
        kind = random.choice(["gone", "folder", "link"])
        if kind == "folder":
            path.mkdir()
            (path / "mine.txt").write_text("mine")
        elif kind == "link":
            path.symlink_to("nowhere.md")

        def back():
            is_touched = False
            if kind == "folder":
                is_touched = [file.name for file in path.iterdir()] != ["mine.txt"]
                shutil.rmtree(path)
            elif kind == "link":
                is_touched = not path.is_symlink() or (self.dir / "nowhere.md").exists()
                path.unlink(missing_ok=True)
            else:
                is_touched = path.exists()
            away.rename(path)
            return is_touched
        return back

    def change_papers(self):
        for _ in range(3):
            n = random.randrange(PAPERS)
            self.papers[n] = paper(n, self.papers[n]["version"] + 1)
            self.post("/_record", self.papers[n])

    def run(self, meanwhile=lambda: None):
        db = sqlite3.connect(self.dir / "state" / "arxsync.db", timeout=10)
        with db:
            db.execute("UPDATE schedules SET started_at = 0")
            # What a server said about being left alone is for hours, which do not pass here.
            db.execute("UPDATE pace SET not_before = NULL")
            # The same words again are new damage here; remembered, they would be somebody's will, and stay.
            db.execute("UPDATE changes SET state = 'noted', write_id = NULL WHERE state = 'applied'")
        db.close()
        self.daemon.send_signal(signal.SIGHUP)
        self.until("STATUS=working")
        meanwhile()
        self.until("STATUS=next")

    def size(self):
        status = Path(f"/proc/{self.daemon.pid}/status").read_text()
        resident = int(status.split("VmRSS:")[1].split()[0])
        return resident, len(os.listdir(f"/proc/{self.daemon.pid}/fd"))

    def wrong(self, before):
        """Lines that are neither as they were nor as they should be, by list."""
        return [self.wrong_in(*each) for each in zip(self.lists, before, self.right())]

    def wrong_in(self, path, old, right):
        now, old, right = path.read_text().split("\n"), old.split("\n"), right.split("\n")
        bad = [n for n, o, r in zip(now, old, right) if n not in (o, r)]
        for line in bad[:1]:
            print(f"{path.name}: {line[:300]}", flush=True)
        return int(len(now) != len(right)) + len(bad)

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
        wrong, sizes, least, most, touched = [0] * 5, [], 99.0, 1, 0
        for n in range(runs):
            world.change_papers()
            world.spoil(0.1)
            before = [path.read_text() for path in world.lists]
            faults = FAULTS + LONG_FAULTS if 2 * n >= runs else FAULTS
            if random.random() < 0.5:
                world.post("/_fault", {**random.choice(faults), "count": random.randint(1, 4), "skip": random.randint(0, 2)})
            if n == runs // 3:
                world.is_read = False
            (world.dir / "slow").unlink(missing_ok=True)
            if random.random() < 0.1:
                (world.dir / "slow").touch()
            if world.has_clock:
                world.set_clock(random.choice(CLOCKS))
            back, dice = None, random.random()
            if dice < 0.1:
                back = world.hide()
                world.run()
            elif dice < 0.2:
                backs = []
                world.run(lambda: (time.sleep(random.random() * 0.3), backs.append(world.hide())))
                back = backs[0]
            elif dice < 0.3:
                def comes_and_goes():
                    nonlocal touched
                    back = world.hide()
                    time.sleep(random.random() * 0.3)
                    touched += back()
                world.run(comes_and_goes)
            else:
                world.run()
            touched += back() if back else 0
            world.set_clock("+0")
            wrong = [a + b for a, b in zip(wrong, world.wrong(before))]
            gaps, at_once = world.gaps()
            least = min([least, *gaps])
            most = most if 2 * n >= runs else max(most, at_once)
            world.post("/_reset")
            if n >= 20:
                sizes.append(world.size())
        (world.dir / "slow").unlink(missing_ok=True)
        world.run()
        left = world.wrong(world.right())
        litter = [file.name for file in world.dir.iterdir() if file.name.startswith(".arxsync")]
        outcomes = dict(sqlite3.connect(world.dir / "state" / "arxsync.db").execute("SELECT coalesce(outcome, 'open'), count(*) FROM runs GROUP BY 1"))
        world.daemon.send_signal(signal.SIGTERM)
        code = world.daemon.wait(20)
        world.server.terminate()
    resident, files = [s[0] for s in sizes], [s[1] for s in sizes]
    print(f"{runs} runs {outcomes}: {wrong} wrong lines in each list, {left} left wrong after a quiet run, {touched} times something else touched, left behind {litter}, exit {code}")
    print(f"resident {resident[0]} -> {resident[-1]} kB (most {max(resident)}), files {files[0]} -> {files[-1]}; least gap {least:.3f} s, at once {most}")
    if any(wrong) or any(left) or touched or litter or code or most > 1 or least < INTERVAL - 0.02 or files[-1] > files[0] + 1 or resident[-1] > 1.3 * resident[0] + 4096:
        sys.exit("the soak found something")


if __name__ == "__main__":
    main()
