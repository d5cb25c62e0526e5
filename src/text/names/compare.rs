//! A list's names laid beside arXiv's: who is missing, who is too many, who is misspelt. Says what
//! differs, not what to do.

use super::form::Order;
use super::person::{Habits, Person, Verdict};
use super::split::{AuthorLine, Reading};
use std::cmp::Reverse;
use std::collections::HashSet;
use std::ops::Range;

/// Names `old` of the list stand where names `new` of arXiv should.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameHunk {
    /// Indexes into the reading's names; empty where names are missing.
    pub old: Range<usize>,
    /// Indexes into arXiv's names; empty where names are too many.
    pub new: Range<usize>,
}

/// How a list's author line compares with arXiv's authors.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The reading of the line that arXiv's names support best.
    pub reading: Reading,
    /// The differing places in order; empty where the line is right.
    pub hunks: Vec<NameHunk>,
    /// How many of the list's names arXiv has, in the same order.
    pub matched: usize,
    /// Whether the line abbreviates given names that arXiv writes out.
    pub abbreviates: bool,
}

impl Comparison {
    /// Whether enough of the list's names are arXiv's to speak of the same authors.
    pub fn agrees(&self) -> bool {
        self.matched > 0 && 2 * self.matched >= self.reading.names.len()
    }
}

/// Compares an author line with arXiv's authors.
pub fn compare(line: &AuthorLine, arxiv: &[Person]) -> Comparison {
    let reading = best_of_all(line, arxiv);
    let habits = habits(&reading);
    let steps = Alignment {
        listed: &reading,
        arxiv,
        habits,
        open_end: line.et_al.is_some(),
    }
    .steps();
    let matched = steps
        .iter()
        .filter(|s| matches!(s, Step::Keep | Step::Enrich))
        .count();
    Comparison {
        hunks: hunks(&steps),
        abbreviates: habits.initials && abbreviates(&steps, &reading, arxiv),
        reading,
        matched,
    }
}

/// Whether a kept name has an initial where arXiv has a name.
fn abbreviates(steps: &[Step], reading: &Reading, arxiv: &[Person]) -> bool {
    let (mut i, mut k) = (0, 0);
    steps.iter().any(|step| {
        let (di, dk) = step.moves();
        let found = *step == Step::Keep
            && reading.names[i].person.is_abbreviated()
            && !arxiv[k].is_abbreviated();
        (i, k) = (i + di, k + dk);
        found
    })
}

fn habits(reading: &Reading) -> Habits {
    let persons = || reading.names.iter().map(|n| &n.person);
    let abbreviated = persons().filter(|p| p.is_abbreviated()).count();
    let single = persons().filter(|p| p.is_single()).count();
    Habits {
        initials: 2 * abbreviated > persons().filter(|p| p.has_given_name()).count(),
        families: 2 * single > reading.names.len(),
    }
}

/// The best reading; in it, those who speak for a group and the group are two where arXiv has both.
fn best_of_all(line: &AuthorLine, arxiv: &[Person]) -> Reading {
    let strangers = |r: &Reading| {
        let is_known = |p: &Person| arxiv.iter().any(|a| p.is(a));
        r.names.iter().filter(|n| !is_known(&n.person)).count()
    };
    let best = best_reading(line, arxiv);
    let cut = line.with_groups().map(|line| best_reading(&line, arxiv));
    cut.filter(|cut| strangers(cut) <= strangers(&best))
        .unwrap_or(best)
}

/// The reading with the most names that arXiv knows; of several, one without strangers, then the
/// one with the fewest halves of an unknown name (`Able, Ada, and Bo Bell`), and then the simplest.
fn best_reading(line: &AuthorLine, arxiv: &[Person]) -> Reading {
    let keys: HashSet<String> = arxiv.iter().map(Person::short_key).collect();
    let has_strangers = |r: &Reading| {
        r.names
            .iter()
            .any(|n| !arxiv.iter().any(|a| n.person.is(a)))
    };
    let fit = |r: &Reading| {
        let known = r
            .names
            .iter()
            .filter(|n| keys.contains(&n.person.short_key()));
        let known = known.count();
        let strangers = has_strangers(r);
        let halves = match known > 0 && strangers {
            true => r.names.iter().filter(|n| n.person.is_single()).count(),
            false => usize::MAX,
        };
        let is_known = known == r.names.len() && !strangers;
        (known, is_known, Reverse(halves))
    };
    let mut best: Option<(_, Reading)> = None;
    for reading in line.readings() {
        let fit = fit(&reading);
        // No other reading has more names than the one that cuts at every separator. Where family
        // names stand alone, none is known, but each is somebody's.
        let is_each = reading.names.len() == arxiv.len() && !has_strangers(&reading);
        let is_all = (fit.1 || is_each) && reading.order == Order::Natural;
        if best.as_ref().is_none_or(|(so_far, _)| fit > *so_far) {
            best = Some((fit, reading));
        }
        if is_all {
            break;
        }
    }
    best.map(|(_, reading)| reading)
        .expect("a line has a reading")
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Keep,
    Enrich,
    Replace,
    Insert,
    Delete,
}

