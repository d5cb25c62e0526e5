//! One change or finding on the page: what it is, where, the words, and how to decide.

use super::markup::Page;
use super::place;
use crate::arxiv::id::ArxivId;
use crate::plan::{Change, Code, Decision, EntryVerdict, Field, Finding, Kind, Why};
use crate::report::excerpt::{Context, beside};
use crate::report::totals::Standing;
use crate::report::word_diff::{Segment, diff};
use crate::report::{ListRun, phrases, sanitize};

/// The words around a difference.
const CONTEXT: Context = Context {
    words: 10,
    chars: 80,
};

/// Characters of a replaced or added text that are shown at first.
const LONGEST: usize = 360;

/// A list and what all its items need.
pub struct Frame<'a> {
    /// The how-manieth of the run's lists it is.
    pub number: usize,
    /// The list.
    pub list: &'a ListRun,
    /// What became of the changes that are to be applied.
    pub standing: Standing,
    /// The template of addresses of lines.
    pub link: Option<&'a str>,
    /// The list's path in such an address.
    pub path: &'a str,
}

/// What an item is about.
#[derive(Clone, Copy)]
pub enum Subject<'a> {
    /// A difference.
    Change(&'a Change),
    /// Something without an edit.
    Finding(&'a Finding),
}

/// A change or finding of a list.
#[derive(Clone, Copy)]
pub struct Item<'a> {
    /// Its list.
    pub frame: &'a Frame<'a>,
    /// The change or finding.
    pub subject: Subject<'a>,
}

/// A button of the group in which an item is decided: what it exports, and its label.
type Choice = (&'static str, &'static str);

const KEEP: Choice = ("", "keep mine");
const KEEP_FINDING: Choice = ("", "keep");
const AS_PLANNED: Choice = ("", "as planned");
const ACCEPT: Choice = ("accept", "accept");
const REJECT: Choice = ("reject", "reject");
const IGNORE: Choice = ("ignore", "ignore");
const LATER: Choice = ("later", "later");

impl<'a> Item<'a> {
    /// 1-based line, as the list is now.
    pub fn line(&self) -> usize {
        match self.subject {
            Subject::Change(change) => change.line,
            Subject::Finding(finding) => finding.line,
        }
    }

