//! Taking changes back, on random lists, runs, edits by hand and undos: what is taken back is what
//! was meant, to the byte, and all of it gives the first text again where nobody edited.
//!
//! The list is kept as cells, each a word with a number of its own, so that it is known without
//! looking at bytes which word a change changed, wherever it is now.

use arxsync::list::edit::{Edit, EditSet};
use arxsync::list::hints::Hints;
use arxsync::plan::undo::{Around, Made, Past, Refusal, Write, take_back};
use arxsync::plan::{Field, Kind};
use arxsync::text::checksum::sha256;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use std::cell::Cell as Count;
use std::collections::BTreeMap;

/// Few, so that the same ones stand at many places.
const WORDS: [&str; 6] = ["owls", "and", "bees", "sleep", "above", "fences"];

/// A word of a list that can be changed.
#[derive(Clone, Debug)]
struct Word {
    number: usize,
    text: String,
}

#[derive(Clone, Debug)]
struct Entry {
    paper: usize,
    title: String,
    fields: [Vec<Word>; 2],
    /// What its maintainer wrote below it.
    note: String,
}

const FIELDS: [Field; 2] = [Field::Authors, Field::Abstract];

#[derive(Clone, Debug)]
struct Model {
    entries: Vec<Entry>,
    head: String,
}

impl Model {
    /// The text, and where each word of it stands.
    fn render(&self) -> (String, BTreeMap<usize, std::ops::Range<usize>>) {
        let mut text = self.head.clone();
        let mut places = BTreeMap::new();
        for entry in &self.entries {
            let link = format!("https://arxiv.org/abs/2401.{:05}", entry.paper);
            text += &format!("1. **{}**\n\n    **Paper**: {link}\n\n", entry.title);
            for (label, words) in ["Authors", "Abstract"].iter().zip(&entry.fields) {
                text += &format!("    **{label}**:");
                for word in words {
                    text.push(' ');
                    let start = text.len();
                    text += &word.text;
                    places.insert(word.number, start..text.len());
                }
                text += "\n\n";
            }
            text += &entry.note;
        }
        (text, places)
    }

    fn word(&mut self, number: usize) -> Option<&mut Word> {
        let fields = self.entries.iter_mut().flat_map(|e| &mut e.fields);
        fields.flatten().find(|word| word.number == number)
    }
}

/// A word by its number, and what it was and became.
type Became = (usize, String, String);

/// A change as the model knows it.
struct Known {
    words: Vec<Became>,
}

/// What is recorded of a change: paper, title, field, words, and whether it takes one back.
type Row = (usize, String, Field, Vec<Became>, Option<bool>);

struct World {
    model: Model,
    writes: Vec<Write>,
    made: Vec<(Made, Known)>,
    rows: i64,
    first: String,
    is_edited: bool,
}

impl World {
    fn new(shape: &[(usize, [usize; 2])]) -> Self {
        let mut number = 0;
        let entry = |(at, (paper, counts)): (usize, &(usize, [usize; 2]))| Entry {
            paper: 1 + paper,
            title: format!("{} of the North", ["On Owls", "On Bees", "Of Ants"][at % 3]),
            fields: counts.map(|count| {
                let word = |i: usize| {
                    number += 1;
                    Word {
                        number,
                        text: WORDS[(at + i * i) % WORDS.len()].to_owned(),
                    }
                };
                (0..count + 3).map(word).collect()
            }),
            note: String::new(),
        };
        let mut entry = entry;
        let entries = shape.iter().enumerate().map(&mut entry).collect();
        let model = Model {
            entries,
            head: "# List\n\n".into(),
        };
        let first = model.render().0;
        Self {
            model,
            writes: Vec::new(),
            made: Vec::new(),
            rows: 0,
            first,
            is_edited: false,
        }
    }

