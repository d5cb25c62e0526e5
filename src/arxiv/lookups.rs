//! What is left of the lookups that cost a request each, and what an answer changes about it. Pure.
//!
//! As [`super::batches`] for papers by the hundred, but nothing is halved: the first lookup that
//! stays unanswered says that arXiv is out of order, and all behind it is left for another day.

use super::batches::Retry;
use super::lookup::{Answer, Answers, Lookup};
use super::response::{Failure, Kind};
use jiff::Timestamp;
use std::collections::VecDeque;
use std::time::Duration;

/// Lookups in a row that arXiv refuses or fails on before the rest is left. One alone may be that
/// lookup's own fault: one poisoned record among the papers found is a 500 for the whole answer
/// (`docs/arxiv.md#poisoned-records`), today and tomorrow.
const REFUSED: u32 = 2;

/// What asking came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LookedUp {
    /// One answer for each lookup.
    pub answers: Answers,
    /// Requests sent.
    pub requests: u32,
    /// How many of them repeated a failed one.
    pub retries: u32,
    /// Why no request may be sent until somebody has looked into it: arXiv answered 403.
    pub stopped: Option<String>,
    /// Before when arXiv asks not to be called again, where that is too far off to wait for.
    pub not_before: Option<Timestamp>,
    /// Why the rest was left unanswered, if it was: arXiv is out of order.
    pub given_up: Option<String>,
}

/// What the client does after an answer.
#[derive(Debug, PartialEq, Eq)]
pub enum Next {
    /// Hand this out, then go on.
    Answered(Lookup, Answer),
    /// Wait, then go on.
    Wait {
        /// How long.
        wait: Duration,
        /// For what reason.
        why: String,
    },
    /// There is nothing more to ask: the rest is deferred.
    Stop,
}

/// The state of a run of lookups.
#[derive(Debug)]
pub struct Lookups {
    queue: VecDeque<Lookup>,
    retry: Retry,
    /// How often the first of the queue was asked.
    tried: u32,
    /// How many before it were refused, in a row.
    refused: u32,
    looked_up: LookedUp,
}

impl Lookups {
    /// Does these lookups, in this order.
    pub fn new(lookups: impl IntoIterator<Item = Lookup>, retry: Retry) -> Self {
        Self {
            queue: lookups.into_iter().collect(),
            retry,
            tried: 0,
            refused: 0,
            looked_up: LookedUp::default(),
        }
    }

    /// The lookup to do now.
    pub fn next(&self) -> Option<&Lookup> {
        self.queue.front()
    }

    /// What became of everything. Lookups still queued have no answer: call this when
    /// [`Lookups::next`] gives nothing.
    pub fn finish(self) -> LookedUp {
        self.looked_up
    }

    /// Takes the answer to the lookup that is [`Lookups::next`].
    pub fn settle(&mut self, answer: Result<Answer, Failure>, now: Timestamp) -> Next {
        self.looked_up.requests += 1;
        self.looked_up.retries += u32::from(self.tried > 0);
        self.tried += 1;
        let Failure { kind, why } = match answer {
            Ok(answer) => {
                self.refused = 0;
                return self.accept(answer);
            }
            Err(failure) => failure,
        };
        match kind {
            Kind::Forbidden => {
                self.looked_up.stopped = Some(why.clone());
                self.defer_all(&why)
            }
            Kind::Unreachable => self.defer_all(&why),
            Kind::Busy {
                retry_after: Some(wait),
            } if wait > self.retry.max => {
                let until = now.checked_add(wait).unwrap_or(Timestamp::MAX);
                self.looked_up.not_before = Some(until);
                self.defer_all(&format!("{why}; arXiv asks to wait until {until:.0}"))
            }
            Kind::Busy { .. } if self.tried >= self.retry.tries => self.defer_all(&why),
            Kind::Busy { retry_after } => {
                let wait = retry_after.unwrap_or_else(|| self.retry.wait(self.tried));
                Next::Wait { wait, why }
            }
            Kind::Server if self.tried < self.retry.tries => {
                let wait = self.retry.wait(self.tried);
                Next::Wait { wait, why }
            }
            // The last two are about a request for several papers.
            Kind::Server | Kind::Refused | Kind::BadId(_) | Kind::Empty => self.pass_over(why),
        }
    }

    fn accept(&mut self, answer: Answer) -> Next {
        self.tried = 0;
        let Some(lookup) = self.queue.pop_front() else {
            return Next::Stop;
        };
        let answers = &mut self.looked_up.answers;
        answers.insert(lookup.clone(), answer.clone());
        Next::Answered(lookup, answer)
    }

    fn pass_over(&mut self, why: String) -> Next {
        self.refused += 1;
        if self.refused >= REFUSED {
            return self.defer_all(&why);
        }
        self.accept(Answer::Deferred { why })
    }

    fn defer_all(&mut self, why: &str) -> Next {
        self.looked_up.given_up = Some(why.to_owned());
        for (at, lookup) in std::mem::take(&mut self.queue).into_iter().enumerate() {
            let why = match at {
                0 => why.to_owned(),
                _ => format!("not asked, because before it {why}"),
            };
            let answers = &mut self.looked_up.answers;
            answers.insert(lookup, Answer::Deferred { why });
        }
        Next::Stop
    }
}
