//! Whether some words of a line write a person's name, and how: in full, without middle names, in
//! initials.

use super::persons::NameWord;
use super::words::LineWord;

/// How far the words of a line are from a name; each step is worth more than all below it together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fit {
    /// Given names that are shortened.
    pub shortened: u32,
    /// Middle names that are left out, or that arXiv leaves out.
    pub other: u32,
    /// Cuts between words that are others.
    pub respaced: u32,
    /// Words that stand for each other: of the line, of the name.
    pub pairs: Vec<(usize, usize)>,
}

impl Fit {
    fn of(cost: u32, pairs: Vec<(usize, usize)>) -> Self {
        Self {
            other: cost / OTHER,
            shortened: cost % OTHER / SHORTENED,
            respaced: cost % SHORTENED,
            pairs,
        }
    }

    /// The distance as one number.
    pub fn cost(&self) -> u32 {
        self.shortened * SHORTENED + self.other * OTHER + self.respaced
    }

    /// The same where the name's words begin at `at` of all its words.
    pub fn moved(mut self, at: usize) -> Self {
        for (_, j) in &mut self.pairs {
            *j += at;
        }
        self
    }

    /// Both parts of a name.
    pub fn and(mut self, other: &Self, listed: usize, named: usize) -> Self {
        self.shortened += other.shortened;
        self.other += other.other;
        self.respaced += other.respaced;
        let shifted = other.pairs.iter().map(|(i, j)| (i + listed, j + named));
        self.pairs.extend(shifted);
        self
    }
}

const RESPACED: u32 = 1;
const SHORTENED: u32 = 64;
const OTHER: u32 = 4096;

/// No more words than this are laid beside each other.
pub(super) const MOST_WORDS: usize = 12;

/// What the last step did.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    Matched,
    LeftOut,
    Added,
}

/// One way to have read so many words of both.
#[derive(Clone, Copy)]
struct Cell {
    cost: u32,
    from: (u8, u8, Last),
}

/// Lays words of a line beside words of a name; `None` where a word of the one contradicts the
/// other.
pub(super) fn fit(listed: &[&LineWord], texts: &[&str], named: &[NameWord]) -> Option<Fit> {
    let (n, m) = (listed.len(), named.len());
    if n > MOST_WORDS || m > MOST_WORDS {
        return None;
    }
    let same = |(l, w): (&&LineWord, &NameWord)| l.spelling.agrees(&w.spelling);
    if n == m && listed.iter().zip(named).all(same) {
        return Some(Fit::of(0, (0..n).map(|i| (i, i)).collect()));
    }
    Table::new(listed, texts, named).fill().result()
}

struct Table<'a> {
    listed: &'a [&'a LineWord],
    texts: &'a [&'a str],
    named: &'a [NameWord],
    /// By words of the line, words of the name, and the last step.
    cells: Vec<Option<Cell>>,
}

