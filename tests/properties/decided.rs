//! Runs, edits by hand, yes, no, undo and new versions at arXiv, at random and together: what was
//! refused or taken back is not made while the no holds, what somebody put back is not made again,
//! a yes makes one change, and undoing all gives the first text where nobody edited.
//!
//! What the program remembers is kept as it keeps it; what must not happen is known from the texts
//! themselves.

use arxsync::arxiv::id::{ArxivId, PaperRef};
use arxsync::arxiv::lookup::Answers;
use arxsync::arxiv::paper::{Paper, Resolution};
use arxsync::list::hints::Hints;
use arxsync::plan::input::{Given, List, Resolutions};
use arxsync::plan::known::Known;
use arxsync::plan::memory::{self, Memory, No, Rejected};
use arxsync::plan::policy::Policy;
use arxsync::plan::undo::{self, Around, Past, Write, take_back};
use arxsync::plan::verify::{self, Proven};
use arxsync::plan::{Change, Decision, Field};
use arxsync::text::checksum::sha256;
use arxsync::text::names::overrides::Overrides;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use std::cell::Cell;
use std::num::NonZeroU32;
use std::ops::Range;

const NOW: (u16, u8) = (u16::MAX, 12);
const TITLES: [&str; 3] = ["Of Owls", "On Bees", "The Ants of Delft"];
const NAMES: [&str; 4] = [
    "Ada Lovelace",
    "Emmy Noether",
    "Mary Anning",
    "Lise Meitner",
];
const WORDS: [&str; 5] = ["seven", "nine", "sleep", "above", "fences"];
const FIELDS: [Field; 2] = [Field::Authors, Field::Abstract];

/// A field of a paper, and arXiv's version and words.
#[derive(Clone, Debug, PartialEq)]
struct Said {
    paper: usize,
    field: Field,
    version: u32,
    text: String,
}

/// A change that was made, and what is known of it without the program.
struct Record {
    made: undo::Made,
    said: Said,
    /// The field's bytes before.
    before: String,
}

struct World {
    text: String,
    first: String,
    /// The versions of each paper, the newest last.
    papers: Vec<Vec<Paper>>,
    memory: Memory,
    nos: Vec<Said>,
    made: Vec<Record>,
    writes: Vec<Write>,
    is_edited: bool,
}

fn id(paper: usize) -> ArxivId {
    format!("2401.{:05}", paper + 1).parse().unwrap()
}

fn paper(i: usize) -> Paper {
    Paper {
        id: id(i),
        version: 1,
        title: TITLES[i].into(),
        authors: NAMES[i..i + 2].iter().map(|&name| name.into()).collect(),
        summary: format!(
            "We watch the {} of the north for nine years. They sleep above fences, and {} of them wake when it rains. What they see is counted.",
            TITLES[i],
            i + 3
        ),
        comment: None,
        journal_ref: None,
        doi: None,
        published: None,
        updated: None,
    }
}

fn text_of(paper: &Paper, field: Field) -> String {
    match field {
        Field::Authors => paper.authors.join(", "),
        _ => paper.summary.clone(),
    }
}

/// A text with its words `seed` picks made wrong.
fn damaged(text: &str, seed: usize) -> String {
    let mut words: Vec<&str> = text.split(' ').collect();
    let at = seed % words.len();
    match seed / 50 % 4 {
        0 => return text.to_owned(),
        1 => words[at] = WORDS[seed / 7 % WORDS.len()],
        2 => drop(words.remove(at)),
        _ => words.insert(at, WORDS[seed / 7 % WORDS.len()]),
    }
    words.join(" ")
}

impl World {
    fn new(seeds: [[usize; 2]; 3]) -> Self {
        let papers: Vec<Vec<Paper>> = (0..3).map(|i| vec![paper(i)]).collect();
        let mut text = "# List\n\n".to_owned();
        for (i, seeds) in seeds.iter().enumerate() {
            let paper = &papers[i][0];
            let [authors, abstract_] =
                [0, 1].map(|f| damaged(&text_of(paper, FIELDS[f]), seeds[f]));
            text += &format!(
                "1. **{}**\n\n    **Paper**: https://arxiv.org/abs/{}\n\n    **Authors**: {authors}\n\n    **Abstract**: {abstract_}\n\n",
                paper.title, paper.id
            );
        }
        Self {
            first: text.clone(),
            text,
            papers,
            memory: Memory {
                list: "a.md".into(),
                ..Memory::default()
            },
            nos: Vec::new(),
            made: Vec::new(),
            writes: Vec::new(),
            is_edited: false,
        }
    }

