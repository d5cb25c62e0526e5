//! The log: on stderr, quiet unless asked. `RUST_LOG` wins over `-v`.

use std::io::IsTerminal as _;
use tracing_subscriber::EnvFilter;

/// Starts logging: warnings, with `-v` what happens, with `-vv` every request.
pub fn start(verbose: u8) {
    let level = match verbose {
        0 => "warn",
        1 => "arxsync=info,warn",
        _ => "arxsync=debug,info",
    };
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(level));
    let colour = std::io::stderr().is_terminal()
        && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty());
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(colour)
        .with_target(false)
        .init();
}
