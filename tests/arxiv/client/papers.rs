//! Papers by the hundred: what the client sends, and what it makes of every answer.

use super::server::{Answer, Server, config, feed, http, run};
use arxsync::arxiv::batches::{Fetched, Outcome};
use arxsync::arxiv::client::{Client, ClientConfig, Event};
use arxsync::arxiv::id::PaperRef;

fn error_feed(message: &str) -> String {
    let id = "<id>https://arxiv.org/api/errors#x</id><title>Error</title>";
    format!(
        "<feed xmlns='http://www.w3.org/2005/Atom'><entry>{id}<summary>{message}</summary></entry></feed>"
    )
}

fn fetch(config: ClientConfig, ids: &[&str], on_event: &mut dyn FnMut(Event<'_>)) -> Fetched {
    let wanted: Vec<_> = ids.iter().map(|id| PaperRef::parse(id).unwrap()).collect();
    run(config, async |mut client| {
        client.fetch(&wanted, None, on_event).await
    })
}

/// Asks a server with these answers for two papers, and tells what became of them and how often it
/// was asked.
fn check(answers: Vec<Answer>, expected: &str, requests: usize) {
    let server = Server::start(answers);
    let fetched = fetch(
        config(&server.url),
        &["2101.00001", "2101.00002v1"],
        &mut |_| {},
    );
    let words = |outcome: &Outcome| match outcome {
        Outcome::Found(paper) => format!("found v{}", paper.version),
        Outcome::Absent => "absent".to_owned(),
        Outcome::Deferred { why } => why.clone(),
    };
    let mut told: Vec<_> = fetched.outcomes.values().map(words).collect();
    told.dedup();
    assert_eq!(told.join("; "), expected);
    assert_eq!(server.requests().len(), requests, "{expected}");
    assert_eq!(fetched.requests as usize, requests);
}

fn twice(bytes: impl Fn() -> Vec<u8>) -> Vec<Answer> {
    vec![Answer::Bytes(bytes()), Answer::Bytes(bytes())]
}

#[test]
fn the_request_is_what_arxiv_wants() {
    let server = Server::start(vec![]);
    let mut events = Vec::new();
    let fetched = fetch(
        config(&server.url),
        &["math.GT/0309136", "2101.00002v1", "2101.00001"],
        &mut |event| {
            events.push(match event {
                Event::Connection { at_ms, .. } => {
                    format!("connection {}", at_ms > 1_600_000_000_000)
                }
                Event::Answered { found, absent } => {
                    format!("{} found, {} absent", found.len(), absent.len())
                }
                Event::Learned { .. } | Event::Waiting { .. } => "another".to_owned(),
            });
        },
    );
    assert_eq!(
        events,
        ["connection true", "connection true", "3 found, 0 absent"]
    );
    let line = "GET /api/query?id_list=2101.00001,2101.00002v1,math/0309136&max_results=3 HTTP/1.1";
    assert_eq!(server.requests(), [line]);
    let head = server.log.lock().unwrap()[0].to_lowercase();
    let agent = format!(
        "user-agent: arxsync/{} (mailto:me@example.org)\r\n",
        env!("CARGO_PKG_VERSION")
    );
    for header in [
        "accept: application/atom+xml, */*;q=0.1\r\n",
        "accept-encoding: gzip\r\n",
        &agent,
    ] {
        assert!(head.contains(header), "{head}");
    }
    for (asked, outcome) in &fetched.outcomes {
        let Outcome::Found(paper) = outcome else {
            panic!("{outcome:?}")
        };
        assert_eq!(
            (&paper.id, paper.title.contains(paper.id.as_str())),
            (&asked.id, true)
        );
    }
}

#[test]
fn every_failure_is_retried_or_deferred_and_never_an_absence() {
    check(vec![], "found v3; found v1", 1);
    for status in [406, 429, 502, 503, 504] {
        check(
            vec![Answer::Bytes(http(status, "", "no"))],
            "found v3; found v1",
            2,
        );
        let overloaded = format!(
            "arXiv is {} (HTTP {status})",
            if status < 500 {
                "overloaded"
            } else {
                "out of order"
            }
        );
        check(twice(|| http(status, "", "no")), &overloaded, 2);
    }
    check(
        twice(|| http(200, "", "Rate exceeded.")),
        "arXiv is overloaded (HTTP 200, `Rate exceeded`)",
        2,
    );
    check(
        twice(|| http(200, "", "")),
        "expected an Atom feed, but found an empty answer",
        2,
    );
    check(
        twice(|| http(200, "", "<html></html>")),
        "expected an Atom feed, but found an XML document `html`",
        2,
    );
    check(
        twice(|| http(200, "", &feed([].into_iter()))),
        "the feed is empty, though 2 ids were asked for",
        2,
    );
    check(
        twice(|| http(200, "", "<feed xmlns='http://www.w3.org/2005/Atom'>")),
        "the feed is cut off before `</feed>`",
        2,
    );
    let swapped = || http(200, "", &feed(["2101.00003", "2101.00004"].into_iter()));
    check(
        twice(swapped),
        "the feed does not answer the request: nobody asked for 2101.00003",
        2,
    );
    check(
        vec![Answer::Bytes(http(
            200,
            "",
            &feed(["2101.00001"].into_iter()),
        ))],
        "found v3; absent",
        1,
    );
}

#[test]
fn refusals_are_not_repeated() {
    check(
        vec![Answer::Bytes(http(403, "", "<html>Access Denied</html>"))],
        "arXiv refuses this client (HTTP 403)",
        1,
    );
    check(
        vec![Answer::Bytes(http(400, "", "<html>too large</html>"))],
        "arXiv refuses the request (HTTP 400)",
        1,
    );
    let named = error_feed("incorrect id format for 2101.00001");
    check(
        vec![Answer::Bytes(http(400, "", &named))],
        "arXiv calls the id malformed; found v1",
        2,
    );
    let long = vec![Answer::Bytes(http(
        503,
        "Retry-After: 99999999999999999999\r\n",
        "",
    ))];
    check(
        long,
        "arXiv is out of order (HTTP 503); arXiv asks to wait until 2026-12-02T00:00:00Z",
        1,
    );
}

#[test]
fn a_poisoned_paper_is_found_by_halving() {
    let answers = (0..9).map(|_| Answer::Poison("2101.00002")).collect();
    check(
        answers,
        "found v3; arXiv's server failed (HTTP 500) on this paper alone",
        3,
    );
}

#[test]
fn a_broken_line_is_retried() {
    let cut = || Answer::Bytes(b"HTTP/1.1 200 X\r\nContent-Length: 999\r\n\r\n<feed".to_vec());
    let closed = || Answer::Bytes(vec![]);
    check(vec![cut()], "found v3; found v1", 2);
    check(vec![closed()], "found v3; found v1", 2);
    let nobody = config(&"http://127.0.0.1:1/".parse().unwrap());
    let outcomes = fetch(nobody, &["2101.00001"], &mut |_| {}).outcomes;
    let outcome = outcomes.values().next().unwrap();
    assert!(
        matches!(outcome, Outcome::Deferred { why } if !why.contains("id_list")),
        "{outcome:?}"
    );
}

#[test]
fn a_name_that_does_not_resolve_is_told_at_once() {
    // RFC 6761: no name server has it.
    let url = "https://arxiv.invalid/api/query";
    let ids = ["2101.00001", "2101.00002", "2101.00001v1"];
    let mut waits = 0;
    let fetched = fetch(config(&url.parse().unwrap()), &ids, &mut |event| {
        waits += usize::from(matches!(event, Event::Waiting { .. }));
    });
    let why = "arXiv cannot be reached (no such host): are you off line, or behind a proxy?";
    assert_eq!(fetched.given_up.as_deref(), Some(why));
    assert_eq!((fetched.requests, waits), (1, 0));
    let is_deferred = |o: &Outcome| matches!(o, Outcome::Deferred { why: w } if w.ends_with(why));
    assert!(fetched.outcomes.values().all(is_deferred), "{fetched:?}");
    assert_eq!(fetched.outcomes.len(), ids.len());
}

#[test]
fn a_redirect_is_followed_only_to_the_same_server() {
    let other = Server::start(vec![]);
    let to = |url: &str| Answer::Bytes(http(302, &format!("Location: {url}\r\n"), ""));
    let refused = "a redirect elsewhere was not followed (HTTP 302)";
    check(
        vec![to(other.url.as_str()), to(other.url.as_str())],
        refused,
        2,
    );
    check(
        vec![to("https://127.0.0.1/"), to("http://169.254.169.254/")],
        refused,
        2,
    );
    assert_eq!(other.requests().len(), 0);

    let follow = |answers: Vec<Answer>, found: bool, requests: usize| {
        let server = Server::start(answers);
        let fetched = fetch(config(&server.url), &["2101.00001"], &mut |_| {});
        let outcome = fetched.outcomes.values().next();
        assert_eq!(matches!(outcome, Some(Outcome::Found(_))), found);
        assert_eq!(server.requests().len(), requests);
    };
    let here = |n: usize| (0..n).map(|_| to("/there?id_list=2101.00001")).collect();
    follow(here(3), true, 4);
    // Two tries, each of one request and three redirects.
    follow(here(20), false, 8);
}

/// gzip of 70,000 times `A`.
const BOMB: [u8; 104] = [
    0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xed, 0xc1, 0x31, 0x01, 0x00, 0x00,
    0x00, 0xc2, 0xa0, 0x6c, 0xeb, 0x5f, 0xca, 0x12, 0x9e, 0x40, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x6f, 0x03,
    0xb8, 0x86, 0xc5, 0xab, 0x70, 0x11, 0x01, 0x00,
];

#[test]
fn a_bomb_is_stopped_at_the_limit() {
    let bomb = || {
        let head = format!(
            "HTTP/1.1 200 X\r\nContent-Length: {}\r\nContent-Encoding: gzip\r\n\r\n",
            BOMB.len()
        );
        [head.as_bytes(), &BOMB].concat()
    };
    check(
        twice(bomb),
        "HTTP 200, then a body of more than 65536 bytes",
        2,
    );
}

#[test]
fn a_contact_cannot_smuggle_headers() {
    let url = "https://export.arxiv.org/api/query".parse().unwrap();
    for contact in ["a\r\nX: y", "a\nb", "\u{e9}@example.org"] {
        let config = ClientConfig {
            contact: Some(contact.into()),
            ..config(&url)
        };
        let error = Client::new(config, None).unwrap_err().to_string();
        assert!(error.starts_with("the contact "), "{error}");
    }
}
