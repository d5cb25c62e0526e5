//! Names with a slip: a place that is a missing person's, but for some letters, a word, or its end.
//! Only the words that differ are written; a word that agrees is never dropped.

use super::find::Order;
use super::form::{Given, Style};
use super::persons::{NameWord, Person};
use super::places::{Place, places};
use super::reading::Reading;
use super::words::LineWord;
use crate::list::edit::Edit;
use crate::list::entry::Writing;
use crate::list::escape;
use crate::list::field::Kind;
use crate::text::names::letters::without_marks;
use compact_str::CompactString;
use std::cell::OnceCell;
use std::collections::HashSet;
use std::ops::Range;

/// What slips there are in a line.
pub(super) enum Slips {
    /// None.
    None,
    /// Their edits.
    Edits(Vec<Edit>),
    /// One that cannot be mended, and why.
    Blocked(String),
}

/// One place read as a person's name.
struct Slip {
    /// How sure it is: letters that differ 3, the beginning of the name 2, a word that differs 1.
    strength: u32,
    /// Bytes and what they should be.
    writes: Vec<(Range<usize>, String)>,
    /// Something stands too close to a word that would be written.
    blocked: bool,
}

/// Looks for slips at the places where persons are missing.
pub(super) fn slips(reading: &Reading<'_>) -> Slips {
    let mut edits = Vec::new();
    let twice = OnceCell::new();
    for (gap, missing) in reading.missing_by_gap().iter().enumerate() {
        if missing.is_empty() {
            continue;
        }
        let twice = twice.get_or_init(|| said_twice(reading));
        for slip in in_gap(reading, gap, missing, twice) {
            if slip.blocked {
                let text = slip
                    .writes
                    .first()
                    .map_or("", |(span, _)| &reading.line.tokens.source[span.clone()]);
                return Slips::Blocked(format!("something touches the name at \"{text}\""));
            }
            let edit = |(span, text): (Range<usize>, String)| Edit { span, text };
            edits.extend(slip.writes.into_iter().map(edit));
        }
    }
    let source = reading.line.tokens.source;
    let is_mark = |e: &&Edit| is_letter_more(&source[e.span.clone()], &e.text);
    if edits.iter().filter(is_mark).count() > 1 {
        return Slips::Blocked("a letter behind several names may be a mark".into());
    }
    match edits.is_empty() {
        true => Slips::None,
        false => Slips::Edits(edits),
    }
}

/// What stands at several places of a line is what it says of names, and nobody's name.
fn said_twice(reading: &Reading<'_>) -> HashSet<String> {
    let gaps = 0..reading.gaps.len();
    let all = gaps.flat_map(|gap| places(reading, gap));
    let mut seen = HashSet::new();
    all.filter(|place| place.words.len() > 1)
        .map(|place| text(reading, &place))
        .filter(|text| !seen.insert(text.clone()))
        .collect()
}

fn text(reading: &Reading<'_>, place: &Place) -> String {
    let words = place.words.iter().map(|&w| reading.line.key(w));
    words.collect::<Vec<_>>().join(" ")
}

/// `Abela` for `Abel`: once a slip, several times the letters of affiliations.
fn is_letter_more(listed: &str, name: &str) -> bool {
    let rest = listed.strip_prefix(name);
    rest.is_some_and(|rest| rest.chars().count() == 1)
}

/// So many pairs of a place and a person are tried in one gap.
const MOST_PAIRS: usize = 1500;

/// A name of more words is no person's, and not compared letter by letter.
const MOST_WORDS: usize = 16;

