//! What plans want to know besides the papers that a list names: earlier versions, then lookups one
//! by one, in several rounds of one run.

use crate::fake::{EVER, Fake, Kind, status};
use crate::home::{Home, USUAL};
use serde_json::json;

const OWLS: &str = "2101.00001";
const TIDES: &str = "2101.00002";
const BEES: &str = "2101.00003";

/// Two papers, of which the first had another title in its first version, and a list that calls it
/// `title`.
fn start(title: &str) -> (Fake, Home) {
    let fake = Fake::start();
    fake.put(&json!({
        "id": OWLS, "version": 2, "title": "Hearing in Nocturnal Birds", "authors": ["Ann Abel"],
        "abstract": "We listen.", "older": {"1": {"title": "Owls at Night"}},
    }));
    fake.put(&json!({
        "id": TIDES, "version": 1, "title": "Tides as Clocks", "authors": ["Bo Bell"],
        "abstract": "The tide keeps time.",
    }));
    let home = Home::new(&fake, USUAL);
    let entry =
        |title: &str, id: &str| format!("- **{title}**\n  - Paper: https://arxiv.org/abs/{id}\n");
    let list = entry(title, OWLS) + &entry("Tides as Clocks", TIDES);
    home.put_list(&format!("# List\n\n{list}"));
    (fake, home)
}

#[test]
fn an_earlier_version_is_asked_for_once_and_spares_a_search() {
    let (fake, home) = start("Owls at Night");
    let ran = home.sync();
    assert_eq!((ran.code, ran.requests()), (0, 2), "{}", ran.stderr);
    assert_eq!(ran.report["findings"][0]["code"], "title-drift");
    assert!(fake.paths()[1].contains("id_list=2101.00001v1&"));
    let again = home.sync();
    assert_eq!((again.code, again.requests()), (0, 0), "{}", again.stderr);
}

#[test]
fn an_empty_answer_about_versions_is_checked_with_a_known_paper() {
    let (fake, home) = start("Owls at Night");
    fake.put(&json!({
        "id": BEES, "version": 2, "title": "Insects in Video", "authors": ["Cy Cole"],
        "abstract": "We count.", "older": {"1": {"title": "Counting Bees"}},
    }));
    let entry = format!("- **Counting Bees**\n  - Paper: https://arxiv.org/abs/{BEES}\n");
    home.put_list(&(home.list() + &entry));
    fake.fault(Kind::Empty.after(1));
    let ran = home.sync();
    assert_eq!((ran.code, ran.requests()), (0, 3), "{}", ran.stderr);
    let asked = fake.paths();
    let with_witness = "id_list=2101.00001v1,2101.00003v1,2101.00002&";
    assert!(asked[2].contains(with_witness), "{asked:?}");
}

/// The papers are answered, and nothing else is.
#[test]
fn a_run_that_arxiv_left_unanswered_asks_nothing_more_in_later_rounds() {
    let (fake, home) = start("Owls at Night");
    fake.fault(status(503).after(1).times(EVER));
    let ran = home.sync();
    assert_eq!((ran.code, ran.requests()), (3, 4), "{}", ran.stderr);
    let queries = fake.paths();
    assert!(
        !queries.iter().any(|q| q.contains("search_query")),
        "{queries:?}"
    );
    // Nothing is lost: the next run asks what this one did not.
    fake.reset();
    let ran = home.sync();
    assert_eq!((ran.code, ran.requests()), (0, 1), "{}", ran.stderr);
}

/// One batch of papers is answered, the other is not: neither versions nor lookups are asked for.
#[test]
fn no_version_is_asked_for_where_papers_stayed_unanswered() {
    let (fake, home) = start("Owls at Night");
    // A version and the latest one are asked for in two requests.
    home.put_list(&home.list().replace(TIDES, &format!("{TIDES}v1")));
    fake.fault(status(503).after(1).times(3));
    let ran = home.sync();
    assert_eq!((ran.code, ran.requests()), (3, 4), "{}", ran.stderr);
    assert_eq!(ran.ids(Some("deferred")), [TIDES]);
}

/// An abstract that is another paper's, which the list does not name: arXiv is asked whose it is.
#[test]
fn the_owner_of_a_foreign_abstract_is_searched_for() {
    let (fake, home) = start("Owls at Night");
    let foreign = "Honeybee colonies regulate foraging through waggle dancing, and experienced \
                   foragers communicate distance and direction of nectar sources to inexperienced \
                   nestmates. Recordings of seventeen observation hives throughout flowering show \
                   that communication becomes dispensable whenever resources are plentiful.";
    fake.put(&json!({
        "id": BEES, "version": 1, "title": "Bees That Need Not Dance", "authors": ["Cy Cole"],
        "abstract": foreign,
    }));
    home.put_list(&format!(
        "# List\n\n- **Tides as Clocks**\n  - Paper: https://arxiv.org/abs/{TIDES}\n  - Abstract: {foreign}\n"
    ));
    let ran = home.sync();
    assert_eq!((ran.code, ran.requests()), (0, 2), "{}", ran.stderr);
    let asked = fake.paths();
    assert!(asked[1].contains("search_query=abs:"), "{asked:?}");
    let change = &ran.report["changes"][0];
    assert_eq!(change["decision"], "apply", "{change:#}");
    assert!(home.list().ends_with("Abstract: The tide keeps time.\n"));
}
