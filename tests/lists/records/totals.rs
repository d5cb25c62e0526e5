//! How often something holds, printed, and demanded.

/// A count of cases, and those that fail.
pub struct Totals {
    what: String,
    total: usize,
    failed: Vec<String>,
}

/// How many failing cases are printed.
const SHOWN: usize = 25;

impl Totals {
    pub fn new(what: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            total: 0,
            failed: Vec::new(),
        }
    }

    /// Counts a case; `case` describes it where it fails.
    pub fn count(&mut self, holds: bool, case: impl FnOnce() -> String) {
        self.total += 1;
        if !holds {
            self.failed.push(case());
        }
    }

    /// Prints the figure, and fails where more than one in `one_in` cases does (0: where any does).
    pub fn demand(self, one_in: usize) {
        let (failed, total) = (self.failed.len(), self.total);
        println!(
            "{}: {} of {total} hold ({:.4} %), every {}th record",
            self.what,
            total - failed,
            100.0 * (total - failed) as f64 / total.max(1) as f64,
            super::data::stride()
        );
        let shown = std::env::var("SHOWN").ok().and_then(|n| n.parse().ok());
        for case in self.failed.iter().take(shown.unwrap_or(SHOWN)) {
            println!("  {case}");
        }
        let allowed = total.checked_div(one_in).unwrap_or(0);
        assert!(failed <= allowed, "{}: {failed} of {total}", self.what);
    }
}
