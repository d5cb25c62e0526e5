//! What the client asks next: batches, retries, halving, giving up. A simulated arXiv answers; no
//! network, no clock.

use crate::bare;
use arxsync::arxiv::batches::{Batches, Fetched, Outcome, Retry, Step, query};
use arxsync::arxiv::feed::{Damaged, Feed};
use arxsync::arxiv::id::{ArxivId, PaperRef};
use arxsync::arxiv::response::{Failure, Kind};
use jiff::Timestamp;
use std::num::NonZeroU32;
use std::time::Duration;

fn paper(n: usize) -> PaperRef {
    PaperRef::parse(&format!("2101.{n:05}")).unwrap()
}

fn papers(n: usize) -> Vec<PaperRef> {
    (1..=n).map(paper).collect()
}

/// A feed that describes these papers.
fn feed(papers: &[PaperRef]) -> Feed {
    let described = |p: &PaperRef| bare::paper(p.id.clone(), p.version.map_or(7, NonZeroU32::get));
    Feed {
        papers: papers.iter().map(described).collect(),
        ..Feed::default()
    }
}

fn failed(kind: Kind) -> Result<Feed, Failure> {
    Err(Failure {
        kind,
        why: "it failed".into(),
    })
}

fn busy(seconds: Option<u64>) -> Result<Feed, Failure> {
    failed(Kind::Busy {
        retry_after: seconds.map(Duration::from_secs),
    })
}

/// What a simulated run did.
struct Run {
    fetched: Fetched,
    sizes: Vec<usize>,
    waits: Vec<u64>,
}

impl Run {
    fn count(&self, is: fn(&Outcome) -> bool) -> usize {
        self.fetched
            .outcomes
            .values()
            .filter(|outcome| is(outcome))
            .count()
    }

    fn totals(&self) -> (usize, usize, usize) {
        let found = self.count(|o| matches!(o, Outcome::Found(_)));
        let absent = self.count(|o| matches!(o, Outcome::Absent));
        (
            found,
            absent,
            self.count(|o| matches!(o, Outcome::Deferred { .. })),
        )
    }
}

fn simulate(
    wanted: &[PaperRef],
    size: usize,
    witness: Option<ArxivId>,
    mut arxiv: impl FnMut(usize, &[PaperRef]) -> Result<Feed, Failure>,
) -> Run {
    let retry = Retry {
        first: Duration::from_secs(60),
        max: Duration::from_secs(200),
        tries: 4,
    };
    let mut batches = Batches::new(wanted, size, retry, witness);
    let (mut sizes, mut waits) = (vec![], vec![]);
    while let Some(batch) = batches.next_batch() {
        let asked = batch.asked();
        let answer = arxiv(sizes.len(), &asked);
        sizes.push(asked.len());
        assert!(sizes.len() < 1000, "it never ends");
        if let Step::Wait { wait, .. } = batches.settle(batch, answer, Timestamp::UNIX_EPOCH) {
            waits.push(wait.as_secs());
        }
    }
    Run {
        fetched: batches.finish(),
        sizes,
        waits,
    }
}

#[test]
fn batches_are_sorted_bounded_and_name_an_id_once() {
    let check = |ids: &[&str], size: usize, expected: &[&str]| {
        let wanted: Vec<_> = ids.iter().map(|id| PaperRef::parse(id).unwrap()).collect();
        let mut queries = vec![];
        simulate(&wanted, size, None, |_, asked| {
            queries.push(query(asked));
            Ok(feed(asked))
        });
        assert_eq!(queries, expected);
    };
    check(
        &["2101.00002", "2101.00001", "2101.00002"],
        9,
        &["id_list=2101.00001,2101.00002&max_results=2"],
    );
    check(
        &["2101.00001", "math.GT/0309136"],
        1,
        &[
            "id_list=2101.00001&max_results=1",
            "id_list=math/0309136&max_results=1",
        ],
    );
    check(
        &["2101.00001v2", "2101.00001", "2101.00001v1", "2101.00002v1"],
        9,
        &[
            "id_list=2101.00001,2101.00002v1&max_results=2",
            "id_list=2101.00001v1&max_results=1",
            "id_list=2101.00001v2&max_results=1",
        ],
    );
    check(&[], 9, &[]);
    let run = simulate(&papers(250), 100, None, |_, asked| Ok(feed(asked)));
    assert_eq!(
        (run.sizes.clone(), run.fetched.outcomes.len()),
        (vec![100, 100, 50], 250)
    );
    let mut longest = 0;
    simulate(&papers(900), 900, None, |_, asked| {
        longest = longest.max(query(asked).len());
        Ok(feed(asked))
    });
    assert!(longest > 2900 && longest < 3100, "{longest}");
}

