//! How many columns there are for people to read.

use rustix::termios::tcgetwinsize;

/// Where nobody tells.
const USUAL: usize = 100;

/// Fewer hold no line of a summary, more are hard to read.
const LEAST: usize = 40;
const MOST: usize = 400;

/// As `COLUMNS` says, else the terminal, which may have been resized since it was asked last.
pub(super) fn of_terminal() -> usize {
    let told = std::env::var("COLUMNS").ok();
    let window = tcgetwinsize(std::io::stdout()).or_else(|_| tcgetwinsize(std::io::stderr()));
    choose(told.as_deref(), window.ok().map(|size| size.ws_col))
}

fn choose(told: Option<&str>, window: Option<u16>) -> usize {
    let told = told.and_then(|columns| columns.parse().ok());
    let told = told.filter(|columns| (LEAST..=MOST).contains(columns));
    // A terminal that does not know says 0.
    let window = window.map(usize::from).filter(|columns| *columns > 0);
    told.or(window).unwrap_or(USUAL).clamp(LEAST, MOST)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(told: Option<&str>, window: Option<u16>, columns: usize) {
        assert_eq!(choose(told, window), columns, "{told:?} {window:?}");
    }

    #[test]
    fn the_environment_tells_before_the_terminal_and_nobody_narrower_than_a_line() {
        check(None, None, 100);
        check(None, Some(80), 80);
        check(None, Some(0), 100);
        check(None, Some(20), 40);
        check(None, Some(1000), 400);
        check(Some("60"), Some(80), 60);
        check(Some("60"), None, 60);
        check(Some("7"), Some(80), 80);
        check(Some("many"), None, 100);
    }
}
