#!/usr/bin/env python3
"""Kills a real run at every system call that matters, and fails every write: kill.py PROGRAM [--full | --spoil]

The program corrects two small lists. strace kills it (SIGKILL) just before the Nth call of each kind, N = 1 to the last, or makes
the Nth call, or all from the Nth on, fail. Directly afterwards each list must have its old bytes or its new ones; after one more
run, left alone, the new ones, and the history, the folders and the database must agree. The same with a second kill while the
first is being recovered from, while an older database is migrated or a new one made, and on a disk that is really full.

That these checks see anything is proven on three models of a writer, written in this file: one that writes the list and then
records it, and one that records it and then writes, must be found guilty; one that records, writes and settles must not.

Behind every field of the lists stands something that must stay to the byte (code links, institutes, notes), and one paper has many authors (3,000 with --full or --spoil). After a kill amid the
writing, the next run is spoilt: the killed list is gone, or a folder is in its place; the clock has jumped a year ahead or back (with libfaketime); nobody reads stderr.
A violation is then: a run that dies, a list that is made anew or is neither old nor new, and, once all is as before and one more run went by, lists that are not new,
a write that is neither settled nor undone, or anything left behind.

What it cannot show is a power cut, which the kernel's memory does not survive; for that, the order of the syncs is checked.

The short form takes a minute or two; it tries the second kill after three first ones, and spoils after each third one. --full tries all of them, --spoil only spoils.
"""
import collections
import contextlib
import hashlib
import itertools
import json
import os
import re
import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve()
SHARED = HERE.parents[3] / "shared"
FAKE_ARXIV = SHARED / "arxiv/fake_arxiv.py"
CALLS = "openat write pwrite64 fsync fdatasync rename renameat renameat2 unlink unlinkat fchmod fchown ftruncate flock".split()
WRITING = "write pwrite64 fsync fdatasync ftruncate".split()
LISTS = ("a.md", "b.md")
PAPERS = 2  # in each list, with one mistake each
FULL, SPOIL = "--full" in sys.argv, "--spoil" in sys.argv
CROWD = 3_000 if FULL or SPOIL else 100
RIGHT, WRONG = "river", "rivulet"
MODELS = {"write, then record": True, "record, then write": True, "plan, write, settle": False}
FAKETIME = next(iter(sorted(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))), None)
SYNC = ["sync", "lists/a.md", "lists/b.md"]


# What is run on: a folder with lists, configuration and a database that knows all papers.


def make_records():
    words = f"field {RIGHT} stone bridge cloud window garden planet signal vector mirror forest engine".split()
    for n in range(PAPERS * len(LISTS)):
        title = " ".join(word.capitalize() for word in (words[n * 3 % 13], words[(n + 5) % 13], words[(n * 2 + 7) % 13], "Number", str(n + 1)))
        abstract = f"In work {n + 1} we show what " + " and ".join(words[(n + i * 5) % 13] for i in range(13)) + " mean."
        authors = ["Ada Lovelace", "Emmy Noether"]
        if n == PAPERS * len(LISTS) - 1:
            authors = [f"Ada {chr(65 + i // 676)}{chr(97 + i // 26 % 26)}{chr(97 + i % 26)}ski" for i in range(CROWD)]
        yield {"id": f"2101.0000{n + 1}", "version": 1, "title": title, "abstract": abstract, "authors": authors, "categories": ["cs.LG"]}


def entry(record):
    link = "https://arxiv.org/abs/" + record["id"]
    return (f"## {record['title']}\n\n- Link: {link} ([code](https://github.com/owls/{record['id']}))\n- Authors: {', '.join(record['authors'])} (Owl Institute, Delft)\n"
            f"- Abstract: {record['abstract']} [[project page](https://example.org/{record['id']})] — *see our notes*\n- Notes: read twice ⭐\n\n")


def list_texts():
    """Name to old and new bytes."""
    records = iter(make_records())
    texts = {}
    for name in LISTS:
        new = "# Papers\n\n" + "".join(map(entry, itertools.islice(records, PAPERS)))
        texts[name] = (new.replace(RIGHT, WRONG).encode(), new.encode())
    return texts


TEXTS = list_texts()


