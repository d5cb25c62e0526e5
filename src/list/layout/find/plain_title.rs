//! Titles in plain text: what follows them has to be links that say where they lead, and no running
//! text. Its tests are those of [`super::title`].

use super::head::{Form, Head, Reader};
use super::link::{leads_to_arxiv, links_in, only_links};
use super::link_text::{is_title, says_where};
use crate::list::document::{Block, BlockKind, Inline, Mark};
use crate::list::inline;
use crate::list::layout::syntax::tree::{self, Kind};
use crate::list::layout::vocabulary::WORDS_THAT_GO_ON;

impl Reader<'_> {
    /// A title in plain text from `at` on: what follows it has to be links that say where they
    /// lead.
    pub fn plain(&self, i: usize, at: usize) -> Option<Head> {
        let mut end = self.end();
        for segment in &self.segments[i..] {
            let from = segment.span.start.max(at);
            match segment.kind {
                Kind::Text => {
                    let text = self.source(&(from..segment.span.end));
                    if let Some(stop) = text.find(['|', '｜']).or_else(|| text.find("http")) {
                        end = from + stop;
                        break;
                    }
                }
                Kind::Verbatim | Kind::SoftBreak => {}
                Kind::Html if self.source(&segment.span).contains("su") => {}
                Kind::Marked(Mark::Emphasis) => {}
                _ => {
                    end = segment.span.start;
                    break;
                }
            }
        }
        let title = tree::bare(self.doc, at..self.without_tail(at, end));
        let text = self.source(&title);
        let words = text.split_whitespace().count();
        let last = text.rsplit(' ').next().unwrap_or_default();
        let is_cut = WORDS_THAT_GO_ON.contains(&last);
        let is_prose = is_cut || words > 30 || text.contains(". ") && words > 15;
        let is_short = words < 2 && (text.len() < 5 || !text.starts_with(char::is_uppercase));
        let leads_on = || self.leads_on(end) || self.leads_on_below(end);
        (is_title(text) && !is_short && !is_prose && leads_on()).then_some(())?;
        self.new_head(title, end, Form::Plain)
    }

    /// Takes what opens the links (`[`, `-`, `(`) and notes (`(CVPR 2021)`) off a plain title's
    /// end.
    fn without_tail(&self, at: usize, end: usize) -> usize {
        let mut text = self.source(&(at..end)).trim_end();
        loop {
            let bare = text.trim_end_matches([
                ' ', '[', '(', '-', '–', '—', ':', '：', ',', '|', '\u{a0}', '\n',
            ]);
            let note = bare.strip_suffix(')').and_then(|t| t.rfind('('));
            let is_note = |i: &usize| bare[*i..].contains(|c: char| c.is_ascii_digit());
            let cut = note.filter(is_note).map_or(bare, |i| &bare[..i]);
            if cut.len() == text.len() {
                return at + cut.len();
            }
            text = cut;
        }
    }

    /// Whether a plain title is all of its item's text, and a nested item is nothing but links, of
    /// which the first says where it leads.
    fn leads_on_below(&self, end: usize) -> bool {
        let blocks = &self.doc.blocks;
        let list = blocks
            .get(self.block + 1)
            .filter(|b| b.kind == BlockKind::List);
        let is_alone = !self
            .source(&(end..self.end()))
            .contains(char::is_alphanumeric);
        let (mut item, last) = (self.block + 2, list.map_or(0, |list| list.end));
        while is_alone && item + 1 < last {
            if self.is_of_links(&blocks[item + 1]) {
                return true;
            }
            item = blocks[item].end;
        }
        false
    }

    fn is_of_links(&self, block: &Block) -> bool {
        let pieces = self.doc.inlines(block, &block.span);
        let links = links_in(self.doc, &pieces);
        let Some(first) = links.first().map(|l| l.span.clone()) else {
            return false;
        };
        let inside = |p: &&Inline| first.start <= p.span.start && p.span.end <= first.end;
        let first: Vec<Inline> = pieces.iter().filter(inside).cloned().collect();
        links.iter().any(leads_to_arxiv)
            && only_links(self.doc, &pieces, &links, char::is_alphanumeric)
            && says_where(&inline::plain(self.doc, &first))
    }

    /// Whether what follows a plain title are links, not running text.
    fn leads_on(&self, end: usize) -> bool {
        let mut behind = self.segments.iter().filter(|a| a.span.end > end);
        let first = behind.find_map(|a| match a.kind {
            Kind::Marked(Mark::Link(_)) => Some(says_where(&self.text(a))),
            Kind::Text => {
                let text = self.source(&(a.span.start.max(end)..a.span.end));
                let url = text.find("http")?;
                let rest = text[url..]
                    .split_once(char::is_whitespace)
                    .map_or("", |(_, rest)| rest);
                Some(!rest.contains(char::is_alphanumeric))
            }
            _ => None,
        });
        first == Some(true)
    }
}
