//! The configuration: what a file may say, what it means, and what is said about one that is wrong.

mod messages;
mod values;

use arxsync::config::{Config, Env};
use std::path::Path;

fn env() -> Env {
    Env {
        home: Some("/home/me".into()),
        ..Env::default()
    }
}

fn check(text: &str) -> Config {
    Config::check(text, Path::new("arxsync.toml"), Path::new(""), &env()).unwrap()
}

/// What is said about a wrong file.
fn refused(text: &str) -> String {
    let checked = Config::check(text, Path::new("arxsync.toml"), Path::new(""), &env());
    checked.map_or_else(|error| error.to_string(), |_| format!("accepted: {text}"))
}
