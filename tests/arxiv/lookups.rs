//! Lookups that cost a request each: what an answer means, and what is asked next. A simulated
//! arXiv answers; no network, no clock.

use arxsync::arxiv::batches::Retry;
use arxsync::arxiv::id::ArxivId;
use arxsync::arxiv::lookup::{Answer, Lookup};
use arxsync::arxiv::lookups::{LookedUp, Lookups, Next};
use arxsync::arxiv::response::{Failure, Kind, Reply, judge_answer};
use arxsync::arxiv::search::WordQuery;
use jiff::Timestamp;
use std::time::Duration;

/// A search for a title of several words, a record for an id.
fn lookup(text: &str) -> Lookup {
    match text.split_once(' ') {
        Some(_) => Lookup::Search(WordQuery::title(text).unwrap()),
        None => Lookup::Raw(ArxivId::try_from(text.to_owned()).unwrap()),
    }
}

fn words(answer: Answer) -> String {
    match answer {
        Answer::Raw(record) => record.map_or("none".into(), |r| r.title),
        Answer::Papers(papers) => {
            let ids: Vec<_> = papers.iter().map(|p| p.id.as_str()).collect();
            ids.join(",")
        }
        Answer::Deferred { why } => why,
    }
}

fn busy() -> Kind {
    Kind::Busy {
        retry_after: Some(Duration::from_secs(9)),
    }
}

fn feed(entries: &str) -> String {
    format!("<feed xmlns='http://www.w3.org/2005/Atom'>{entries}</feed>")
}

fn error(why: &str) -> String {
    let id = "<id>https://arxiv.org/api/errors#x</id>";
    feed(&format!(
        "<entry>{id}<title>Error</title><summary>{why}</summary></entry>"
    ))
}

fn check_answer(asked: &str, status: u16, body: &str, expected: Result<&str, Kind>) {
    let reply = Reply {
        status,
        retry_after: Some(Duration::from_secs(9)),
        body: Ok(body.as_bytes().to_vec()),
    };
    let found = judge_answer(&reply, &lookup(asked));
    let found = found.map(words).map_err(|failure| failure.kind);
    assert_eq!(found, expected.map(str::to_owned), "{status} {body}");
}

#[test]
fn a_record_is_an_answer_and_so_is_none() {
    let id = "2101.00001";
    let check = |status, body: &str, expected: Result<&str, Kind>| {
        check_answer(id, status, body, expected);
    };
    let oai = |inner: &str| {
        format!("<OAI-PMH xmlns='http://www.openarchives.org/OAI/2.0/'>{inner}</OAI-PMH>")
    };
    let record = |fields: &str| {
        let raw = format!("<arXivRaw xmlns='http://arxiv.org/OAI/arXivRaw/'>{fields}</arXivRaw>");
        oai(&format!(
            "<GetRecord><record><metadata>{raw}</metadata></record></GetRecord>"
        ))
    };
    let sound = record("<id>2101.00001</id><version version='v1'/><title>T</title>");
    check(200, &sound, Ok("T"));
    check(200, &oai("<error code='idDoesNotExist'/>"), Ok("none"));
    let damaged = record("<id>2101.00001</id><title>T</title>");
    check(
        200,
        &damaged,
        Ok("arXiv's record is damaged: it has no version"),
    );
    check(200, &record("<id>2101.00002</id>"), Err(busy()));
    check(200, &sound[..sound.len() - 9], Err(busy()));
    check(200, &feed(""), Err(busy()));
    check(200, "Rate exceeded.", Err(busy()));
    check(503, &sound, Err(busy()));
    check(200, &oai("<error code='badVerb'/>"), Err(Kind::Refused));
    check(404, &sound, Err(Kind::Refused));
    check(500, &sound, Err(Kind::Server));
    check(403, &sound, Err(Kind::Forbidden));
}

#[test]
fn a_search_finds_papers_or_none() {
    let check = |status, body: &str, expected: Result<&str, Kind>| {
        check_answer("some title", status, body, expected);
    };
    let total = |n: usize| {
        let name = "totalResults xmlns='http://a9.com/-/spec/opensearch/1.1/'";
        format!("<{name}>{n}</totalResults>")
    };
    let entry =
        |id: &str| format!("<entry><id>http://arxiv.org/abs/{id}v1</id><title>T</title></entry>");
    let (one, two) = (entry("2101.00001"), entry("2101.00002"));
    let whole = feed(&format!("{}{two}{one}", total(2)));
    check(200, &whole, Ok("2101.00002,2101.00001"));
    check(200, &feed(&total(0)), Ok(""));
    check(200, &feed(""), Ok(""));
    let bad = one.replace("<title>", "<title>\u{1}");
    check(
        200,
        &feed(&format!("{}{bad}{two}", total(2))),
        Ok("2101.00002"),
    );
    let one_bad = feed(&format!("{}{bad}", total(1)));
    let why = "arXiv's record is damaged: a control character stands in a field";
    check(200, &one_bad, Ok(why));
    let page: String = (1..=20).map(|n| entry(&format!("2101.{n:05}"))).collect();
    let ids: Vec<_> = (1..=20).map(|n| format!("2101.{n:05}")).collect();
    let first = feed(&format!("{}{page}", total(9000)));
    let ids = ids.join(",");
    check(200, &first, Ok(&ids));
    check(200, &feed(&format!("{}{one}", total(2))), Err(busy()));
    check(200, &feed(&format!("{one}{one}")), Err(busy()));
    let asked = "<title>arXiv Query: search_query=&amp;id_list=2101.00001</title>";
    check(200, &feed(&format!("{asked}{one}")), Err(busy()));
    check(400, &error("bad query"), Err(Kind::Refused));
    check(400, &whole, Err(Kind::Refused));
    check(500, &whole, Err(Kind::Server));
    check(429, &whole, Err(busy()));
}

