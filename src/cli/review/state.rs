//! Which change or finding is asked about, and what was answered: keys in, what to do next out. It
//! prints nothing and writes nothing, so that all of it can be taken back until the end.

use crate::app::review::{Verb, Wish};

/// What is asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Its id.
    pub id: String,
    /// Which list of the run.
    pub list: usize,
    /// Of a change: the field's name, and whether there is an edit to accept. None of a finding.
    pub change: Option<(String, bool)>,
}

/// What is to be done after a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// The current item is shown.
    Show,
    /// The whole texts of the current item are shown.
    Whole,
    /// The address of the current item's paper is shown.
    Address,
    /// A reason is asked for; [`State::because`] takes it.
    Because,
    /// Whether so many of the field are accepted is asked; [`State::accept_rest`] does it.
    Rest(usize),
    /// The keys are explained.
    Help,
    /// This is said, and the question asked again.
    Say(&'static str),
    /// It is over.
    End,
}

/// The answers so far.
#[derive(Debug)]
pub struct State {
    items: Vec<Item>,
    answers: Vec<Option<Wish>>,
    at: usize,
    /// The items in the order in which they were answered.
    answered: Vec<usize>,
}

impl State {
    /// Nothing is answered yet.
    pub fn new(items: Vec<Item>) -> Self {
        let answers = vec![None; items.len()];
        Self {
            items,
            answers,
            at: 0,
            answered: Vec::new(),
        }
    }

    /// The current item, and its number; none at the end.
    pub fn current(&self) -> Option<(usize, &Item)> {
        self.items.get(self.at).map(|item| (self.at, item))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// What was answered about an item.
    pub fn answer(&self, at: usize) -> Option<Verb> {
        self.answers.get(at)?.as_ref().map(|wish| wish.verb)
    }

    /// All answers.
    pub fn wishes(&self) -> Vec<Wish> {
        self.answers.iter().flatten().cloned().collect()
    }

    /// The keys that answer the current question.
    pub fn keys(&self) -> &'static str {
        match self.current().and_then(|(_, item)| item.change.as_ref()) {
            Some((_, true)) => "y,n,s,o,v,u,j,k,a,d,q,?",
            Some((_, false)) => "n,s,o,v,u,j,k,d,q,?",
            None => "i,s,o,u,j,k,d,q,?",
        }
    }

    /// Takes a line that was typed.
    pub fn key(&mut self, line: &str) -> Next {
        let Some(item) = self.items.get(self.at).cloned() else {
            return Next::End;
        };
        let is_editable = matches!(item.change, Some((_, true)));
        match (line.trim(), &item.change) {
            ("y", Some(_)) if is_editable => self.put(Verb::Accept),
            ("y", Some(_)) => Next::Say("there is no edit to make: n says no, s skips"),
            ("y" | "n", None) => Next::Say("a finding has no edit: i says that it is known"),
            ("n", Some(_)) => {
                self.put(Verb::Reject);
                Next::Because
            }
            ("i", None) => {
                self.put(Verb::Ignore);
                Next::Because
            }
            ("s" | "j", _) => self.go(self.at + 1),
            ("k", _) => self.go(self.at.saturating_sub(1)),
            ("o", _) => Next::Address,
            ("v", _) => Next::Whole,
            ("u", _) => self.take_back(),
            ("a", Some(_)) if is_editable => Next::Rest(self.rest().len()),
            ("d", _) => {
                let behind = self.items.iter().skip(self.at);
                let of_list = behind.take_while(|other| other.list == item.list);
                self.go(self.at + of_list.count())
            }
            ("q", _) => {
                self.at = self.items.len();
                Next::End
            }
            ("?", _) => Next::Help,
            ("", _) => Next::Say("nothing was answered"),
            _ => Next::Say("there is no such key"),
        }
    }

    fn put(&mut self, verb: Verb) -> Next {
        let wish = Wish::new(verb, &self.items[self.at].id);
        self.answers[self.at] = Some(wish);
        self.answered.push(self.at);
        self.go(self.at + 1)
    }

    fn go(&mut self, to: usize) -> Next {
        self.at = to.min(self.items.len());
        match self.at == self.items.len() {
            true => Next::End,
            false => Next::Show,
        }
    }