fn in_gap(
    reading: &Reading<'_>,
    gap: usize,
    missing: &[usize],
    twice: &HashSet<String>,
) -> Vec<Slip> {
    let places = places(reading, gap);
    let is_own = |i: usize| {
        let place = places.get(i);
        place.is_some_and(|place| twice.contains(&text(reading, place)))
    };
    let (n, m) = (places.len(), missing.len());
    // Before a table of all pairs is made: thousands of each have gigabytes of them.
    if n == 0 || n.max(m) > 400 && n * m > MOST_PAIRS * 40 {
        return Vec::new();
    }
    let band = if n * m <= MOST_PAIRS {
        n.max(m)
    } else {
        MOST_PAIRS / n.max(m).max(1)
    };
    let is_last = |i: usize| gap + 1 == reading.gaps.len() && i + 1 == n;
    // How good it gets from place i and person j on, and by which step.
    let mut best = vec![vec![(0_u32, Step::End); m + 1]; n + 1];
    let mut slips: Vec<Vec<Option<(usize, Slip)>>> = Vec::new();
    for _ in 0..n {
        slips.push((0..m).map(|_| None).collect());
    }
    for i in (0..n).rev() {
        let tried = match (is_own(i), is_own(i + 1)) {
            (true, _) => &[],
            (_, true) => &places[i..=i],
            _ => &places[i..],
        };
        for j in (0..m).rev() {
            let mut here = (best[i + 1][j].0, Step::Place);
            if best[i][j + 1].0 > here.0 {
                here = (best[i][j + 1].0, Step::Person);
            }
            if i.abs_diff(j) <= band && !tried.is_empty() {
                let person = &reading.persons.list[missing[j]];
                if let Some((len, slip)) = at(reading, tried, person, is_last(i)) {
                    let sum = best[i + len][j + 1].0 + slip.strength + 1;
                    if sum >= here.0 {
                        here = (sum, Step::Slip);
                        slips[i][j] = Some((len, slip));
                    }
                }
            }
            best[i][j] = here;
        }
    }
    chosen(&best, slips)
}

/// The slips on the best way through the places and the persons.
fn chosen(best: &[Vec<(u32, Step)>], mut slips: Vec<Vec<Option<(usize, Slip)>>>) -> Vec<Slip> {
    let (n, m) = (slips.len(), slips.first().map_or(0, Vec::len));
    let (mut i, mut j, mut out) = (0, 0, Vec::new());
    while i < n && j < m {
        match best[i][j].1 {
            Step::Slip => {
                let Some((len, slip)) = slips[i][j].take() else {
                    break;
                };
                out.push(slip);
                (i, j) = (i + len, j + 1);
            }
            Step::Person => j += 1,
            Step::Place | Step::End => i += 1,
        }
    }
    out
}

#[derive(Clone, Copy)]
enum Step {
    End,
    Place,
    Person,
    Slip,
}

/// A place, or two that only a comma parts, as a person's name.
fn at(
    reading: &Reading<'_>,
    places: &[Place],
    person: &Person,
    is_last: bool,
) -> Option<(usize, Slip)> {
    if person.words.len() > MOST_WORDS {
        return None;
    }
    let style = reading.style().unwrap_or(Style::USUAL);
    let known = reading.style().is_some();
    let words = &places[0].words;
    // `Abel, Dr. Ada`: what ends with a stop is not all of his given names.
    let double = places
        .get(1)
        .filter(|next| places[0].comma && !next.stop && (!known || style.order == Order::Comma));
    if let Some(next) = double {
        let both: Vec<usize> = words.iter().chain(&next.words).copied().collect();
        let slip = inverted(reading, &both, words.len(), person);
        if let Some(slip) = slip {
            return Some((2, slip));
        }
    }
    let natural: Vec<&NameWord> = person.words.iter().collect();
    let mut best = as_name(reading, words, &natural);
    if style.order == Order::FamilyFirst {
        best = best.or_else(|| inverted(reading, words, 0, person));
    }
    if words.len() > 1 && !reading.line.words[words[0]].capital {
        // `and Bo Bel`
        best = best.or_else(|| as_name(reading, &words[1..], &natural));
    }
    if is_last {
        // `Bo Bel et al.`, whatever the language.
        let capital = |w: &&usize| reading.line.words[**w].capital;
        let count = words.iter().rev().skip_while(|w| !capital(w)).count();
        let named = &words[..count];
        if count > 1 && count < words.len() {
            best = best.or_else(|| as_name(reading, named, &natural));
        }
    }
    if best.is_none() && words.len() == 1 && (!known || style.given == Given::None) {
        best = family_alone(reading, words[0], person);
    }
    if best.is_none() && is_last && 2 * reading.found.hits.len() >= reading.persons.list.len() {
        best = beginning(reading, &places[0], person);
    }
    best.map(|slip| (1, slip))
}

