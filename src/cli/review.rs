//! `arxsync review`: asks about one proposal and finding after the other, like `git add -p`. Lines
//! in, lines out, so that it works over ssh and in a screen reader; nothing is written before the
//! last question is answered with yes.

mod state;

use super::args::Review;
use super::decide::tell;
use super::exit::Exit;
use super::progress::Bar;
use super::width;
use crate::app::review::{self, Verb, Wishes};
use crate::config::Config;
use crate::plan::{Decision, name_of};
use crate::report::{Run, phrases, review as shown};
use anyhow::{Result, bail};
use state::{Item, Next, State};
use std::fmt::Write as _;
use std::io::{IsTerminal as _, Write as _};

/// The keys, two a line where there is room.
const HELP: [[&str; 2]; 6] = [
    [
        "y  accept: the change is made",
        "n  reject: it is not proposed again",
    ],
    [
        "i  ignore a finding: it is not told",
        "s  skip: it is asked again next time",
    ],
    ["o  the paper's address", "v  the whole texts"],
    [
        "u  take the last answer back",
        "j, k  the next, the one before",
    ],
    [
        "a  accept the rest of this field here",
        "d  done with this list",
    ],
    ["q  stop; what was answered is kept", "?  this help"],
];

/// Columns that two keys a line take.
const ROOM: usize = 77;

fn help(width: usize) -> String {
    let mut out = String::new();
    for [left, right] in HELP {
        let _ = match width < ROOM {
            true => writeln!(out, "{left}\n{right}"),
            false => writeln!(out, "{left:<41}{right}"),
        };
    }
    out
}

/// Runs the command.
///
/// # Errors
///
/// There is no terminal; as [`review::decide`].
pub fn run(args: &Review, config: &Config) -> Result<Exit> {
    if !std::io::stdin().is_terminal() || !std::io::stdout().is_terminal() {
        bail!(
            "review asks on a terminal, and there is none: `arxsync sync --dry-run` shows the ids, `arxsync accept`, `reject` and `ignore` take them, `arxsync decide FILE` what the report's page saves"
        );
    }
    let (ids, mut lists): (Vec<String>, Vec<String>) =
        args.of.iter().cloned().partition(|name| is_id(name));
    lists.extend(args.lists.lists.iter().cloned());
    let mut bar = Bar::new();
    let planned = review::plan(config, &lists, &mut bar);
    bar.clear();
    let planned = planned?;
    let state = State::new(items(&planned, &ids));
    if state.len() == 0 {
        println("nothing to decide")?;
        return Ok(Exit::Done);
    }
    let Some(wishes) = ask(&planned, state)? else {
        println("nothing was written")?;
        return Ok(Exit::Done);
    };
    tell(&review::carry_out(
        config,
        &planned,
        &Wishes::Each(wishes),
        &mut bar,
    )?)
}

/// Whether a name is that of a change or a finding, and of no file.
fn is_id(name: &str) -> bool {
    let is_hex = name.len() >= 4 && name.chars().all(|c| c.is_ascii_hexdigit());
    is_hex && !std::path::Path::new(name).exists()
}

/// What is open: proposals and findings, or whatever begins with one of the ids.
fn items(run: &Run, ids: &[String]) -> Vec<Item> {
    let is_meant = |id: &str| ids.iter().any(|named| id.starts_with(named.as_str()));
    let mut items = Vec::new();
    for (at, list) in run.lists.iter().enumerate() {
        for change in &list.plan.changes {
            let is_open = ids.is_empty() && change.decision == Decision::Propose;
            if is_open || is_meant(&change.id) {
                items.push(Item {
                    id: change.id.clone(),
                    list: at,
                    change: Some((name_of(change.field), !change.edits.is_empty())),
                });
            }
        }
        let findings = list.plan.findings.iter();
        let findings = findings.filter(|f| ids.is_empty() || is_meant(&f.id));
        items.extend(findings.map(|finding| Item {
            id: finding.id.clone(),
            list: at,
            change: None,
        }));
    }
    items
}

/// Asks until all is answered or somebody stops. None where nothing is to be written.
fn ask(run: &Run, mut state: State) -> Result<Option<Vec<review::Wish>>> {
    let mut next = Next::Show;
    while let Some((at, item)) = state.current() {
        let list = &run.lists[item.list];
        let width = width::of_terminal();
        match &next {
            Next::Show => {
                let head = format!("[{}/{}]", at + 1, state.len());
                print(&shown::item(list, &item.id, &head, width))?;
                if let Some(verb) = state.answer(at) {
                    println(&format!("    answered already: {}", verb.name()))?;
                }
            }
            Next::Whole => print(&shown::whole(list, &item.id, width))?,
            Next::Address => println(&shown::address(list, &item.id))?,
            Next::Help => print(&help(width))?,
            Next::Say(text) => println(text)?,
            Next::Because | Next::Rest(_) | Next::End => {}
        }
        let asked = match item.change {
            Some(_) => "accept?",
            None => "known?",
        };
        let Some(line) = read(&format!("{asked} [{}] ", state.keys()))? else {
            return Ok(None);
        };
        next = state.key(&line);
        if next == Next::Because {
            let Some(text) = read("because (may be empty): ")? else {
                return Ok(None);
            };
            next = state.because(&text);
        }
        if let Next::Rest(count) = next {
            let Some(line) = read(&format!(
                "accept {}? [y/N] ",
                phrases::count(count, "change")
            ))?
            else {
                return Ok(None);
            };
            next = match line.trim() {
                "y" => state.accept_rest(),
                _ => Next::Show,
            };
        }
    }
    confirm(run, &state)
}

/// The last question.
fn confirm(run: &Run, state: &State) -> Result<Option<Vec<review::Wish>>> {
    let wishes = state.wishes();
    let of = |verb| wishes.iter().filter(move |wish| wish.verb == verb);
    let accepted: Vec<&str> = of(Verb::Accept).map(|wish| wish.item.as_str()).collect();
    let mut parts = Vec::new();
    if !accepted.is_empty() {
        let has_one = |list: &&crate::report::ListRun| {
            (list.plan.changes.iter()).any(|c| accepted.contains(&c.id.as_str()))
        };
        let lists = run.lists.iter().filter(has_one).count();
        let (changes, lists) = (
            phrases::count(accepted.len(), "change"),
            phrases::count(lists, "list"),
        );
        parts.push(format!("write {changes} to {lists}"));
    }
    for (verb, noun) in [(Verb::Reject, "rejection"), (Verb::Ignore, "known finding")] {
        match of(verb).count() {
            0 => {}
            n => parts.push(format!("remember {}", phrases::count(n, noun))),
        }
    }
    if parts.is_empty() {
        return Ok(None);
    }
    let answer = read(&format!("{}? [y/N] ", parts.join(", ")))?;
    let is_yes = answer.is_some_and(|line| line.trim() == "y");
    Ok(is_yes.then_some(wishes))
}

/// Asks, and reads a line; none where the terminal is gone.
fn read(question: &str) -> Result<Option<String>> {
    print(question)?;
    let mut line = String::new();
    if std::io::stdin().read_line(&mut line)? == 0 {
        println("")?;
        return Ok(None);
    }
    Ok(Some(line))
}

fn print(text: &str) -> Result<()> {
    let mut out = anstream::stdout().lock();
    out.write_all(text.as_bytes())?;
    Ok(out.flush()?)
}

fn println(text: &str) -> Result<()> {
    print(&format!("{text}\n"))
}