    /// The reason for the last answer; what to do next.
    pub fn because(&mut self, text: &str) -> Next {
        let text = text.trim();
        if let Some(at) = self.answered.last()
            && let Some(wish) = &mut self.answers[*at]
            && !text.is_empty()
        {
            wish.because = Some(text.to_owned());
        }
        self.go(self.at)
    }

    /// Goes back to the item that was answered last, and forgets the answer.
    fn take_back(&mut self) -> Next {
        let Some(at) = self.answered.pop() else {
            return Next::Say("nothing was answered that could be taken back");
        };
        self.answers[at] = None;
        self.go(at)
    }

    /// From the current item on, those of its field in its list that are not answered and have an
    /// edit.
    fn rest(&self) -> Vec<usize> {
        let of = |i: usize| (self.items[i].list, self.items[i].change.clone());
        let is_like = |&i: &usize| of(i) == of(self.at) && self.answers[i].is_none();
        (self.at..self.items.len()).filter(is_like).collect()
    }

    /// Accepts the rest of the current item's field in its list.
    pub fn accept_rest(&mut self) -> Next {
        for at in self.rest() {
            self.answers[at] = Some(Wish::new(Verb::Accept, &self.items[at].id));
            self.answered.push(at);
        }
        let is_open = |&i: &usize| self.answers[i].is_none();
        let next = (self.at..self.items.len()).find(is_open);
        self.go(next.unwrap_or(self.items.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items() -> Vec<Item> {
        let item = |id: &str, list, change: Option<(&str, bool)>| Item {
            id: id.into(),
            list,
            change: change.map(|(field, edit)| (field.into(), edit)),
        };
        vec![
            item("c0", 0, Some(("abstract", true))),
            item("c1", 0, Some(("authors", false))),
            item("c2", 0, Some(("abstract", true))),
            item("f3", 0, None),
            item("c4", 1, Some(("abstract", true))),
        ]
    }

    /// Types keys; a reason is what stands behind a colon.
    fn check(keys: &[&str], at: usize, expected: &[(&str, Verb)]) {
        let mut state = State::new(items());
        for key in keys {
            let (key, because) = key.split_once(':').unwrap_or((key, ""));
            match state.key(key) {
                Next::Because => drop(state.because(because)),
                Next::Rest(_) => drop(state.accept_rest()),
                _ => {}
            }
        }
        let wishes = state.wishes();
        let found: Vec<(&str, Verb)> = wishes.iter().map(|w| (w.item.as_str(), w.verb)).collect();
        assert_eq!((state.at, found.as_slice()), (at, expected), "{keys:?}");
    }

    #[test]
    fn every_answer_moves_on_and_can_be_taken_back() {
        use Verb::{Accept, Ignore, Reject};
        check(&["y"], 1, &[("c0", Accept)]);
        check(&["n:my words"], 1, &[("c0", Reject)]);
        check(&["y", "u"], 0, &[]);
        check(&["y", "n", "u"], 1, &[("c0", Accept)]);
        check(&["u"], 0, &[]);
        check(&["s", "s", "s", "i"], 4, &[("f3", Ignore)]);
        check(&["j", "j", "k"], 1, &[]);
        check(&["k"], 0, &[]);
        check(&["y", "k", "n"], 1, &[("c0", Reject)]);
        check(&["a"], 1, &[("c0", Accept), ("c2", Accept)]);
        check(&["a", "u"], 2, &[("c0", Accept)]);
        check(&["d"], 4, &[]);
        check(&["d", "d"], 5, &[]);
        check(&["y", "q", "y"], 5, &[("c0", Accept)]);
    }

    #[test]
    fn what_answers_nothing_stays_where_it_is() {
        for key in ["", " ", "x", "yes", "Y", "\u{1b}", "v", "o", "?"] {
            check(&[key], 0, &[]);
        }
        check(&["s", "y"], 1, &[]);
        check(&["s", "a"], 1, &[]);
        check(&["s", "s", "s", "y", "n", "a"], 3, &[]);
    }

    #[test]
    fn a_reason_belongs_to_the_last_answer() {
        let mut state = State::new(items());
        assert_eq!(state.key("n"), Next::Because);
        assert_eq!(state.because(" my own words \n"), Next::Show);
        assert_eq!(state.wishes()[0].because.as_deref(), Some("my own words"));
        assert_eq!(state.key("n"), Next::Because);
        state.because("");
        assert_eq!(state.wishes()[1].because, None);
    }
}
