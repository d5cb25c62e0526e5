//! The log: on stderr, one line an event, quiet unless asked. `RUST_LOG` wins over `-v`. A log that
//! cannot be written ends nothing.

use crate::config::LogFormat;
use clap::ColorChoice;
use std::io::{self, IsTerminal as _, Stderr, Write};
use std::os::fd::AsFd as _;
use std::os::unix::fs::MetadataExt as _;
use tracing::{Level, Metadata};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;

/// Starts logging: warnings, with `-v` what happens, with `-vv` every request.
pub fn start(verbose: u8, format: LogFormat, colour: ColorChoice) {
    let level = match verbose {
        0 => "warn",
        1 => "arxsync=info,warn",
        _ => "arxsync=debug,info",
    };
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(level));
    let is_wanted = || std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty());
    let colour = match colour {
        ColorChoice::Auto => io::stderr().is_terminal() && is_wanted(),
        ColorChoice::Always => true,
        ColorChoice::Never => false,
    };
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(colour)
        .with_target(false);
    let journal = is_journal();
    let writer = Lines { journal };
    match format {
        // The journal has the time of its own.
        LogFormat::Text if journal => lines.with_writer(writer).without_time().init(),
        LogFormat::Text => lines.with_writer(writer).init(),
        LogFormat::Json => lines.json().with_writer(writer).init(),
    }
}

/// Whether stderr is the journal: `$JOURNAL_STREAM` names it by device and inode, and may have been
/// inherited.
fn is_journal() -> bool {
    let Ok(stream) = std::env::var("JOURNAL_STREAM") else {
        return false;
    };
    let stderr = io::stderr().as_fd().try_clone_to_owned();
    let stat = stderr.and_then(|fd| std::fs::File::from(fd).metadata());
    stat.is_ok_and(|stat| stream == format!("{}:{}", stat.dev(), stat.ino()))
}

/// Makes the writers of events.
struct Lines {
    journal: bool,
}

impl<'a> MakeWriter<'a> for Lines {
    type Writer = Line;

    fn make_writer(&'a self) -> Line {
        Line {
            prefix: "",
            to: io::stderr(),
        }
    }

    fn make_writer_for(&'a self, meta: &Metadata<'_>) -> Line {
        let prefix = match *meta.level() {
            _ if !self.journal => "",
            Level::ERROR => "<3>",
            Level::WARN => "<4>",
            Level::INFO => "<6>",
            Level::DEBUG | Level::TRACE => "<7>",
        };
        Line {
            prefix,
            to: io::stderr(),
        }
    }
}

/// Writes an event on one line, whatever is in it: a line end of somebody else's would begin a line
/// that looks like ours, with a priority of its choice.
struct Line {
    prefix: &'static str,
    to: Stderr,
}

impl Write for Line {
    /// The event comes in one piece. An error would be told on stderr, where there is one already,
    /// and that panics.
    fn write(&mut self, event: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(event);
        let line = text.trim_end_matches('\n').replace('\n', "\\n");
        let _ = writeln!(self.to, "{}{line}", self.prefix);
        Ok(event.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let _ = self.to.flush();
        Ok(())
    }
}
