#!/usr/bin/env python3
"""Runs a release build of arxsync for the first time on disks that are too small for its database: full_disk.py PROGRAM

Whatever the first run left behind, the next one, with space, works. The disks are file systems in memory of 20 to 400 kB; where
none can be mounted it says so and skips. It takes a few seconds.
"""
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

DEMO = Path(__file__).resolve().parents[2] / "config/demo"
SIZES = range(20, 401, 4)


def main():
    if os.environ.get("IN_NAMESPACE") is None:
        namespace = ["unshare", "--user", "--map-root-user", "--mount"]
        if shutil.which("unshare") is None or subprocess.run([*namespace, "true"], capture_output=True).returncode != 0:
            print("skipped: no file system can be mounted here")
            return
        os.execvpe(namespace[0], [*namespace, sys.executable, *sys.argv], os.environ | {"IN_NAMESPACE": "1"})
    program = Path(sys.argv[1]).resolve()
    failed, full = [], 0
    with tempfile.TemporaryDirectory() as name:
        for size in SIZES:
            first, then, told = first_runs(program, Path(name), size)
            full += first != 0
            if then != 0:
                failed.append(f"{size} kB: exit {first}, then {then}: {told}")
    print(f"{len(SIZES)} first runs on disks of {SIZES[0]} to {SIZES[-1]} kB, {full} of them too small: {len(failed)} of the next runs failed")
    if failed or not full:
        sys.exit("\n".join(failed) or "no disk was too small")


def first_runs(program, work, size):
    """The exit codes of a run on a small disk and of the next one on a large one, and what that said."""
    disk = work / "disk"
    disk.mkdir(exist_ok=True)
    shutil.copytree(DEMO, work / "demo", dirs_exist_ok=True)
    config = work / "arxsync.toml"
    config.write_text(f'[arxiv]\nfeeds = "demo/feeds"\n[store]\ndir = "{disk}/state"\n[[list]]\npath = "demo/papers.md"\n')
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}k", "none", disk], check=True)
    try:
        first, _ = run(program, config)
        subprocess.run(["mount", "-o", "remount,size=50m", disk], check=True)
        return first, *run(program, config)
    finally:
        subprocess.run(["umount", disk], check=True)


def run(program, config):
    done = subprocess.run([program, "sync", "--config", config], capture_output=True, text=True, timeout=60)
    return done.returncode, done.stderr.strip()


main()
