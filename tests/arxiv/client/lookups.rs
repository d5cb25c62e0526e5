//! Lookups that cost a request each: where they go, and that a server out of order is left alone.

use super::server::{Answer as Served, Server, config, http, run};
use arxsync::arxiv::client::{ClientConfig, Event};
use arxsync::arxiv::lookup::{Answer, Lookup};
use arxsync::arxiv::lookups::LookedUp;
use arxsync::arxiv::search::WordQuery;

fn raw(id: &str) -> Lookup {
    Lookup::Raw(id.to_owned().try_into().unwrap())
}

fn title(title: &str) -> Lookup {
    Lookup::Search(WordQuery::title(title).unwrap())
}

fn lookups() -> [Lookup; 3] {
    [
        raw("2101.00001"),
        raw("hep-th/9901001"),
        title("A Study of Things"),
    ]
}

fn words(answer: &Answer) -> String {
    match answer {
        Answer::Raw(record) => record.as_ref().map_or("none".into(), |r| r.title.clone()),
        Answer::Papers(papers) => format!("{} papers, first {}", papers.len(), papers[0].id),
        Answer::Deferred { why } => why.clone(),
    }
}

fn look_up(config: ClientConfig, on_event: &mut dyn FnMut(Event<'_>)) -> LookedUp {
    run(config, async |mut client| {
        client.look_up(lookups(), on_event).await
    })
}

/// Asks an OAI server with these answers, then another for the search, and tells what became of the
/// lookups and how often each was asked.
fn check(answers: Vec<Served>, expected: [&str; 3], requests: [usize; 2]) {
    let (oai, api) = (Server::start(answers), Server::start(vec![]));
    let config = ClientConfig {
        oai_url: oai.url.join("/oai").unwrap(),
        ..config(&api.url)
    };
    let looked_up = look_up(config, &mut |_| {});
    let told = lookups().map(|lookup| words(&looked_up.answers[&lookup]));
    assert_eq!(told, expected);
    let asked = [oai.requests().len(), api.requests().len()];
    assert_eq!(asked, requests, "{expected:?}");
}

const RIGHT: [&str; 3] = [
    "Raw 2101.00001",
    "Raw hep-th/9901001",
    "2 papers, first 2101.00008",
];

#[test]
fn each_lookup_is_one_request_to_its_own_interface() {
    let server = Server::start(vec![]);
    let mut events = Vec::new();
    let looked_up = look_up(config(&server.url), &mut |event| {
        events.push(match event {
            Event::Connection { at_ms, .. } => format!("connection {}", at_ms > 1_600_000_000_000),
            Event::Learned { answer, .. } => words(answer),
            Event::Answered { .. } | Event::Waiting { .. } => "another".to_owned(),
        });
    });
    assert_eq!((looked_up.requests, looked_up.retries), (3, 0));
    let connection = "connection true";
    let expected = RIGHT.map(|told| [connection, connection, told]);
    assert_eq!(events, expected.as_flattened());
    let record = "GET /oai?verb=GetRecord&metadataPrefix=arXivRaw&identifier=oai:arXiv.org:";
    assert_eq!(
        server.requests(),
        [
            format!("{record}2101.00001 HTTP/1.1"),
            format!("{record}hep-th/9901001 HTTP/1.1"),
            "GET /api/query?search_query=ti:study+OR+ti:things&max_results=20 HTTP/1.1".into(),
        ]
    );
}

#[test]
fn a_server_out_of_order_is_left_alone() {
    let bytes = |status, headers, body| Served::Bytes(http(status, headers, body));
    check(vec![], RIGHT, [2, 1]);
    check(vec![bytes(503, "", "no")], RIGHT, [3, 1]);
    check(vec![Served::Poison("2101.00001")], RIGHT, [3, 1]);
    check(vec![bytes(200, "", "Rate exceeded.")], RIGHT, [3, 1]);
    check(vec![Served::Bytes(vec![])], RIGHT, [3, 1]);
    let late = |why: &str| {
        let rest = format!("not asked, because before it {why}");
        (why.to_owned(), rest)
    };
    let never = |answers: fn() -> Vec<Served>, why: &str, requests: usize| {
        let (first, rest) = late(why);
        check(answers(), [&first, &rest, &rest], [requests, 0]);
    };
    never(
        || (0..2).map(|_| Served::Bytes(http(503, "", "no"))).collect(),
        "arXiv is out of order (HTTP 503)",
        2,
    );
    never(
        || vec![Served::Bytes(http(403, "", "Access Denied"))],
        "arXiv refuses this client (HTTP 403)",
        1,
    );
    never(
        || {
            vec![Served::Bytes(http(
                429,
                "Retry-After: 99999999999999999999\r\n",
                "",
            ))]
        },
        "arXiv is overloaded (HTTP 429); arXiv asks to wait until 2026-12-02T00:00:00Z",
        1,
    );
}

#[test]
fn a_redirect_is_followed_only_to_the_same_server() {
    let other = Server::start(vec![]);
    let to = |url: &str| Served::Bytes(http(301, &format!("Location: {url}\r\n"), ""));
    let here = "/there?identifier=oai:arXiv.org:2101.00001";
    check(vec![to(here)], RIGHT, [3, 1]);
    let elsewhere = other.url.join(here).unwrap();
    let why = "a redirect elsewhere was not followed (HTTP 301)";
    let rest = format!("not asked, because before it {why}");
    let away = vec![to(elsewhere.as_str()), to(elsewhere.as_str())];
    check(away, [why, &rest, &rest], [2, 0]);
    assert_eq!(other.requests().len(), 0);
}