impl Step {
    /// How many of the list's names, and of arXiv's, a step is about.
    fn moves(self) -> (usize, usize) {
        (
            usize::from(self != Self::Insert),
            usize::from(self != Self::Delete),
        )
    }
}

struct Alignment<'a> {
    listed: &'a Reading,
    arxiv: &'a [Person],
    habits: Habits,
    /// The list stops with `et al.`: names behind it are not missing.
    open_end: bool,
}

/// Above this many pairs of names the middle is not aligned but taken as one difference.
const MOST_PAIRS: usize = 250_000;

impl Alignment<'_> {
    fn verdict(&self, i: usize, k: usize) -> Verdict {
        self.listed.names[i]
            .person
            .compared_with(&self.arxiv[k], self.habits)
    }

    fn steps(&self) -> Vec<Step> {
        let (n, m) = (self.listed.names.len(), self.arxiv.len());
        let mut head = 0;
        while head < n.min(m) && self.verdict(head, head) != Verdict::Other {
            head += 1;
        }
        let mut tail = 0;
        while !self.open_end
            && tail < n.min(m) - head
            && self.verdict(n - 1 - tail, m - 1 - tail) != Verdict::Other
        {
            tail += 1;
        }
        let keep = |i: usize, k: usize| {
            if self.verdict(i, k) == Verdict::Same {
                Step::Keep
            } else {
                Step::Enrich
            }
        };
        let mut steps: Vec<Step> = (0..head).map(|i| keep(i, i)).collect();
        steps.extend(self.middle(head..n - tail, head..m - tail));
        steps.extend((0..tail).rev().map(|t| keep(n - 1 - t, m - 1 - t)));
        steps
    }

    /// The cheapest way from the list's names to arXiv's; keeping a name costs nothing.
    fn middle(&self, old: Range<usize>, new: Range<usize>) -> Vec<Step> {
        let (n, m) = (old.len(), new.len());
        if n == 0 || m == 0 || n * m > MOST_PAIRS {
            let inserts = if self.open_end { m.min(n) } else { m };
            let deletes = std::iter::repeat_n(Step::Delete, n);
            return deletes
                .chain(std::iter::repeat_n(Step::Insert, inserts))
                .collect();
        }
        let mut cost = vec![vec![0.0_f64; m + 1]; n + 1];
        let mut step = vec![vec![Step::Keep; m + 1]; n + 1];
        for i in 0..=n {
            for k in 0..=m {
                (cost[i][k], step[i][k]) = self.cheapest(&cost, (i, k), (&old, &new));
            }
        }
        // Behind `et al.` no name is missing, but the list goes on showing as many names as it did.
        let shortened = |k: usize| cost[n][k] + 1.1 * n.saturating_sub(k) as f64;
        let ends = if self.open_end { 0..=m } else { m..=m };
        let mut k = ends
            .min_by(|&a, &b| shortened(a).total_cmp(&shortened(b)))
            .unwrap_or(m);
        let (mut i, mut steps) = (n, Vec::new());
        while i > 0 || k > 0 {
            let s = step[i][k];
            steps.push(s);
            let (di, dk) = s.moves();
            (i, k) = (i - di, k - dk);
        }
        steps.reverse();
        steps
    }

    fn cheapest(
        &self,
        cost: &[Vec<f64>],
        (i, k): (usize, usize),
        (old, new): (&Range<usize>, &Range<usize>),
    ) -> (f64, Step) {
        let mut best = if i + k == 0 {
            (0.0, Step::Keep)
        } else {
            (f64::INFINITY, Step::Keep)
        };
        let mut offer = |c: f64, s: Step| {
            if c < best.0 {
                best = (c, s);
            }
        };
        if i > 0 && k > 0 {
            let (a, b) = (old.start + i - 1, new.start + k - 1);
            match self.verdict(a, b) {
                Verdict::Same => offer(cost[i - 1][k - 1], Step::Keep),
                Verdict::ArxivSaysMore => offer(cost[i - 1][k - 1], Step::Enrich),
                Verdict::Other => {
                    let far = self.listed.names[a].person.distance(&self.arxiv[b]);
                    offer(cost[i - 1][k - 1] + 0.5 + far, Step::Replace);
                }
            }
        }
        if i > 0 {
            offer(cost[i - 1][k] + 1.0, Step::Delete);
        }
        if k > 0 {
            offer(cost[i][k - 1] + 1.0, Step::Insert);
        }
        best
    }
}

