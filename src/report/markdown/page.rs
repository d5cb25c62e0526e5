//! A page that is no longer than it may be: blocks go in whole or are counted, list by list.

use crate::report::links::Links;
use crate::report::{escape, phrases};
use std::collections::BTreeMap;

/// GitHub takes no more than 65,536 characters as an issue or a comment.
const LIMIT: usize = 60_000;

/// The least that a report is held to.
pub const LEAST: usize = 4_000;

/// How the page is to be.
#[derive(Clone, Debug)]
pub struct Shape {
    /// Where links to lists lead.
    pub links: Links,
    /// So many characters at most.
    pub limit: usize,
}

impl Default for Shape {
    fn default() -> Self {
        Self {
            links: Links::default(),
            limit: LIMIT,
        }
    }
}

/// So many lists are named where blocks are only counted.
const NAMED: usize = 8;

/// What the line about the rest may take.
const REST: usize = 700;

/// The page as far as it is written.
#[derive(Debug)]
pub struct Page {
    text: String,
    /// Characters that may still be written.
    left: usize,
}

impl Page {
    /// An empty page for at most so many characters.
    pub fn new(limit: usize) -> Self {
        Self {
            text: String::new(),
            left: limit,
        }
    }

    /// Writes what has to be there.
    pub fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.left = self.left.saturating_sub(text.chars().count());
    }

    /// Sets characters aside for what comes later.
    pub fn reserve(&mut self, chars: usize) {
        self.left = self.left.saturating_sub(chars);
    }

    /// Gives back what was set aside.
    pub fn release(&mut self, chars: usize) {
        self.left += chars;
    }

    /// The page.
    pub fn text(self) -> String {
        self.text
    }

    /// Writes as many of the blocks as there is room for, `open` before the first and `close`
    /// behind the last, and counts the others. What a block is about stands beside it.
    pub fn blocks(&mut self, frame: [&str; 2], blocks: &[(&str, String)], rest: &mut Rest) {
        let cost: usize = frame.iter().map(|text| text.chars().count()).sum();
        let mut room = self.left.saturating_sub(cost + REST);
        let fits = |(_, block): &&(&str, String)| {
            let chars = block.chars().count();
            let fits = chars <= room;
            room = room.saturating_sub(chars);
            fits
        };
        let shown = blocks.iter().take_while(fits).count();
        if shown > 0 {
            self.push(frame[0]);
            for (_, block) in &blocks[..shown] {
                self.push(block);
            }
            self.push(frame[1]);
        }
        for (list, _) in &blocks[shown..] {
            *rest.0.entry((*list).to_owned()).or_default() += 1;
        }
    }
}

/// What found no room, by list.
#[derive(Debug, Default)]
pub struct Rest(BTreeMap<String, usize>);

impl Rest {
    /// A line about it; empty where there is nothing.
    pub fn line(&self, run: &str) -> String {
        if self.0.is_empty() {
            return String::new();
        }
        let total: usize = self.0.values().sum();
        let of_list =
            |(list, n): (&String, &usize)| format!("{n} of {}", escape::code(&short(list)));
        let named: Vec<String> = self.0.iter().take(NAMED).map(of_list).collect();
        let others = self.0.len().saturating_sub(NAMED);
        let others = match others {
            0 => String::new(),
            n => format!(" and those of {}", phrases::count(n, "more list")),
        };
        format!(
            "**… and {total} more:** {}{others}. `arxsync report {run} --format json` has all of it.\n\n",
            named.join(", ")
        )
    }
}

/// A path of many characters would take the room that there is for all.
fn short(path: &str) -> String {
    const MOST: usize = 40;
    let chars = path.chars().count();
    match chars > MOST {
        true => "…".chars().chain(path.chars().skip(chars - MOST)).collect(),
        false => path.to_owned(),
    }
}