/// Asks with these answers, and tells what became of the lookups, the waits in seconds, and how
/// often was asked.
fn run(
    asked: &[&str],
    answers: &mut dyn FnMut(u32) -> Result<Answer, Failure>,
) -> (LookedUp, Vec<u64>) {
    let retry = Retry {
        first: Duration::from_secs(60),
        max: Duration::from_secs(200),
        tries: 4,
    };
    let mut lookups = Lookups::new(asked.iter().map(|text| lookup(text)), retry);
    let mut waits = Vec::new();
    let mut number = 0;
    while lookups.next().is_some() {
        number += 1;
        match lookups.settle(answers(number), Timestamp::UNIX_EPOCH) {
            Next::Wait { wait, .. } => waits.push(wait.as_secs()),
            Next::Answered(..) | Next::Stop => {}
        }
    }
    (lookups.finish(), waits)
}

fn failed<T>(kind: Kind) -> Result<T, Failure> {
    Err(Failure {
        kind,
        why: "it failed".into(),
    })
}

const THREE: [&str; 3] = ["2101.00001", "2101.00002", "some title"];

/// The first lookup is answered, the second fails like this for ever.
fn check(kind: &Kind, requests: u32, waits: &[u64], second: &str) -> LookedUp {
    let (done, waited) = run(&THREE, &mut |n| match n {
        1 => Ok(Answer::Raw(None)),
        _ => failed(kind.clone()),
    });
    let told = |at: usize| words(done.answers[&lookup(THREE[at])].clone());
    assert_eq!((told(0).as_str(), told(1).as_str()), ("none", second));
    let expected = format!("not asked, because before it {second}");
    assert_eq!(told(2), expected, "{kind:?}");
    assert_eq!((done.requests, waited.as_slice()), (requests, waits));
    done
}

#[test]
fn the_first_lookup_given_up_on_ends_the_asking() {
    let free = Kind::Busy { retry_after: None };
    let done = check(&free, 5, &[60, 120, 200], "it failed");
    assert_eq!(
        (done.retries, done.stopped, done.not_before),
        (3, None, None)
    );
    check(&busy(), 5, &[9, 9, 9], "it failed");
}

#[test]
fn a_block_and_a_long_wait_end_it_at_once() {
    let done = check(&Kind::Forbidden, 2, &[], "it failed");
    assert_eq!(done.stopped.as_deref(), Some("it failed"));
    let long = Kind::Busy {
        retry_after: Some(Duration::from_secs(201)),
    };
    let why = "it failed; arXiv asks to wait until 1970-01-01T00:03:21Z";
    let done = check(&long, 2, &[], why);
    assert_eq!(done.not_before.unwrap().as_second(), 201);
}

#[test]
fn a_fault_that_passes_is_forgotten() {
    let free = || failed(Kind::Busy { retry_after: None });
    let (done, waits) = run(&THREE, &mut |n| match n {
        1 | 3 | 4 => free(),
        2 | 5 => Ok(Answer::Raw(None)),
        _ => Ok(Answer::Papers(vec![])),
    });
    assert_eq!((done.requests, done.retries), (6, 3));
    assert_eq!(waits, [60, 60, 120]);
    let deferred = |a: &Answer| matches!(a, Answer::Deferred { .. });
    assert!(done.answers.len() == 3 && !done.answers.values().any(deferred));
}

#[test]
fn a_damaged_record_holds_up_nothing() {
    let why = "damaged".to_owned();
    let (done, _) = run(&THREE, &mut |n| match n {
        1 => Ok(Answer::Deferred { why: why.clone() }),
        2 => Ok(Answer::Raw(None)),
        _ => Ok(Answer::Papers(vec![])),
    });
    assert_eq!((done.requests, done.answers.len()), (3, 3));
    assert_eq!(words(done.answers[&lookup(THREE[0])].clone()), "damaged");
}

#[test]
fn a_refusal_is_about_its_own_lookup_until_the_next_is_refused() {
    let check = |kinds: [Option<Kind>; 3], requests: u32, expected: [&str; 3]| {
        let mut asked = kinds.iter().flat_map(|kind| match kind {
            Some(Kind::Server) => vec![kind; 4],
            _ => vec![kind],
        });
        let (done, _) = run(&THREE, &mut |_| match asked.next().unwrap() {
            Some(kind) => failed(kind.clone()),
            None => Ok(Answer::Raw(None)),
        });
        let told = THREE.map(|text| words(done.answers[&lookup(text)].clone()));
        assert_eq!(told, expected, "{kinds:?}");
        assert_eq!(done.requests, requests, "{kinds:?}");
    };
    let (server, refused) = (|| Some(Kind::Server), || Some(Kind::Refused));
    let last = "not asked, because before it it failed";
    check(
        [refused(), None, refused()],
        3,
        ["it failed", "none", "it failed"],
    );
    check(
        [server(), None, server()],
        9,
        ["it failed", "none", "it failed"],
    );
    check(
        [refused(), refused(), None],
        2,
        ["it failed", "it failed", last],
    );
    check(
        [server(), refused(), None],
        5,
        ["it failed", "it failed", last],
    );
    check(
        [None, server(), server()],
        9,
        ["none", "it failed", "it failed"],
    );
}
