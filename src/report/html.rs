//! The change report as one HTML file that needs no server: complete without script, and with it a
//! place to decide (`docs/report.md#the-page`). What comes from arXiv or a list is text and stays
//! text (`markup`); the page asks for nothing from anywhere (`seal`).

mod item;
mod markup;
mod place;
mod seal;

use super::links::Links;
use super::totals::{Standing, Totals, standing};
use super::{ListRun, Mode, Problem, Run, phrases};
use crate::plan::{Decision, EntryVerdict, Status, Why};
use item::{Frame, Item, Subject, day, push_paper, push_place, weight};
use markup::Page;
use std::collections::BTreeSet;

const STYLE: &str = include_str!("html/page.css");
const SCRIPT: &str = include_str!("html/page.js");

/// How a page begins.
const HEAD: &str = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"generator\" content=\"arxsync\">\n";

/// Whether a text begins as pages do.
pub fn is_page(text: &str) -> bool {
    text.starts_with(HEAD)
}

/// The report of a run as an HTML page. Without a template of addresses, lines are named and lead
/// nowhere.
pub fn html(run: &Run, links: &Links) -> String {
    let frame = |(number, list)| Frame {
        number,
        list,
        standing: standing(run.mode, list),
        link: links.template.as_deref(),
        path: links.paths.get(&list.path).unwrap_or(&list.path),
    };
    let frames: Vec<Frame<'_>> = run.lists.iter().enumerate().map(frame).collect();
    let items = Items::of(&frames);
    let mut page = Page::default();
    push_head(&mut page, run);
    page.raw("<body>\n");
    push_summary(&mut page, run, &items);
    push_filters(&mut page, &items);
    page.raw("<main data-run=\"").line(&run.id);
    page.raw("\"><form id=\"items\" autocomplete=\"off\">\n");
    push_open(&mut page, run, &items.open);
    push_again(&mut page, &items.again);
    push_done(&mut page, run.mode, &items.applied);
    push_standing(&mut page, &items);
    push_unasked(&mut page, &frames);
    page.raw("</form></main>\n");
    push_export(&mut page);
    push_foot(&mut page, run);
    page.raw("<script>").raw(SCRIPT).raw("</script>\n");
    page.raw("</body>\n</html>\n");
    page.into_string()
}

/// The items of a run by where they stand.
struct Items<'a> {
    /// What needs a person, in the order in which it is told.
    open: Vec<Item<'a>>,
    /// What is proposed or applied though somebody said no before.
    again: Vec<Item<'a>>,
    /// What is not done, and for which reason.
    skipped: Vec<Item<'a>>,
    /// The number of findings that nobody wants to hear of.
    ignored: usize,
    /// All changes that are applied, or would be.
    applied: Vec<Item<'a>>,
}

impl<'a> Items<'a> {
    fn of(frames: &'a [Frame<'a>]) -> Self {
        let with = |decision| -> Vec<Item<'a>> {
            let changes = frames.iter().flat_map(|frame| {
                let changes = frame.list.plan.changes.iter();
                changes.map(move |change| (frame, change))
            });
            let wanted = changes.filter(|(_, change)| change.decision == decision);
            let items = wanted.map(|(frame, change)| Item {
                frame,
                subject: Subject::Change(change),
            });
            items.collect()
        };
        let findings = frames.iter().flat_map(|frame| {
            let findings = frame.list.plan.findings.iter();
            findings.map(move |finding| Item {
                frame,
                subject: Subject::Finding(finding),
            })
        });
        let is_again = Item::is_again;
        let (mut again, proposed) = parted(with(Decision::Propose), is_again);
        let (again_applied, applied) = parted(with(Decision::Apply), is_again);
        again.extend(again_applied);
        again.sort_by_key(|item| (item.since().is_some(), item.frame.number, item.line()));
        let mut open: Vec<Item<'a>> = findings.chain(proposed).collect();
        open.sort_by_key(|item| {
            let (is_known, weight) = (item.since().is_some(), weight(item.subject));
            (is_known, weight, item.frame.number, item.line())
        });
        Self {
            open,
            skipped: with(Decision::Skip),
            ignored: frames.iter().map(|frame| frame.list.plan.ignored).sum(),
            applied,
            again,
        }
    }
}

