#!/usr/bin/env python3
"""`arxsync review` on a terminal of 40 columns: every key, another width meanwhile, Ctrl-C, Ctrl-D and a kill: review.py PROGRAM

No line is wider than the terminal, so that none is broken within a word; nothing is written before the last question is answered with y, and then all that was answered.
"""
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

from kill import SHARED, found_lists, make_home, stand_in

ASKS = re.compile(r"(\? \[[a-z,?]+\] |\[y/N\] |because \(may be empty\): )$")
PATIENCE = 20


class Terminal:
    """A review on a terminal of its own."""

    def __init__(self, program, home, columns):
        self.child, self.fd = pty.fork()
        if self.child == 0:
            os.chdir(home)
            os.environ.pop("COLUMNS", None)
            # The width is set before anything asks for it.
            fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
            os.execv(program, [str(program), "review", "lists/a.md", "lists/b.md"])
        self.columns, self.told = columns, ""
        self.until_asked()

    def until_asked(self):
        """What was said up to the next question, or the end."""
        end, since = time.monotonic() + PATIENCE, len(self.told)
        while time.monotonic() < end and not ASKS.search(self.told[since:]):
            if select.select([self.fd], [], [], 0.1)[0]:
                try:
                    read = os.read(self.fd, 65536)
                except OSError:
                    break
                self.told += read.decode().replace("\r\n", "\n")
        return self.told[since:]

    def types(self, *lines):
        told = ""
        for line in lines:
            os.write(self.fd, line.encode() + b"\n")
            told = self.until_asked()
            wide = [shown for shown in told.split("\n") if len(re.sub(r"\x1b\[[0-9;]*m", "", shown)) > self.columns and "://" not in shown]
            if wide:
                sys.exit(f"failed: wider than {self.columns} after {line!r}: {wide}")
        return told

    def resize(self, columns):
        self.columns = columns
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))

    def ends(self, how):
        """Ends it, and gives what the shell would see."""
        if isinstance(how, int):
            os.kill(self.child, how)
        else:
            os.write(self.fd, how)
        self.until_asked()
        _, status = os.waitpid(self.child, 0)
        os.close(self.fd)
        return os.waitstatus_to_exitcode(status)


def expect(what, found, wanted):
    if found != wanted:
        sys.exit(f"failed: {what}: {found!r} instead of {wanted!r}")


def untouched(home):
    return found_lists(home) == ["old", "old"] and not (home / "arxsync-decisions.toml").exists()


def every_key(program, home):
    """All keys do what they say, at 40 columns and at 70; then nothing is wanted."""
    review = Terminal(program, home, 40)
    for key, told in [("?", "take the last answer back"), ("v", "+++ with the edit"), ("o", "https://arxiv.org/abs/2101"), ("x", "no such key"), ("", "nothing was answered"), ("n", "because"),
                      ("my own words", "[2/4]"), ("u", "[1/4]"), ("s", "[2/4]"), ("j", "[3/4]"), ("k", "[2/4]"), ("y", "[3/4]"), ("k", "answered already: accept"), ("d", "[3/4]")]:
        said = review.types(key)
        if told not in said:
            sys.exit(f"failed: {key!r} says {said!r} and not {told!r}")
    review.resize(70)
    review.types("?", "v", "a", "n")
    asked = review.types("q")
    expect("the last question", "write 1 change to 1 list? [y/N]" in asked, True)
    expect("exit after n", review.ends(b"n\n"), 0)
    expect("nothing was written", (untouched(home), review.told.rstrip().endswith("nothing was written")), (True, True))


def ended(program, home):
    """Ended at any question, nothing is written."""
    for keys in ["", "y", "n", "a", "yq"]:
        for how, code in [(b"\x03", -signal.SIGINT), (b"\x04", 0), (signal.SIGKILL, -signal.SIGKILL), (signal.SIGHUP, -signal.SIGHUP)]:
            review = Terminal(program, home, 80)
            review.types(*keys)
            expect(f"exit after {keys!r} and {how}", review.ends(how), code)
            expect(f"untouched after {keys!r} and {how}", untouched(home), True)


def carried_out(program, home):
    review = Terminal(program, home, 80)
    review.types("n", "mine", "s", "a", "y")
    expect("exit after y", review.ends(b"y\n"), 0)
    expect("lists", found_lists(home), ["old", "new"])
    expect("rejected", (home / "arxsync-decisions.toml").read_text().count('because = "mine"'), 1)


def without_terminal(program, home):
    done = subprocess.run([program, "review"], cwd=home, input="y\n", capture_output=True, text=True, timeout=60)
    expect("without a terminal", (done.returncode, done.stdout, "arxsync decide FILE" in done.stderr), (2, "", True))


def main():
    program = Path(sys.argv[1]).resolve()
    if not SHARED.is_dir():
        return print("skipped: there is no ../shared")
    begun = time.monotonic()
    with stand_in() as (work, port):
        home = work / "home"
        make_home(program, home, port)
        with open(home / "arxsync.toml", "a") as file:
            file.write('[policy]\nabstract = "propose"\n')
        for part in (without_terminal, every_key, ended, carried_out):
            part(program, home)
    print(f"every key at 40 and 70 columns, 20 ends at a question, no terminal: {time.monotonic() - begun:.1f} s")


if __name__ == "__main__":
    main()
