//! The units in `systemd/`, as systemd-analyze judges them.

use crate::skip::skipped;
use std::fs;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

const UNITS: [&str; 3] = ["arxsync.service", "arxsync-sync.service", "arxsync.timer"];

/// The units, with this program in the place of the installed one; `None`, with a word, where
/// systemd-analyze is not there.
fn units() -> Option<TempDir> {
    if Command::new("systemd-analyze")
        .arg("--version")
        .output()
        .is_err()
    {
        skipped("there is no systemd-analyze");
        return None;
    }
    let dir = tempfile::tempdir().unwrap();
    for name in UNITS {
        let unit = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("systemd")
            .join(name);
        let text = fs::read_to_string(unit).unwrap();
        let text = text.replace("/usr/bin/arxsync", env!("CARGO_BIN_EXE_arxsync"));
        fs::write(dir.path().join(name), text).unwrap();
    }
    Some(dir)
}

fn analyze(dir: &TempDir, args: &[&str]) -> (bool, String) {
    let mut command = Command::new("systemd-analyze");
    let ran = command.args(args).current_dir(dir.path()).output().unwrap();
    (ran.status.success(), String::from_utf8(ran.stderr).unwrap())
}

/// It says of unknown keys, and of types that it does not know, that all is well, but not without a
/// word.
#[test]
fn they_verify_without_a_word() {
    let Some(dir) = units() else { return };
    let names = UNITS.map(|name| format!("./{name}"));
    let args: Vec<&str> = ["--man=no", "verify"]
        .into_iter()
        .chain(names.iter().map(String::as_str))
        .collect();
    assert_eq!(analyze(&dir, &args), (true, String::new()));
}

#[test]
fn they_are_hardly_exposed() {
    let Some(dir) = units() else { return };
    for name in &UNITS[..2] {
        let unit = format!("./{name}");
        let args = ["--offline=true", "--threshold=15", "security", &unit];
        assert!(analyze(&dir, &args).0, "{name}");
        let path = dir.path().join(name);
        let open = fs::read_to_string(&path).unwrap();
        let open = open
            .replace("NoNewPrivileges=yes", "")
            .replace("CapabilityBoundingSet=", "");
        fs::write(path, open).unwrap();
        assert!(
            !analyze(&dir, &args).0,
            "{name}: the threshold tells nothing"
        );
    }
}

/// Both units are the same service, and only the ways to start it differ.
#[test]
fn the_two_are_hardened_alike() {
    let read = |name: &str| {
        fs::read_to_string(
            Path::new(env!("CARGO_MANIFEST_DIR"))
                .join("systemd")
                .join(name),
        )
        .unwrap()
    };
    let hardening = |name: &str| -> Vec<String> {
        let text = read(name);
        let lines = text
            .lines()
            .skip_while(|line| !line.starts_with("NoNewPrivileges"));
        let lines = lines.take_while(|line| !line.starts_with("[Install]"));
        lines
            .filter(|line| line.contains('=') && !line.starts_with('#'))
            .map(str::to_owned)
            .collect()
    };
    assert_eq!(hardening(UNITS[0]), hardening(UNITS[1]));
}