/// What is so, and what is not.
fn parted<T>(all: Vec<T>, is_so: impl Fn(&T) -> bool) -> (Vec<T>, Vec<T>) {
    all.into_iter().partition(is_so)
}

fn push_head(page: &mut Page, run: &Run) {
    page.raw(HEAD);
    page.raw("<meta http-equiv=\"Content-Security-Policy\" content=\"");
    page.text(&seal::policy(STYLE, SCRIPT)).raw("\">\n");
    page.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    page.raw("<meta name=\"color-scheme\" content=\"light dark\">\n");
    page.raw("<meta name=\"referrer\" content=\"no-referrer\">\n");
    page.raw("<title>Change report of ")
        .line(day(&run.started_at));
    page.raw("</title>\n<style>").raw(STYLE);
    page.raw("</style>\n</head>\n");
}

fn push_summary(page: &mut Page, run: &Run, items: &Items<'_>) {
    let totals = Totals::of_run(run);
    let lists = phrases::count(run.lists.len() + totals.left_out, "list");
    let entries = phrases::count(totals.entries, "entry");
    page.raw("<header>\n<h1>Change report</h1>\n<p>")
        .text(&lists);
    page.raw(", ").text(&entries).raw(": ");
    page.text(&phrases::counts(&totals)).raw(". ");
    if run.mode != Mode::Apply {
        page.raw("<b>A dry run: no list was written.</b> ");
    }
    page.raw("<time>").line(day(&run.started_at));
    page.raw("</time></p>\n<nav aria-label=\"Parts\">\n");
    let unasked: usize = run.lists.iter().map(|list| unanswered(list).count()).sum();
    let done = match run.mode {
        Mode::Apply => "<a href=\"#done\">done <b>",
        Mode::DryRun | Mode::Check => "<a href=\"#done\">to be done <b>",
    };
    let parts = [
        ("<a href=\"#open\">needs you <b>", items.open.len()),
        (
            "<a href=\"#again\">changed since you said no <b>",
            items.again.len(),
        ),
        (done, items.applied.len()),
        ("<a href=\"#standing\">standing <b>", items.skipped.len()),
        ("<a href=\"#unasked\">not asked <b>", unasked),
    ];
    for (link, count) in parts {
        if count > 0 {
            page.raw(link).number(count).raw("</b></a>\n");
        }
    }
    page.raw("</nav>\n</header>\n");
}

/// What narrows the page; the script shows it, since it is of no use without.
fn push_filters(page: &mut Page, items: &Items<'_>) {
    let all = || {
        (items.open.iter())
            .chain(&items.again)
            .chain(&items.applied)
            .chain(&items.skipped)
    };
    let lists: BTreeSet<&str> = all().map(|i| i.frame.list.path.as_str()).collect();
    let fields: BTreeSet<&str> = all().map(Item::field).filter(|f| !f.is_empty()).collect();
    let kinds: BTreeSet<&str> = all().map(Item::kind).collect();
    page.raw("<search hidden><details id=\"narrow\"><summary>Filter: <output id=\"shown\"></output></summary>\n");
    page.raw("<form id=\"filters\" autocomplete=\"off\">\n");
    page.raw("<label>text <input type=\"search\" name=\"q\"></label>\n");
    push_select(page, "list", &lists);
    push_select(page, "field", &fields);
    push_select(page, "kind", &kinds);
    page.raw("<label><input type=\"checkbox\" name=\"new\" value=\"1\"> only new</label>\n");
    page.raw("<button type=\"reset\">all</button>\n");
    page.raw("</form></details></search>\n");
}

