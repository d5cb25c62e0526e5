//! What is left to ask arXiv for, and what an answer changes about it: batches, retries, halving,
//! giving up. Pure.
//!
//! The client asks for [`Batches::next_batch`], sends it, and hands the answer to
//! [`Batches::settle`]; it decides nothing itself.

use super::response::{Failure, Kind};
use crate::arxiv::feed::{Damaged, Feed};
use crate::arxiv::id::{ArxivId, PaperRef};
use crate::arxiv::paper::Paper;
use jiff::Timestamp;
use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

/// When to try again after a failure.
#[derive(Clone, Copy, Debug)]
pub struct Retry {
    /// The first wait where arXiv names none; doubles from one try to the next.
    pub first: Duration,
    /// The longest wait. Where arXiv asks for a longer one, the run ends instead.
    pub max: Duration,
    /// How often a batch is asked for in all.
    pub tries: u32,
}

impl Retry {
    /// The wait after so many tries, where arXiv names none.
    pub fn wait(&self, tried: u32) -> Duration {
        let doubled = 2u32.saturating_pow(tried.saturating_sub(1));
        self.first.saturating_mul(doubled).min(self.max)
    }
}

/// Batches in a row that may fail before the rest is left for another day.
const FAILED_BATCHES: u32 = 2;

/// Answers 500 in a row before the rest is left: a poisoned record among a hundred is found in
/// eight.
const SERVER_ERRORS: u32 = 9;

/// An empty answer to so many papers at most is believed without a second look, once the index has
/// shown that it is in order.
const FEW: usize = 10;

/// The bytes of an `id_list`. arXiv's limit is 4094 for the whole request line
/// (`docs/arxiv.md#requests`).
const MAX_LIST: usize = 3000;

/// What became of asking for one paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// arXiv described it.
    Found(Paper),
    /// arXiv answered soundly, without it: not yet proof that it does not exist
    /// (`docs/arxiv.md#missing-papers`).
    Absent,
    /// Nothing is known.
    Deferred {
        /// Why, in words for the report.
        why: String,
    },
}

/// What asking for many papers came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fetched {
    /// One outcome for each paper that was wanted.
    pub outcomes: BTreeMap<PaperRef, Outcome>,
    /// Requests sent.
    pub requests: u32,
    /// How many of them repeated a failed one.
    pub retries: u32,
    /// Why no request may be sent until somebody has looked into it: arXiv answered 403.
    pub stopped: Option<String>,
    /// Before when arXiv asks not to be called again, where that is too far off to wait for.
    pub not_before: Option<Timestamp>,
    /// Why a batch was left unanswered, if one was: arXiv is out of order.
    pub given_up: Option<String>,
}

/// Papers that are asked for in one request; no id twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    papers: Vec<PaperRef>,
    witness: Option<ArxivId>,
    tried: u32,
    halved: bool,
}

/// What the client does after an answer.
#[derive(Debug, PartialEq, Eq)]
pub enum Step {
    /// Hand these out, then go on.
    Answered {
        /// What arXiv described.
        found: Vec<(PaperRef, Paper)>,
        /// What it left out.
        absent: Vec<PaperRef>,
    },
    /// Wait, then go on.
    Wait {
        /// How long.
        wait: Duration,
        /// For what reason.
        why: String,
    },
    /// Go on at the usual pace.
    GoOn,
}

/// The state of a run of requests.
#[derive(Debug)]
pub struct Batches {
    queue: VecDeque<Batch>,
    retry: Retry,
    witness: Option<ArxivId>,
    /// Whether the witness was answered beside papers that were not: an empty answer is believed
    /// from then on.
    is_in_order: bool,
    failed_batches: u32,
    server_errors: u32,
    fetched: Fetched,
}

impl Batch {
    fn new(papers: Vec<PaperRef>) -> Self {
        let (witness, tried, halved) = (None, 0, false);
        Self {
            papers,
            witness,
            tried,
            halved,
        }
    }

    /// Everything that the request names: the papers, sorted, and the witness.
    pub fn asked(&self) -> Vec<PaperRef> {
        let witness = self.witness.clone().map(PaperRef::from);
        self.papers.iter().cloned().chain(witness).collect()
    }

    fn halves(mut self) -> [Self; 2] {
        let second = self.papers.split_off(self.papers.len().div_ceil(2));
        [self.papers, second].map(|papers| Self {
            halved: true,
            ..Self::new(papers)
        })
    }
}

