#!/usr/bin/env python3
"""Kills `accept`, `reject` and `decide` at their system calls, as kill.py kills a run: kill_decisions.py PROGRAM [--full]

Two lists whose corrections are proposed, half of them rejected. A command is killed just before its Nth call of each kind. Directly afterwards each list has its old bytes or its new ones,
the file of decisions is as before or as after, byte for byte, what was told as done is so, and `status` can be asked, and leaves no trace. The next run changes no list, settles what was left and
removes what lies about; the command, given again, does what is missing, and nothing twice.

The short form kills at every third call, --full at every one, and asks `doctor` each time, too.
"""
import json
import shutil
import subprocess
import sys
import time
from pathlib import Path

from kill import FULL, LISTS, PAPERS, SYNC, Trials, can_try, found_lists, is_whole, kill_at, known_calls, last_numbers, litter, make_home, query, record, stand_in

STEP = 1 if FULL else 3
DECISIONS = "arxsync-decisions.toml"
NAMED = [word for name in LISTS for word in ("--list", f"lists/{name}")]


def decisions(home):
    path = home / DECISIONS
    return path.read_bytes() if path.exists() else None


def as_it_is(home):
    """What decisions may change."""
    return found_lists(home), decisions(home)


class Command:
    """A command that decides, what there is before it, and what is after it where nothing happens to it."""

    def __init__(self, trials, name, words):
        self.trials, self.name, self.words = trials, name, [trials.command[0], *words]
        self.before = as_it_is(trials.home)
        home = trials.fresh()
        done, self.seen = record(self.words, home, known_calls())
        self.after = as_it_is(home)
        self.made = sum(PAPERS for was, now in zip(self.before[0], self.after[0]) if was != now)
        problems = list(self.in_the_end(home))
        if done.returncode or self.before == self.after or problems:
            sys.exit(f"failed: a command '{name}' that nothing happens to: {problems} {done.stderr.decode()}")
        # What a kill leaves of a file that is written over where it stands has to be noticed.
        text = decisions(home)
        (home / DECISIONS).write_bytes(text[:len(text) // 2])
        if not list(self.directly(home, "")) or not list(self.in_the_end(home)):
            sys.exit("failed: half a file of decisions is not noticed")
        shutil.rmtree(home)

    def directly(self, home, told):
        """What is wrong right after the kill."""
        lists, text = as_it_is(home)
        for name, kind, was, now in zip(LISTS, lists, self.before[0], self.after[0]):
            if kind not in (was, now):
                yield f"{name} is {kind}, neither {was} as before nor {now} as after"
            if kind != was and text != self.after[1]:
                yield f"{name} is written, and the decisions are not"
        if text not in (self.before[1], self.after[1]):
            yield f"the decisions are neither as before nor as after: {text}"
        for line in told.splitlines():
            if line.startswith("rejected ") and text != self.after[1] or line.startswith("accepted ") and lists != self.after[0]:
                yield f"told as done, and it is not: {line}"

    def looked(self, home):
        """Asking how it goes works, and leaves everything as it is."""
        state = lambda: {file.name: file.read_bytes() for file in (home / "state").iterdir()}
        before, program = state(), self.words[0]
        asked = subprocess.run([program, "status", "--json"], cwd=home, capture_output=True, text=True, timeout=60)
        if not asked.stdout.startswith("{"):
            yield f"status cannot be asked: {asked.stderr[-300:]}"
        if FULL and "fault  database" in (told := subprocess.run([program, "doctor"], cwd=home, capture_output=True, text=True, timeout=60).stdout):
            yield f"the doctor finds: {told[-600:]}"
        if state() != before:
            yield "looking left a trace"

    def in_the_end(self, home):
        """What is wrong once the command was given to the end."""
        if as_it_is(home) != self.after:
            yield f"in the end it is not as after: {as_it_is(home)}"
        if not is_whole(home / "state/arxsync.db"):
            yield "the database is damaged"
            return
        rows, = query(home, "SELECT count(*) FROM changes WHERE state = 'applied'")
        writes = query(home, "SELECT state, count(*) FROM writes GROUP BY state ORDER BY state")
        if rows[0] != self.made or dict(writes).get("applied", 0) * PAPERS != self.made or set(dict(writes)) - {"applied", "aborted"}:
            yield f"made {self.made} changes, the history says {rows[0]}, in writes {writes}"
        left = [file.name for file in home.iterdir() if file.name.startswith(".arxsync")]
        if left:
            yield f"left behind: {left}"
        yield from litter(home)

    def trial(self, harm):
        home = self.trials.fresh()
        whole = ["strace", "-f", "-qq", "-I3", *kill_at(*harm), "--", *map(str, self.words)]
        killed = subprocess.run(whole, cwd=home, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=60)
        problems = [*self.directly(home, killed.stdout), *self.looked(home)]
        lists = found_lists(home)
        again = [self.trials.command, self.words]
        for number, command in enumerate(again):
            done = subprocess.run(command, cwd=home, capture_output=True, text=True, timeout=60)
            # What was done before the kill is no proposal any more.
            if done.returncode not in (0, 3 * number) or "panicked" in done.stderr:
                problems.append(f"{command[1]} after it ends with {done.returncode}: {done.stderr[-300:]}")
            if number == 0 and found_lists(home) != lists:
                problems.append("a run that only proposes wrote a list")
        problems += self.in_the_end(home)
        shutil.rmtree(home)
        return killed.returncode, problems

    def killed_everywhere(self):
        last = last_numbers(self.seen)
        harms = [(call, n) for call in last for n in range(1, last[call] + 1)][::STEP]
        start = time.monotonic()
        results = list(self.trials.pool.map(self.trial, harms))
        killed = sum(code == -9 for code, _ in results)
        guilty = [(harm, problems) for harm, (_, problems) in zip(harms, results) if problems]
        if killed != len(harms):
            guilty.append(("", [f"{killed} of {len(harms)} kills"]))
        print(f"{self.name} killed: {killed} of {len(harms)} did harm, {len(guilty)} violations, {time.monotonic() - start:.1f} s", flush=True)
        return guilty


def prepare(program, home, port):
    """Every correction is proposed, and those of the first list are rejected; the ids of all."""
    make_home(program, home, port)
    with open(home / "arxsync.toml", "a") as file:
        file.write('[policy]\nabstract = "propose"\n')
    planned = json.loads(subprocess.run([program, *SYNC, "--dry-run", "--json"], cwd=home, capture_output=True, timeout=60).stdout)
    ids = [change["id"] for change in planned["changes"]]
    subprocess.run([program, "reject", *ids[:PAPERS], "--because", "mine", *NAMED], cwd=home, stdout=subprocess.DEVNULL, check=True, timeout=60)
    if len(ids) != PAPERS * len(LISTS) or decisions(home).count(b"[[rejected]]") != PAPERS:
        sys.exit(f"failed: the lists are not prepared: {ids}")
    return ids


def main():
    program = Path(sys.argv[1]).resolve()
    if not can_try():
        return
    with stand_in() as (work, port):
        home = work / "home"
        ids = prepare(program, home, port)
        both = [{"change": id, "do": "accept" if n < PAPERS else "reject", "because": "theirs"} for n, id in enumerate(ids)]
        (home / "both.json").write_text(json.dumps({"schema": 1, "decisions": both}))
        trials = Trials(work, home, [program, *SYNC, "--offline"])
        commands = {
            "accept": ["accept", *ids, *NAMED],
            "reject": ["reject", *ids[PAPERS:], "--because", "theirs", *NAMED],
            "decide": ["decide", "both.json", *NAMED],
        }
        guilty = [found for name, words in commands.items() for found in Command(trials, name, words).killed_everywhere()]
    for harm, problems in guilty[:10]:
        print(" ", *harm, *problems, sep="\n    ")
    if guilty:
        sys.exit("failed: see above")


if __name__ == "__main__":
    main()