/// Letters or a word that differ, in a name whose words stand in this order.
fn as_name(reading: &Reading<'_>, words: &[usize], named: &[&NameWord]) -> Option<Slip> {
    letters(reading, words, named)
        .or_else(|| joined(reading, words, named))
        .or_else(|| one_word(reading, words, named))
}

/// The family name first; the first `family` words are it, or any where that is not known.
fn inverted(
    reading: &Reading<'_>,
    words: &[usize],
    family: usize,
    person: &Person,
) -> Option<Slip> {
    let count = person.words.len();
    let families = if family > 0 {
        family..family + 1
    } else {
        1..count
    };
    families
        .filter(|f| *f < count)
        .filter_map(|f| {
            let (given, family) = person.words.split_at(count - f);
            let named: Vec<&NameWord> = family.iter().chain(given).collect();
            letters(reading, words, &named).or_else(|| one_word(reading, words, &named))
        })
        .max_by_key(|slip| slip.strength)
}

/// How a word of the line stands to one of a name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Likeness {
    Same,
    /// An initial of it, or it is one of this.
    Short,
    /// A slip of letters.
    Near,
    Other,
}

fn likeness(word: &LineWord, name: &NameWord) -> Likeness {
    let (mine, theirs) = (word.spelling.plain.as_str(), name.spelling.plain.as_str());
    if word.spelling.agrees(&name.spelling) {
        return Likeness::Same;
    }
    // `Collab.` is short for a longer word, whatever its own length.
    let is_clipped = word.stop && theirs.chars().count() > mine.chars().count() + 2;
    let is_short = word.is_short() || is_clipped;
    if is_short && theirs.starts_with(mine) || name.is_short() && mine.starts_with(theirs) {
        return Likeness::Short;
    }
    let longer = mine.chars().count().max(theirs.chars().count());
    if strsim::osa_distance(mine, theirs) <= longer / 4 {
        return Likeness::Near;
    }
    Likeness::Other
}

/// (3): every word within one change for four letters; middle names may be fewer, initials more.
fn letters(reading: &Reading<'_>, words: &[usize], named: &[&NameWord]) -> Option<Slip> {
    let pairs = lay(reading, words, named, true)?;
    let near: Vec<(usize, usize)> = pairs
        .into_iter()
        .filter(|&(w, n)| likeness(&reading.line.words[w], named[n]) == Likeness::Near)
        .collect();
    (!near.is_empty()).then(|| write(reading, &near, named, 3))
}

/// Words laid beside a name's, none of them another one.
fn lay(
    reading: &Reading<'_>,
    words: &[usize],
    named: &[&NameWord],
    first: bool,
) -> Option<Vec<(usize, usize)>> {
    let (Some((&word, words_left)), Some((name, _))) = (words.split_first(), named.split_first())
    else {
        return (words.is_empty() && named.is_empty()).then(Vec::new);
    };
    let shifted = |pairs: Vec<(usize, usize)>| -> Vec<(usize, usize)> {
        pairs.into_iter().map(|(w, n)| (w, n + 1)).collect()
    };
    if likeness(&reading.line.words[word], name) != Likeness::Other
        && let Some(rest) = lay(reading, words_left, &named[1..], false)
    {
        let mut out = vec![(word, 0)];
        out.extend(shifted(rest));
        return Some(out);
    }
    if !first && name.capital && named.len() > words.len() {
        return lay(reading, words, &named[1..], false).map(shifted);
    }
    let is_more = !first && words.len() > named.len() && reading.line.words[word].initial;
    is_more
        .then(|| lay(reading, words_left, named, false))
        .flatten()
}

/// (1): one whole word agrees, and there are as many words.
fn one_word(reading: &Reading<'_>, words: &[usize], named: &[&NameWord]) -> Option<Slip> {
    if words.len() != named.len() || words.len() < 2 {
        return None;
    }
    let pairs = || words.iter().copied().zip(0..);
    let like = |w: usize, n: usize| likeness(&reading.line.words[w], named[n]);
    let agrees = pairs().any(|(w, n)| {
        like(w, n) == Likeness::Same && !named[n].initial && named[n].key.chars().nth(1).is_some()
    });
    let differ = |&(w, n): &(usize, usize)| matches!(like(w, n), Likeness::Near | Likeness::Other);
    let others: Vec<(usize, usize)> = pairs().filter(differ).collect();
    (agrees && !others.is_empty()).then(|| write(reading, &others, named, 1))
}

