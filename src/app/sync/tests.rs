//! Panics on one list among several, and what is remembered of runs that fail. The lists are files
//! in a temporary folder; arXiv is a saved answer.

use crate::app::bug::{Step, trap};
use crate::app::connection::Nobody;
use crate::app::request::Request;
use crate::app::resolve::Sources;
use crate::app::{entries, history, service_run, status};
use crate::config::{Config, Env};
use crate::report::history::History;
use crate::report::{Mode, Outcome, Run, json, markdown, terminal};
use std::fs;
use std::path::Path;
use std::time::Duration;
use tempfile::TempDir;

const ENTRY: &str = "- **Tides as Clocks**\n  - Paper: https://arxiv.org/abs/2401.10001\n  - Authors: Gita Gill, Hans Holmm\n";
const RIGHT: &str = "- **Tides as Clocks**\n  - Paper: https://arxiv.org/abs/2401.10001\n  - Authors: Gita Gill, Hans Holm\n";
const FEED: &str = r#"<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>arXiv Query: search_query=&amp;id_list=2401.10001</title><entry><id>http://arxiv.org/abs/2401.10001v1</id><title>Tides as Clocks</title><summary>The tide keeps time.</summary><author><name>Gita Gill</name></author><author><name>Hans Holm</name></author></entry></feed>"#;

/// A service with some lists, each with a slip in it.
struct Service {
    dir: TempDir,
    config: Config,
}

impl Service {
    fn new(lists: &[&str]) -> Self {
        let dir = TempDir::new().unwrap();
        let base = dir.path().canonicalize().unwrap();
        fs::create_dir(base.join("feeds")).unwrap();
        fs::write(base.join("feeds/a.xml"), FEED).unwrap();
        let mut text = "[arxiv]\nfeeds = \"feeds\"\n[store]\ndir = \"state\"\n".to_owned();
        for list in lists {
            fs::write(base.join(list), ENTRY).unwrap();
            text += &format!("[[list]]\npath = \"{list}\"\n");
        }
        let file = Path::new("arxsync.toml");
        let mut config = Config::check(&text, file, &base, &Env::default()).unwrap();
        for list in &mut config.lists {
            list.pattern = base.join(&list.pattern).display().to_string();
        }
        Self { dir, config }
    }

    fn list(&self, name: &str) -> String {
        fs::read_to_string(self.dir.path().join(name)).unwrap()
    }

    fn run(&self, mode: Mode) -> anyhow::Result<Run> {
        let request = Request {
            input: None,
            lists: Vec::new(),
            mode,
            sources: Sources::Usual,
            only: None,
            chosen: None,
            report_dir: None,
            patience: Duration::from_secs(10),
        };
        service_run::run(&self.config, &self.config.lists, &request, &mut Nobody)
    }

    fn runs(&self) -> Vec<Option<String>> {
        match history::history(&self.config, None, None).unwrap() {
            History::Runs(runs) => runs.into_iter().map(|run| run.problem).collect(),
            History::Changes(_) => Vec::new(),
        }
    }
}

#[test]
fn a_panic_fails_one_list_and_not_the_others() {
    for (step, word) in [(Step::Reading, "reading"), (Step::Planning, "planning")] {
        for mode in [Mode::DryRun, Mode::Check, Mode::Apply] {
            let service = Service::new(&["a.md", "b.md", "c.md"]);
            trap::set(step, "b.md");
            let run = service.run(mode).unwrap();
            trap::set(step, "none.md");
            assert_eq!(run.outcome, Outcome::Incomplete, "{word} {mode:?}");
            let bad = &run.lists[1];
            let why = bad.problem.as_ref().unwrap().words();
            let start =
                format!("arxsync failed inside while {word} this list; please report it: \"b.md");
            assert!(why.starts_with(&start), "{why}");
            assert!(why.contains("src/app/bug.rs:"), "{why}");
            assert_eq!(bad.sha256_before, bad.sha256_after);
            assert!(json::json(&run).contains("\"problem\":\"arxsync failed inside"));
            for told in [terminal::summary(&run, 100), markdown::markdown(&run)] {
                assert!(!told.contains("no entry recognised"), "{told}");
                assert!(told.to_lowercase().contains("not worked on"), "{told}");
            }
            let expected = if mode == Mode::Apply { RIGHT } else { ENTRY };
            assert_eq!(service.list("b.md"), ENTRY);
            for good in ["a.md", "c.md"] {
                assert_eq!(service.list(good), expected, "{word} {mode:?}");
            }
        }
    }
}

#[test]
fn a_list_that_panics_is_remembered_until_it_does_not() {
    let service = Service::new(&["a.md", "b.md"]);
    trap::set(Step::Planning, "b.md");
    service.run(Mode::Apply).unwrap();
    let told = status::status(&service.config).unwrap();
    assert!(!told.healthy);
    assert!(told.failing_lists[0].problem.contains("please report it"));
    trap::set(Step::Planning, "none.md");
    assert_eq!(service.run(Mode::Apply).unwrap().outcome, Outcome::Changed);
    assert_eq!(service.list("b.md"), RIGHT);
    assert!(status::status(&service.config).unwrap().healthy);
}

#[test]
fn a_panic_on_the_only_list_fails_the_run() {
    let service = Service::new(&["b.md"]);
    trap::set(Step::Reading, "b.md");
    assert_eq!(service.run(Mode::Apply).unwrap().outcome, Outcome::Failed);
    assert_eq!(service.list("b.md"), ENTRY);
    let named = [service.config.lists[0].pattern.clone()];
    let (found, failed) = entries::recognise(&service.config, &named, None).unwrap();
    assert_eq!((found.len(), failed.len()), (0, 1));
    trap::set(Step::Reading, "none.md");
}

#[test]
fn a_first_run_over_a_single_bad_list_is_remembered() {
    let service = Service::new(&["a.md"]);
    fs::remove_file(service.dir.path().join("a.md")).unwrap();
    for nth in 1..=2 {
        let error = service.run(Mode::Apply).unwrap_err().to_string();
        let runs = service.runs();
        assert_eq!(runs.len(), nth, "{runs:?}");
        assert_eq!(runs[0].as_deref(), Some(error.as_str()));
        let told = status::status(&service.config).unwrap();
        assert!(!told.healthy);
        assert_eq!(told.failures_in_a_row as usize, nth);
        assert_eq!(told.failing_lists[0].runs as usize, nth);
    }
    fs::write(service.dir.path().join("a.md"), ENTRY).unwrap();
    assert_eq!(service.run(Mode::Apply).unwrap().outcome, Outcome::Changed);
    assert!(status::status(&service.config).unwrap().healthy);
}