#[test]
fn papers_are_found_absent_or_damaged() {
    let run = simulate(&papers(4), 9, None, |_, asked| {
        let why = "it has no title".to_owned();
        let damaged = vec![Damaged {
            paper: Some(asked[2].clone()),
            why,
        }];
        Ok(Feed {
            damaged,
            ..feed(&asked[..2])
        })
    });
    assert_eq!(run.totals(), (2, 1, 1));
    assert_eq!(run.fetched.outcomes[&paper(4)], Outcome::Absent);
    let nameless = simulate(&papers(3), 9, None, |_, asked| {
        let damaged = vec![Damaged {
            paper: None,
            why: String::new(),
        }];
        Ok(Feed {
            damaged,
            ..feed(&asked[..1])
        })
    });
    assert_eq!(nameless.totals(), (1, 0, 2));
}

#[test]
fn a_busy_arxiv_is_asked_again_ever_later() {
    let check =
        |answers: &[Option<u64>], waits: &[u64], totals: (usize, usize, usize), retries: u32| {
            let run = simulate(&papers(3), 9, None, |n, asked| match answers.get(n) {
                Some(retry_after) => busy(*retry_after),
                None => Ok(feed(asked)),
            });
            assert_eq!(
                (run.waits.as_slice(), run.totals(), run.fetched.retries),
                (waits, totals, retries)
            );
        };
    check(&[], &[], (3, 0, 0), 0);
    check(&[None, None, None], &[60, 120, 200], (3, 0, 0), 3);
    check(&[None, None, None, None], &[60, 120, 200], (0, 0, 3), 3);
    check(&[Some(7), None], &[7, 120], (3, 0, 0), 2);
    check(&[Some(200)], &[200], (3, 0, 0), 1);
}

#[test]
fn a_wait_that_is_too_long_ends_the_run() {
    let run = simulate(&papers(3), 1, None, |_, _| busy(Some(3600)));
    assert_eq!((run.sizes.len(), run.totals()), (1, (0, 0, 3)));
    assert_eq!(
        run.fetched.not_before,
        Some(Timestamp::from_second(3600).unwrap())
    );
    let Outcome::Deferred { why } = &run.fetched.outcomes[&paper(1)] else {
        panic!()
    };
    assert_eq!(
        why,
        "it failed; arXiv asks to wait until 1970-01-01T01:00:00Z"
    );
    let forever = simulate(&papers(1), 1, None, |_, _| busy(Some(u64::MAX)));
    assert_eq!(forever.fetched.not_before, Some(Timestamp::MAX));
}

#[test]
fn two_failed_batches_in_a_row_end_the_run() {
    let run = simulate(&papers(5), 1, None, |_, _| busy(None));
    assert_eq!((run.sizes.len(), run.totals()), (8, (0, 0, 5)));
    let odd = |asked: &[PaperRef]| asked[0].id.as_str().ends_with(['1', '3', '5']);
    let run = simulate(&papers(5), 1, None, |_, asked| {
        if odd(asked) {
            busy(None)
        } else {
            Ok(feed(asked))
        }
    });
    assert_eq!(run.totals(), (2, 0, 3));
}

#[test]
fn a_batch_left_unanswered_is_told() {
    let check = |kind: Option<Kind>, expected: Option<&str>| {
        let run = simulate(&papers(2), 2, None, |_, asked| match &kind {
            Some(kind) => failed(kind.clone()),
            None => Ok(feed(&asked[..1])),
        });
        assert_eq!(run.fetched.given_up.as_deref(), expected, "{kind:?}");
    };
    check(None, None);
    check(Some(Kind::Busy { retry_after: None }), Some("it failed"));
    check(Some(Kind::Forbidden), Some("it failed"));
    check(Some(Kind::Refused), Some("it failed"));
    // Found to be each record's own fault.
    check(Some(Kind::Server), None);
}

#[test]
fn a_block_ends_the_run_at_once() {
    let run = simulate(&papers(5), 2, None, |n, asked| match n {
        0 => Ok(feed(asked)),
        _ => failed(Kind::Forbidden),
    });
    assert_eq!((run.sizes.len(), run.totals()), (2, (2, 0, 3)));
    assert_eq!(run.fetched.stopped.as_deref(), Some("it failed"));
}

#[test]
fn a_bad_id_costs_only_itself() {
    let bad = [paper(2), paper(5)];
    let run = simulate(&papers(6), 9, None, |_, asked| {
        match bad.iter().find(|b| asked.contains(b)) {
            Some(bad) => failed(Kind::BadId(bad.clone())),
            None => Ok(feed(asked)),
        }
    });
    assert_eq!(
        (run.sizes.clone(), run.totals(), run.fetched.retries),
        (vec![6, 5, 4], (4, 0, 2), 0)
    );
    let all = simulate(&papers(3), 9, None, |_, asked| {
        failed(Kind::BadId(asked[0].clone()))
    });
    assert_eq!(
        (all.sizes.clone(), all.totals()),
        (vec![3, 2, 1], (0, 0, 3))
    );
    let refused = simulate(&papers(3), 1, None, |_, _| failed(Kind::Refused));
    assert_eq!(
        (refused.sizes.clone(), refused.totals()),
        (vec![1, 1], (0, 0, 3))
    );
}

