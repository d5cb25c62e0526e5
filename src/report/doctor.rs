//! What was examined, what is wrong and what to do about it, as text and JSON.

use super::phrases::count;
use super::sanitize;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// How something was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// In order.
    Ok,
    /// Worth knowing, and in order.
    Note,
    /// Wrong.
    Fault,
}

/// One thing that was examined.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What was examined: a word for programs.
    pub check: &'static str,
    /// How it was found.
    pub state: State,
    /// What was found.
    pub message: String,
    /// What to do about it.
    pub todo: Option<String>,
}

impl Finding {
    /// All is well.
    pub fn ok(check: &'static str, message: impl Into<String>) -> Self {
        Self {
            check,
            state: State::Ok,
            message: message.into(),
            todo: None,
        }
    }

    /// Worth knowing.
    pub fn note(check: &'static str, message: impl Into<String>) -> Self {
        Self {
            state: State::Note,
            ..Self::ok(check, message)
        }
    }

    /// Wrong, and what to do about it.
    pub fn fault(check: &'static str, message: impl Into<String>, todo: impl Into<String>) -> Self {
        Self {
            state: State::Fault,
            todo: Some(todo.into()),
            ..Self::ok(check, message)
        }
    }
}

/// All that was examined.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Examination {
    /// In the order of examining.
    pub findings: Vec<Finding>,
    /// The settings of the connection to the database, as SQLite reads them back.
    pub settings: BTreeMap<&'static str, String>,
}

impl Examination {
    /// How many things are wrong.
    pub fn faults(&self) -> usize {
        let faults = self.findings.iter().filter(|f| f.state == State::Fault);
        faults.count()
    }
}

/// For programs: one JSON object.
pub fn json(examination: &Examination) -> String {
    #[derive(Serialize)]
    struct Report<'a> {
        schema: u32,
        healthy: bool,
        faults: usize,
        findings: &'a [Finding],
        settings: &'a BTreeMap<&'static str, String>,
    }
    let faults = examination.faults();
    sanitize::json(&Report {
        schema: 1,
        healthy: faults == 0,
        faults,
        findings: &examination.findings,
        settings: &examination.settings,
    })
}

/// For people: a line for every thing, with what to do below what is wrong.
pub fn text(examination: &Examination) -> String {
    let mut out = String::new();
    for finding in &examination.findings {
        let state = match finding.state {
            State::Ok => "ok",
            State::Note => "note",
            State::Fault => "FAULT",
        };
        let (check, message) = (finding.check, sanitize::one_line(&finding.message));
        let _ = writeln!(out, "{state:<5}  {check:<12}  {message}");
        if let Some(todo) = &finding.todo {
            let _ = writeln!(out, "{:21}→ {}", "", sanitize::one_line(todo));
        }
    }
    let _ = match examination.faults() {
        0 => writeln!(out, "nothing is wrong"),
        n => writeln!(out, "{}", count(n, "fault")),
    };
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_are_told_with_what_to_do() {
        let mut all = Examination::default();
        all.findings.push(Finding::ok("sqlite", "SQLite 3.54.1"));
        assert!(text(&all).ends_with("\nnothing is wrong\n"));
        let fault = Finding::fault("list", "/a\n\u{1b}[2J.md is gone", "look\u{202e}");
        all.findings.push(fault);
        all.settings.insert("synchronous", "2".into());
        let expected = "\
ok     sqlite        SQLite 3.54.1
FAULT  list          /a \\u{1b}[2J.md is gone
                     → look\\u{202e}
1 fault
";
        assert_eq!(text(&all), expected);
        let told = json(&all);
        assert!(!told.contains(['\u{1b}', '\u{202e}']), "{told}");
        let value: serde_json::Value = serde_json::from_str(&told).unwrap();
        assert_eq!(value["faults"], 1);
        assert_eq!(value["findings"][1]["state"], "fault");
        assert_eq!(value["settings"]["synchronous"], "2");
    }
}