impl<'a> Table<'a> {
    fn new(listed: &'a [&'a LineWord], texts: &'a [&'a str], named: &'a [NameWord]) -> Self {
        let cells = vec![None; (listed.len() + 1) * (named.len() + 1) * 3];
        Self {
            listed,
            texts,
            named,
            cells,
        }
    }

    fn at(&self, i: usize, j: usize, last: Last) -> usize {
        (i * (self.named.len() + 1) + j) * 3 + last as usize
    }

    fn reach(&mut self, to: (usize, usize, Last), from: (usize, usize, Last), cost: u32) {
        let at = self.at(to.0, to.1, to.2);
        if self.cells[at].is_none_or(|c| cost < c.cost) {
            self.cells[at] = Some(Cell {
                cost,
                from: (from.0 as u8, from.1 as u8, from.2),
            });
        }
    }

    fn fill(mut self) -> Self {
        self.reach((0, 0, Last::Matched), (0, 0, Last::Matched), 0);
        for i in 0..=self.listed.len() {
            for j in 0..=self.named.len() {
                for last in [Last::Matched, Last::LeftOut, Last::Added] {
                    if let Some(cell) = self.cells[self.at(i, j, last)] {
                        self.steps((i, j, last), cell.cost);
                    }
                }
            }
        }
        self
    }

    fn steps(&mut self, here: (usize, usize, Last), cost: u32) {
        let (i, j, last) = here;
        let mut steps: Vec<(usize, usize, u32)> = Vec::new();
        if i < self.listed.len() && j < self.named.len() {
            steps.extend(self.one_for_one(i, j).map(|c| (1, 1, c)));
            for k in 2..=3 {
                steps.extend(self.joined(i, j, k).map(|c| (1, k, c)));
                steps.extend(self.cut(i, j, k).map(|c| (k, 1, c)));
            }
            steps.extend(self.glued_initials(i, j).map(|(k, c)| (1, k, c)));
            steps.extend(self.initials_of_arxiv(i, j).map(|(k, c)| (k, 1, c)));
        }
        for (di, dj, more) in steps {
            self.reach((i + di, j + dj, Last::Matched), here, cost + more);
        }
        // A middle name that is another one is neither left out nor added.
        if last != Last::Added && self.may_be_left_out(j) {
            self.reach((i, j + 1, Last::LeftOut), here, cost + OTHER);
        }
        if last != Last::LeftOut && self.may_be_added(i) {
            self.reach((i + 1, j, Last::Added), here, cost + OTHER);
        }
    }

    fn one_for_one(&self, i: usize, j: usize) -> Option<u32> {
        let (l, w) = (self.listed[i], &self.named[j]);
        let (mine, theirs) = (l.spelling.plain.as_str(), w.spelling.plain.as_str());
        if l.spelling.agrees(&w.spelling) {
            return Some(0);
        }
        if l.is_short() && !w.initial && theirs.starts_with(mine) {
            return Some(SHORTENED);
        }
        // Letters beyond the initial that arXiv knows are the list's own knowledge.
        (l.capital && w.is_short() && mine.starts_with(theirs)).then_some(OTHER)
    }

    /// `Xiaoming` for `Xiao-Ming`.
    fn joined(&self, i: usize, j: usize, k: usize) -> Option<u32> {
        let parts = self.named.get(j..j + k)?;
        let all = parts.iter().all(|w| !w.is_short());
        let joined: String = parts.iter().map(|w| w.spelling.plain.as_str()).collect();
        (all && joined == self.listed[i].spelling.plain.as_str()).then_some(RESPACED)
    }

    /// `Xiao-Ming` for `Xiaoming`; not a word that was torn apart (`Xiao ming`).
    fn cut(&self, i: usize, j: usize, k: usize) -> Option<u32> {
        let parts = self.listed.get(i..i + k)?;
        let glued = |pair: &[&LineWord]| pair[0].token + 2 == pair[1].token && !pair[0].stop;
        let is_cut = parts.windows(2).all(|pair| pair[1].capital || glued(pair));
        let joined: String = parts.iter().map(|w| w.spelling.plain.as_str()).collect();
        (is_cut && joined == self.named[j].spelling.plain.as_str()).then_some(RESPACED)
    }

    /// `JE` for `Jean Erik`.
    fn glued_initials(&self, i: usize, j: usize) -> Option<(usize, u32)> {
        let text = self.texts[i];
        let count = text.chars().count();
        if !(2..=4).contains(&count) || !text.chars().all(char::is_uppercase) {
            return None;
        }
        let parts = self.named.get(j..j + count)?;
        let mut letters = self.listed[i].spelling.plain.chars();
        let fits = parts
            .iter()
            .all(|w| w.spelling.plain.chars().next() == letters.next());
        fits.then_some((count, SHORTENED))
    }

    /// arXiv itself has `JE`.
    fn initials_of_arxiv(&self, i: usize, j: usize) -> Option<(usize, u32)> {
        let word = &self.named[j];
        let count = word.text.chars().count();
        if !(2..=4).contains(&count) || !word.text.chars().all(char::is_uppercase) {
            return None;
        }
        let parts = self.listed.get(i..i + count)?;
        let mut letters = word.spelling.plain.chars();
        let fits = parts
            .iter()
            .all(|l| l.spelling.plain.chars().next() == letters.next());
        fits.then_some((count, OTHER))
    }

    /// A middle name or an initial; not a particle, and not the first name.
    fn may_be_left_out(&self, j: usize) -> bool {
        let word = self.named.get(j);
        word.is_some_and(|w| w.capital && (j > 0 || w.initial))
    }

    fn may_be_added(&self, i: usize) -> bool {
        let word = self.listed.get(i);
        word.is_some_and(|w| w.letters && w.capital && !w.foreign && (i > 0 || w.initial))
    }

    fn result(&self) -> Option<Fit> {
        let end = (self.listed.len(), self.named.len());
        let ends = [Last::Matched, Last::LeftOut, Last::Added];
        let cell = |last: Last| self.cells[self.at(end.0, end.1, last)].map(|c| (c.cost, last));
        let (cost, mut last) = ends.into_iter().filter_map(cell).min_by_key(|(c, _)| *c)?;
        let (mut i, mut j) = end;
        let mut pairs = Vec::new();
        while (i, j) != (0, 0) {
            let (fi, fj, before) = self.cells[self.at(i, j, last)]?.from;
            let (fi, fj) = (usize::from(fi), usize::from(fj));
            if last == Last::Matched && i - fi == 1 && j - fj == 1 {
                pairs.push((fi, fj));
            }
            (i, j, last) = (fi, fj, before);
        }
        pairs.reverse();
        Some(Fit::of(cost, pairs))
    }
}