    /// Where a field's text stands.
    fn field(&self, paper: usize, field: Field) -> Range<usize> {
        let entry = self.text.find(id(paper).as_str()).unwrap();
        let label = format!("**{field:?}**: ");
        let start = entry + self.text[entry..].find(&label).unwrap() + label.len();
        start..start + self.text[start..].find('\n').unwrap()
    }

    fn said(&self, paper: usize, field: Field) -> Said {
        let newest = self.papers[paper].last().unwrap();
        Said {
            paper,
            field,
            version: newest.version,
            text: text_of(newest, field),
        }
    }

    fn plan(&self) -> Proven {
        let mut resolutions = Resolutions::new();
        for versions in &self.papers {
            for paper in versions {
                let version = NonZeroU32::new(paper.version);
                let asked = PaperRef {
                    id: paper.id.clone(),
                    version,
                };
                resolutions.insert(asked, Resolution::Found(paper.clone()));
            }
            let newest = versions.last().unwrap().clone();
            let asked = PaperRef {
                id: newest.id.clone(),
                version: None,
            };
            resolutions.insert(asked, Resolution::Found(newest));
        }
        let hints = Hints::default();
        let list = List::read(&self.text, &hints, NOW);
        let given = Given {
            resolutions: &resolutions,
            answers: &Answers::new(),
            overrides: &Overrides::default(),
            known: &Known::of(&resolutions),
            policy: &Policy::default(),
            memory: &self.memory,
            only: None,
            is_over: &|| false,
        };
        verify::plan(&list, given).unwrap()
    }

    fn paper_of(change: &Change) -> usize {
        (0..3).find(|&i| id(i) == change.arxiv_id).unwrap()
    }

    /// Makes what a plan applies, and records it as a run does.
    fn run(&mut self, chosen: Option<&str>) -> usize {
        let proven = self.plan();
        let applied = proven.plan.changes.iter();
        let applied: Vec<&Change> = applied.filter(|c| c.decision == Decision::Apply).collect();
        for change in &applied {
            match chosen {
                Some(id) => assert_eq!(change.id, id, "another change than the chosen one"),
                None => self.may_make(change),
            }
        }
        if applied.is_empty() {
            assert_eq!(proven.after, self.text);
            return 0;
        }
        let around = Around::new(
            &self.text,
            &self.text,
            applied.iter().map(|c| c.edits.as_slice()),
        );
        let write = i64::try_from(self.writes.len()).unwrap();
        let mut rows = Vec::new();
        for change in &applied {
            let row = i64::try_from(self.made.len()).unwrap();
            rows.push((row, around.traces(&change.edits, true)));
            let known = self.known(change, row, write);
            let made = memory::Made {
                before: change.before.clone(),
                after: change.after.clone(),
            };
            let of = (change.arxiv_id.clone(), change.field);
            self.memory.applied.entry(of).or_default().push(made);
            self.made.push(known);
        }
        self.writes.push(Write {
            id: write,
            sha256_before: sha256(self.text.as_bytes()),
            sha256_after: sha256(proven.after.as_bytes()),
            changes: rows,
        });
        let count = applied.len();
        self.text = proven.after;
        count
    }

    fn known(&self, change: &Change, row: i64, write: i64) -> Record {
        let paper = Self::paper_of(change);
        Record {
            said: self.said(paper, change.field),
            before: self.text[self.field(paper, change.field)].to_owned(),
            made: undo::Made {
                row,
                id: change.id.clone(),
                run: String::new(),
                write,
                list: String::new(),
                line: change.line,
                paper: change.arxiv_id.clone(),
                version: change.version,
                words: Some(change.words.clone()),
                title: Some(TITLES[paper].into()),
                field: change.field,
                kind: change.kind,
                before: change.before.clone(),
                after: change.after.clone(),
                takes_back: false,
                undone_by: None,
            },
        }
    }

