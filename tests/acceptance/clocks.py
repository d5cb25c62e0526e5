#!/usr/bin/env python3
"""200 runs of one daemon by a clock that jumps by hours, days and years, between the runs and within them: clocks.py PROGRAM [RUNS]

The program itself, under libfaketime (`apt-get install faketime`; skipped without it), beside a stand-in for arXiv whose clock is right, which its answers tell. What is no violation:
the list is what a run by the right clock writes, or is untouched and the run says that the clock is behind; `status` is healthy only where the clock is right and runs succeed;
a run begins when its slot comes by the clock that is shown, once, and is never waited for longer than to the next slot (the one after it where that was done, and the clock was put back by two hours or less). Of lists and ids everything is invented.

What a run does for each kind of wrong clock, tests/live/service/clock.rs shows within one process; here the clock of a process really jumps, also while it asks and writes.
"""
import json
import os
import random
import re
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from answers import Daemon, Hangs

HERE = Path(__file__).resolve()
SLOT = timedelta(hours=6)
LEEWAY = timedelta(hours=1)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
JUMPS = [timedelta(0)] * 4 + [j * sign for j in (2 * HOUR, 9 * HOUR, 3 * DAY, 30 * DAY, 400 * DAY, 7300 * DAY) for sign in (1, -1)]
FEED = """<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>arXiv Query: search_query=&amp;id_list=2401.90003</title><entry>
<id>http://arxiv.org/abs/2401.90003v1</id><title>Tides as Clocks</title><summary>The tide in a narrow bay keeps time.</summary>
<author><name>Gita Gill</name></author><author><name>Hans Holm</name></author></entry></feed>"""
RIGHT = "- **Tides as Clocks**\n  - Paper: https://arxiv.org/abs/2401.90003\n  - Authors: Gita Gill, Hans Holm\n"
WRONG = RIGHT.replace("Holm\n", "Holmm\n")


def libfaketime():
    named = os.environ.get("LIBFAKETIME")
    found = [Path(named)] if named else sorted(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))
    return next((str(file) for file in found if file.exists()), None)


def built():
    """No right clock shows an earlier time."""
    source = (HERE.parents[2] / "src/clock.rs").read_text()
    seconds = re.search(r"BUILT: Timestamp = Timestamp::constant\(([\d_]+)", source)[1]
    return datetime.fromtimestamp(int(seconds), timezone.utc)


def next_slot(now):
    """The schedule's next time."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + SLOT * ((now - midnight) // SLOT + 1)


class ArXiv:
    """Answers for the one paper, with the true date; where it is held, not before it is let go."""

    def __init__(self, truth):
        self.truth, self.asked, self.go = truth, threading.Event(), threading.Event()
        self.go.set()
        arxiv = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                arxiv.asked.set()
                arxiv.go.wait(30)
                self.send_response(200)
                self.send_header("Content-Length", str(len(FEED)))
                self.end_headers()
                self.wfile.write(FEED.encode())

            def date_time_string(self, timestamp=None):
                return format_datetime(arxiv.truth, usegmt=True)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def hold(self):
        self.asked.clear()
        self.go.clear()


class World:
    def __init__(self, folder, program, library):
        self.home, self.program, self.library = folder, program, library
        self.truth = built() + timedelta(days=100)
        self.show(self.truth)
        self.arxiv = ArXiv(self.truth)
        (folder / "arxsync.toml").write_text(
            f'[arxiv]\napi_url = "{self.arxiv.url}/api/query"\noai_url = "{self.arxiv.url}/oai"\nmin_interval = "0s"\n[arxiv.retry]\ntries = 1\n[cache]\nmax_age = "5h"\n'
            '[store]\ndir = "state"\n[keep]\nruns = "400d"\n[daemon]\nschedule = "0 */6 * * *"\nrandom_delay = "0s"\n[[list]]\npath = "list.md"\n')
        self.list = folder / "list.md"
        self.list.write_text(RIGHT)
        self.daemon = Daemon(program, folder, self.faked())

    def faked(self):
        """The clock stands still at what the file says, and is looked at often; durations are measured by another one, which nobody sets."""
        return {"WATCHDOG_USEC": "80000", "LD_PRELOAD": self.library, "FAKETIME_TIMESTAMP_FILE": str(self.home / "shown"), "FAKETIME_NO_CACHE": "1", "FAKETIME_DONT_FAKE_MONOTONIC": "1", "TZ": "UTC"}

    def show(self, time):
        (self.home / "new").write_text(f"{time:%Y-%m-%d %H:%M:%S}")
        (self.home / "new").rename(self.home / "shown")

    def query(self, sql):
        db = sqlite3.connect(self.home / "state/arxsync.db", timeout=10)
        try:
            return db.execute(sql).fetchall()
        finally:
            db.close()

    def forget_changes(self):
        """The same words again are new damage here; remembered, they would be somebody's will, and stay."""
        db = sqlite3.connect(self.home / "state/arxsync.db", timeout=10)
        with db:
            db.execute("UPDATE changes SET state = 'noted', write_id = NULL WHERE state = 'applied'")
        db.close()

    def status(self):
        env = {"PATH": os.environ["PATH"], "HOME": str(self.home), **self.faked()}
        done = subprocess.run([self.program, "status", "--json"], cwd=self.home, env=env, capture_output=True, timeout=30)
        return json.loads(done.stdout)

    def until_next(self, slot, since):
        return self.daemon.until(f"STATUS=next run {slot:%Y-%m-%d %H:%M}", since)


