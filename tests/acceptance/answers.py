#!/usr/bin/env python3
"""Whether the daemon always answers: the longest time without a ping, and the longest from SIGTERM to the end, in each phase, with the worst inputs known.

    answers.py PROGRAM [--stops N] [--only PHASE]

Everything is invented; nothing outside of a temporary folder is touched, and no network. The resolver that hangs needs a C compiler, and is skipped without.
"""
import argparse
import json
import os
import random
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

# So often the daemon would ping if nothing kept it: a quarter of the watchdog's patience.
PATIENCE = 0.4
MOST_SILENCE, MOST_STOP = 2.0, 10.0
HANGS = 60
SYLLABLES = [c + v for c in "bdklmnprstvz" for v in "aeiou"]


def person(i, families=10**9):
    rest, family = i % families, ""
    for _ in range(3):
        family += SYLLABLES[rest % len(SYLLABLES)]
        rest //= len(SYLLABLES)
    given = SYLLABLES[i * 7 % len(SYLLABLES)] + SYLLABLES[i * 13 // 60 % len(SYLLABLES)]
    return f"{given.capitalize()} {family.capitalize()}"


def papers(home, wanted, list_name="list.md"):
    """A list with the first names, and saved answers with the second, a paper each."""
    lines, entries, ids = [], [], []
    for n, (listed, names) in enumerate(wanted):
        ids.append(f"24{1 + n // 9000:02}.{10001 + n % 9000}")
        title = f"Tides as Clocks in Bay {n}"
        lines.append(f"- **{title}**\n  - Paper: https://arxiv.org/abs/{ids[-1]}\n  - Authors: {', '.join(listed)}\n")
        authors = "".join(f"<author><name>{name}</name></author>" for name in names)
        entries.append(f"<entry><id>http://arxiv.org/abs/{ids[-1]}v1</id><title>{title}</title><summary>The tide keeps time.</summary>{authors}</entry>")
    (home / list_name).write_text("\n".join(lines))
    (home / "feeds").mkdir(exist_ok=True)
    (home / "feeds" / "a.xml").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>arXiv Query: search_query=&amp;id_list='
        + ",".join(ids) + "</title>" + "".join(entries) + "</feed>")


def circles(home):
    """Folders with links to where they are, and a name that is no text."""
    papers(home, [(["Gita Gill"], ["Gita Gill"])])
    for a in range(60):
        for b in range(60):
            folder = home / "tree" / f"a{a}" / f"b{b}"
            folder.mkdir(parents=True)
            (folder / "note.txt").touch()
        for link in ("here", "there"):
            (home / "tree" / f"a{a}" / link).symlink_to(".")
    Path(os.fsdecode(os.fsencode(home / "tree") + b"/caf\xe9.md")).touch()
    return '[[list]]\npath = "**/*.md"\n'


def quotes(home):
    entry = "\n- **Tides** [paper](https://arxiv.org/abs/2401.10001)\n\n"
    for name, line in [("a", ">" * 80_000), ("b", "![[" * 30_000 + "a" + "]()" * 30_000), ("c", "*" * 80_000 + " _a" * 40_000), ("d", "- " * 80_000)]:
        (home / f"{name}.md").write_text(entry + line + "\n" + entry)
    papers(home, [(["Gita Gill"], ["Gita Gill"])])
    return '[[list]]\npath = "?.md"\n[[list]]\npath = "list.md"\n'


def large(home):
    """A hundred thousand entries in one list: six times the largest that is known."""
    lines = [f"- **Tides as Clocks in Bay {n}** [paper](https://arxiv.org/abs/24{1 + n // 9000 % 12:02}.{10001 + n % 9000})\n" for n in range(40_000)]
    papers(home, [(["Gita Gill"], ["Gita Gill"])])
    (home / "list.md").write_text("".join(lines))
    return '[[list]]\npath = "list.md"\n'


def near_the_limit(entry, head="# Papers\n\n"):
    """A list of 63 MiB; a larger one than 64 is refused."""
    def made(home):
        papers(home, [(["Gita Gill"], ["Gita Gill"])])
        text, size, n = [head], 0, 0
        while size < 63 << 20:
            text.append(entry.format(n=n, id=f"24{1 + n // 9000 % 12:02}.{10001 + n % 9000}", words="Nobody had seen before that the tide keeps time. " * 17))
            size, n = size + len(text[-1]), n + 1
        (home / "list.md").write_text("".join(text))
        return '[[list]]\npath = "list.md"\n'
    return made


def authors(count, number, change, families=10**9):
    def made(home):
        wanted = []
        for n in range(number):
            names = [person(i + n * count, families) for i in range(count)]
            wanted.append((change(list(names)), names))
        papers(home, wanted)
        return '[[list]]\npath = "list.md"\n'
    return made