    /// Since when it is known, where an earlier run told of it.
    pub fn since(&self) -> Option<&'a str> {
        self.frame.list.since.get(self.id()).map(String::as_str)
    }

    /// Whether somebody said no before, and arXiv says something else since.
    pub fn is_again(&self) -> bool {
        matches!(self.subject, Subject::Change(change) if change.lapsed.is_some())
    }

    /// Whether it needs a person, and nobody was told of it before.
    pub fn is_new(&self) -> bool {
        let is_open = match self.subject {
            Subject::Change(change) => change.decision == Decision::Propose,
            Subject::Finding(_) => true,
        };
        is_open && self.since().is_none()
    }

    /// The name of its field; nothing for a finding.
    pub fn field(&self) -> &'static str {
        match self.subject {
            Subject::Change(change) => phrases::field(change.field),
            Subject::Finding(_) => "",
        }
    }

    /// `fill`, `correct`, or the code of a finding.
    pub fn kind(&self) -> &'static str {
        match self.subject {
            Subject::Change(change) if change.kind == Kind::Fill => "fill",
            Subject::Change(_) => "correct",
            Subject::Finding(finding) => phrases::code(finding.code).0,
        }
    }

    fn id(&self) -> &'a str {
        match self.subject {
            Subject::Change(change) => &change.id,
            Subject::Finding(finding) => &finding.id,
        }
    }

    fn entry(&self) -> Option<&'a EntryVerdict> {
        let index = match self.subject {
            Subject::Change(change) => Some(change.entry),
            Subject::Finding(finding) => finding.entry,
        };
        self.frame.list.plan.entries.get(index?)
    }

    /// What can be decided; the first one is what happens without a word. Nothing where a decision
    /// would change nothing.
    fn choices(&self) -> &'static [Choice] {
        let Subject::Change(change) = self.subject else {
            return &[KEEP_FINDING, IGNORE, LATER];
        };
        let can_be_made = !change.edits.is_empty();
        match (change.decision, self.frame.standing) {
            (Decision::Apply, Standing::Made) => &[],
            (Decision::Apply, _) => &[AS_PLANNED, ACCEPT, REJECT, LATER],
            (Decision::Propose, _) if can_be_made => &[KEEP, ACCEPT, REJECT, LATER],
            (Decision::Propose, _) => &[KEEP, REJECT, LATER],
            (Decision::Skip, _) if change.why == Some(Why::Rejected) && can_be_made => {
                &[KEEP, ACCEPT, LATER]
            }
            (Decision::Skip, _) => &[],
        }
    }

    /// Writes the item; its heading is an `h3`, or below one of a list an `h4`.
    pub fn push(&self, page: &mut Page, below_list: bool) {
        let kind = match self.subject {
            Subject::Change(_) => "change",
            Subject::Finding(_) => "finding",
        };
        page.raw("<article class=\"item ").raw(kind);
        page.raw("\" id=\"c-").text(self.id());
        page.raw("\" data-id=\"").text(self.id());
        page.raw("\" data-list=\"").line(&self.frame.list.path);
        page.raw("\" data-field=\"").raw(self.field());
        page.raw("\" data-kind=\"").raw(self.kind());
        page.raw("\" data-new=\"");
        page.raw(if self.is_new() { "1" } else { "" });
        page.raw("\">");
        page.raw(if below_list { "<h4" } else { "<h3" });
        page.raw("><bdi>");
        self.push_title(page);
        page.raw("</bdi>");
        page.raw(if below_list { "</h4>" } else { "</h3>" });
        self.push_what(page);
        match self.subject {
            Subject::Change(change) => push_words(page, change),
            Subject::Finding(finding) => push_message(page, finding),
        }
        self.push_choices(page);
        self.push_commands(page);
        page.raw("</article>\n");
    }

    fn push_title(&self, page: &mut Page) {
        match (self.entry(), self.subject) {
            (Some(entry), _) if !entry.title.trim().is_empty() => page.line(&entry.title),
            (_, Subject::Finding(finding)) => page.raw(phrases::code(finding.code).1),
            (_, Subject::Change(_)) => page.raw("(no title)"),
        };
    }

    /// One line: what it is, where, which paper, and since when it is known.
    fn push_what(&self, page: &mut Page) {
        page.raw("<p class=\"what\"><b>");
        match self.subject {
            Subject::Change(change) => {
                page.raw(phrases::field(change.field)).raw("</b> ");
                page.raw(phrases::outcome(change, self.frame.standing));
                if let Some(why) = phrases::reason(change) {
                    page.raw(": <bdi>").line(&why).raw("</bdi>");
                }
            }
            Subject::Finding(finding) => {
                page.raw(phrases::code(finding.code).0).raw("</b>");
            }
        }
        page.raw(" · ");
        push_place(page, self.frame, self.line());
        let paper = match self.subject {
            Subject::Change(change) => Some((&change.arxiv_id, change.version)),
            Subject::Finding(finding) => finding.arxiv_id.as_ref().map(|id| (id, None)),
        };
        if let Some((id, version)) = paper {
            page.raw(" · ");
            push_paper(page, id, version);
        }
        if let Subject::Change(change) = self.subject
            && let Some(day) = phrases::of_day(change)
        {
            page.raw(" ").line(&day);
        }
        if self.is_new() {
            page.raw(" · <strong class=\"new\">new</strong>");
        } else if let Some(since) = self.since() {
            page.raw(" · <span class=\"since\">told since ");
            page.line(day(since)).raw("</span>");
        }
        page.raw("</p>");
    }

    fn push_choices(&self, page: &mut Page) {
        let choices = self.choices();
        if choices.is_empty() {
            return;
        }
        page.raw("<fieldset class=\"decide\"><legend>Decision</legend>");
        for (at, (does, label)) in choices.iter().enumerate() {
            page.raw("<label><input type=\"radio\" name=\"d-")
                .text(self.id());
            page.raw("\" value=\"").raw(does).raw("\"");
            page.raw(if at == 0 { " checked> " } else { "> " });
            page.raw(label).raw("</label>");
        }
        page.raw("<code>").text(self.id()).raw("</code></fieldset>");
    }

    /// The commands that say the same as the buttons, for paper and where there is no script.
    fn push_commands(&self, page: &mut Page) {
        let is_made = self.frame.standing == Standing::Made;
        let commands: &[&'static str] = match self.subject {
            Subject::Finding(_) => &["arxsync ignore "],
            Subject::Change(change) if change.decision == Decision::Apply && is_made => {
                &["arxsync undo "]
            }
            Subject::Change(_) => match self.choices() {
                [] => &[],
                choices if !choices.contains(&ACCEPT) => &["arxsync reject "],
                choices if !choices.contains(&REJECT) => &["arxsync accept "],
                _ => &["arxsync accept ", "arxsync reject "],
            },
        };
        if commands.is_empty() {
            return;
        }
        page.raw(match commands {
            ["arxsync undo "] => "<p class=\"undo\">Take it back: ",
            _ => "<p class=\"command\">Say so: ",
        });
        for (at, command) in commands.iter().enumerate() {
            page.raw(if at == 0 { "<code>" } else { " or <code>" });
            page.raw(command).text(self.id()).raw("</code>");
        }
        page.raw("</p>");
    }
}