/// The query of a request for these papers: raw commas, and always `max_results`, which else is 10
/// (`docs/arxiv.md#requests`).
pub fn query(asked: &[PaperRef]) -> String {
    let ids: Vec<String> = asked.iter().map(PaperRef::to_string).collect();
    format!("id_list={}&max_results={}", ids.join(","), asked.len())
}

/// Groups papers into requests: sorted, so that the same list makes the same URLs and arXiv's cache
/// can answer; each paper once; and an id that is wanted in several versions in as many requests,
/// as the answer does not say which entry is which.
fn batches(wanted: &[PaperRef], size: usize) -> VecDeque<Batch> {
    let mut sorted = wanted.to_vec();
    sorted.sort();
    sorted.dedup();
    let mut done = VecDeque::new();
    while !sorted.is_empty() {
        let (mut layer, mut again) = (Vec::<PaperRef>::new(), Vec::new());
        for paper in sorted {
            match layer.last() {
                Some(last) if last.id == paper.id => again.push(paper),
                _ => layer.push(paper),
            }
        }
        done.extend(pieces(layer, size.max(1)).into_iter().map(Batch::new));
        sorted = again;
    }
    done
}

fn pieces(papers: Vec<PaperRef>, size: usize) -> Vec<Vec<PaperRef>> {
    let mut pieces: Vec<Vec<PaperRef>> = Vec::new();
    let mut bytes = 0;
    for paper in papers {
        let length = paper.to_string().len() + 1;
        bytes += length;
        match pieces.last_mut() {
            Some(last) if last.len() < size && bytes <= MAX_LIST => last.push(paper),
            _ => {
                bytes = length;
                pieces.push(vec![paper]);
            }
        }
    }
    pieces
}

impl Batches {
    /// Plans the requests for these papers, at most `size` in each.
    ///
    /// A witness is a paper that surely exists. It is asked for along with a batch that came back
    /// empty, at once: if it is answered, the others are missing indeed, as are those of later
    /// empty answers to few papers; if not, arXiv's index is out of order, and after one series
    /// of waits all is left.
    pub fn new(wanted: &[PaperRef], size: usize, retry: Retry, witness: Option<ArxivId>) -> Self {
        let queue = batches(wanted, size);
        let (failed_batches, server_errors, fetched) = (0, 0, Fetched::default());
        Self {
            queue,
            retry,
            witness,
            is_in_order: false,
            failed_batches,
            server_errors,
            fetched,
        }
    }

    /// The next request.
    pub fn next_batch(&mut self) -> Option<Batch> {
        self.queue.pop_front()
    }

    /// What became of everything. Papers still queued have no outcome: call this when
    /// [`Batches::next_batch`] gives nothing.
    pub fn finish(self) -> Fetched {
        self.fetched
    }

    /// Takes the answer to a request.
    pub fn settle(&mut self, batch: Batch, answer: Result<Feed, Failure>, now: Timestamp) -> Step {
        self.fetched.requests += 1;
        self.fetched.retries += u32::from(batch.tried > 0);
        let failure = match answer {
            Ok(feed) => return self.accept(batch, feed),
            Err(failure) => failure,
        };
        if failure.kind != Kind::Server {
            self.server_errors = 0;
        }
        match failure.kind {
            Kind::Forbidden => {
                self.fetched.stopped = Some(failure.why.clone());
                self.defer_all(batch, &failure.why)
            }
            Kind::BadId(paper) => self.drop_id(batch, &paper),
            Kind::Refused => self.give_up(batch, &failure.why),
            Kind::Unreachable => self.defer_all(batch, &failure.why),
            Kind::Server => self.halve(batch, failure.why),
            Kind::Empty if self.is_in_order && batch.papers.len() <= FEW => {
                self.accept(batch, Feed::default())
            }
            Kind::Empty => self.call_witness(batch, failure.why),
            Kind::Busy { retry_after } => self.again(batch, retry_after, failure.why, now),
        }
    }

