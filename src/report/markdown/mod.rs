//! The change report a maintainer reads and decides on, in Markdown: what needs somebody first, and
//! no more than people read. Whatever comes from arXiv or a list is escaped for the place where it
//! lands (`docs/report.md#hostile-text`); links are built of validated ids and encoded paths.

mod item;
mod page;

pub use page::Shape;

use super::items::{self, Ids, Told, tells_all};
use super::totals::{Totals, standing};
use super::{LeftOut, ListRun, Mode, Problem, Run, escape, phrases};
use crate::plan::Status;
use item::{Items, paper};
use page::{LEAST, Page, Rest};
use std::fmt::Write as _;

/// So many lists in which nothing changes are named.
const NAMED: usize = 12;

/// How a report begins.
const HEAD: &str = "# Change report";

/// How its first paragraph ends.
const COST: &str = " to arXiv.";

/// Whether a text begins as reports do: also one that somebody renamed, or whose line ends were
/// changed.
pub fn is_report(text: &str) -> bool {
    let mut lines = text.trim_start_matches('\u{feff}').lines();
    let summary = |line: &str| line.starts_with("**") && line.trim_end().ends_with(COST);
    lines.next() == Some(HEAD) && lines.next() == Some("") && lines.next().is_some_and(summary)
}

/// The report of a run.
pub fn markdown(run: &Run, shape: &Shape) -> String {
    let items = Items {
        run,
        shape,
        ids: Ids::of(run),
    };
    let mut page = Page::new(shape.limit.max(LEAST));
    page.push(&format!("{HEAD}\n\n{}", summary(run)));
    let end = standing_line(run) + &cost(run);
    let aside = end.chars().count();
    page.reserve(aside);
    push_needs_you(&mut page, &items);
    push_asked_again(&mut page, &items);
    push_done(&mut page, &items);
    page.release(aside);
    let (told, cost) = (standing_line(run), cost(run));
    page.push(&told);
    page.reserve(cost.chars().count());
    push_unasked(&mut page, &items);
    page.release(cost.chars().count());
    page.push(&cost);
    page.text()
}

fn summary(run: &Run) -> String {
    let totals = Totals::of_run(run);
    let lists = phrases::count(run.lists.len() + totals.left_out, "list");
    let entries = phrases::count(totals.entries, "entry");
    let requests = phrases::count(run.stats.requests as usize, "request");
    let mut out = format!(
        "**{lists}, {entries}: {}.** {requests}{COST}\n\n",
        phrases::counts(&totals)
    );
    if let Some(problem) = &run.problem {
        let _ = writeln!(out, "**{}**\n", escape::text(problem));
    }
    if run.mode != Mode::Apply {
        out.push_str("This was a dry run: no list was written.\n\n");
    }
    out
}

/// What is broken, then what only a person can decide.
fn push_needs_you(page: &mut Page, items: &Items<'_>) {
    let run = items.run;
    let all = tells_all(run);
    let told = items::needs_you(run);
    let told: Vec<&Told<'_>> = told.iter().filter(|told| all || told.is_new).collect();
    let broken = broken(run);
    if told.is_empty() && broken.is_empty() {
        if !asked_again(run).is_empty() {
            return;
        }
        page.push("Nothing new needs you.\n\n");
        return;
    }
    let title = match told.len() + broken.len() {
        1 => "## 1 thing needs you\n\n".to_owned(),
        n => format!("## {n} things need you\n\n"),
    };
    page.push(&title);
    let mut rest = Rest::default();
    let told = blocks(items, &told);
    page.blocks(["", "\n"], &[broken, told].concat(), &mut rest);
    page.push(&rest.line(run_name(run)));
}

/// What is proposed or made though somebody said no before, and to what.
fn push_asked_again(page: &mut Page, items: &Items<'_>) {
    let told = asked_again(items.run);
    if told.is_empty() {
        return;
    }
    page.push(&format!("## {}\n\n", phrases::ASKED_AGAIN));
    let mut rest = Rest::default();
    let told: Vec<&Told<'_>> = told.iter().collect();
    page.blocks(["", "\n"], &blocks(items, &told), &mut rest);
    page.push(&rest.line(run_name(items.run)));
}

/// Of what somebody said no to before, what is told in this run.
fn asked_again(run: &Run) -> Vec<Told<'_>> {
    let mut told = items::asked_again(run);
    told.retain(|told| tells_all(run) || told.is_new);
    told
}

fn blocks<'a>(items: &Items<'_>, told: &[&Told<'a>]) -> Vec<(&'a str, String)> {
    let block = |told: &&Told<'a>| (told.list.path.as_str(), items.block(told));
    told.iter().map(block).collect()
}