class Trial:
    """What is known of the daemon from outside, and what was wrong."""

    def __init__(self, world):
        self.world, self.wrong, self.runs, self.failed, self.within = world, [], 0, 0, 0
        self.due = next_slot(world.truth)
        self.answered, self.begun = None, built()
        self.at = world.until_next(self.due, 0)

    def check(self, holds, what):
        if not holds:
            self.wrong.append(f"run {self.runs}, {self.told}: {what}")

    def jump(self, number):
        """A jump, and then, where no run is due by it, the next slot; the run; what became of it."""
        world = self.world
        world.truth += SLOT
        world.arxiv.truth = world.truth
        shown = max(world.truth + random.choice(JUMPS), datetime(1971, 1, 1, tzinfo=timezone.utc))
        within = world.truth + random.choice(JUMPS) if number % 3 == 0 else None
        self.told = f"{shown:%Y-%m-%d %H:%M}{f', then {within:%Y-%m-%d %H:%M}' if within else ''}, truly {world.truth:%Y-%m-%d %H:%M}"
        world.forget_changes()
        world.list.write_text(WRONG)
        since = len(world.daemon.told)
        if shown < self.due:
            # Put back, or not there yet: nothing is due before the next slot, and that is not further away than one.
            world.show(shown)
            slot = self.next(shown)
            if slot != self.due:
                since = world.until_next(slot, since)
            for _ in range(2):
                since = world.daemon.until("WATCHDOG", since) + 1
            self.check(self.count() == self.runs, "a run that was not due")
            self.check(world.list.read_text() == WRONG, "edited without a run")
            shown = slot
        if within:
            world.arxiv.hold()
        world.show(shown)
        since = world.daemon.until("STATUS=working", since)
        if within and self.is_asking(since):
            world.show(within)
            self.within += 1
        else:
            within = None
        world.arxiv.go.set()
        self.begun, self.due = shown, next_slot(within or shown)
        world.until_next(self.due, since)
        self.runs += 1
        self.judge(shown, within)

    def next(self, now):
        """The next slot; a run that is done is not done again where the clock was put back by two hours or less."""
        is_done = now < self.begun <= now + 2 * HOUR
        return next_slot(self.begun if is_done else now)

    def is_asking(self, since):
        """Whether the run came to ask arXiv, which does not answer yet; else it ended without."""
        while not self.world.arxiv.asked.wait(0.01):
            if any(text.startswith("STATUS=next") for _, text in self.world.daemon.told[since:]):
                return False
        return True

    def count(self):
        return self.world.query("SELECT count(*) FROM runs")[0][0]

    def judge(self, shown, within):
        world = self.world
        self.check(self.count() == self.runs, f"{self.count()} runs in the history, and {self.runs} were due")
        outcome, problem, requests = world.query("SELECT outcome, problem, requests FROM runs ORDER BY rowid DESC LIMIT 1")[0]
        is_behind = [now < built() or bool(self.answered and now < self.answered - LEEWAY) for now in (shown, within or shown)]
        if requests:
            self.answered = world.truth
            is_behind.append((within or shown) < self.answered - LEEWAY)
        text = world.list.read_text()
        self.check(text in (RIGHT, WRONG), f"edited wrongly: {text!r}")
        if text == RIGHT:
            self.check((outcome, problem) == ("changed", None) and not all(is_behind), f"edited, and told as {outcome}: {problem}")
        else:
            self.check(outcome == "incomplete" and "the clock is behind" in (problem or ""), f"untouched, and told as {outcome}: {problem}")
            self.check(any(is_behind), f"the clock is not behind, and told so: {problem}")
        self.failed = 0 if text == RIGHT else self.failed + 1
        # By the clock as it is shown now, and by the right one.
        now = within or shown
        status = world.status()
        is_wrong = now < built() or bool(self.answered and now < self.answered - LEEWAY)
        self.check(not (status["healthy"] and (is_wrong or self.failed >= 3)), "healthy by a clock that is behind, or while runs fail")
        self.check(status["failures_in_a_row"] == self.failed, f"{status['failures_in_a_row']} failures in a row, and there were {self.failed}")
        if text == RIGHT and now == world.truth:
            self.check(status["healthy"], f"not healthy by the right clock, after a run that succeeded: {status['problems']}")


def main():
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    library = libfaketime()
    if not library:
        print("skipped: there is no libfaketime (apt-get install faketime)")
        return
    random.seed(5)
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        world = World(Path(name).resolve(), str(Path(sys.argv[1]).resolve()), library)
        trial = Trial(world)
        try:
            for number in range(runs):
                trial.jump(number)
        except Hangs as error:
            said = [text.strip() for _, text in world.daemon.told if text.startswith("STATUS")][-4:]
            trial.wrong.append(f"run {trial.runs + 1}, {trial.told}: {error}; {trial.due} was due, and it said {said}")
        code = world.daemon.stop()[1] if world.daemon.child.poll() is None else world.daemon.child.returncode
        outcomes = dict(world.query("SELECT outcome, count(*) FROM runs GROUP BY 1"))
        log = (world.home / "log").read_text()
    print(f"{trial.runs} runs by clocks that jump, {trial.within} while the run asked: {outcomes}, exit {code}, {len(trial.wrong)} violations, {time.monotonic() - begun:.0f} s")
    for wrong in trial.wrong[:10]:
        print("  " + wrong)
    if trial.wrong or code or "panicked" in log or "a bug:" in log:
        sys.exit("failed: see above" + ("" if trial.wrong else "\n" + log[-2000:]))


if __name__ == "__main__":
    main()