    fn accept(&mut self, batch: Batch, feed: Feed) -> Step {
        (self.failed_batches, self.server_errors) = (0, 0);
        let nameless = feed.damaged.iter().find(|d| d.paper.is_none());
        let mut papers: BTreeMap<ArxivId, Paper> = BTreeMap::new();
        for paper in feed.papers {
            self.witness.get_or_insert_with(|| paper.id.clone());
            self.is_in_order |= batch.witness.as_ref() == Some(&paper.id);
            papers.insert(paper.id.clone(), paper);
        }
        let (mut found, mut absent) = (Vec::new(), Vec::new());
        for asked in batch.papers {
            let own = |d: &&Damaged| d.paper.as_ref().is_some_and(|p| p.id == asked.id);
            // An entry that does not say which paper it is could be any of the missing ones.
            let damaged = feed.damaged.iter().find(own).or(nameless);
            let outcome = match (papers.remove(&asked.id), damaged) {
                (Some(paper), _) => {
                    found.push((asked.clone(), paper.clone()));
                    Outcome::Found(paper)
                }
                (None, Some(damaged)) => Outcome::Deferred {
                    why: format!("arXiv's record is damaged: {}", damaged.why),
                },
                (None, None) => {
                    absent.push(asked.clone());
                    Outcome::Absent
                }
            };
            self.fetched.outcomes.insert(asked, outcome);
        }
        Step::Answered { found, absent }
    }

    /// One bad id fails its whole batch: the others are asked for again at once, and nothing else
    /// has failed.
    fn drop_id(&mut self, mut batch: Batch, bad: &PaperRef) -> Step {
        let before = batch.papers.len();
        batch.papers.retain(|paper| paper != bad);
        if batch.papers.len() < before {
            self.defer([bad.clone()], "arXiv calls the id malformed");
        } else {
            (self.witness, batch.witness) = (None, None);
        }
        if !batch.papers.is_empty() {
            self.queue.push_front(batch);
        }
        Step::GoOn
    }

    /// A 500 may be one record's fault: halves find it. A single id that fails after its neighbours
    /// were told off is that one.
    fn halve(&mut self, batch: Batch, why: String) -> Step {
        self.server_errors += 1;
        if self.server_errors >= SERVER_ERRORS {
            return self.defer_all(batch, &format!("{why}, {SERVER_ERRORS} times in a row"));
        }
        match batch.papers.len() {
            1 if batch.halved => {
                self.defer(batch.papers, &format!("{why} on this paper alone"));
                Step::GoOn
            }
            1 => self.again_later(batch, None, why),
            _ => {
                let [first, second] = batch.halves();
                self.queue.push_front(second);
                self.queue.push_front(first);
                Step::GoOn
            }
        }
    }

    fn call_witness(&mut self, mut batch: Batch, why: String) -> Step {
        let known = |id: &ArxivId| batch.papers.iter().any(|paper| paper.id == *id);
        let witness = self.witness.clone().filter(|id| !known(id));
        if batch.witness.is_some() || witness.is_none() {
            // The next batch would fare no better: the known paper is missing, too.
            return match batch.tried + 1 >= self.retry.tries {
                true => self.defer_all(batch, &why),
                false => self.again_later(batch, None, why),
            };
        }
        batch.witness = witness;
        batch.tried += 1;
        self.queue.push_front(batch);
        Step::GoOn
    }

    fn again(
        &mut self,
        batch: Batch,
        asked: Option<Duration>,
        why: String,
        now: Timestamp,
    ) -> Step {
        match asked {
            Some(wait) if wait > self.retry.max => {
                let until = now.checked_add(wait).unwrap_or(Timestamp::MAX);
                self.fetched.not_before = Some(until);
                self.defer_all(
                    batch,
                    &format!("{why}; arXiv asks to wait until {until:.0}"),
                )
            }
            _ => self.again_later(batch, asked, why),
        }
    }

    fn again_later(&mut self, mut batch: Batch, asked: Option<Duration>, why: String) -> Step {
        batch.tried += 1;
        if batch.tried >= self.retry.tries {
            return self.give_up(batch, &why);
        }
        let own = self.retry.wait(batch.tried);
        self.queue.push_front(batch);
        Step::Wait {
            wait: asked.unwrap_or(own),
            why,
        }
    }

    fn give_up(&mut self, batch: Batch, why: &str) -> Step {
        self.failed_batches += 1;
        if self.failed_batches >= FAILED_BATCHES {
            return self.defer_all(batch, why);
        }
        self.fetched.given_up = Some(why.to_owned());
        self.defer(batch.papers, why);
        Step::GoOn
    }

    fn defer_all(&mut self, batch: Batch, why: &str) -> Step {
        self.fetched.given_up = Some(why.to_owned());
        self.defer(batch.papers, why);
        for rest in std::mem::take(&mut self.queue) {
            self.defer(
                rest.papers,
                &format!("not asked for, because before it {why}"),
            );
        }
        Step::GoOn
    }

    fn defer(&mut self, papers: impl IntoIterator<Item = PaperRef>, why: &str) {
        for paper in papers {
            let why = why.to_owned();
            self.fetched
                .outcomes
                .insert(paper, Outcome::Deferred { why });
        }
    }
}