/// The day of a time in RFC 3339.
pub fn day(time: &str) -> &str {
    time.split('T').next().unwrap_or_default()
}

/// `path:line`, leading there where it can.
pub fn push_place(page: &mut Page, frame: &Frame<'_>, line: usize) {
    let path = &frame.list.path;
    let address = frame
        .link
        .and_then(|link| place::of_line(link, frame.path, line));
    if let Some(address) = &address {
        page.raw("<a class=\"place\" href=\"").text(address);
        page.raw("\"><bdi>");
    } else {
        page.raw("<span class=\"place\"><bdi>");
    }
    page.line(path).raw("</bdi>:").number(line);
    page.raw(if address.is_some() { "</a>" } else { "</span>" });
}

/// A paper's id, leading to arXiv.
pub fn push_paper(page: &mut Page, id: &ArxivId, version: Option<u32>) {
    let (name, address) = place::of_paper(id, version);
    page.raw("<a href=\"").text(&address).raw("\">");
    page.text(&name).raw("</a>");
}

fn push_message(page: &mut Page, finding: &Finding) {
    page.raw("<p class=\"message\" dir=\"auto\">");
    page.line(&finding.message);
    if let Some(id) = &finding.suggestion {
        page.raw("; suggested: ");
        push_paper(page, id, None);
    }
    page.raw("</p>");
}

/// The text with the words that differ marked. What is far from them is there, too, and the style
/// leaves it out until somebody wants the whole text, or prints it.
fn push_words(page: &mut Page, change: &Change) {
    let old = sanitize::one_line(change.before.as_deref().unwrap_or_default());
    let new = sanitize::one_line(&change.after);
    let segments = diff(&old, &new);
    let last = segments.len().saturating_sub(1);
    let mut words = Page::default();
    let mut is_whole = true;
    for (at, segment) in segments.iter().enumerate() {
        is_whole &= match segment {
            Segment::Equal(text) => {
                let [head, far, tail] = beside(text, at > 0, at < last, CONTEXT);
                words.text(head);
                let is_whole = push_far(&mut words, far);
                words.text(tail);
                is_whole
            }
            Segment::Removed(text) => push_changed(words.raw("<del>"), text, "</del>"),
            Segment::Added(text) => push_changed(words.raw("<ins>"), text, "</ins>"),
        };
    }
    if !is_whole {
        page.raw("<label class=\"whole\"><input type=\"checkbox\"> whole text</label>");
    }
    page.raw("<p class=\"words\" dir=\"auto\">").part(&words);
    page.raw("</p>");
}

/// Writes a text of which nothing but its beginning matters at first, and the end of its element;
/// says whether nothing is left out.
fn push_changed(page: &mut Page, text: &str, end: &'static str) -> bool {
    let most = text
        .char_indices()
        .nth(LONGEST)
        .map_or(text.len(), |(at, _)| at);
    let cut = match text[..most].rfind(' ') {
        Some(space) if most < text.len() && space > most / 2 => space,
        _ => most,
    };
    let is_whole = push_far(page.text(&text[..cut]), &text[cut..]);
    page.raw(end);
    is_whole
}

/// Writes what is left out at first; says whether that is nothing.
fn push_far(page: &mut Page, text: &str) -> bool {
    if !text.is_empty() {
        page.raw("<span class=\"far\"><span>").text(text);
        page.raw("</span></span>");
    }
    text.is_empty()
}

/// Which of two open items is told first, the newest aside: wrong papers before proposals.
pub fn weight(subject: Subject<'_>) -> u8 {
    match subject {
        Subject::Finding(finding) => match finding.code {
            Code::MergeConflict
            | Code::NoEntries
            | Code::WrongId
            | Code::MalformedId
            | Code::Withdrawn
            | Code::NotFound => 0,
            _ => 2,
        },
        Subject::Change(change) => match change.field {
            Field::Link => 0,
            _ => 1,
        },
    }
}
