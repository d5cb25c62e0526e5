//! The main ways through the program, each from its start to its end: what is written, what is only
//! told, and how often and how arXiv is asked for it.

use crate::fake::{EVER, Fake, record, status};
use crate::home::{Home, Ran, USUAL, ended, original, with_changes};
use serde_json::json;
use std::time::Duration;

fn start() -> (Fake, Home) {
    let fake = Fake::start();
    let home = Home::new(&fake, USUAL);
    (fake, home)
}

fn run(home: &Home, options: &[&str]) -> Ran {
    ended(home.start_with(&[&["--json"], options].concat()))
}

/// How a run ends, and how often it asks.
fn check(home: &Home, options: &[&str], code: i32, requests: u64) -> Ran {
    let ran = run(home, options);
    let told = (ran.code, ran.requests());
    assert_eq!(told, (code, requests), "{options:?}: {}", ran.stderr);
    ran
}

/// A list of one entry.
fn one(title: &str, link: &str) -> String {
    format!("# List\n\n- **{title}**\n  - Paper: {link}\n")
}

/// The findings of a run: code and message.
fn findings(ran: &Ran) -> Vec<(&str, &str)> {
    let all = ran.report["findings"].as_array().unwrap().iter();
    all.map(|f| (f["code"].as_str().unwrap(), f["message"].as_str().unwrap()))
        .collect()
}

#[test]
fn a_list_is_corrected_once() {
    let (fake, home) = start();
    // All papers in one request, and a search for the one without an id.
    let first = check(&home, &[], 0, 2);
    let right = home.list();
    assert!(right != original() && right == with_changes(&first.report, ""));
    for mended in [
        "on 412 crossings",
        "Lotta Imhof, Rafael Binder",
        "did not once let a tank",
        "Ximena Muñoz Íñigo",
        "in nine of ten towns",
        "noon on Mondays",
        "Imke Daal, Pedro Salcedo, Yuki Arata",
        "the least number of crossings",
    ] {
        let was = original().contains(mended);
        assert!(right.contains(mended) && !was, "{mended}: {right}");
    }
    let (again, told) = (check(&home, &[], 0, 0), fake.log());
    let applied = again.report["changes"].as_array().unwrap().iter();
    assert_eq!(applied.filter(|c| c["decision"] == "apply").count(), 0);
    assert!(home.list() == right && told.len() == 2);
    // Nor after arXiv was asked anew.
    check(&home, &["--refresh"], 0, 1);
    assert!(home.list() == right, "a second answer changed the list");
}

#[test]
fn a_dry_run_and_a_check_write_no_list() {
    let (fake, home) = start();
    let dry = check(&home, &["--dry-run"], 0, 2);
    assert!(home.list() == original());
    // What arXiv answered is kept.
    let pending = check(&home, &["--check"], 1, 0);
    assert!(home.list() == original());
    let changes = |ran: &Ran| ran.report["changes"].clone();
    assert_eq!(changes(&dry), changes(&pending));
    let applied = check(&home, &[], 0, 0);
    assert!(home.list() == with_changes(&dry.report, ""));
    // Where they are since is told besides.
    let as_read = |mut changes: serde_json::Value| {
        for change in changes.as_array_mut().unwrap() {
            assert!(change.as_object_mut().unwrap().remove("line_now").is_some());
        }
        changes
    };
    assert_eq!(changes(&dry), as_read(changes(&applied)));
    check(&home, &["--check"], 0, 0);
    assert_eq!(fake.log().len(), 2);
}

#[test]
fn an_offline_run_asks_nothing() {
    let (fake, home) = start();
    let nothing = check(&home, &["--offline"], 3, 0);
    assert_eq!(nothing.ids(Some("deferred")), nothing.ids(None));
    assert!(home.list() == original() && fake.log().is_empty());
    check(&home, &["--dry-run"], 0, 2);
    let ran = check(&home, &["--offline"], 0, 0);
    assert!(home.list() == with_changes(&ran.report, ""));
    assert_eq!(fake.log().len(), 2);
}