/// All words of the place joined are the name, or nearly: it was glued or torn apart.
fn joined(reading: &Reading<'_>, words: &[usize], named: &[&NameWord]) -> Option<Slip> {
    let mine: String = words
        .iter()
        .map(|&w| reading.line.words[w].spelling.plain.as_str())
        .collect();
    let theirs: String = named.iter().map(|n| n.spelling.plain.as_str()).collect();
    let short = words.iter().any(|&w| reading.line.words[w].initial);
    if words.len() == named.len() || short || mine.chars().count() < 5 {
        return None;
    }
    let distance = strsim::osa_distance(&mine, &theirs);
    if distance > theirs.chars().count() / 8 {
        return None;
    }
    let (first, last) = (words.first()?, words.last()?);
    let tokens = reading.line.words[*first].token..reading.line.words[*last].token + 1;
    let bare = reading.line.tokens.list[tokens.clone()]
        .iter()
        .all(|t| matches!(t.kind, Kind::Word(_) | Kind::Blank | Kind::Punctuation('-')));
    let style = reading.style().unwrap_or(Style::USUAL);
    let person = reading.persons.list.iter().find(|p| {
        p.words.len() == named.len() && p.words.iter().zip(named).all(|(a, b)| a.key == b.key)
    })?;
    let text = style.write(&person.name);
    Some(Slip {
        strength: 3,
        blocked: !bare || style.given != Given::Full || is_touched(reading, &tokens),
        writes: vec![(reading.span(&tokens), escape_part(reading, &text))],
    })
}

/// A list of family names: `Abell` for `Abel`.
fn family_alone(reading: &Reading<'_>, word: usize, person: &Person) -> Option<Slip> {
    let family = person.words.last()?;
    let near = likeness(&reading.line.words[word], family) == Likeness::Near;
    near.then(|| write(reading, &[(word, 0)], &[family], 3))
}

/// (2): the line was cut within the last name, or behind a word of it.
fn beginning(reading: &Reading<'_>, place: &Place, person: &Person) -> Option<Slip> {
    let words = &place.words;
    let line = &reading.line;
    if words.len() > person.words.len() {
        return None;
    }
    let (last, others) = words.split_last()?;
    let named = &person.words[words.len() - 1];
    let same = |(&w, n): (&usize, &NameWord)| line.words[w].spelling.agrees(&n.spelling);
    let key = line.words[*last].spelling.plain.as_str();
    let is_cut = named.spelling.plain.starts_with(key) && !line.words[*last].stop;
    let rest = &person.words[words.len()..];
    let token = line.words[*last].token;
    let ends = reading.is_empty(&(token + 1..place.tokens.end))
        && place.tokens.end == line.tokens.list.len();
    let whole = named.spelling.plain.as_str() == key;
    // A single word is a name of its own; `Bell et al.` of arXiv's is none that was cut.
    let enough = !others.is_empty() || whole && key.chars().count() > 1;
    let capital = rest.iter().all(|w| w.capital) && (!whole || !rest.is_empty());
    if !(others.iter().zip(&person.words).all(same) && is_cut && ends && enough && capital) {
        return None;
    }
    if reading
        .style()
        .is_some_and(|s| s.given != Given::Full || s.order != Order::Natural)
    {
        return None;
    }
    let start = others.len();
    let behind: String = name_from(person, start)?;
    let span = line.tokens.list[token].span.clone();
    let tokens = token..token + 1;
    Some(Slip {
        strength: 2,
        blocked: is_touched(reading, &tokens),
        writes: vec![(span, escape_part(reading, &behind))],
    })
}

/// A name from its n-th word on, as arXiv writes it.
pub(super) fn name_from(person: &Person, word: usize) -> Option<String> {
    let mut at = 0;
    for w in &person.words[..word] {
        at += person.name[at..].find(w.text.as_str())? + w.text.len();
    }
    let first = person.words.get(word)?;
    at += person.name[at..].find(first.text.as_str())?;
    Some(person.name[at..].to_owned())
}