    /// What a run that nobody asked for this change must not do.
    fn may_make(&self, change: &Change) {
        let paper = Self::paper_of(change);
        let now = self.said(paper, change.field);
        let holds = |no: &Said| {
            let is_same = no.version == now.version || no.text == now.text;
            no.paper == now.paper && no.field == now.field && is_same
        };
        let refused = self.nos.iter().find(|no| holds(no));
        assert!(refused.is_none(), "{change:?} was refused: {refused:?}");
        let text = &self.text[self.field(paper, change.field)];
        let put_back = |known: &&Record| {
            let (said, now) = (&known.said, &now);
            said.paper == now.paper
                && said.field == now.field
                && said.text == now.text
                && known.before == text
        };
        let put_back = self.made.iter().find(put_back);
        assert!(put_back.is_none(), "{change:?} was put back by hand");
    }

    fn reject(&mut self, pick: &prop::sample::Index) {
        let changes = self.plan().plan.changes;
        if changes.is_empty() {
            return;
        }
        let change = pick.get(&changes);
        self.no(
            change.version,
            change.words.clone(),
            self.said(Self::paper_of(change), change.field),
        );
    }

    fn no(&mut self, version: Option<u32>, words: String, said: Said) {
        let (paper, field) = (id(said.paper), said.field);
        // An earlier no to the same field goes, as in the file.
        self.memory
            .rejected
            .retain(|no| (&no.to.paper, no.to.field) != (&paper, field));
        self.nos
            .retain(|no| (no.paper, no.field) != (said.paper, field));
        let to = Rejected {
            paper,
            field,
            version,
            words,
        };
        self.memory.rejected.push(No { to, because: None });
        self.nos.push(said);
    }

    /// A yes to one change, whatever was said before; whether it was made.
    fn accept(&mut self, pick: &prop::sample::Index) -> bool {
        let changes = self.plan().plan.changes;
        if changes.is_empty() {
            return false;
        }
        let change = pick.get(&changes);
        let (paper, field) = (change.arxiv_id.clone(), change.field);
        self.memory
            .rejected
            .retain(|no| (&no.to.paper, no.to.field) != (&paper, field));
        self.nos
            .retain(|no| (id(no.paper), no.field) != (paper.clone(), field));
        self.memory.chosen = Some([change.id.clone()].into());
        let count = self.run(Some(&change.id));
        self.memory.chosen = None;
        assert!(count <= 1, "a yes made {count} changes");
        assert!(
            count == 1 || change.decision != Decision::Apply,
            "a yes to {change:?} made nothing"
        );
        count == 1
    }

    /// Takes changes back, and remembers that they are not wanted; how many.
    fn undo(&mut self, which: &[usize]) -> usize {
        let wanted: Vec<undo::Made> = which.iter().map(|&at| self.made[at].made.clone()).collect();
        let past = Past {
            sha256: &sha256(self.text.as_bytes()),
            writes: &self.writes,
            hints: &Hints::default(),
            month: NOW,
        };
        let back = take_back(&self.text, &past, &wanted);
        let (mut done, mut rows, mut edits) = (Vec::new(), Vec::new(), Vec::new());
        for (&at, fate) in which.iter().zip(back.fates) {
            if let Ok(fate) = fate {
                done.push(at);
                edits.push(fate);
            }
        }
        if done.is_empty() {
            assert_eq!(back.after, self.text);
            return 0;
        }
        let around = Around::new(&self.text, &self.text, edits.iter().map(Vec::as_slice));
        for (row, edits) in edits.iter().enumerate() {
            rows.push((
                1_000_000 + i64::try_from(row).unwrap(),
                around.traces(edits, true),
            ));
        }
        self.writes.push(Write {
            id: i64::try_from(self.writes.len()).unwrap(),
            sha256_before: sha256(self.text.as_bytes()),
            sha256_after: sha256(back.after.as_bytes()),
            changes: rows,
        });
        self.text = back.after;
        for at in &done {
            let known = &mut self.made[*at];
            known.made.undone_by = Some("an undo".into());
            let (version, words) = (known.made.version, known.made.words.clone().unwrap());
            let said = known.said.clone();
            self.no(version, words, said);
        }
        done.len()
    }

