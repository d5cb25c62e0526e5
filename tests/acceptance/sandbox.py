#!/usr/bin/env python3
"""A run as the units in systemd/ let it run: another user, a read-only world but for state and lists, the allowed system calls, no network.

    sandbox.py PROGRAM

Needs root, unshare, setpriv and strace; skips with a word where they are missing.
"""
import json
import os
import re
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve()
SHARED = HERE.parents[3] / "shared"
LIST = "- **Tides as Clocks**\n  - Paper: https://arxiv.org/abs/2401.90003\n  - Authors: Gita Gill, Hans Holmm\n"
RIGHT = LIST.replace("Holmm", "Holm")
RECORD = {"id": "2401.90003", "version": 1, "title": "Tides as Clocks", "authors": ["Gita Gill", "Hans Holm"], "abstract": "The tide keeps time.",
          "published": "2024-01-01T00:00:00Z", "updated": "2024-01-01T00:00:00Z"}
NOBODY = 65534


class Place:
    """A folder with a list of nobody's, mode 0644, and a configuration that asks a server."""

    def __init__(self, root, name, url):
        self.dir = root / name
        self.dir.mkdir()
        (self.dir / "list.md").write_text(LIST)
        (self.dir / "state").mkdir()
        (self.dir / "arxsync.toml").write_text(
            f'[arxiv]\napi_url = "{url}/api/query"\noai_url = "{url}/oai"\nmin_interval = "0s"\n[arxiv.retry]\nfirst = "10ms"\nmax = "10ms"\ntries = 1\n'
            '[store]\ndir = "state"\n[[list]]\npath = "list.md"\n')
        for path in [self.dir, *self.dir.iterdir()]:
            os.chown(path, NOBODY, NOBODY)
        (self.dir / "list.md").chmod(0o644)
        (self.dir / "state").chmod(0o700)

    def run(self, program, around=(), more_unshare=()):
        """Runs a sync in a world that is read-only but for this place."""
        script = ("mount --make-rprivate / && mount --bind \"$0\" \"$0\" && mount -o remount,ro,bind / && cd \"$0\" && umask 0077 && "
                  f"exec setpriv --reuid={NOBODY} --regid={NOBODY} --clear-groups --no-new-privs \"$@\"")
        words = ["unshare", "-m", *more_unshare, "sh", "-c", script, self.dir, *around, program, "sync", "--config", "arxsync.toml"]
        return subprocess.run(list(map(str, words)), capture_output=True, text=True, timeout=120)

    def list(self):
        return (self.dir / "list.md").read_text()


def allowed():
    """The system calls that the unit allows."""
    sets = {}
    text = subprocess.run(["systemd-analyze", "syscall-filter"], capture_output=True, text=True, check=True).stdout
    for line in text.splitlines():
        if line.startswith("@"):
            name = line.split()[0]
            sets[name] = set()
        elif line.strip() and not line.strip().startswith("#"):
            sets[name].add(line.strip())

    def expand(name):
        return set().union(*(expand(x) if x.startswith("@") else {x} for x in sets[name])) if name in sets else {name}

    found = set()
    for line in (HERE.parents[2] / "systemd" / "arxsync.service").read_text().splitlines():
        if line.startswith("SystemCallFilter="):
            words = line.split("=", 1)[1].split()
            for word in words:
                found = found - expand(word.lstrip("~")) if words[0].startswith("~") else found | expand(word)
    return found


def traced(place, program):
    """What a run asks of the kernel, as the service would."""
    trace = place.dir / "trace"
    ran = place.run(program, around=["strace", "-f", "-qq", "-o", trace])
    text = trace.read_text()
    # The first execve is strace's own.
    used = set(re.findall(r"^\d+ +(\w+)\(", text, re.M))
    families = set(re.findall(r"socket\((AF_\w+)", text))
    return ran, used, families, re.findall(r"PROT_WRITE\|PROT_EXEC", text)


def expect(what, found, wanted):
    if found != wanted:
        sys.exit(f"{what}: {found!r} instead of {wanted!r}")


def main():
    if not SHARED.is_dir():
        return print("skipped: there is no ../shared")
    if os.geteuid() != 0 or not all(map(shutil.which, ["unshare", "setpriv", "strace", "systemd-analyze"])):
        return print("skipped: needs root, unshare, setpriv, strace and systemd-analyze")
    if subprocess.run(["unshare", "-m", "true"], capture_output=True).returncode:
        return print("skipped: no mount namespaces here")
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        root.chmod(0o755)
        program = root / "arxsync"
        shutil.copy(sys.argv[1], program)
        (root / "records.jsonl").write_text(json.dumps(RECORD) + "\n")
        port = root / "port"
        server = subprocess.Popen([sys.executable, SHARED / "arxiv" / "fake_arxiv.py", "--data", root / "records.jsonl", "--port-file", port],
                                  stdout=subprocess.DEVNULL)
        try:
            while not port.exists() or not port.read_text().strip():
                time.sleep(0.05)
            check(root, program, f"http://127.0.0.1:{port.read_text().strip()}")
        finally:
            server.terminate()


def check(root, program, url):
    place = Place(root, "quiet", url)
    ran = place.run(program)
    expect("exit", (ran.returncode, ran.stderr), (0, ""))
    expect("list", place.list(), RIGHT)
    kept = (place.dir / "list.md").stat()
    expect("mode and owner", (stat.S_IMODE(kept.st_mode), kept.st_uid), (0o644, NOBODY))

    place = Place(root, "alone", url)
    ran = place.run(program, more_unshare=["-n"])
    expect("exit without network", ran.returncode, 3)
    expect("list without network", place.list(), LIST)

    place = Place(root, "traced", url)
    ran, used, families, both = traced(place, program)
    expect("exit", ran.returncode, 0)
    expect("calls that the unit forbids", sorted(used - allowed()), [])
    expect("sockets", sorted(families - {"AF_UNIX", "AF_INET", "AF_INET6", "AF_NETLINK"}), [])
    expect("memory that can be written and run", both, [])
    print(f"a run as nobody in a read-only world: list written, mode kept; without network exit 3; {len(used)} system calls, all allowed")


if __name__ == "__main__":
    main()