def make_home(program, home, port):
    """A folder whose database has arXiv's answers, and no history."""
    api = f"http://127.0.0.1:{port}"
    (home / "lists/.git/hooks").mkdir(parents=True)
    for hook in ("pre-commit", "post-commit", "post-checkout"):
        (home / "lists/.git/hooks" / hook).write_text("#!/bin/sh\ntouch ../../../marker\n")
        (home / "lists/.git/hooks" / hook).chmod(0o755)
    for name, (old, _) in TEXTS.items():
        (home / "lists" / name).write_bytes(old)
        (home / "lists" / name).chmod(0o640)
    (home / "arxsync.toml").write_text(
        f'[arxiv]\napi_url = "{api}/api/query"\noai_url = "{api}/oai"\nmin_interval = "0s"\n'
        '[arxiv.retry]\nfirst = "10ms"\nmax = "10ms"\ntries = 1\n[store]\ndir = "state"\n'
    )
    done = subprocess.run([program, *SYNC, "--dry-run"], cwd=home, capture_output=True, timeout=60)
    if done.returncode or set(file.name for file in (home / "state").iterdir()) - {"arxsync.db", "arxsync.lock"}:
        sys.exit(f"failed: the cache cannot be filled: {done.stdout.decode()}{done.stderr.decode()}")


def age(home):
    """Puts a database of the first schema in the place of this one, with the same cache."""
    path, new = home / "state/arxsync.db", home / "state/new.db"
    path.rename(new)
    conn = sqlite3.connect(path)
    conn.executescript((Path(__file__).parents[2] / "migrations/0001_init.sql").read_text())
    conn.executescript("PRAGMA application_id = 1634891891; PRAGMA user_version = 1; PRAGMA journal_mode = wal;")
    conn.execute("ATTACH ? AS new", (str(new),))
    columns = "arxiv_id, asked_version, outcome, paper, fetched_at, first_absent_at, absent_days"
    conn.executescript(f"INSERT INTO papers ({columns}) SELECT {columns} FROM new.papers; INSERT INTO pace SELECT * FROM new.pace;")
    conn.close()
    new.unlink()
    path.chmod(0o600)


# Running it, and doing it harm.


def strace(options, command, home, timeout=60):
    whole = ["strace", "-f", "-qq", "-I3", *options, "--", *map(str, command)]
    return subprocess.run(whole, cwd=home, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, timeout=timeout)


def known_calls():
    """Not every machine has every call."""
    known = lambda call: subprocess.run(["strace", "-e", "trace=" + call, "-o", "/dev/null", "true"], capture_output=True).returncode == 0
    return [call for call in CALLS if known(call)]


def record(command, home, calls):
    """Every call of a run that nothing happens to: its name, which of its name it is in its thread, and its line."""
    log = home.with_name(home.name + ".log")
    done = strace(["-y", "-s0", "-o", log, "-e", "trace=" + ",".join(calls)], command, home)
    counts, seen = collections.Counter(), []
    for line in log.read_text(errors="replace").splitlines():
        found = re.match(r"(\d+)\s+(\w+)\(", line)
        if found:
            counts[found.groups()] += 1
            seen.append((found[2], counts[found.groups()], line))
    return done, seen


def kill_at(call, number):
    return ["-o", "/dev/null", "-e", "trace=" + call, "-e", f"inject={call}:signal=SIGKILL:when={number}"]


def fail_at(call, when, error):
    return ["-o", "/dev/null", "-e", "trace=" + call, "-e", f"inject={call}:error={error}:when={when}"]


# What must hold.


def found_lists(home):
    """'old', 'new' or 'other' for each list."""
    def kind(name):
        path = home / "lists" / name
        bytes_now = path.read_bytes() if path.is_file() else None
        return {TEXTS[name][0]: "old", TEXTS[name][1]: "new"}.get(bytes_now, "other")
    return [kind(name) for name in LISTS]


def query(home, sql):
    conn = sqlite3.connect(home / "state/arxsync.db")
    try:
        return conn.execute(sql).fetchall()
    finally:
        conn.close()


def is_whole(database):
    conn = sqlite3.connect(database)
    try:
        return conn.execute("PRAGMA integrity_check").fetchall() == [("ok",)] and not conn.execute("PRAGMA foreign_key_check").fetchall()
    except sqlite3.DatabaseError:
        return False
    finally:
        conn.close()


