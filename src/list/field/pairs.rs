//! Which pieces belong together. Where two pairs cross, the one that binds tighter stays: links and
//! code, elements, emphasis, brackets, quotes; an end without a partner is text.

use super::emphasis;
use super::piece::{Piece, PieceKind};
use super::token::Mark;
use std::collections::HashMap;

/// What a piece is once its partner is known.
#[derive(Clone, Debug)]
pub(super) enum Role {
    /// One end of a pair: its mark, the piece of the other end, and whether this is the beginning.
    End(Mark, usize, bool),
    /// The second character of an end that has two.
    Continued,
    /// It has no partner, or needs none.
    Alone,
}

/// The role of each piece.
pub(super) fn resolve(pieces: &[Piece]) -> Vec<Role> {
    let mut roles = vec![Role::Alone; pieces.len()];
    let mut resolver = Resolver {
        pieces,
        roles: &mut roles,
    };
    resolver.found_together();
    let regions = resolver.regions();
    let elements = elements(pieces, &regions);
    resolver.accept(elements);
    let regions = resolver.regions();
    resolver.emphasis(&regions);
    for is_kind in [is_bracket, is_quote] {
        let regions = resolver.regions();
        let found = signs(pieces, &regions, is_kind);
        resolver.accept(found);
    }
    roles
}

struct Resolver<'a> {
    pieces: &'a [Piece],
    roles: &'a mut [Role],
}

impl Resolver<'_> {
    fn accept(&mut self, pairs: Vec<(usize, usize, Mark)>) {
        for (open, close, mark) in pairs {
            self.roles[open] = Role::End(mark.clone(), close, true);
            self.roles[close] = Role::End(mark, open, false);
        }
    }

    /// Pairs whose ends were found together.
    fn found_together(&mut self) {
        let mut open = HashMap::new();
        let mut pairs = Vec::new();
        for (i, piece) in self.pieces.iter().enumerate() {
            match &piece.kind {
                PieceKind::Open(_, pair) => {
                    open.insert(*pair, i);
                }
                PieceKind::Close(mark, pair) => {
                    pairs.extend(open.remove(pair).map(|at| (at, i, mark.clone())));
                }
                _ => {}
            }
        }
        self.accept(pairs);
    }

    fn emphasis(&mut self, regions: &[Option<usize>]) {
        for found in emphasis::pairs(self.pieces, regions) {
            let PieceKind::Delimiter(delimiter) = &self.pieces[found.open].kind else {
                continue;
            };
            let mark = match (delimiter.c, found.len) {
                ('~', _) => Mark::Strike,
                ('=', _) => Mark::Highlight,
                (_, 1) => Mark::Emphasis,
                _ => Mark::Strong,
            };
            self.accept(vec![(found.open, found.close, mark)]);
            if found.len == 2 {
                self.roles[found.open + 1] = Role::Continued;
                self.roles[found.close + 1] = Role::Continued;
            }
        }
    }

    /// The innermost pair around each piece, of those that are known.
    fn regions(&self) -> Vec<Option<usize>> {
        let mut stack = Vec::new();
        let mut out = Vec::with_capacity(self.roles.len());
        for (i, role) in self.roles.iter().enumerate() {
            if let Role::End(_, _, false) = role {
                stack.pop();
            }
            out.push(stack.last().copied());
            if let Role::End(_, _, true) = role {
                stack.push(i);
            }
        }
        out
    }
}

/// Open tags that wait for their end, by name and region.
fn elements(pieces: &[Piece], regions: &[Option<usize>]) -> Vec<(usize, usize, Mark)> {
    let (mut stack, mut by_name) = (Vec::new(), HashMap::new());
    let mut out = Vec::new();
    for (i, piece) in pieces.iter().enumerate() {
        match &piece.kind {
            PieceKind::TagOpen(name) => {
                let waiting: &mut Vec<usize> =
                    by_name.entry((name.clone(), regions[i])).or_default();
                waiting.push(stack.len());
                stack.push(i);
            }
            PieceKind::TagClose(name) => {
                let Some(waiting) = by_name.get_mut(&(name.clone(), regions[i])) else {
                    continue;
                };
                // What was opened inside of an element that ended waits no more.
                let is_open = |at: usize| {
                    stack.get(at).is_some_and(|&open: &usize| {
                    matches!(&pieces[open].kind, PieceKind::TagOpen(n) if n == name)
                })
                };
                while let Some(at) = waiting.pop() {
                    if is_open(at) && regions[stack[at]] == regions[i] {
                        out.push((stack[at], i, Mark::Element(name.clone())));
                        stack.truncate(at);
                        break;
                    }
                }
            }
            _ => {}
        }
    }
    out
}

fn is_bracket(kind: &PieceKind) -> Option<(char, bool)> {
    match kind {
        PieceKind::Bracket(c, opens) => Some((*c, *opens)),
        _ => None,
    }
}

fn is_quote(kind: &PieceKind) -> Option<(char, bool)> {
    match kind {
        PieceKind::Quote(c, opens) => Some((*c, *opens)),
        _ => None,
    }
}

/// The closing sign of an opening one.
fn partner(c: char) -> &'static [char] {
    match c {
        '(' => &[')'],
        '[' => &[']'],
        '（' => &['）', ')'],
        '【' => &['】'],
        '［' => &['］'],
        '〔' => &['〕'],
        '“' => &['”', '"'],
        '„' => &['”', '“'],
        '«' => &['»'],
        '»' => &['«'],
        '‹' => &['›'],
        '「' => &['」'],
        '『' => &['』'],
        '"' => &['"', '”'],
        _ => &[],
    }
}

/// So many open signs are looked through for a beginning; more of them are hostile.
const MOST_OPEN: usize = 50;

/// Pairs of signs within a region.
fn signs(
    pieces: &[Piece],
    regions: &[Option<usize>],
    sign: fn(&PieceKind) -> Option<(char, bool)>,
) -> Vec<(usize, usize, Mark)> {
    let (mut stack, mut out): (Vec<(usize, char)>, Vec<_>) = (Vec::new(), Vec::new());
    for (i, piece) in pieces.iter().enumerate() {
        let Some((c, opens)) = sign(&piece.kind) else {
            continue;
        };
        let fits =
            |(open, o): &&(usize, char)| regions[*open] == regions[i] && partner(*o).contains(&c);
        let near = stack.len().saturating_sub(MOST_OPEN);
        let found = stack[near..]
            .iter()
            .rev()
            .position(|s| fits(&s))
            .map(|back| stack.len() - 1 - back);
        let closes = !opens || c == '“';
        match found.filter(|_| closes) {
            Some(at) => {
                let mark = match piece.kind {
                    PieceKind::Quote(..) => Mark::Quote,
                    _ => Mark::Bracket,
                };
                out.push((stack[at].0, i, mark));
                stack.truncate(at);
            }
            None if opens => stack.push((i, c)),
            None => {}
        }
    }
    out
}
