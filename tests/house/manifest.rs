//! What holds for `Cargo.toml`: a reason behind every dependency, and a stated Rust version that is
//! true.

use crate::project;
use std::process::Command;

fn manifest() -> String {
    std::fs::read_to_string(project("Cargo.toml")).unwrap()
}

#[test]
fn every_dependency_has_its_reason() {
    let manifest = manifest();
    let mut section = "";
    for (i, line) in manifest.lines().enumerate() {
        if line.starts_with('[') {
            section = line;
        }
        let is_dependency = section.contains("dependencies]") && line.contains(" = ");
        let reason = line
            .rsplit_once(" # ")
            .map_or("", |(_, reason)| reason.trim());
        assert!(
            !is_dependency || reason.len() > 2,
            "Cargo.toml:{}: a dependency without a reason behind it",
            i + 1
        );
    }
}

/// `1.91` and `1.91.0` are one version.
fn version(text: &str) -> Vec<u32> {
    let parts: Vec<u32> = text.split('.').map(|part| part.parse().unwrap()).collect();
    [parts, vec![0; 3]].concat()[..3].to_vec()
}

#[test]
fn no_dependency_asks_for_a_newer_rust() {
    let host = Command::new("rustc").arg("-vV").output().unwrap();
    let host = String::from_utf8(host.stdout).unwrap();
    let host = host
        .lines()
        .find_map(|line| line.strip_prefix("host: "))
        .unwrap();
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args([
        "metadata",
        "--offline",
        "--locked",
        "--format-version=1",
        "--filter-platform",
        host,
    ]);
    let output = cargo.current_dir(project("")).output().unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let own = packages.iter().find(|p| p["name"] == "arxsync").unwrap();
    let own = own["rust_version"].as_str().unwrap();
    for package in packages {
        let needed = package["rust_version"].as_str().unwrap_or("1.0");
        let enough = version(needed) <= version(own);
        assert!(
            enough,
            "Cargo.toml: rust-version is {own}, but {} needs {needed}",
            package["name"]
        );
    }
}