def after_harm(home, code):
    """What is wrong directly after a kill or a fault; nothing is opened that opening would mend."""
    lists = found_lists(home)
    if "other" in lists:
        yield f"a list is neither old nor new: {lists}"
    if lists == ["old", "new"] and code < 0:
        yield "the second list was written before the first"
    if code == 0 and "old" in lists:
        yield f"exit code 0, and lists are {lists}"


def false_history(home):
    """What the history claims although it is not so; this may mend the database."""
    lists = dict(zip(LISTS, found_lists(home)))
    for path, in query(home, "SELECT list FROM writes WHERE state = 'applied'"):
        if lists[Path(path).name] != "new":
            yield f"recorded as applied, and {lists[Path(path).name]}: {Path(path).name}"


def in_the_end(home):
    """What is wrong after a last run that nothing happened to."""
    if found_lists(home) != ["new"] * len(LISTS):
        yield f"lists are not new in the end: {found_lists(home)}"
    if not is_whole(home / "state/arxsync.db"):
        yield "the database is damaged"
        return
    states = collections.Counter((Path(path).name, state) for path, state in query(home, "SELECT list, state FROM writes"))
    changes = collections.Counter((Path(path).name, state) for path, state in query(home, "SELECT list, state FROM changes"))
    for name in LISTS:
        if states[name, "applied"] != 1 or changes[name, "applied"] != PAPERS:
            yield f"{name} was written once, its history says {states[name, 'applied']} times, {changes[name, 'applied']} changes"
        mode = stat.S_IMODE((home / "lists" / name).stat().st_mode)
        if mode != 0o640:
            yield f"{name} has mode {mode:o}"
    for (name, state), count in (states + changes).items():
        if state not in ("applied", "aborted"):
            yield f"{count} rows of {name} stay '{state}'"
    yield from litter(home)


def in_the_end_roughly(home):
    """The same of a list that was not there when its write was to be settled: nobody can say any more that it was done."""
    if found_lists(home) != ["new"] * len(LISTS):
        yield f"lists are not new in the end: {found_lists(home)}"
    if not is_whole(home / "state/arxsync.db"):
        yield "the database is damaged"
    elif query(home, "SELECT 1 FROM writes WHERE state = 'planned'"):
        yield "a write stays 'planned'"
    yield from litter(home)


def hide(home, kind):
    """Takes the first list away; how to put it back, which tells what was made in its place."""
    path, away = home / "lists" / LISTS[0], home / "away"
    path.rename(away)
    if kind == "folder":
        path.mkdir()

    def back():
        problems = []
        if kind == "folder" and path.is_dir() and not any(path.iterdir()):
            path.rmdir()
        elif kind == "folder" or os.path.lexists(path):
            problems.append(f"something was made where the list was ({kind})")
        if not os.path.lexists(path):
            away.rename(path)
        return problems
    return back


def litter(home):
    left = set(os.listdir(home / "lists")) - {*LISTS, ".git"}
    backups = {f"arxsync.db.v{n}.bak" for n in range(1, 9)}
    left |= set(os.listdir(home / "state")) - {"arxsync.db", "arxsync.lock", *backups}
    if left or (home / "marker").exists():
        yield f"left behind: {sorted(left)}"


def after_migration(home):
    backup = home / "state/arxsync.db.v1.bak"
    if not backup.exists() or not is_whole(backup):
        yield "no whole backup of the older database"
        return
    conn = sqlite3.connect(backup)
    version, = conn.execute("PRAGMA user_version").fetchone()
    conn.close()
    if version != 1 or stat.S_IMODE(backup.stat().st_mode) != 0o600:
        yield f"the backup has version {version}, mode {backup.stat().st_mode:o}"


# The trials.