/// A refusal is no outage: it is not tried again, in this run or the next, and every list stays.
#[test]
fn who_is_refused_asks_no_more() {
    let (fake, home) = start();
    fake.fault(status(403).times(EVER));
    let refused = check(&home, &[], 3, 1);
    assert!(refused.stderr.contains("HTTP 403"), "{}", refused.stderr);
    check(&home, &[], 3, 0);
    check(&home, &["--refresh"], 3, 0);
    assert!(home.list() == original());
    assert_eq!(fake.log().len(), 1);
}

/// Waits are only ever longer than they have to be, so that no slow machine fails this.
#[test]
fn requests_keep_their_distance() {
    let (fake, home) = start();
    let config = std::fs::read_to_string(home.path("arxsync.toml")).unwrap();
    let slower = config.replace("min_interval = \"0s\"", "min_interval = \"400ms\"");
    assert_ne!(config, slower);
    let contact = slower.replace("[arxiv]\n", "[arxiv]\ncontact = \"me@example.org\"\n");
    std::fs::write(home.path("arxsync.toml"), contact).unwrap();
    fake.fault(status(503).times(1));
    check(&home, &[], 0, 3);
    // Across runs, too.
    check(&home, &["--refresh"], 0, 1);
    let log = fake.log();
    for asked in &log {
        let agent = asked.user_agent.as_deref().unwrap();
        assert!(
            agent.starts_with("arxsync/") && agent.contains("me@example.org"),
            "{agent}"
        );
        assert_eq!(asked.at_once, 1, "two requests at once: {}", asked.path);
        let gap = asked.gap.unwrap_or(Duration::MAX);
        assert!(gap >= Duration::from_millis(400), "{gap:?}: {}", asked.path);
    }
    assert_eq!(log.len(), 4);
}

/// `Retry-After` is kept, and a longer wait than the configuration's ends the run.
#[test]
fn arxivs_own_wait_is_kept() {
    let (fake, home) = start();
    let config = std::fs::read_to_string(home.path("arxsync.toml")).unwrap();
    std::fs::write(
        home.path("arxsync.toml"),
        config.replace("\"200ms\"", "\"5s\""),
    )
    .unwrap();
    fake.fault(crate::fake::wait(429, 1).times(1));
    check(&home, &[], 0, 3);
    let gap = fake.log()[1].gap.unwrap();
    assert!(gap >= Duration::from_secs(1), "{gap:?}");
}