    /// What somebody does to the list: other words, a note, or the words of before a run.
    fn edit(&mut self, seed: usize) {
        self.is_edited = true;
        let (paper, field) = (seed % 3, FIELDS[seed / 3 % 2]);
        let span = self.field(paper, field);
        let now = self.text[span.clone()].to_owned();
        let earlier = self
            .made
            .iter()
            .filter(|k| k.said.paper == paper && k.said.field == field);
        let earlier: Vec<String> = earlier.map(|k| k.before.clone()).collect();
        match (seed / 6 % 3, earlier.last()) {
            (0, _) => self
                .text
                .insert_str(span.end + 2, "    My note: owls above fences.\n\n"),
            (1, Some(before)) => self.text.replace_range(span, before),
            _ => self.text.replace_range(span, &damaged(&now, seed / 18)),
        }
    }

    /// A new version at arXiv; every third says the same.
    fn upgrade(&mut self, seed: usize) {
        let versions = &mut self.papers[seed % 3];
        let mut next = versions.last().unwrap().clone();
        next.version += 1;
        match seed / 3 % 3 {
            0 => {}
            1 => next.summary = next.summary.replacen("years", WORDS[seed / 9 % 5], 1),
            _ => next.authors.push(NAMES[seed / 9 % 4].into()),
        }
        versions.push(next);
    }

    fn open(&self) -> Vec<usize> {
        let is_open = |at: &usize| self.made[*at].made.undone_by.is_none();
        (0..self.made.len()).filter(is_open).collect()
    }

    /// Undoes all, the last write first; whether all of it could be.
    fn undo_all(&mut self) -> bool {
        while let Some(&last) = self.open().last() {
            let write = self.made[last].made.write;
            let of_write = |at: &usize| self.made[*at].made.write == write;
            let which: Vec<usize> = self.open().into_iter().filter(of_write).collect();
            if self.undo(&which) < which.len() {
                return false;
            }
        }
        true
    }
}

#[derive(Clone, Debug)]
enum Step {
    Run,
    Edit(usize),
    Accept(prop::sample::Index),
    Reject(prop::sample::Index),
    Undo(Vec<prop::sample::Index>),
    Upgrade(usize),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let index = any::<prop::sample::Index>;
    let step = prop_oneof![
        4 => Just(Step::Run),
        2 => (0usize..100_000).prop_map(Step::Edit),
        2 => index().prop_map(Step::Accept),
        2 => index().prop_map(Step::Reject),
        2 => proptest::collection::vec(index(), 1..4).prop_map(Step::Undo),
        2 => (0usize..100_000).prop_map(Step::Upgrade),
    ];
    proptest::collection::vec(step, 1..14)
}

/// How much was tried: changes made by runs, by a yes, taken back, texts that were whole again.
#[derive(Default)]
struct Tried([Cell<usize>; 4]);

impl Tried {
    fn add(&self, what: usize, count: usize) {
        self.0[what].set(self.0[what].get() + count);
    }
}

fn go(world: &mut World, steps: &[Step], tried: &Tried) {
    for step in steps {
        match step {
            Step::Run => tried.add(0, world.run(None)),
            Step::Edit(seed) => world.edit(*seed),
            Step::Accept(pick) => tried.add(1, usize::from(world.accept(pick))),
            Step::Reject(pick) => world.reject(pick),
            Step::Upgrade(seed) => world.upgrade(*seed),
            Step::Undo(picks) => {
                let open = world.open();
                let mut which: Vec<usize> = match open.is_empty() {
                    true => continue,
                    false => picks.iter().map(|pick| *pick.get(&open)).collect(),
                };
                which.sort_unstable();
                which.dedup();
                tried.add(2, world.undo(&which));
            }
        }
    }
}

#[test]
fn what_was_refused_undone_or_put_back_is_not_made_again() {
    let tried = Tried::default();
    let seeds = || [0usize..10_000, 0usize..10_000];
    TestRunner::new(crate::config(150))
        .run(&([seeds(), seeds(), seeds()], steps()), |(seeds, steps)| {
            let mut world = World::new(seeds);
            go(&mut world, &steps, &tried);
            if !world.is_edited && world.undo_all() {
                assert_eq!(
                    world.text, world.first,
                    "all is undone, and the text is another"
                );
                tried.add(3, 1);
            }
            // Whatever was decided holds for the next run, too.
            world.run(None);
            Ok(())
        })
        .unwrap();
    let counts = tried.0.each_ref().map(Cell::get);
    assert!(
        counts[0] > 120 && counts[1] > 40 && counts[2] > 40 && counts[3] > 15,
        "too little was tried: {counts:?}"
    );
}