    /// Writes the list as a run does: these words of these fields.
    fn apply(&mut self, seeds: &[u32]) {
        let (text, places) = self.model.render();
        let mut known: BTreeMap<(usize, usize), Vec<Became>> = BTreeMap::new();
        for seed in seeds {
            let seed = *seed as usize;
            let entry = seed % self.model.entries.len();
            let field = seed / 7 % 2;
            let words = &self.model.entries[entry].fields[field];
            if words.is_empty() {
                continue;
            }
            let word = &words[seed / 14 % words.len()];
            let new = format!("{}{}", WORDS[seed / 91 % WORDS.len()], seed / 500 % 3);
            let change = known.entry((entry, field)).or_default();
            if new != word.text && change.iter().all(|(number, ..)| *number != word.number) {
                change.push((word.number, word.text.clone(), new));
            }
        }
        known.retain(|_, words| !words.is_empty());
        let changes = known.into_iter().map(|((entry, field), words)| {
            (
                self.model.entries[entry].paper,
                self.model.entries[entry].title.clone(),
                FIELDS[field],
                words,
            )
        });
        let changes: Vec<_> = changes.collect();
        let edits = changes.iter().map(|(.., words)| {
            let edit = |(number, _, new): &Became| Edit {
                span: places[number].clone(),
                text: new.clone(),
            };
            words.iter().map(edit).collect::<Vec<Edit>>()
        });
        let edits: Vec<Vec<Edit>> = edits.collect();
        for (.., words) in &changes {
            for (number, _, new) in words {
                self.model.word(*number).unwrap().text.clone_from(new);
            }
        }
        let made = changes
            .into_iter()
            .map(|(paper, title, field, words)| (paper, title, field, words, None));
        self.record(&text, &edits, made.collect());
    }

    fn record(&mut self, text: &str, edits: &[Vec<Edit>], changes: Vec<Row>) {
        if edits.is_empty() {
            return;
        }
        let after = EditSet::new(text, edits.concat()).unwrap().apply(text);
        assert_eq!(after, self.model.render().0);
        if after == text {
            return;
        }
        let around = Around::new(text, text, edits.iter().map(Vec::as_slice));
        let id = i64::try_from(self.writes.len()).unwrap();
        let mut rows = Vec::new();
        for (edits, (paper, title, field, words, takes_back)) in edits.iter().zip(changes) {
            self.rows += 1;
            rows.push((self.rows, around.traces(edits, true)));
            let made = Made {
                row: self.rows,
                id: String::new(),
                run: String::new(),
                write: id,
                list: String::new(),
                line: 1,
                paper: format!("2401.{paper:05}").parse().unwrap(),
                version: None,
                words: Some("1:0".into()),
                title: Some(title),
                field,
                kind: Kind::Correct,
                before: None,
                after: String::new(),
                takes_back: takes_back.unwrap_or(false),
                undone_by: None,
            };
            self.made.push((made, Known { words }));
        }
        self.writes.push(Write {
            id,
            sha256_before: sha256(text.as_bytes()),
            sha256_after: sha256(after.as_bytes()),
            changes: rows,
        });
    }

    /// What a maintainer does to the list.
    fn edit(&mut self, seed: usize) {
        self.is_edited = true;
        let count = self.model.entries.len();
        let entry = &mut self.model.entries[seed / 5 % count];
        match seed % 5 {
            0 => entry.note += "    My note: owls and bees.\n\n",
            1 => self.model.head += "Some words.\n\n",
            2 => self.model.entries.swap(0, count - 1),
            3 => {
                let words = &mut entry.fields[seed / 35 % 2];
                if words.len() > 1 {
                    words.remove(seed / 70 % words.len());
                }
            }
            _ => {
                let words = &mut entry.fields[seed / 35 % 2];
                let at = seed / 70 % words.len();
                // Another word by another hand.
                words[at] = Word {
                    number: 1_000_000 + seed,
                    text: WORDS[seed / 7 % 6].to_owned(),
                };
            }
        }
    }

