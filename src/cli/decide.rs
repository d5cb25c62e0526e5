//! `arxsync accept`, `reject`, `ignore`, `decide`: arguments to wishes, and what came of them.

use super::args::{Accept, Decide, Field, Ignore, Lists, Reject};
use super::exit::Exit;
use super::print;
use super::progress::Bar;
use crate::app::review::{self, Decided, Verb, Wish, Wishes};
use crate::config::Config;
use crate::plan;
use crate::report::sanitize;
use anyhow::{Context as _, Result};
use std::fmt::Write as _;
use std::io::{Read as _, Write as _};
use std::path::Path;

/// Makes the changes.
///
/// # Errors
///
/// As [`review::decide`].
pub fn accept(args: &Accept, config: &Config) -> Result<Exit> {
    let wishes = match args.all {
        true => Wishes::AcceptAll(args.field.map(field)),
        false => Wishes::Each(wishes(&args.changes, &Wish::new(Verb::Accept, ""))),
    };
    decide(config, &args.lists, &wishes)
}

/// Remembers that the changes are not wanted.
///
/// # Errors
///
/// As [`review::decide`].
pub fn reject(args: &Reject, config: &Config) -> Result<Exit> {
    let wish = Wish {
        because: args.because.clone(),
        everywhere: args.everywhere,
        ..Wish::new(Verb::Reject, "")
    };
    decide(
        config,
        &args.lists,
        &Wishes::Each(wishes(&args.changes, &wish)),
    )
}

/// Remembers that the findings are known.
///
/// # Errors
///
/// As [`review::decide`].
pub fn ignore(args: &Ignore, config: &Config) -> Result<Exit> {
    let wish = Wish {
        because: args.because.clone(),
        until: args.until,
        ..Wish::new(Verb::Ignore, "")
    };
    decide(
        config,
        &args.lists,
        &Wishes::Each(wishes(&args.findings, &wish)),
    )
}

/// Carries out a file of decisions.
///
/// # Errors
///
/// As [`review::decide`]; also the file is none of decisions.
pub fn file(args: &Decide, config: &Config) -> Result<Exit> {
    let name = args.file.display().to_string();
    let text = match args.file == Path::new("-") {
        true => {
            let mut text = String::new();
            let read = std::io::stdin()
                .lock()
                .take(MAX_BYTES)
                .read_to_string(&mut text);
            read.map(|_| text)
        }
        false => std::fs::read_to_string(&args.file),
    };
    let text = text.with_context(|| format!("cannot read the decisions from {name}"))?;
    decide(
        config,
        &args.lists,
        &Wishes::Each(review::parse(&text, &name)?),
    )
}

/// Decisions are short.
const MAX_BYTES: u64 = 16 << 20;

fn wishes(items: &[String], like: &Wish) -> Vec<Wish> {
    let wish = |item: &String| Wish {
        item: item.to_lowercase(),
        ..like.clone()
    };
    items.iter().map(wish).collect()
}

fn field(field: Field) -> plan::Field {
    match field {
        Field::Title => plan::Field::Title,
        Field::Link => plan::Field::Link,
        Field::Authors => plan::Field::Authors,
        Field::Abstract => plan::Field::Abstract,
    }
}

fn decide(config: &Config, lists: &Lists, wishes: &Wishes) -> Result<Exit> {
    let mut bar = Bar::new();
    let decided = review::decide(config, &lists.lists, wishes, &mut bar);
    bar.clear();
    tell(&decided?)
}

/// Tells what came of decisions: what was done on stdout, what was not on stderr.
///
/// # Errors
///
/// It cannot be printed.
pub fn tell(decided: &Decided) -> Result<Exit> {
    let mut told = String::new();
    for line in &decided.done {
        let _ = writeln!(told, "{}", sanitize::one_line(line));
    }
    if decided.done.is_empty() && decided.left.is_empty() {
        told.push_str("nothing to decide\n");
    }
    print(&told)?;
    for line in &decided.left {
        let line = sanitize::one_line(line);
        let _ = writeln!(anstream::stderr().lock(), "arxsync: not done: {line}");
    }
    let is_whole = decided.left.is_empty();
    Ok(match &decided.run {
        Some(run) if is_whole => Exit::of_run(run),
        None if is_whole => Exit::Done,
        _ => Exit::Incomplete,
    })
}