def but_one(names):
    del names[len(names) // 2]
    return names


def slips(names):
    return [name[:-1] if i % 2 else name for i, name in enumerate(names)]


def reversed_but_one(names):
    return but_one(names)[::-1]


def many_lists(home):
    """A list for each of a thousand papers, all wrong: writing, recording and reporting."""
    feed = [([person(n), person(n + 7)], [person(n), person(n + 5), person(n + 7)]) for n in range(1_000)]
    papers(home, feed, "all.txt")
    (home / "lists").mkdir()
    for n, entry in enumerate((home / "all.txt").read_text().split("\n\n")):
        (home / "lists" / f"{n}.md").write_text(entry.strip() + "\n")
    return '[report]\ndir = "reports"\n[[list]]\npath = "lists/*.md"\n'


def old_reports(home):
    papers(home, [(["Gita Gill"], ["Gita Gill"])])
    (home / "reports").mkdir()
    for n in range(20_000):
        (home / "reports" / f"arxsync-01a20808-bc89-7002-a083-{n:012}.md").touch()
    return '[report]\ndir = "reports"\n[keep]\nmax_reports = 10\n[[list]]\npath = "list.md"\n'


def one_paper(home):
    papers(home, [(["Gita Gill"], ["Gita Gill"])])
    return '[[list]]\npath = "list.md"\n'


PHASES = {
    "searching: links in circles, 3,600 folders": (circles, {}),
    "reading: lines of 80,000 signs": (quotes, {}),
    "reading: 40,000 entries": (large, {}),
    "reading: 63 MiB of labelled entries": (near_the_limit("- **Tides in Bay {n}**\n  - Paper: https://arxiv.org/abs/{id}\n  - Authors: Gita Gill\n  - Abstract: {words}\n"), {}),
    "reading: 63 MiB of prose": (near_the_limit("The tide in bay {n} keeps time, as [others](https://example.org/{n}) say.\n\n"), {}),
    "reading: 63 MiB of table rows": (near_the_limit("| [Tides in Bay {n}](https://arxiv.org/abs/{id}) | Gita Gill | " + "The tide keeps time in every bay. " * 6 + "|\n", "| Paper | Authors | Note |\n| --- | --- | --- |\n"), {}),
    "reading: 63 MiB of one paragraph": (near_the_limit("Gita Gill and the tide in bay {n} keep time, as [others](https://arxiv.org/abs/{id}) say; "), {}),
    "reading: 63 MiB of paragraphs, each full of links": (near_the_limit("- " + "Gita Gill, [Hans Holm](https://arxiv.org/abs/{id}), " * 2_000 + "{n}\n"), {}),
    "comparing: 12 papers of 3,000, all but one": (authors(3_000, 12, but_one), {}),
    "comparing: 12 papers of 3,000, reversed, all but one": (authors(3_000, 12, reversed_but_one), {}),
    "comparing: 12 papers of 3,000, slips": (authors(3_000, 12, slips), {}),
    "comparing: 12 papers of 3,000, three family names": (authors(3_000, 12, but_one, 3), {}),
    "comparing: 2 papers of 30,000, slips": (authors(30_000, 2, slips), {}),
    "writing: 1,000 lists, with a report": (many_lists, {}),
    "tidying: 20,000 old reports": (old_reports, {}),
    "tidying: 60,000 old papers": (one_paper, {"papers": 60_000}),
    "asking: a server that is silent": (one_paper, {"server": True}),
    "asking: a resolver that hangs": (one_paper, {"resolver": True}),
    "reloading: a configuration that is a pipe": (one_paper, {"pipe": True}),
}

HANGING = r"""
#include <netdb.h>
#include <unistd.h>
int getaddrinfo(const char *node, const char *service, const struct addrinfo *hints, struct addrinfo **res) { sleep(60); return EAI_AGAIN; }
"""


class Hangs(Exception):
    """It did not come to the end that was waited for."""


class Daemon:
    """The program, and when it told something."""

    def __init__(self, program, home, preload):
        self.told = []
        path = str(home / "notify")
        Path(path).unlink(missing_ok=True)
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(path)
        threading.Thread(target=self.listen, daemon=True).start()
        env = {"PATH": os.environ["PATH"], "HOME": str(home), "NOTIFY_SOCKET": path, "WATCHDOG_USEC": str(int(PATIENCE * 1e6)), **preload}
        with (home / "log").open("a") as log:
            self.child = subprocess.Popen([program, "daemon", "--config", "arxsync.toml"], cwd=home, env=env, stderr=log, stdout=log)

    def listen(self):
        while True:
            text = self.socket.recv(4096).decode()
            self.told.append((time.monotonic(), text))

    def until(self, start, since=0):
        """Waits for a message; its place among all."""
        end = time.monotonic() + HANGS
        while time.monotonic() < end:
            for i, (_, text) in enumerate(self.told[since:], since):
                if text.startswith(start):
                    return i
            if self.child.poll() is not None:
                raise Hangs(f"the daemon ended with {self.child.returncode}")
            time.sleep(0.005)
        quiet = time.monotonic() - self.told[-1][0] if self.told else HANGS
        self.child.kill()
        self.child.wait()
        raise Hangs(f"no {start} within {HANGS} s, and nothing at all for {quiet:.0f} s")

    def stop(self):
        begun = time.monotonic()
        self.child.send_signal(signal.SIGTERM)
        try:
            self.child.wait(HANGS)
        except subprocess.TimeoutExpired:
            self.child.kill()
            self.child.wait()
        return time.monotonic() - begun, self.child.returncode


def configure(home, lists, url):
    arxiv = f'api_url = "{url}/api"\noai_url = "{url}/oai"\nmin_interval = "3s"\nconnect_timeout = "3s"\n[arxiv.retry]\ntries = 2\nfirst = "1s"\nmax = "1s"\n' if url else 'feeds = "feeds"\n'
    config = home / "arxsync.toml"
    config.unlink(missing_ok=True)
    config.write_text(f'[arxiv]\n{arxiv}[store]\ndir = "state"\n[daemon]\nschedule = "0 0 29 2 *"\nrandom_delay = "0s"\n{lists}')


def begin(daemon, home, how):
    """Lets a run begin; the place of the first message after that."""
    daemon.until("STATUS=next")
    with sqlite3.connect(home / "state" / "arxsync.db") as db:
        db.execute("UPDATE schedules SET started_at = 0")
        # They are never read, only forgotten.
        db.executemany("INSERT OR IGNORE INTO papers (arxiv_id, asked_version, outcome, paper, fetched_at) VALUES (?, 0, 'found', ?, 1)",
                       ((f"1001.{n:06}", json.dumps({"summary": "x" * 2_000})) for n in range(how.get("papers", 0))))
    db.close()
    since = len(daemon.told)
    if how.get("pipe"):
        (home / "arxsync.toml").unlink()
        os.mkfifo(home / "arxsync.toml")
    daemon.child.send_signal(signal.SIGHUP)
    daemon.until("RELOADING")
    return since


def silence(daemon, since, until):
    times = [at for at, _ in daemon.told[since:until + 1]]
    return max((b - a for a, b in zip(times, times[1:])), default=0.0)


def measure(program, root, name, made, how, stops, library):
    home = root / name.split(":")[0]
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir()
    lists = made(home)
    url = None
    if how.get("resolver"):
        url = "https://papers.example.org"
    if how.get("server"):
        listener = socket.socket()
        listener.bind(("127.0.0.1", 0))
        listener.listen(50)
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    configure(home, lists, url)
    saved = {path: path.read_bytes() for path in home.rglob("*.md") if path.is_file() and "reports" not in path.parts}
    preload = {"LD_PRELOAD": str(library)} if how.get("resolver") else {}

    def restore():
        for path, text in saved.items():
            path.write_bytes(text)
        configure(home, lists, url)

    endless = "server" in how
    daemon = Daemon(program, home, preload)
    since = begin(daemon, home, how)
    begun = time.monotonic()
    if endless:
        daemon.until("STATUS=asking", since)
        time.sleep(5)
        last = len(daemon.told) - 1
    else:
        last = daemon.until("STATUS=next", since)
    lasted = time.monotonic() - begun
    quiet = silence(daemon, 0, last)
    worst, codes = 0.0, set()
    took, code = daemon.stop()
    worst, codes = max(worst, took), codes | {code}
    for _ in range(stops):
        restore()
        daemon = Daemon(program, home, preload)
        begin(daemon, home, how)
        time.sleep(random.random() * min(lasted, 20))
        took, code = daemon.stop()
        worst, codes = max(worst, took), codes | {code}
    return lasted, quiet, worst, codes


def main():
    args = argparse.ArgumentParser()
    args.add_argument("program")
    args.add_argument("--stops", type=int, default=2)
    args.add_argument("--only", default="")
    args = args.parse_args()
    random.seed(1)
    program, failed = str(Path(args.program).resolve()), []
    print(f"{'phase':55} {'run':>8} {'silence':>8} {'stop':>8}")
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        library = root / "hanging.so"
        (root / "hanging.c").write_text(HANGING)
        has_compiler = shutil.which("cc") and subprocess.run(["cc", "-shared", "-fPIC", "-o", library, root / "hanging.c"]).returncode == 0
        for name, (made, how) in PHASES.items():
            if args.only not in name:
                continue
            if how.get("resolver") and not has_compiler:
                print(f"{name:55} skipped: there is no C compiler")
                continue
            try:
                lasted, quiet, worst, codes = measure(program, root, name, made, how, args.stops, library)
            except Hangs as error:
                print(f"{name:55} {error}", flush=True)
                failed.append(name)
                continue
            print(f"{name:55} {lasted:6.2f} s {quiet:6.2f} s {worst:6.2f} s", "" if codes == {0} else f"exit codes {codes}", flush=True)
            if quiet > MOST_SILENCE or worst > MOST_STOP or codes != {0}:
                failed.append(name)
    if failed:
        sys.exit(f"longer than {MOST_SILENCE} s without a ping, or than {MOST_STOP} s to the end: {'; '.join(failed)}")
    print(f"never longer than {MOST_SILENCE} s without a ping, nor than {MOST_STOP} s from SIGTERM to the end")


if __name__ == "__main__":
    main()