fn hunks(steps: &[Step]) -> Vec<NameHunk> {
    let (mut i, mut k) = (0, 0);
    let mut out: Vec<NameHunk> = Vec::new();
    let mut open = false;
    for step in steps {
        let (di, dk) = step.moves();
        if *step != Step::Keep {
            match out.last_mut().filter(|_| open) {
                Some(last) => {
                    last.old.end = i + di;
                    last.new.end = k + dk;
                }
                None => out.push(NameHunk {
                    old: i..i + di,
                    new: k..k + dk,
                }),
            }
        }
        open = *step != Step::Keep;
        i += di;
        k += dk;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{glyph::Glyphs, names::split::split};

    fn check(line: &str, arxiv: &[&str], expected: &[(Range<usize>, Range<usize>)]) {
        let persons: Vec<Person> = arxiv.iter().map(|n| Person::new(n)).collect();
        let c = compare(&split(&Glyphs::plain(line)), &persons);
        let hunks: Vec<_> = c.hunks.into_iter().map(|h| (h.old, h.new)).collect();
        assert_eq!(hunks, expected, "{line} | {arxiv:?}");
    }

    const FOUR: [&str; 4] = ["Ada Abel", "Bo Bell", "Cy Cole", "Di Dorn"];

    #[test]
    fn a_right_line_has_no_hunks() {
        check("Ada Abel, Bo Bell, Cy Cole and Di Dorn.", &FOUR, &[]);
        check(
            "Abel, Ada and Bell, Bo and Cole, Cy and Dorn, Di",
            &FOUR,
            &[],
        );
        check("Abel, A., Bell, B., Cole, C., Dorn, D.", &FOUR, &[]);
        check("Ada Abel et al.", &FOUR, &[]);
        check("III, Ada Abel", &["Ada Abel III"], &[]);
        check("Ada Abel, Bo Bell, et al.", &FOUR, &[]);
    }

    #[test]
    fn missing_extra_swapped_and_misspelt() {
        check("Ada Abel, Cy Cole, Di Dorn", &FOUR, &[(1..1, 1..2)]);
        check("Ada Abel, Bo Bell, Cy Cole", &FOUR, &[(3..3, 3..4)]);
        check(
            "Ada Abel, Bo Bell, Xi Xu, Cy Cole, Di Dorn",
            &FOUR,
            &[(2..3, 2..2)],
        );
        check(
            "Ada Abel, Bo Blel, Cy Cole, Di Dorn",
            &FOUR,
            &[(1..2, 1..2)],
        );
        check(
            "Ada Abel, Cy Cole, Bo Bell, Di Dorn",
            &FOUR,
            &[(1..1, 1..2), (2..3, 3..3)],
        );
        check("Ada Abel, Cy Cole et al.", &FOUR, &[(1..1, 1..2)]);
        check("Xi Xu et al.", &FOUR, &[(0..1, 0..1)]);
    }

    #[test]
    fn a_name_cut_in_two_is_joined() {
        check("Ada, Abel, Bo Bell, Cy Cole", &FOUR[..3], &[(0..2, 0..1)]);
        check("Abel, Bell, Cole", &FOUR[..3], &[]);
        check("Li, Xu", &["Xi Li", "Li Xu"], &[]);
        check("Able, Ada, and Bo Bell", &FOUR[..2], &[(0..1, 0..1)]);
        check("Abel A B, Bell B, Cole C", &FOUR[..3], &[]);
        check(
            "Li Jiang, Jiaya Jia ICCV 2021",
            &["Li Jiang", "Jiaya Jia"],
            &[],
        );
    }

    #[test]
    fn a_group_may_stand_behind_a_person() {
        let all = ["Ada Abel", "Bo Bell", "The Net Group"];
        for line in [
            "Ada Abel, Bo Bell for the Net Group",
            "Abel, A. and Bell, B. on behalf of the Net Group",
        ] {
            check(line, &all, &[]);
            check(line, &all[..2], &[]);
            check(line, &["Ada Abel", "Bo Bell for the Net Group"], &[]);
        }
        let line = "Ada Abel, Bo Bell for the Net Group";
        check(line, &["Ada Abel", "Net Group"], &[]);
        check(line, &["Ada Abel", "Cy Cole", "Bo Bell"], &[(1..1, 1..2)]);
        check(
            line,
            &["Ada Abel", "Cy Cole", "Bo Bell", "Net Group"],
            &[(1..1, 1..2)],
        );
        check(line, &["Ada Abel"], &[(1..2, 1..1)]);
    }

    #[test]
    fn one_initial_among_full_names_is_filled_out() {
        check(
            "Ada Abel, B. Bell, Cy Cole, Di Dorn",
            &FOUR,
            &[(1..2, 1..2)],
        );
        check("A. Abel, B. Bell, C. Cole, D. Dorn", &FOUR, &[]);
    }
}