    /// Takes changes back, and looks at what came of it.
    fn undo(&mut self, which: &[usize]) -> usize {
        let (text, _) = self.model.render();
        let wanted: Vec<Made> = which.iter().map(|at| self.made[*at].0.clone()).collect();
        let past = Past {
            sha256: &sha256(text.as_bytes()),
            writes: &self.writes,
            hints: &Hints::default(),
            month: (u16::MAX, 12),
        };
        let back = take_back(&text, &past, &wanted);
        let mut changes = Vec::new();
        for (at, fate) in which.iter().zip(&back.fates) {
            if fate.is_err() {
                assert_ne!(*fate, Err(Refusal::NoRecord));
                continue;
            }
            for (number, old, new) in &self.made[*at].1.words {
                let word = self
                    .model
                    .word(*number)
                    .expect("a word came back that was removed");
                assert_eq!(word.text, *new, "another word was there since");
                word.text.clone_from(old);
            }
            let (made, known) = &self.made[*at];
            let words = known
                .words
                .iter()
                .map(|(n, old, new)| (*n, new.clone(), old.clone()));
            let paper = made.paper.as_str()[5..].parse().unwrap();
            changes.push((
                paper,
                made.title.clone().unwrap(),
                made.field,
                words.collect(),
                Some(!made.takes_back),
            ));
        }
        assert_eq!(
            back.after,
            self.model.render().0,
            "another text than the old words give"
        );
        for (at, fate) in which.iter().zip(&back.fates) {
            if fate.is_ok() {
                self.made[*at].0.undone_by = Some("an undo".into());
            }
        }
        let edits: Vec<Vec<Edit>> = back.fates.into_iter().filter_map(Result::ok).collect();
        let done = edits.len();
        self.record(&text, &edits, changes);
        done
    }

    fn open(&self) -> Vec<usize> {
        (0..self.made.len())
            .filter(|at| self.made[*at].0.undone_by.is_none() && !self.made[*at].0.takes_back)
            .collect()
    }
}

#[derive(Clone, Debug)]
enum Step {
    Run(Vec<u32>),
    Edit(usize),
    Undo(Vec<prop::sample::Index>),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        4 => proptest::collection::vec(any::<u32>(), 1..6).prop_map(Step::Run),
        2 => (0usize..100_000).prop_map(Step::Edit),
        3 => proptest::collection::vec(any::<prop::sample::Index>(), 1..4).prop_map(Step::Undo),
    ];
    proptest::collection::vec(step, 1..12)
}

fn shapes() -> impl Strategy<Value = Vec<(usize, [usize; 2])>> {
    // Two entries may name one paper.
    proptest::collection::vec((0usize..4, [0usize..4, 0usize..8]), 1..5)
}

#[test]
fn what_is_undone_is_what_was_changed() {
    let [done, all, whole] = [Count::new(0), Count::new(0), Count::new(0)];
    TestRunner::new(crate::config(300))
        .run(&(shapes(), steps()), |(shape, steps)| {
            let mut world = World::new(&shape);
            for step in steps {
                match step {
                    Step::Run(seeds) => world.apply(&seeds),
                    Step::Edit(seed) => world.edit(seed),
                    Step::Undo(which) => {
                        let open = world.made.len();
                        let mut which: Vec<usize> = match open {
                            0 => continue,
                            _ => which.iter().map(|i| i.index(open)).collect(),
                        };
                        which.retain(|at| world.made[*at].0.undone_by.is_none());
                        which.sort_unstable();
                        which.dedup();
                        all.set(all.get() + which.len());
                        done.set(done.get() + world.undo(&which));
                    }
                }
            }
            if !world.is_edited {
                // Runs in the order in which they are to be taken back; until nothing is left to.
                while let Some(last) = world.open().last().copied() {
                    let write = world.made[last].0.write;
                    let open = world.open();
                    let which: Vec<usize> = open
                        .into_iter()
                        .filter(|at| world.made[*at].0.write == write)
                        .collect();
                    let count = which.len();
                    if world.undo(&which) < count {
                        return Ok(());
                    }
                }
                let is_first = world.model.render().0 == world.first;
                whole.set(whole.get() + usize::from(is_first));
            }
            Ok(())
        })
        .unwrap();
    let told = (done.get(), all.get(), whole.get());
    assert!(
        told.0 * 2 > told.1 && told.2 > 40,
        "too little was tried: {told:?}"
    );
}
