//! Lookups that cost a request each, and the papers that are asked for along with others: what the
//! stand-in is asked.

use crate::fake::{EVER, Fake, Fault, record, status, wait};
use crate::home::{Home, USUAL};
use arxsync::app::connection::Nobody;
use arxsync::app::lookup::LookupResults;
use arxsync::app::resolve::{Resolved, Sources, resolve};
use arxsync::arxiv::id::PaperRef;
use arxsync::arxiv::lookup::{Answer, Lookup};
use arxsync::arxiv::paper::Resolution;
use arxsync::arxiv::search::WordQuery;
use arxsync::config::{Config, Env, load};
use arxsync::store::Store;
use serde_json::json;
use std::collections::BTreeSet;

const KNOWN: &str = "2401.10021";
const TITLE: &str = "On the Hearing of Nocturnal Moths";

fn raw(id: &str) -> Lookup {
    Lookup::Raw(id.to_owned().try_into().unwrap())
}

fn title(title: &str) -> Lookup {
    Lookup::Search(WordQuery::title(title).unwrap())
}

/// A known record, one that arXiv does not have, a title that is found, and one that is not.
fn lookups() -> [Lookup; 4] {
    [
        raw(KNOWN),
        raw("2401.99999"),
        title(TITLE),
        title("Zebras Unmentioned Anywhere"),
    ]
}

fn words(answer: &Answer) -> String {
    match answer {
        Answer::Raw(record) => record
            .as_ref()
            .map_or("none".into(), |r| format!("v{} {}", r.version, r.abstract_)),
        // The likeliest.
        Answer::Papers(papers) => papers
            .first()
            .map_or(String::new(), |paper| paper.id.to_string()),
        Answer::Deferred { why } => why.clone(),
    }
}

/// A stand-in that has the known paper's TeX, and a folder to ask it from.
fn start() -> (Fake, Home) {
    let fake = Fake::start();
    let mut with_tex = record(KNOWN);
    with_tex["abstract_raw"] = r"With $\frac{a}{b}$.".into();
    fake.put(&with_tex);
    let home = Home::new(&fake, USUAL);
    (fake, home)
}

fn open(home: &Home) -> (Config, Store) {
    let config = load(
        Some(&home.path("arxsync.toml")),
        &home.path(""),
        &Env::default(),
    );
    let config = config.unwrap();
    let store = Store::open(&config.store_dir.join("arxsync.db")).unwrap();
    (config, store)
}

fn ask(home: &Home) -> (LookupResults, [String; 4]) {
    let (config, mut store) = open(home);
    let asked: BTreeSet<Lookup> = lookups().into_iter().collect();
    let sources = Sources::Usual;
    let nothing = BTreeSet::new();
    let mut resolved = resolve(&config, &mut store, &nothing, sources, &mut Nobody).unwrap();
    let mut done = LookupResults::default();
    let (config, store, known) = (&config, &mut store, &mut resolved);
    done.look_up(config, store, &asked, sources, known, &mut Nobody)
        .unwrap();
    let told = lookups().map(|lookup| words(&done.answers[&lookup]));
    (done, told)
}

const RIGHT: [&str; 4] = [r"v2 With $\frac{a}{b}$.", "none", KNOWN, ""];

#[test]
fn lookups_are_answered_once() {
    let (fake, home) = start();
    let (done, told) = ask(&home);
    assert_eq!(told, RIGHT);
    assert_eq!(
        (done.requests, done.retries, done.unanswered),
        (4, 0, false)
    );
    let paths = fake.paths();
    let asks = |at: usize, start: &str| assert!(paths[at].starts_with(start), "{paths:?}");
    asks(0, "/oai?verb=GetRecord&");
    asks(1, "/oai?verb=GetRecord&");
    asks(2, "/api/query?search_query=ti:");
    asks(3, "/api/query?search_query=ti:");
    assert_eq!(paths.len(), 4);
    let (again, told) = ask(&home);
    assert_eq!((told, again.requests), (RIGHT.map(str::to_owned), 0));
}

/// The next requests fail like this: how often is asked then, and in the run after that, where
/// nothing fails any more.
fn check(fault: Fault, says: &str, requests: [usize; 2]) {
    let (fake, home) = start();
    let what = format!("{fault:?}");
    fake.fault(fault);
    let (done, told) = ask(&home);
    let asked = fake.log().len();
    assert_eq!(asked, done.requests as usize, "{what}");
    if says.is_empty() {
        assert_eq!(told, RIGHT, "{what}");
    } else {
        assert!(told[0].contains(says), "{what}: {}", told[0]);
        let later = told[1..].iter().all(|why| why.starts_with("not asked"));
        assert!(later, "{what}: {told:?}");
    }
    assert_eq!(done.unanswered, !says.is_empty(), "{what}");
    fake.reset();
    let again = ask(&home).0.requests as usize;
    assert_eq!([asked, again], requests, "{what}");
}

#[test]
fn a_server_out_of_order_is_left_alone() {
    check(status(503).times(1), "", [5, 0]);
    check(status(429).times(2), "", [6, 0]);
    check(status(503).times(EVER), "HTTP 503", [3, 4]);
    check(status(429).times(EVER), "Rate exceeded", [3, 4]);
    // Longer than the run would wait: the next one does not ask either.
    let long = wait(503, 3600).times(EVER);
    check(long, "arXiv asks to wait until", [1, 0]);
}