/// An id that arXiv leaves out is no mistake of the list until other days have said so, too.
#[test]
fn a_missing_paper_changes_nothing_and_spares_no_other() {
    let (fake, home) = start();
    let list = one("Nobody's Paper", "https://arxiv.org/abs/2401.99999")
        + "- **Owls Prefer Broken Fences**\n  - Paper: https://arxiv.org/abs/2106.10007\n  - Authors: Wim Tasel\n";
    home.put_list(&list);
    let ran = run(&home, &[]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let told = findings(&ran);
    assert_eq!(told[0].0, "not-returned", "{told:?}");
    assert_eq!(home.list(), list.replace("Tasel", "Tassel"));
    assert!(
        fake.paths()[0].contains("id_list=2106.10007,2401.99999&"),
        "{:?}",
        fake.paths()
    );
}

/// A subject class is no part of an id: arXiv leaves `math.GT/0309136` out.
#[test]
fn ids_of_both_schemes_are_asked_for_as_arxiv_knows_them() {
    let (fake, home) = start();
    let mut list = one(
        "On the Crossing Number of Shoelaces",
        "https://arxiv.org/abs/math.GT/0309136",
    );
    list += "- **Dualities of Very Small Springs**\n  - Paper: http://arxiv.org/pdf/hep-th/9901001v2.pdf\n";
    home.put_list(&list);
    let ran = run(&home, &[]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert_eq!(
        ran.ids(None),
        ["math/0309136", "hep-th/9901001"],
        "{:#}",
        ran.report["entries"]
    );
    assert_eq!(findings(&ran), []);
    let asked = fake.paths().concat();
    assert!(!asked.contains("math.GT"), "{asked}");
}

#[test]
fn a_pinned_version_is_compared_with_itself() {
    let (_fake, home) = start();
    let id = "2403.10023";
    let old = record(id)["older"]["3"]["abstract"]
        .as_str()
        .unwrap()
        .to_owned();
    let title = "Maps for People Who Do Not Read Maps";
    let list =
        one(title, &format!("https://arxiv.org/abs/{id}v3")) + &format!("  - Abstract: {old}\n");
    home.put_list(&list);
    let ran = run(&home, &[]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let told = findings(&ran);
    assert_eq!(told[0].0, "newer-version", "{told:?}");
    assert!(
        told[0].1.contains("version 3; the latest is version 4"),
        "{told:?}"
    );
    assert_eq!(home.list(), list);
}

#[test]
fn a_withdrawn_paper_is_told() {
    let (_fake, home) = start();
    home.put_list(&one(
        "Perpetual Motion in Shopping Carts",
        "https://arxiv.org/abs/2402.10022",
    ));
    let ran = check(&home, &[], 0, 1);
    let told = findings(&ran);
    let why = "the paper was withdrawn: This paper has been withdrawn by the author due to a wheel that was not level";
    assert_eq!(told, [("withdrawn", why)]);
}

/// The title finds one paper, its authors say that it is the one, and it is written under the
/// policy that allows it only.
#[test]
fn a_link_is_found_by_title() {
    let (fake, home) = start();
    let list = one(
        "Toasters are not reservoir computers",
        "https://arxiv.org/abs/XXXX.XXXXX",
    ) + "  - Authors: Imke Daal, Yuki Arata\n";
    home.put_list(&list);
    let ran = check(&home, &[], 0, 1);
    assert!(
        fake.paths()[0].contains("search_query=ti:toasters+OR+"),
        "{:?}",
        fake.paths()
    );
    let suggested = ran.report.to_string().contains("2408.10028");
    assert!(suggested && home.list() == list, "{:#}", ran.report);
    let config = std::fs::read_to_string(home.path("arxsync.toml")).unwrap();
    let config = config + "[policy]\nlink = \"correct\"\n";
    std::fs::write(home.path("arxsync.toml"), config).unwrap();
    // What the search found is remembered.
    check(&home, &[], 0, 0);
    assert_eq!(home.list(), list.replace("XXXX.XXXXX", "2408.10028"));
    // As its own paper it is asked for once.
    check(&home, &[], 0, 1);
    check(&home, &[], 0, 0);
}

/// Three papers have this title: only the authors can tell which is meant, and without them nobody
/// guesses.
#[test]
fn one_title_of_three_papers_is_settled_by_authors_alone() {
    let (_fake, home) = start();
    let link = "https://arxiv.org/abs/XXXX.XXXXX";
    home.put_list(&one("A Note on Waiting", link));
    let ran = check(&home, &[], 0, 1);
    assert!(
        !ran.report.to_string().contains("10025"),
        "{:#}",
        ran.report
    );
    home.put_list(&(one("A Note on Waiting", link) + "  - Authors: Dolores Uhl, Kwame Asante\n"));
    let ran = run(&home, &[]);
    assert!(
        ran.report.to_string().contains("2405.10025"),
        "{:#}",
        ran.report
    );
    assert!(!ran.report.to_string().contains("2404.10024"));
}

/// A correction of arXiv's reaches the list with the next answer, and not before.
#[test]
fn a_new_version_is_seen_when_arxiv_is_asked_again() {
    let (fake, home) = start();
    check(&home, &[], 0, 2);
    let (right, id) = (home.list(), "2106.10007");
    let mut newer = record(id);
    newer["version"] = json!(2);
    newer["abstract"] = json!(
        newer["abstract"]
            .as_str()
            .unwrap()
            .replace("30 posts", "45 posts")
    );
    fake.put(&newer);
    check(&home, &[], 0, 0);
    assert!(home.list() == right);
    let ran = run(&home, &["--refresh"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(
        home.list() == right.replace("30 posts", "45 posts"),
        "{}",
        home.list()
    );
}