/// Writes words of a name in the place of words of the line.
fn write(
    reading: &Reading<'_>,
    pairs: &[(usize, usize)],
    named: &[&NameWord],
    strength: u32,
) -> Slip {
    let mut slip = Slip {
        strength,
        writes: Vec::new(),
        blocked: false,
    };
    for &(word, name) in pairs {
        let token = reading.line.words[word].token;
        let text = in_its_form(reading, word, named[name]);
        let span = reading.line.tokens.list[token].span.clone();
        slip.writes.push((span, escape_part(reading, &text)));
        slip.blocked |=
            is_touched(reading, &(token..token + 1)) || has_letters_as_marks(reading, token);
    }
    slip
}

/// `Abela,b`: the letters of affiliations touch the name.
fn has_letters_as_marks(reading: &Reading<'_>, token: usize) -> bool {
    let list = &reading.line.tokens.list;
    let comma = list
        .get(token + 1)
        .is_some_and(|t| t.kind == Kind::Punctuation(','));
    let word = list.get(token + 2).and_then(|t| t.word());
    comma && word.is_some_and(|w| w.text.len() == 1 && w.text.starts_with(char::is_lowercase))
}

/// A word of a name in the form of the word whose place it takes.
pub(super) fn in_its_form(reading: &Reading<'_>, word: usize, name: &NameWord) -> CompactString {
    let text = reading.line.text(word);
    let w = &reading.line.words[word];
    if w.initial && !name.initial {
        return name.text.chars().take(1).collect();
    }
    let is_all = text.chars().nth(1).is_some() && text.chars().all(|c| !c.is_lowercase());
    let capitals = is_all && name.text.chars().any(char::is_lowercase);
    let mut out: CompactString = match capitals {
        true => name.text.to_uppercase(),
        false => name.text.clone(),
    };
    if reading.is_lower() {
        out = out.to_lowercase();
    }
    if name.stop && name.initial && !w.stop {
        out.push('.');
    }
    out
}

/// Whether a letter, a digit or TeX touches these tokens.
pub(super) fn is_touched(reading: &Reading<'_>, tokens: &Range<usize>) -> bool {
    let list = &reading.line.tokens.list;
    let source = reading.line.tokens.source;
    let touches = |token: usize| {
        let Some(beside) = list.get(token) else {
            return false;
        };
        let text = &source[beside.span.clone()];
        match &beside.kind {
            Kind::Word(_) => text
                .chars()
                .any(|c| c.is_alphabetic() || c.is_ascii_digit()),
            Kind::Tex => {
                let next = list.get(token + 1).map(|t| &t.kind);
                let escape = text == "\\" && matches!(next, Some(Kind::Punctuation(_)));
                !escape && !matches!(text, "{" | "}")
            }
            _ => false,
        }
    };
    tokens.start.checked_sub(1).is_some_and(touches) || touches(tokens.end)
}

/// A part of a name, escaped for where it lands: within an item's quotes where the line has items.
pub(super) fn escape_part(reading: &Reading<'_>, text: &str) -> String {
    match reading.writing {
        Writing::YamlList(list) => escape::part(text, Writing::Yaml(list.quotes)),
        writing => escape::part(text, writing),
    }
}

/// Whether a word is a name's but for marks that it lacks: all of them, or some.
fn lacks_marks(word: &str, name: &str) -> bool {
    let is_less =
        |(w, n): (char, char)| w == n || without_marks(n.encode_utf8(&mut [0; 4])).chars().eq([w]);
    let plain = without_marks(name);
    word != name
        && (word == plain
            || word.chars().count() == name.chars().count()
                && word.chars().zip(name.chars()).all(is_less))
}

/// Words whose accents the list lacks, and words in the wrong encoding, of persons that were found.
pub(super) fn accents(reading: &Reading<'_>) -> Vec<Edit> {
    let mut out = Vec::new();
    for hit in &reading.found.hits {
        for &(word, name) in &hit.pairs {
            let named = &reading.persons.list[hit.person].words[name];
            let token = reading.line.words[word].token;
            let garbled = reading.line.tokens.list[token].garbled;
            let key = reading.line.key(word);
            let is_poorer = !reading.context.house.plain_letters && lacks_marks(key, &named.key);
            if (is_poorer || garbled) && !is_touched(reading, &(token..token + 1)) {
                let text = in_its_form(reading, word, named);
                out.push(Edit {
                    span: reading.line.tokens.list[token].span.clone(),
                    text: escape_part(reading, &text),
                });
            }
        }
    }
    out
}