#[test]
fn a_poisoned_record_is_found_by_halving() {
    for poisoned in [1, 37, 100] {
        let run = simulate(&papers(100), 100, None, |_, asked| {
            if asked.contains(&paper(poisoned)) {
                failed(Kind::Server)
            } else {
                Ok(feed(asked))
            }
        });
        assert_eq!(
            (run.totals(), run.waits.len()),
            ((99, 0, 1), 0),
            "{poisoned}"
        );
        assert!(run.sizes.len() < 17, "{:?}", run.sizes);
    }
    let once = simulate(&papers(1), 9, None, |n, asked| {
        if n == 0 {
            failed(Kind::Server)
        } else {
            Ok(feed(asked))
        }
    });
    assert_eq!((once.totals(), once.waits), ((1, 0, 0), vec![60]));
}

#[test]
fn a_server_that_only_fails_is_left_alone() {
    let run = simulate(&papers(300), 100, None, |_, _| failed(Kind::Server));
    assert_eq!((run.sizes.len(), run.totals()), (9, (0, 0, 300)));
}

#[test]
fn a_witness_tells_absence_from_an_empty_index() {
    let witness = paper(9);
    let exists = |asked: &[PaperRef]| {
        asked
            .iter()
            .filter(|p| **p == witness)
            .cloned()
            .collect::<Vec<_>>()
    };
    let empty_or = |found: Vec<PaperRef>| {
        if found.is_empty() {
            failed(Kind::Empty)
        } else {
            Ok(feed(&found))
        }
    };

    let absent = simulate(&papers(3), 9, Some(witness.id.clone()), |_, asked| {
        empty_or(exists(asked))
    });
    assert_eq!(
        (absent.sizes.clone(), absent.totals(), absent.waits.len()),
        (vec![3, 4], (0, 3, 0), 0)
    );
    let broken = simulate(&papers(3), 9, Some(witness.id.clone()), |_, _| {
        failed(Kind::Empty)
    });
    assert_eq!(
        (broken.sizes.clone(), broken.totals()),
        (vec![3, 4, 4, 4], (0, 0, 3))
    );
    let none = simulate(&papers(3), 9, None, |_, _| failed(Kind::Empty));
    assert_eq!(
        (none.sizes.clone(), none.totals()),
        (vec![3, 3, 3, 3], (0, 0, 3))
    );
    let alone = simulate(&papers(1), 9, None, |_, _| Ok(Feed::default()));
    assert_eq!(alone.totals(), (0, 1, 0));
    let refused = simulate(&papers(3), 9, Some(witness.id.clone()), |_, asked| {
        if asked.contains(&witness) {
            failed(Kind::BadId(witness.clone()))
        } else {
            failed(Kind::Empty)
        }
    });
    assert_eq!(
        (refused.totals(), refused.fetched.outcomes.len()),
        ((0, 0, 3), 3)
    );
}

/// Five papers, or so many, wanted in their latest version and pinned: what an arXiv that has only
/// the witness, or nothing at all, is asked for.
#[test]
fn an_empty_answer_is_checked_at_once_and_then_believed() {
    let witness = paper(999);
    let check = |n: usize, has_witness: bool, sizes: &[usize], waits: &[u64]| {
        let pinned = |p: PaperRef| PaperRef::parse(&format!("{}v1", p.id)).unwrap();
        let wanted: Vec<_> = papers(n)
            .into_iter()
            .chain(papers(n).into_iter().map(pinned))
            .collect();
        let run = simulate(&wanted, 100, Some(witness.id.clone()), |_, asked| {
            match has_witness && asked.contains(&witness) {
                true => Ok(feed(std::slice::from_ref(&witness))),
                false => failed(Kind::Empty),
            }
        });
        assert_eq!(
            (run.sizes.as_slice(), run.waits.as_slice()),
            (sizes, waits),
            "{n}"
        );
        let (absent, deferred) = if has_witness { (2 * n, 0) } else { (0, 2 * n) };
        assert_eq!(run.totals(), (0, absent, deferred), "{n}");
        assert_eq!(run.fetched.given_up.is_some(), !has_witness, "{n}");
    };
    check(5, true, &[5, 6, 5], &[]);
    check(20, true, &[20, 21, 20, 21], &[]);
    check(5, false, &[5, 6, 6, 6], &[120, 200]);
}

#[test]
fn a_machine_that_is_off_line_does_not_wait() {
    let run = simulate(&papers(5), 2, None, |_, _| failed(Kind::Unreachable));
    assert_eq!(
        (run.sizes.len(), run.waits.len(), run.totals()),
        (1, 0, (0, 0, 5))
    );
    assert_eq!(run.fetched.given_up.as_deref(), Some("it failed"));
}
