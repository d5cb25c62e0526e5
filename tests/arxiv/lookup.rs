//! Which lookups a run makes, and which it answers from what it remembers. arXiv is a port where
//! nobody listens; what is asked and answered over a line is tested in `client` and, against the
//! stand-in, in `tests/live`.

use arxsync::app::connection::Nobody;
use arxsync::app::lookup::{LookupResults, MAX_LOOKUPS};
use arxsync::app::resolve::{Sources, resolve};
use arxsync::arxiv::lookup::{Answer, Lookup, RawRecord};
use arxsync::arxiv::search::WordQuery;
use arxsync::config::{Config, Env};
use arxsync::store::Store;
use jiff::Timestamp;
use std::collections::BTreeSet;
use std::path::Path;
use tempfile::TempDir;

const HOUR: i64 = 3_600_000;

struct Place {
    _dir: TempDir,
    config: Config,
    store: Store,
}

/// A new state directory, and a configuration with two hosts that do not answer.
fn place(more: &str) -> Place {
    let dir = tempfile::tempdir().unwrap();
    let text = format!(
        "[arxiv]\napi_url = \"http://127.0.0.1:1/api\"\noai_url = \"http://localhost:1/oai\"\nmin_interval = \"0s\"\n{more}\
         [arxiv.retry]\ntries = 1\n[cache]\nmax_age = \"24h\"\nabsent_max_age = \"6h\"\n[store]\ndir = \"state\"\n"
    );
    std::fs::create_dir(dir.path().join("feeds")).unwrap();
    let (base, env) = (dir.path().canonicalize().unwrap(), Env::default());
    let config = Config::check(&text, Path::new("arxsync.toml"), &base, &env).unwrap();
    let store = Store::open(&config.store_dir.join("arxsync.db")).unwrap();
    Place {
        _dir: dir,
        config,
        store,
    }
}

impl Place {
    fn keep(&mut self, lookup: &Lookup, answer: &Answer, age_hours: i64) {
        let at = Timestamp::now().as_millisecond() - age_hours * HOUR;
        self.store.keep_answer(lookup, answer, at).unwrap();
    }

    fn look_up(
        &mut self,
        lookups: &[Lookup],
        sources: Sources,
        out_of_order: Option<&str>,
    ) -> LookupResults {
        let lookups: BTreeSet<Lookup> = lookups.iter().cloned().collect();
        let (config, store) = (&self.config, &mut self.store);
        let no_papers = BTreeSet::new();
        let mut resolved = resolve(config, store, &no_papers, sources, &mut Nobody).unwrap();
        resolved.out_of_order = out_of_order.map(str::to_owned);
        let mut done = LookupResults::default();
        done.look_up(config, store, &lookups, sources, &mut resolved, &mut Nobody)
            .unwrap();
        assert_eq!(done.answers.len(), lookups.len());
        done
    }
}

fn raw(n: usize) -> Lookup {
    Lookup::Raw(format!("2101.{n:05}").try_into().unwrap())
}

fn title() -> Lookup {
    Lookup::Search(WordQuery::title("some title").unwrap())
}

fn record() -> Answer {
    Answer::Raw(Some(RawRecord {
        id: "2101.00001".to_owned().try_into().unwrap(),
        version: 1,
        title: "T".into(),
        authors: String::new(),
        abstract_: String::new(),
        comment: None,
        withdrawn: false,
    }))
}

fn why(answer: &Answer) -> &str {
    match answer {
        Answer::Deferred { why } => why,
        Answer::Raw(_) | Answer::Papers(_) => "",
    }
}