/// What could not be worked on, or not be written: somebody has to mend it.
fn broken(run: &Run) -> Vec<(&str, String)> {
    let left_out = |LeftOut { path, why }: &LeftOut| {
        let (path, why) = (escape::code(path), escape::text(why));
        format!("- {path} was not worked on: {why}\n")
    };
    let problem = |list: &ListRun, problem: &Problem| {
        let label = match problem {
            Problem::Merge(_) | Problem::Bug(_) => "not worked on",
            Problem::Changed | Problem::Failed(_) | Problem::Clock(_) => "not written",
        };
        let (path, why) = (escape::code(&list.path), escape::text(problem.words()));
        format!("- {path} was {label}: {why}\n")
    };
    let lists = run.lists.iter();
    let held =
        lists.filter_map(|list| Some((list.path.as_str(), problem(list, list.problem.as_ref()?))));
    let bad = run
        .left_out
        .iter()
        .map(|list| (list.path.as_str(), left_out(list)));
    bad.chain(held).collect()
}

/// What is made, or is to be made, folded away list by list.
fn push_done(page: &mut Page, items: &Items<'_>) {
    let run = items.run;
    let (eventful, calm): (Vec<&ListRun>, Vec<&ListRun>) = run
        .lists
        .iter()
        .partition(|list| !items::to_apply(list).is_empty());
    if eventful
        .iter()
        .any(|list| !items::first_time(list).is_empty())
    {
        let title = match run.mode {
            Mode::Apply => "## Done\n\n",
            Mode::DryRun | Mode::Check => "## To be done\n\n",
        };
        page.push(title);
    }
    let mut rest = Rest::default();
    for list in eventful {
        let told = items::first_time(list);
        if told.is_empty() {
            continue;
        }
        let told: Vec<&Told<'_>> = told.iter().collect();
        let totals = Totals::of_list(run.mode, list);
        let open = format!(
            "### {}\n\n<details><summary>{}</summary>\n\n",
            escape::code(&list.path),
            phrases::applied(told.len(), totals.entries, standing(run.mode, list))
        );
        page.blocks(
            [&open, "\n</details>\n\n"],
            &blocks(items, &told),
            &mut rest,
        );
    }
    page.push(&rest.line(run_name(run)));
    if !calm.is_empty() {
        let named = calm.iter().take(NAMED).map(|list| escape::code(&list.path));
        let named: Vec<String> = named.collect();
        let others = match calm.len().saturating_sub(NAMED) {
            0 => String::new(),
            n => format!(" and {}", phrases::count(n, "more list")),
        };
        let line = format!("Nothing to change in {}{others}.\n\n", named.join(", "));
        page.blocks(["", ""], &[("", line)], &mut Rest::default());
    }
}

/// What is as it was, and what is silenced, in one line.
fn standing_line(run: &Run) -> String {
    let told = phrases::standing(&Totals::of_run(run), tells_all(run));
    told.map_or(String::new(), |told| {
        format!("**Standing:** {told}: `arxsync review`\n\n")
    })
}

fn push_unasked(page: &mut Page, items: &Items<'_>) {
    let mut blocks = Vec::new();
    for list in &items.run.lists {
        for told in items::waiting(list) {
            blocks.push((list.path.as_str(), items.block(&told)));
        }
        for entry in &list.plan.entries {
            if entry.status != Status::Deferred {
                continue;
            }
            let why = entry.why.as_deref().unwrap_or(phrases::NO_ANSWER);
            let id = entry.arxiv_id.as_ref();
            let id = id.map_or(String::new(), |id| format!(" · {}", paper(id, None)));
            let title = escape::text(&entry.title);
            let (place, why) = (items.place(list, entry.line), escape::text(why));
            let block = format!("- **{title}** · {place}{id}: {why}\n");
            blocks.push((list.path.as_str(), block));
        }
    }
    if blocks.is_empty() {
        return;
    }
    page.push("## Not asked\n\nNothing is known about these yet; the next run asks again.\n\n");
    let mut rest = Rest::default();
    page.blocks(["", "\n"], &blocks, &mut rest);
    page.push(&rest.line(run_name(items.run)));
}

/// The run's name where it may stand in a command.
fn run_name(run: &Run) -> &str {
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-';
    match run.id.chars().all(is_name) {
        true => &run.id,
        false => "",
    }
}

fn cost(run: &Run) -> String {
    format!(
        "---\n\n{}. Run {}, {} to {}.\n",
        capitalised(&phrases::cost(&run.stats)),
        escape::code(&run.id),
        escape::code(&run.started_at),
        escape::code(&run.finished_at)
    )
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |first| {
        first.to_uppercase().chain(chars).collect()
    })
}