class Trials:
    def __init__(self, work, home, command):
        self.work, self.home, self.command = work, home, command
        self.number = itertools.count()
        self.pool = ThreadPoolExecutor(os.cpu_count())

    def fresh(self):
        """A copy of the prepared folder."""
        home = self.work / f"t{next(self.number)}"
        shutil.copytree(self.home, home, symlinks=True)
        return home

    def record(self, calls, first=()):
        home = self.fresh()
        for harm in first:
            strace(harm, self.command, home)
        done, seen = record(self.command, home, calls)
        if done.returncode:
            sys.exit(f"failed: a run that nothing happens to ends with {done.returncode}: {done.stderr.decode()}")
        problems = list(in_the_end(home))
        if problems:
            sys.exit(f"failed: a run that nothing happens to: {problems}")
        return seen

    def trial(self, harms, also=lambda home: ()):
        """One copy, harmed once or more and left alone at last; whether all the harm was done, and what is wrong."""
        home, problems, codes = self.fresh(), [], []
        for harm in harms:
            codes.append(strace(harm, self.command, home).returncode)
            problems += after_harm(home, codes[-1])
        if codes[-1] >= 0:
            problems += false_history(home)
        last = subprocess.run(self.command, cwd=home, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=60)
        if last.returncode:
            problems.append(f"the last run ends with {last.returncode}: {last.stderr.decode()[-300:]}")
        else:
            problems += [*in_the_end(home), *also(home)]
        shutil.rmtree(home)
        return codes, problems

    def spoilt(self, kill, kind):
        """A copy, killed, then run while something is as it should not be, then left alone."""
        home = self.fresh()
        codes = [strace(kill, self.command, home).returncode]
        problems = list(after_harm(home, codes[0]))
        back = hide(home, kind) if kind in ("gone", "folder") else lambda: ()
        env, stderr = dict(os.environ), subprocess.DEVNULL
        if kind.startswith("clock"):
            env.update(LD_PRELOAD=str(FAKETIME), FAKETIME=kind.split()[1])
        if kind == "stderr":
            read, stderr = os.pipe()
            os.close(read)
        command = [self.command[0], "-vv", *self.command[1:]]
        code = subprocess.run(command, cwd=home, env=env, stdout=subprocess.DEVNULL, stderr=stderr, stdin=subprocess.DEVNULL, timeout=60).returncode
        if kind == "stderr":
            os.close(stderr)
        if code not in (0, 2, 3):
            problems.append(f"the spoilt run ends with {code}")
        problems += back()
        if "other" in found_lists(home):
            problems.append(f"a list is neither old nor new: {found_lists(home)}")
        last = subprocess.run(self.command, cwd=home, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=60)
        if last.returncode:
            problems.append(f"the last run ends with {last.returncode}: {last.stderr.decode()[-300:]}")
        problems += in_the_end(home) if kind not in ("gone", "folder") else in_the_end_roughly(home)
        shutil.rmtree(home)
        return codes, problems

    def spoil_all(self, kills):
        kinds = ["gone", "folder", "stderr", *(["clock +400d", "clock -400d"] if FAKETIME else [])]
        start, tried = time.monotonic(), list(itertools.product(kills, kinds))
        results = list(self.pool.map(lambda each: self.spoilt(*each), tried))
        done = sum(codes == [-9] for codes, _ in results)
        guilty = [([kill, [kind]], problems) for (kill, kind), (_, problems) in zip(tried, results) if problems]
        clock = "" if FAKETIME else " (without clocks: there is no libfaketime)"
        print(f"killed, then spoilt{clock}: {done} of {len(tried)} did harm, {len(guilty)} violations, {time.monotonic() - start:.1f} s", flush=True)
        return done, guilty

    def all(self, what, trials, is_harm=lambda code: code == -9, also=lambda home: ()):
        """Tries all, and says what came of it: how many did harm, and what is wrong."""
        start = time.monotonic()
        results = list(self.pool.map(lambda trial: self.trial(trial, also), trials))
        done = sum(all(map(is_harm, codes)) for codes, _ in results)
        guilty = [(trial, problems) for trial, (_, problems) in zip(trials, results) if problems]
        print(f"{what}: {done} of {len(trials)} did harm, {len(guilty)} violations, {time.monotonic() - start:.1f} s", flush=True)
        return done, guilty


def tell(guilty):
    for trial, problems in guilty[:10]:
        print("  " + " then ".join(harm[-1] for harm in trial))
        for problem in problems:
            print(f"    {problem}")


def last_numbers(seen):
    last = collections.Counter()
    for call, number, _ in seen:
        last[call] = max(last[call], number)
    return last