#[test]
fn answers_are_used_while_they_are_fresh() {
    use Sources::{Offline, Refresh, Usual};
    let none = Answer::Raw(None);
    let nothing = Answer::Papers(vec![]);
    let day = 24;
    let table = [
        (raw(1), record(), 23, Usual, true),
        (raw(1), record(), 25, Usual, false),
        (raw(1), record(), 25, Offline, true),
        (raw(1), record(), 1, Refresh, false),
        // Kept by a clock that was ahead: nobody knows how old it is.
        (raw(1), record(), -2, Usual, false),
        (raw(1), record(), -1500 * day, Usual, false),
        (raw(1), record(), -1500 * day, Offline, true),
        (title(), nothing.clone(), -1500 * day, Usual, false),
        (raw(1), none.clone(), 5, Usual, true),
        (raw(1), none, 7, Usual, false),
        (title(), nothing.clone(), 29 * day, Usual, true),
        (title(), nothing.clone(), 31 * day, Usual, false),
        (title(), nothing.clone(), 29 * day, Refresh, true),
        (title(), nothing, 31 * day, Offline, true),
    ];
    for (lookup, answer, age, sources, used) in table {
        let mut place = place("");
        place.keep(&lookup, &answer, age);
        let done = place.look_up(std::slice::from_ref(&lookup), sources, None);
        let what = format!("{lookup:?}, {age} h, {sources:?}");
        assert_eq!(done.answers[&lookup] == answer, used, "{what}");
        assert_eq!(
            (done.requests, done.unanswered),
            (u32::from(!used), !used),
            "{what}"
        );
    }
}

#[test]
fn an_unanswered_lookup_is_asked_again_in_the_next_run_and_ends_this_one() {
    let mut place = place("");
    for _ in 0..2 {
        let done = place.look_up(&[title(), raw(1), raw(2)], Sources::Usual, None);
        assert_eq!((done.requests, done.retries, done.unanswered), (1, 0, true));
        let first = why(&done.answers[&raw(1)]).to_owned();
        assert!(
            !first.is_empty() && !first.starts_with("not asked"),
            "{first}"
        );
        for later in [raw(2), title()] {
            let expected = format!("not asked, because before it {first}");
            assert_eq!(why(&done.answers[&later]), expected);
        }
    }
    // One pace for both hosts, under the name that databases have always had for it.
    assert!(place.store.last_answer("127.0.0.1").unwrap().is_some());
    assert_eq!(place.store.last_answer("localhost").unwrap(), None);
}

#[test]
fn one_run_asks_so_many_and_records_first() {
    let mut place = place("");
    let mut lookups: Vec<Lookup> = (1..=MAX_LOOKUPS).map(raw).collect();
    lookups.push(title());
    let done = place.look_up(&lookups, Sources::Usual, None);
    let left: Vec<&Lookup> = lookups
        .iter()
        .filter(|q| why(&done.answers[q]).starts_with("left for the next run"))
        .collect();
    assert_eq!(left, [&title()]);
    // What the cache holds is not counted.
    place.keep(&raw(1), &record(), 0);
    let done = place.look_up(&lookups, Sources::Usual, None);
    assert!(why(&done.answers[&title()]).starts_with("not asked, because"));
}

#[test]
fn nobody_is_asked_where_arxiv_does_not_want_it_or_the_user() {
    let check = |more: &str, sources, out_of_order, closed: bool, expected: &str, unanswered| {
        let mut place = place(more);
        place.keep(&raw(1), &record(), 0);
        if closed {
            let until = Timestamp::now().as_millisecond() + HOUR;
            place.store.set_last_answer("127.0.0.1", 1).unwrap();
            place
                .store
                .close_until("127.0.0.1", until, "closed")
                .unwrap();
        }
        let done = place.look_up(&[raw(1), raw(2), title()], sources, out_of_order);
        for lookup in [raw(2), title()] {
            assert_eq!(why(&done.answers[&lookup]), expected);
        }
        let used = more.is_empty() && sources != Sources::Refresh;
        assert_eq!(done.answers[&raw(1)] == record(), used, "{expected}");
        assert_eq!(
            (done.requests, done.unanswered),
            (0, unanswered),
            "{expected}"
        );
    };
    let offline = "it is not in the cache, and --offline asks nobody";
    check("", Sources::Offline, None, false, offline, false);
    check("", Sources::Usual, None, true, "closed", true);
    check("", Sources::Refresh, None, true, "closed", true);
    check(
        "",
        Sources::Usual,
        Some("it failed"),
        false,
        "it failed",
        true,
    );
    check("", Sources::Usual, Some("it failed"), true, "closed", true);
    let feeds = "feeds = \"feeds\"\n";
    check(
        feeds,
        Sources::Usual,
        None,
        false,
        "no saved answer speaks of it",
        false,
    );
}

#[test]
fn no_lookup_is_no_request() {
    let done = place("").look_up(&[], Sources::Usual, Some("it failed"));
    assert_eq!((done.requests, done.unanswered), (0, false));
}