fn push_select(page: &mut Page, name: &'static str, values: &BTreeSet<&str>) {
    page.raw("<label>")
        .raw(name)
        .raw(" <select name=\"")
        .raw(name);
    page.raw("\"><option value=\"\">any</option>");
    for value in values {
        page.raw("<option value=\"").line(value).raw("\">");
        page.line(value).raw("</option>");
    }
    page.raw("</select></label>\n");
}

/// What needs a person: first what could not be worked on, then what is new, then what was told
/// before.
fn push_open(page: &mut Page, run: &Run, open: &[Item<'_>]) {
    page.raw(
        "<section id=\"open\" aria-labelledby=\"open-h\">\n<h2 id=\"open-h\">Needs you</h2>\n",
    );
    push_problems(page, run);
    let known = open.iter().filter(|item| item.since().is_some()).count();
    if open.is_empty() {
        page.raw("<p>Nothing to decide.</p>\n");
    }
    for (at, item) in open.iter().enumerate() {
        if known < open.len() && at == open.len() - known {
            page.raw("<p class=\"divider\">Told before, and still so:</p>\n");
        }
        item.push(page, false);
    }
    page.raw("</section>\n");
}

/// What somebody said no to, and what arXiv says since.
fn push_again(page: &mut Page, again: &[Item<'_>]) {
    if again.is_empty() {
        return;
    }
    page.raw("<section id=\"again\" aria-labelledby=\"again-h\">\n<h2 id=\"again-h\">");
    page.raw(phrases::ASKED_AGAIN).raw("</h2>\n");
    again.iter().for_each(|item| item.push(page, false));
    page.raw("</section>\n");
}

fn push_problems(page: &mut Page, run: &Run) {
    let own = [run.problem.as_deref(), run.unreported.as_deref()];
    for problem in own.into_iter().flatten() {
        page.raw("<p class=\"problem\" dir=\"auto\">");
        page.line(problem).raw("</p>\n");
    }
    let left_out = run
        .left_out
        .iter()
        .map(|l| ("not worked on", &l.path, l.why.as_str()));
    let held = run.lists.iter().filter_map(|list| {
        let problem = list.problem.as_ref()?;
        let label = match problem {
            Problem::Merge(_) | Problem::Bug(_) => "not worked on",
            Problem::Changed | Problem::Failed(_) | Problem::Clock(_) => "not written",
        };
        Some((label, &list.path, problem.words()))
    });
    for (label, path, why) in left_out.chain(held) {
        page.raw("<p class=\"problem\"><b><bdi>").line(path);
        page.raw("</bdi> ").raw(label).raw("</b>: <bdi>").line(why);
        page.raw("</bdi></p>\n");
    }
}

/// What is in the files, or will be: folded away by list.
fn push_done(page: &mut Page, mode: Mode, applied: &[Item<'_>]) {
    if applied.is_empty() {
        return;
    }
    page.raw("<section id=\"done\" aria-labelledby=\"done-h\">\n<h2 id=\"done-h\">");
    page.raw(match mode {
        Mode::Apply => "Done</h2>\n",
        Mode::DryRun | Mode::Check => "To be done</h2>\n",
    });
    for of_list in applied.chunk_by(|a, b| a.frame.number == b.frame.number) {
        let frame = of_list[0].frame;
        page.raw("<details class=\"fold\"><summary><h3><bdi>");
        page.line(&frame.list.path).raw("</bdi></h3> ");
        page.text(&phrases::count(of_list.len(), "change"));
        page.raw(match frame.standing {
            Standing::Made => " made",
            Standing::Pending => " to make, by the next run that may write",
            Standing::Held => " held back; the next run plans them anew",
        });
        page.raw("</summary>\n");
        of_list.iter().for_each(|item| item.push(page, true));
        page.raw("</details>\n");
    }
    page.raw("</section>\n");
}

/// What stays as it is by somebody's will, or for a reason that a person cannot change: a line, and
/// the whole behind a click.
fn push_standing(page: &mut Page, items: &Items<'_>) {
    let skipped = |reason: fn(Option<Why>) -> bool| {
        let why = items.skipped.iter().map(|item| match item.subject {
            Subject::Change(change) => change.why,
            Subject::Finding(_) => None,
        });
        why.filter(|why| reason(*why)).count()
    };
    let told = items.open.iter().chain(&items.again);
    let as_before = told.filter(|item| item.since().is_some());
    let counts = [
        (as_before.count(), " as before (above)"),
        (skipped(|why| why == Some(Why::Rejected)), " rejected"),
        (skipped(|why| why == Some(Why::Pinned)), " pinned"),
        (
            skipped(|why| !matches!(why, Some(Why::Rejected | Why::Pinned))),
            " skipped for another reason",
        ),
        (items.ignored, " ignored"),
    ];
    let told: Vec<String> = (counts.iter())
        .filter(|(n, _)| *n > 0)
        .map(|(n, words)| format!("{n}{words}"))
        .collect();
    if told.is_empty() {
        return;
    }
    page.raw("<section id=\"standing\" aria-labelledby=\"standing-h\">\n");
    page.raw("<h2 id=\"standing-h\">Standing</h2>\n<p>")
        .text(&told.join(", "));
    page.raw(": <code>arxsync review</code>, <code>arxsync decisions</code></p>\n");
    if !items.skipped.is_empty() {
        page.raw("<details class=\"fold\"><summary>");
        page.text(&phrases::count(items.skipped.len(), "change"));
        page.raw(" not made</summary>\n");
        items.skipped.iter().for_each(|item| item.push(page, false));
        page.raw("</details>\n");
    }
    page.raw("</section>\n");
}

/// The entries of which nothing is known.
fn unanswered(list: &ListRun) -> impl Iterator<Item = (&EntryVerdict, &str)> {
    list.plan.entries.iter().filter_map(|entry| {
        let deferred = entry.why.as_deref().unwrap_or("arXiv did not answer");
        match entry.status {
            Status::Deferred => Some((entry, deferred)),
            Status::Absent => Some((entry, "arXiv answered without this paper")),
            _ => None,
        }
    })
}

fn push_unasked(page: &mut Page, frames: &[Frame<'_>]) {
    let total: usize = frames.iter().map(|f| unanswered(f.list).count()).sum();
    if total == 0 {
        return;
    }
    page.raw("<section id=\"unasked\" aria-labelledby=\"unasked-h\">\n");
    page.raw("<h2 id=\"unasked-h\">Not asked</h2>\n<details class=\"fold\"><summary>");
    page.text(&phrases::count(total, "entry"));
    page.raw(" of which nothing is known; the next run asks again</summary>\n<ul>\n");
    for frame in frames {
        for (entry, why) in unanswered(frame.list) {
            page.raw("<li><bdi>").line(&entry.title).raw("</bdi> · ");
            push_place(page, frame, entry.line);
            if let Some(id) = &entry.arxiv_id {
                page.raw(" · ");
                push_paper(page, id, None);
            }
            page.raw(" · <bdi>").line(why).raw("</bdi></li>\n");
        }
    }
    page.raw("</ul>\n</details>\n</section>\n");
}

/// What the script makes of the decisions; shown by it.
fn push_export(page: &mut Page) {
    page.raw(include_str!("html/export.html"));
}

fn push_foot(page: &mut Page, run: &Run) {
    page.raw("<footer><p>").text(&phrases::cost(&run.stats));
    page.raw(". Run <code>").line(&run.id);
    page.raw("</code>, <time>").line(&run.started_at);
    page.raw("</time> to <time>").line(&run.finished_at);
    page.raw("</time>. This page asks for nothing from anywhere.</p></footer>\n");
}