def kill_everywhere(trials, what, seen, also=lambda home: ()):
    """A kill at each call, and one behind the last of each name, which nothing may die of: then none was left out."""
    last = last_numbers(seen)
    done, guilty = trials.all(what, [[kill_at(call, n)] for call in last for n in range(1, last[call] + 1)], also=also)
    late = [[kill_at(call, last[call] + 1)] for call in last]
    died, more = trials.all(f"{what}, behind the last call", late, also=also)
    if died or done != last.total():
        more.append((late[0], [f"{done} of {last.total()} kills, and {died} behind the last call"]))
    return done, guilty + more


def amid_writing(seen):
    """The calls from the first to the last that is about a new text."""
    writing = [i for i, (call, _, line) in enumerate(seen) if ".arxsync-" in line and "lists" in line]
    return seen[writing[0] : writing[-1] + 1]


def second_kills(trials, seen, calls, full):
    """Pairs: a kill while the lists are written, and one in the run that recovers from it."""
    window = amid_writing(seen)
    swap = next(i for i, (call, _, _) in enumerate(window) if call == "renameat2")
    gone = next(i for i, (call, _, _) in enumerate(window) if call.startswith("unlink"))
    firsts = window if full else [window[swap], window[swap + 1], window[gone]]
    pairs = []
    for call, number, _ in firsts:
        first = kill_at(call, number)
        after = trials.record(calls, [first])
        # What is done before the database is open is the same every time.
        after = [(c, n) for c, n, line in after if full or c != "openat" or "lists" in line]
        pairs += [[first, kill_at(c, n)] for c, n in after]
    return pairs


def faults(seen):
    """Each writing call fails, alone or with all after it; and each that makes, swaps or removes a file."""
    last = last_numbers(seen)
    for call in WRITING:
        for n, error, when in itertools.product(range(1, last[call] + 1), ("EIO", "ENOSPC"), ("", "+")):
            yield [fail_at(call, f"{n}{when}", error)]
    for call, number, line in seen:
        errors = {"renameat2": ("EXDEV", "EROFS", "EBUSY", "EINVAL", "ENOSYS"), "fchmod": ("EPERM",), "openat": ("EACCES", "EMFILE"), "unlink": ("EIO",)}
        if "lists" in line:
            yield from ([fail_at(call, number, error)] for error in errors.get(call, ()))


def order_of_syncs(seen):
    """As docs/architecture.md#how-a-list-is-written has it: log, new text, swap, folder, log, and only then the old text is removed."""
    steps = [
        ("log", lambda call, line: "sync" in call and "-wal" in line),
        ("text", lambda call, line: "sync" in call and ".arxsync-" in line),
        ("swap", lambda call, line: call == "renameat2" and "RENAME_EXCHANGE" in line),
        ("folder", lambda call, line: "sync" in call and line.split(">")[0].endswith("/lists")),
        ("gone", lambda call, line: call.startswith("unlink") and ".arxsync-" in line),
    ]
    order = [name for call, _, line in seen for name, holds in steps if holds(call, line)]
    order = [name for name, _ in itertools.groupby(order)]
    wanted = ["log", "text", "swap", "folder", "log", "gone"] * len(LISTS)
    return [] if order[: len(wanted)] == wanted else [f"the order of syncs is {order}"]


def without_trace(trials, program):
    """A dry run opens nothing to write among the lists; no run starts a program, or changes a list that is in order."""
    home = trials.fresh()
    _, seen = record([program, *SYNC, "--dry-run"], home, ["openat", "execve"])
    problems = [line for call, _, line in seen if re.search("/lists.*(WRONLY|RDWR|CREAT|TMPFILE)", line)]
    subprocess.run(trials.command, cwd=home, stdout=subprocess.DEVNULL, check=True)
    look = lambda: [((home / "lists" / name).stat().st_ino, (home / "lists" / name).stat().st_mtime_ns) for name in LISTS]
    before, rows = look(), query(home, "SELECT count(*) FROM writes")
    _, again = record(trials.command, home, ["execve"])
    if look() != before or query(home, "SELECT count(*) FROM writes") != rows:
        problems.append("a second run writes")
    programs = [line for call, _, line in seen + again if call == "execve"]
    return problems + [f"a program is started: {line}" for line in programs[2:]]