#[test]
fn a_search_that_fails_takes_no_record_with_it() {
    let (fake, home) = start();
    fake.fault(status(403).after(2).times(EVER));
    let (done, told) = ask(&home);
    assert_eq!((&*told[0], &*told[1]), (RIGHT[0], RIGHT[1]));
    assert!(told[2].contains("HTTP 403") || told[3].contains("HTTP 403"));
    assert_eq!((done.requests, done.unanswered), (3, true));
    // Blocked for papers by id, too.
    fake.reset();
    let ran = home.sync();
    assert_eq!((ran.code, ran.requests()), (3, 0), "{}", ran.stderr);
    assert!(fake.log().is_empty());
}

fn get(home: &Home, refs: &[&str]) -> (Resolved, Vec<String>) {
    let (config, mut store) = open(home);
    let wanted: BTreeSet<PaperRef> = refs.iter().map(|id| PaperRef::parse(id).unwrap()).collect();
    let sources = Sources::Refresh;
    let found = resolve(&config, &mut store, &wanted, sources, &mut Nobody).unwrap();
    let told = |(paper, resolution): (&PaperRef, &Resolution)| match resolution {
        Resolution::Found(found) => format!("{paper}: v{} {}", found.version, found.title),
        other => format!("{paper}: {other:?}"),
    };
    let mut told: Vec<String> = found.resolutions.iter().map(told).collect();
    told.sort();
    (found, told)
}

#[test]
fn earlier_versions_are_remembered_and_later_ones_asked_for() {
    let (fake, home) = start();
    let put = |version: u32, title: &str| {
        let mut changed = record(KNOWN);
        (changed["version"], changed["title"]) = (version.into(), title.into());
        fake.put(&changed);
    };
    put(2, "Two");
    assert_eq!(get(&home, &[KNOWN]).1, ["2401.10021: v2 Two"]);
    put(4, "Four");
    let (found, told) = get(&home, &[KNOWN]);
    assert_eq!(told, ["2401.10021: v4 Four", "2401.10021v2: v2 Two"]);
    assert_eq!((found.stats.requests, found.stats.papers), (1, 1));
    // A link that pins a version asks for the latest one as well; both are one paper.
    let (found, told) = get(&home, &["2401.10021v3"]);
    let all = [
        "2401.10021: v4 Four",
        "2401.10021v2: v2 Two",
        "2401.10021v3: v3 Four",
    ];
    assert_eq!(told, all);
    assert_eq!((found.stats.requests, found.stats.papers), (2, 1));
}

const LIST: &str = "# List\n\n- **On Things**\n  - Paper: https://arxiv.org/abs/2101.00001\n  - Authors: Ann Abel, Bo Bell\n  \
                    - Abstract: We bound the ratio of everything that anybody ever measured.\n";
const FEED: &str = r"We bound the ratio $\fracλθ$ of everything that anybody ever measured.";
const SUBMITTED: &str =
    r"We bound the ratio $\frac{\lambda}{\theta}$ of everything that anybody ever measured.";

#[test]
fn a_list_gets_the_submitted_text_and_waits_for_it_where_it_must() {
    let (fake, home) = start();
    fake.put(&json!({
        "id": "2101.00001", "version": 1, "title": "On Things", "authors": ["Ann Abel", "Bo Bell"],
        "abstract": FEED, "abstract_raw": SUBMITTED,
    }));
    home.put_list(LIST);
    // The papers are answered, the record is not.
    fake.fault(status(503).after(1).times(EVER));
    let ran = home.sync();
    assert_eq!((ran.code, ran.requests()), (3, 4), "{}", ran.stderr);
    let change = &ran.report["changes"][0];
    let told = (&change["decision"], &change["why"]);
    assert_eq!(told, (&json!("skip"), &json!("no-source")));
    assert_eq!(ran.report["stats"]["retries"], 2);
    assert_eq!(home.list(), LIST);
    fake.reset();
    let ran = home.sync();
    assert_eq!((ran.code, ran.requests()), (0, 1), "{}", ran.stderr);
    let old = "We bound the ratio of everything that anybody ever measured.";
    assert_eq!(home.list(), LIST.replace(old, SUBMITTED));
    let again = home.sync();
    assert_eq!((again.code, again.requests()), (0, 0), "{}", again.stderr);
}

#[test]
fn rounds_of_one_run_share_its_lookups() {
    let (fake, home) = start();
    let (config, mut store) = open(&home);
    let sources = Sources::Usual;
    let nothing = BTreeSet::new();
    let mut resolved = resolve(&config, &mut store, &nothing, sources, &mut Nobody).unwrap();
    let mut done = LookupResults::default();
    for round in [1, 2] {
        let ids = (1..=60).map(|n| raw(&format!("230{round}.{n:05}")));
        let (config, store, known) = (&config, &mut store, &mut resolved);
        done.look_up(config, store, &ids.collect(), sources, known, &mut Nobody)
            .unwrap();
    }
    assert_eq!((fake.log().len(), done.requests), (100, 100));
    let left = |answer: &Answer| words(answer).starts_with("left for the next run");
    assert_eq!(done.answers.values().filter(|a| left(a)).count(), 20);
    assert!(!done.unanswered);
}
