//! A small run over two lists that holds one of everything a report can speak about. Data only.

use arxsync::arxiv::id::ArxivId;
use arxsync::list::edit::{Edit, EditSet};
use arxsync::plan::{
    Change, Code, Decision, EntryVerdict, Field, Finding, Kind, Plan, Status, Why,
};
use arxsync::report::{ListRun, Mode, Outcome, Run, Stats, Written};
use std::collections::BTreeMap;

/// The list of the sample as it was read.
pub const BEFORE: &str = "\
# Papers

1. **A Pre-trained Model**

    **Paper**: https://arxiv.org/abs/2210.02414

    **Abstract**: A bilingual language modle with 130 billion parameters.

    **Authors**:

1. **A Second Model**

    **Paper**: https://arxiv.org/abs/2103.10360

1. **Lost & <Found>**

    **Paper**: https://arxiv.org/abs/2302.13971
";

/// An id, as arXiv writes it.
pub fn id(text: &str) -> ArxivId {
    ArxivId::try_from(text.to_owned()).unwrap()
}

/// An edit that replaces the first occurrence of a text in [`BEFORE`].
pub fn replace(old: &str, new: &str) -> Edit {
    let start = BEFORE.find(old).unwrap();
    Edit {
        span: start..start + old.len(),
        text: new.to_owned(),
    }
}

fn entry(line: usize, title: &str, arxiv_id: &str, status: Status) -> EntryVerdict {
    EntryVerdict {
        line,
        title: title.to_owned(),
        arxiv_id: Some(id(arxiv_id)),
        layout: "labelled",
        why: None,
        status,
    }
}

/// An abstract with one wrong word, to be applied.
pub fn correction() -> Change {
    Change {
        id: "c1".to_owned(),
        entry: 0,
        line: 7,
        arxiv_id: id("2210.02414"),
        version: Some(2),
        version_day: None,
        lapsed: None,
        words: "1:0".to_owned(),
        field: Field::Abstract,
        kind: Kind::Correct,
        decision: Decision::Apply,
        why: None,
        note: None,
        before: Some("A bilingual language modle with 130 billion parameters.".to_owned()),
        after: "A bilingual language model with 130 billion parameters.".to_owned(),
        edits: vec![replace("modle", "model")],
    }
}

fn fill() -> Change {
    Change {
        id: "c2".to_owned(),
        line: 9,
        field: Field::Authors,
        kind: Kind::Fill,
        before: None,
        after: "Aohan Zeng, Xiao Liu".to_owned(),
        edits: vec![replace("**Authors**:", "**Authors**: Aohan Zeng, Xiao Liu")],
        ..correction()
    }
}

fn proposal() -> Change {
    Change {
        id: "c3".to_owned(),
        entry: 1,
        line: 11,
        arxiv_id: id("2103.10360"),
        field: Field::Title,
        decision: Decision::Propose,
        why: Some(Why::Policy),
        note: None,
        before: Some("A Second Model".to_owned()),
        after: "The Second Model".to_owned(),
        edits: vec![replace("A Second", "The Second")],
        ..correction()
    }
}

fn findings() -> Vec<Finding> {
    vec![
        Finding {
            id: "f1".to_owned(),
            entry: Some(1),
            arxiv_id: Some(id("2103.10360")),
            suggestion: Some(id("hep-th/9901001")),
            ..Finding::new(Code::WrongId, 11, "title and link name different papers")
        },
        Finding {
            id: "f2".to_owned(),
            entry: Some(2),
            ..Finding::new(
                Code::PlaceholderText,
                15,
                "the field \"Brief\" holds a template's <text>",
            )
        },
    ]
}

fn list() -> ListRun {
    let edits = [correction(), fill()].into_iter().flat_map(|c| c.edits);
    let after = EditSet::new(BEFORE, edits.collect()).unwrap().apply(BEFORE);
    ListRun {
        path: "README.md".to_owned(),
        since: BTreeMap::new(),
        lines_read: None,
        plan: Plan {
            entries: vec![
                entry(3, "A Pre-trained Model", "2210.02414", Status::Changed),
                entry(11, "A Second Model", "2103.10360", Status::Changed),
                entry(15, "Lost & <Found>", "2302.13971", Status::Deferred),
            ],
            changes: vec![correction(), fill(), proposal()],
            findings: findings(),
            ..Plan::default()
        },
        before: BEFORE.to_owned(),
        after,
        sha256_before: "aa".to_owned(),
        sha256_after: "bb".to_owned(),
        written: false,
        problem: None,
    }
}

/// A list in which nothing is to be done.
pub fn calm_list() -> ListRun {
    ListRun {
        path: "more/other list.md".to_owned(),
        plan: Plan {
            entries: vec![entry(1, "Fine", "1706.03762", Status::Ok)],
            ..Plan::default()
        },
        before: "* Fine\n".to_owned(),
        after: "* Fine\n".to_owned(),
        sha256_before: "cc".to_owned(),
        sha256_after: "cc".to_owned(),
        ..list()
    }
}

/// The dry run over both lists.
pub fn run() -> Run {
    Run {
        id: "0192-run".to_owned(),
        mode: Mode::DryRun,
        started_at: "2026-01-02T03:04:05Z".to_owned(),
        finished_at: "2026-01-02T03:04:06Z".to_owned(),
        outcome: Outcome::Incomplete,
        lists: vec![list(), calm_list()],
        problem: None,
        left_out: Vec::new(),
        unreported: None,
        reported: Written::No,
        stats: Stats {
            requests: 2,
            retries: 1,
            cache_hits: 1,
            papers: 4,
        },
    }
}

/// The same run, had it been allowed to write.
pub fn applied() -> Run {
    let mut run = run();
    run.mode = Mode::Apply;
    run.lists[0].written = true;
    run
}