def full_disks(trials):
    """The state folder on a disk with so many free pages; then with enough."""
    script = 'cp -a state warm && mount -t tmpfs -o size=16m none state && cp -a warm/. state && mount -o remount,size=$1 state && shift && ' \
        '{ "$@" >/dev/null 2>&1; first=$?; cp -a lists between; mount -o remount,size=16m state; "$@" >/dev/null; cp -a state out; exit $first; }'
    if subprocess.run(["unshare", "-m", "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True).returncode:
        print("full disks: skipped, this user may not mount")
        return 0, []
    def trial(size):
        home = trials.fresh()
        code = subprocess.run(["unshare", "-m", "sh", "-c", script, "sh", str(size), *map(str, trials.command)], cwd=home, stderr=subprocess.DEVNULL, timeout=60).returncode
        # What was left in the memory disk, for the usual checks.
        shutil.rmtree(home / "state")
        (home / "out").rename(home / "state")
        between = [{TEXTS[n][0]: "old", TEXTS[n][1]: "new"}.get((home / "between" / n).read_bytes(), "other") for n in LISTS]
        problems = [*in_the_end(home)]
        if "other" in between or (code == 0 and "old" in between):
            problems.append(f"exit code {code}, lists {between}")
        shutil.rmtree(home)
        return code, problems
    used = sum(-(-file.stat().st_size // 4096) for file in (trials.home / "state").iterdir())
    sizes = [(used + free) * 4096 for free in range(0, 48, 2)]
    results = list(trials.pool.map(trial, sizes))
    guilty = [([[f"a disk of {size} bytes"]], problems) for size, (_, problems) in zip(sizes, results) if problems]
    full = sum(code != 0 for code, _ in results)
    print(f"full disks: {full} of {len(sizes)} did harm, {len(guilty)} violations", flush=True)
    return full, guilty


# Taking changes back: the lists get their old bytes, and no run makes the changes again.


def rejected(home):
    """How many changes of each list are rejected; nothing where the file of decisions is not whole."""
    path = home / "arxsync-decisions.toml"
    if not path.exists():
        return dict.fromkeys(LISTS, 0)
    text = path.read_text()
    blocks = text.split("[[rejected]]\n")[1:]
    whole = all(re.search(r'^words = "1:[0-9a-f]{16}"$', b, re.M) and re.search(r'^because = "undone on .*"$', b, re.M) for b in blocks)
    return {name: text.count(f'list = "lists/{name}"') for name in LISTS} if whole and text.startswith("# Written by arxsync") else None


def while_undone(home):
    """What is wrong directly after an undo was killed."""
    lists, known = found_lists(home), rejected(home)
    if known is None:
        yield "the file of decisions is not whole"
    elif "other" in lists:
        yield f"a list is neither old nor new: {lists}"
    else:
        for name, kind in zip(LISTS, lists):
            if known[name] not in (0, PAPERS) or (kind == "old" and known[name] != PAPERS):
                yield f"{name} is {kind}, and {known[name]} of its changes are rejected"


def after_undo(home):
    if found_lists(home) != ["old"] * len(LISTS):
        yield f"lists are not old in the end: {found_lists(home)}"
    if rejected(home) != dict.fromkeys(LISTS, PAPERS):
        yield f"rejected in the end: {rejected(home)}"
    if not is_whole(home / "state/arxsync.db"):
        yield "the database is damaged"
        return
    rows = query(home, "SELECT list, count(*) FROM changes WHERE takes_back AND state = 'applied' GROUP BY list ORDER BY list")
    if [count for _, count in rows] != [PAPERS] * len(LISTS):
        yield f"taken back, as the history says: {rows}"
    if query(home, "SELECT 1 FROM writes WHERE state NOT IN ('applied', 'aborted')"):
        yield "a write is not settled"
    left = [name for name in os.listdir(home) if name.startswith(".arxsync")]
    if left:
        yield f"left behind: {left}"
    yield from litter(home)


def undone_everywhere(trials, program):
    """A kill at each call of an undo; then it is done again, and two runs find nothing to do."""
    subprocess.run([program, *SYNC], cwd=trials.home, stdout=subprocess.DEVNULL, check=True)
    (run,), = query(trials.home, "SELECT id FROM runs")
    command = [program, "undo", "--run", run]

    def fresh():
        """A copy in which the lists are known by their paths there."""
        home = trials.fresh()
        conn = sqlite3.connect(home / "state/arxsync.db")
        for table in ("writes", "changes"):
            conn.execute(f"UPDATE {table} SET list = replace(list, ?, ?)", (str(trials.home), str(home)))
        conn.commit()
        conn.close()
        return home

    home = fresh()
    done, seen = record(command, home, known_calls())
    problems = list(after_undo(home))
    if done.returncode or problems:
        sys.exit(f"failed: an undo that nothing happens to: {problems} {done.stderr.decode()}")
    # What is only read before the database is open changes nothing.
    last = last_numbers(seen)
    harms = [(call, n) for call in last for n in range(1, last[call] + 1)]

    def trial(harm):
        home = fresh()
        code = strace(kill_at(*harm), command, home).returncode
        problems = list(while_undone(home))
        again = subprocess.run(command, cwd=home, capture_output=True, timeout=60)
        is_done = "already undone" in again.stdout.decode()
        if again.returncode != (3 if is_done and "undone, and rejected" not in again.stdout.decode() else 0):
            problems.append(f"the second undo ends with {again.returncode}: {(again.stdout + again.stderr).decode()[-300:]}")
        sync = subprocess.run([program, *SYNC, "--offline"], cwd=home, capture_output=True, timeout=60)
        if sync.returncode:
            problems.append(f"the next run ends with {sync.returncode}: {sync.stderr.decode()[-300:]}")
        problems += after_undo(home)
        shutil.rmtree(home)
        return code, problems

    start = time.monotonic()
    results = list(trials.pool.map(trial, harms))
    killed = sum(code == -9 for code, _ in results)
    guilty = [([kill_at(*harm)], problems) for harm, (_, problems) in zip(harms, results) if problems]
    if killed != len(harms):
        guilty.append(([kill_at(*harms[0])], [f"{killed} of {len(harms)} kills"]))
    print(f"undo killed: {killed} of {len(harms)} did harm, {len(guilty)} violations, {time.monotonic() - start:.1f} s", flush=True)
    return killed, guilty


# Three models of a writer, on the same lists and the same database, to try the checks on.


def model(order):
    home = Path.cwd()
    db = sqlite3.connect("state/arxsync.db", isolation_level=None)
    db.execute("PRAGMA synchronous = full")
    run = f"model-{os.getpid()}-{time.time_ns()}"
    for row, path, after, temp in db.execute("SELECT id, list, sha256_after, temp_name FROM writes WHERE state = 'planned'").fetchall():
        settle(db, row, "applied" if digest(Path(path).read_bytes()) == after else "aborted")
        Path(path).with_name(temp).unlink(missing_ok=True)
    for name in LISTS:
        path = home / "lists" / name
        old = path.read_bytes()
        new = old.replace(WRONG.encode(), RIGHT.encode())
        if new == old:
            continue
        temp = f".model-{name}"
        if order == "write, then record":
            replace(path, temp, new)
            settle(db, plan(db, run, path, old, new, temp), "applied")
        elif order == "record, then write":
            settle(db, plan(db, run, path, old, new, temp), "applied")
            replace(path, temp, new)
        else:
            row = plan(db, run, path, old, new, temp)
            replace(path, temp, new)
            settle(db, row, "applied")
    db.close()


def digest(data):
    return hashlib.sha256(data).hexdigest()


def plan(db, run, path, old, new, temp):
    db.execute("BEGIN IMMEDIATE")
    db.execute("INSERT OR IGNORE INTO runs (id, mode, started_at) VALUES (?, 'apply', 1)", (run,))
    row = db.execute(
        "INSERT INTO writes (run_id, list, sha256_before, sha256_after, temp_name, state, planned_at) VALUES (?, ?, ?, ?, ?, 'planned', 1)",
        (run, str(path), digest(old), digest(new), temp),
    ).lastrowid
    db.executemany(
        "INSERT INTO changes (run_id, write_id, change_id, list, line, arxiv_id, field, kind, decision, after, edits, state)"
        " VALUES (?, ?, ?, ?, 1, 'x', 'abstract', 'correct', 'apply', '', '[]', 'planned')",
        [(run, row, str(n), str(path)) for n in range(PAPERS)],
    )
    db.execute("COMMIT")
    return row


def settle(db, row, state):
    db.execute("BEGIN IMMEDIATE")
    db.execute("UPDATE writes SET state = ?, settled_at = 1 WHERE id = ?", (state, row))
    db.execute("UPDATE changes SET state = ? WHERE write_id = ?", (state, row))
    db.execute("COMMIT")


def replace(path, temp, new):
    temp = path.with_name(temp)
    with open(temp, "wb") as file:
        file.write(new)
        file.flush()
        os.fchmod(file.fileno(), 0o640)
        os.fsync(file.fileno())
    os.rename(temp, path)
    folder = os.open(path.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


def mutation_check(trials, calls):
    """The models, through the same checks; gives what is wrong with the checks."""
    wrong = []
    for order, is_guilty in MODELS.items():
        trials.command = [sys.executable, "-I", "-S", HERE, "--model", order]
        home = trials.fresh()
        done, seen = record(trials.command, home, calls)
        if done.returncode or list(in_the_end(home)):
            sys.exit(f"failed: the model '{order}' does not work: {done.stderr.decode()}")
        # Most of what Python opens has nothing to do with it.
        harms = [[kill_at(call, n)] for call, n, line in seen if str(home) in line and not ("openat" in call and "RDONLY" in line)]
        _, guilty = trials.all(f"model '{order}'", harms)
        if bool(guilty) != is_guilty:
            wrong.append(([[f"the model '{order}'"]], [f"is found {'guilty' if guilty else 'innocent'}"]))
            tell(guilty)
    return wrong


@contextlib.contextmanager
def stand_in():
    """A folder to work in, and the port of an arXiv that has the records."""
    with tempfile.TemporaryDirectory() as name:
        work = Path(name).resolve()
        (work / "records.jsonl").write_text("".join(json.dumps(record) + "\n" for record in make_records()))
        command = [sys.executable, FAKE_ARXIV, "--data", work / "records.jsonl"]
        fake = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        try:
            yield work, int(fake.stdout.readline().split("/")[2].split(":")[1])
        finally:
            fake.kill()
            fake.wait()


def can_try():
    """Whether there is what the trials need; says what they are skipped for."""
    if FAKE_ARXIV.exists() and shutil.which("strace") and known_calls():
        return True
    print("skipped: no strace works here, or the stand-in for arXiv is not beside the project")
    return False


def main():
    if sys.argv[1:2] == ["--model"]:
        return model(sys.argv[2])
    program, full = Path(sys.argv[1]).resolve(), FULL or SPOIL
    if not can_try():
        return
    start = time.monotonic()
    with stand_in() as (work, port):
        make_home(program, work / "home", port)
        done, guilty = everything(program, work, full)
    print(f"{done['kills']} kills, {done['faults']} faults, {len(guilty)} violations, {time.monotonic() - start:.0f} s")
    tell(guilty)
    if guilty:
        sys.exit("failed: see above")


def everything(program, work, full):
    calls, done, guilty = known_calls(), collections.Counter(), []
    trials = Trials(work, work / "home", [program, *SYNC])

    def note(kind, result):
        done[kind] += result[0]
        guilty.extend(result[1])

    seen = trials.record(calls)
    window = amid_writing(seen)
    note("kills", trials.spoil_all([kill_at(call, number) for call, number, _ in (window if full else window[::3])]))
    if SPOIL:
        return done, guilty
    guilty += [([["a run that nothing happens to"]], [p]) for p in order_of_syncs(seen) + without_trace(trials, program)]
    note("kills", kill_everywhere(trials, "killed once", seen))
    note("kills", trials.all("killed twice", second_kills(trials, seen, calls, full)))
    note("faults", trials.all("calls that fail", list(faults(seen)), is_harm=lambda code: code != 0))
    note("faults", full_disks(trials))
    trials.home = work / "undone"
    shutil.copytree(work / "home", trials.home)
    note("kills", undone_everywhere(trials, program))
    trials.home = work / "home"
    older = work / "older"
    shutil.copytree(trials.home, older)
    age(older)
    trials.home = older
    seen = trials.record(calls)
    note("kills", kill_everywhere(trials, "killed while migrating", seen, also=after_migration))
    trials.home = work / "none"
    shutil.copytree(work / "home", trials.home)
    shutil.rmtree(trials.home / "state")
    seen = trials.record(calls)
    note("kills", kill_everywhere(trials, "killed in a first run", seen))
    trials.home = work / "home"
    guilty += mutation_check(trials, calls)
    return done, guilty


if __name__ == "__main__":
    main()
