//! The API's answers: recorded ones of both eras, broken ones, and feeds of our own making that are
//! cut and mutated.

use crate::shared::shared;
use arxsync::arxiv::atom::parse;
use arxsync::arxiv::feed::{Feed, FeedError};
use arxsync::arxiv::id::PaperRef;
use arxsync::arxiv::paper::Paper;

const HEAD: &str = r#"<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">
  <title>arXiv Query: search_query=&amp;id_list=2210.02414,1706.03762v1&amp;start=0&amp;max_results=2</title>"#;

fn entry(id: &str, title: &str, rest: &str) -> String {
    format!("<entry><id>http://arxiv.org/abs/{id}</id><title>{title}</title>{rest}</entry>")
}

fn feed(entries: &str) -> String {
    format!("{HEAD}{entries}</feed>\n")
}

fn read(text: &str) -> Feed {
    parse(text.as_bytes()).unwrap()
}

#[test]
fn an_entry_becomes_a_paper() {
    let text = feed(&entry(
        "2210.02414v2",
        "GLM-130B:\n  An Open Model",
        "<updated>2023-10-25T00:00:00Z</updated>
         <summary>A &amp; B, &lt;i&gt;C&lt;/i&gt; &amp;amp; D&#233;.\n  Second.</summary>
         <published>2022-10-05T00:00:00Z</published><arxiv:comment>ICLR</arxiv:comment>
         <arxiv:journal_ref>Nature\n 620 (2023)</arxiv:journal_ref><arxiv:doi>10.1/a</arxiv:doi>
         <arxiv:doi>10.2/b</arxiv:doi><other:doi xmlns:other='urn:x'>no</other:doi>
         <other:summary xmlns:other='urn:x'>no</other:summary>
         <author><name> Zeng, A.</name><arxiv:affiliation>a</arxiv:affiliation><arxiv:affiliation>b</arxiv:affiliation></author>
         <author><name> :</name></author><author><name>Xiao Liu</name></author>",
    ));
    let expected = Paper {
        id: "2210.02414".parse().unwrap(),
        version: 2,
        title: "GLM-130B: An Open Model".into(),
        authors: vec!["Zeng, A.".into(), "Xiao Liu".into()],
        summary: "A & B, <i>C</i> &amp; D\u{e9}.\nSecond.".into(),
        comment: Some("ICLR".into()),
        journal_ref: Some("Nature 620 (2023)".into()),
        doi: Some("10.1/a 10.2/b".into()),
        published: Some("2022-10-05T00:00:00Z".into()),
        updated: Some("2023-10-25T00:00:00Z".into()),
    };
    assert_eq!(read(&text).papers, [expected]);
    assert_eq!(read(&text).asked, ["2210.02414", "1706.03762v1"]);
}

#[test]
fn names_are_read_by_namespace_whatever_the_prefix() {
    let text =
        "<a:feed xmlns:a='http://www.w3.org/2005/Atom' xmlns:b='http://arxiv.org/schemas/atom'>
        <a:entry><title>No</title><b:comment>C</b:comment><a:title>T</a:title>
        <a:id>https://arxiv.org/abs/2101.00001v1</a:id></a:entry></a:feed>";
    let paper = &read(text).papers[0];
    assert_eq!(
        (paper.title.as_str(), paper.comment.as_deref()),
        ("T", Some("C"))
    );
}

#[test]
fn answers_that_are_no_feed_are_refused() {
    let check = |text: &str, expected: &str| {
        assert_eq!(
            parse(text.as_bytes()).unwrap_err().to_string(),
            expected,
            "{text}"
        );
    };
    check("", "expected an Atom feed, but found an empty answer");
    check(
        "Rate exceeded.",
        "expected an Atom feed, but found the text \"Rate exceeded.\"",
    );
    check(
        "<!DOCTYPE html><html></html>",
        "expected an Atom feed, but found an HTML page",
    );
    check(
        "<html><body>x</body></html>",
        "expected an Atom feed, but found an XML document `html`",
    );
    check(
        "<feed></feed>",
        "expected an Atom feed, but found an XML document `feed`",
    );
    check(
        "<!DOCTYPE feed [<!ENTITY a 'b'>]><feed xmlns='http://www.w3.org/2005/Atom'/>",
        "the feed is not well formed: it declares a document type",
    );
    check(
        &feed("<x>&nbsp;</x>"),
        "the feed is not well formed: it has the unknown entity `&nbsp;`",
    );
    check(
        &format!("{}x", feed("")),
        "the feed is not well formed: text stands outside of its root element",
    );
    check(
        &feed(&"<x>".repeat(64)),
        "the feed is not well formed: it nests deeper than 64 elements",
    );
    check(
        &feed("<x:y/>"),
        "the feed is not well formed: it does not declare the prefix `x`",
    );
    check(
        &format!("{HEAD}<entry>"),
        "the feed is cut off before `</feed>`",
    );
    assert!(matches!(parse(b"\x00\xff<<<"), Err(FeedError::NotAFeed(_))));
}

#[test]
fn a_feed_of_errors_names_the_bad_id() {
    let error = |scheme: &str, message: &str| {
        let id = format!("<id>{scheme}://arxiv.org/api/errors#x_y</id><title>Error</title>");
        parse(feed(&format!("<entry>{id}<summary>{message}</summary></entry>")).as_bytes())
    };
    let expected = |message: &str, bad_id: Option<&str>| {
        Err(FeedError::Api {
            message: message.into(),
            bad_id: bad_id.map(str::to_owned),
        })
    };
    for scheme in ["http", "https"] {
        let message = "incorrect id format for 17060.3762";
        assert_eq!(
            error(scheme, message),
            expected(message, Some("17060.3762"))
        );
        assert_eq!(
            error(scheme, "start must be an integer"),
            expected("start must be an integer", None)
        );
    }
}

#[test]
fn control_characters_that_xml_allows_are_left_out() {
    for sign in ["&#x7f;", "\u{7f}", "\u{9b}"] {
        let text = feed(&entry(
            "2101.00001v1",
            "Good",
            &format!("<summary>a{sign}b</summary>"),
        ));
        assert_eq!(read(&text).papers[0].summary, "ab", "{sign:?}");
    }
}

#[test]
fn damage_stays_with_its_entry() {
    let check = |rest: &str, expected: &str| {
        let text = feed(&(entry("2101.00001v1", "Bad", rest) + &entry("2101.00002v1", "Good", "")));
        let read = read(&text);
        assert_eq!(read.papers.len(), 1, "{rest}");
        assert_eq!(read.papers[0].title, "Good");
        assert_eq!(
            read.damaged[0].paper,
            Some(PaperRef::parse("2101.00001v1").unwrap())
        );
        assert_eq!(read.damaged[0].why, expected);
    };
    for sign in ["\u{1b}", "&#27;", "&#0;", "&#xD800;", "\u{ffff}"] {
        check(
            &format!("<summary>a{sign}b</summary>"),
            "a control character stands in a field",
        );
    }
    check(
        "<summary>a<b>c</b></summary>",
        "markup stands inside a field",
    );
    check("<title>Again</title>", "it has the field Title twice");
    let long = "x".repeat(64 * 1024 + 1);
    check(
        &format!("<summary>{long}</summary>"),
        "a field is longer than 65536 bytes",
    );
    let many: String = (0..3000)
        .map(|n| format!("<author><name>Author {n} With A Long Name</name></author>"))
        .collect();
    assert_eq!(
        read(&feed(&entry("2101.00001v1", "Many", &many))).papers[0]
            .authors
            .len(),
        3000
    );
}

#[test]
fn what_is_only_told_damages_nothing() {
    let check = |rest: &str, journal_ref: Option<&str>, doi: Option<&str>| {
        let read = read(&feed(&entry("2101.00001v1", "Good", rest)));
        assert!(read.damaged.is_empty(), "{:?}", read.damaged);
        let paper = &read.papers[0];
        let found = (paper.journal_ref.as_deref(), paper.doi.as_deref());
        assert_eq!(found, (journal_ref, doi), "{rest:.80}");
    };
    let journal = |text: &str| format!("<arxiv:journal_ref>{text}</arxiv:journal_ref>");
    check(&journal(" "), None, None);
    check(&journal("a&#27;[2J\u{9b}b"), Some("a[2Jb"), None);
    check(&journal("a <b>c</b> d"), Some("a d"), None);
    check(&(journal("a") + &journal("b")), Some("a b"), None);
    check(&journal(&"x".repeat(100_000)), None, None);
    check(
        &journal(&format!("a &amp; {}", "x ".repeat(50_000))),
        Some("a &"),
        None,
    );
    check(
        &journal("&lt;/script&gt;\n\u{202e}"),
        Some("</script> \u{202e}"),
        None,
    );
    check(
        "<arxiv:doi/><arxiv:doi>10.1/a\n10.2/b</arxiv:doi>",
        None,
        Some("10.1/a 10.2/b"),
    );
}

#[test]
fn a_feed_must_answer_what_was_asked() {
    let check =
        |entries: &[&str], total: Option<u64>, asked: &[&str], expected: Result<(), &str>| {
            let entries: String = entries.iter().map(|id| entry(id, "T", "")).collect();
            let total =
                total.map(|n| format!("<opensearch:totalResults>{n}</opensearch:totalResults>"));
            let asked: Vec<_> = asked
                .iter()
                .map(|id| PaperRef::parse(id).unwrap())
                .collect();
            let verdict = read(&feed(&(total.unwrap_or_default() + &entries))).answers(&asked);
            assert_eq!(
                verdict.map_err(|error| error.to_string()),
                expected.map_err(str::to_owned)
            );
        };
    let (a, b) = ("2101.00001", "2101.00002");
    check(&["2101.00001v3", "2101.00002v1"], Some(2), &[a, b], Ok(()));
    check(&["2101.00002v1"], Some(1), &[a, b], Ok(()));
    check(&["2101.00001v3"], None, &["2101.00001v3"], Ok(()));
    check(&[], Some(0), &[a], Ok(()));
    check(
        &[],
        Some(0),
        &[a, b],
        Err("the feed is empty, though 2 ids were asked for"),
    );
    let wrong = |why: &str| format!("the feed does not answer the request: {why}");
    check(
        &["2101.00001v3"],
        Some(2),
        &[a, b],
        Err(&wrong("it counts 2 entries, but has 1")),
    );
    check(
        &["2101.00003v1"],
        Some(1),
        &[a, b],
        Err(&wrong("nobody asked for 2101.00003")),
    );
    check(
        &["2101.00001v3"],
        Some(1),
        &["2101.00001v2"],
        Err(&wrong("version 3 came for 2101.00001v2")),
    );
    check(
        &["2101.00001v3", "2101.00001v3"],
        Some(2),
        &[a, b],
        Err(&wrong("2101.00001 comes twice")),
    );
}

#[test]
fn a_feed_that_is_cut_anywhere_is_refused() {
    let rest = "<summary>\u{3b2} &amp; <![CDATA[x]]></summary><!-- c --><link href='a'/>";
    let whole = feed(&entry("2210.02414v2", "T", rest));
    let bytes = whole.as_bytes();
    let end = whole.trim_end().len();
    for at in 0..bytes.len() {
        assert_eq!(parse(&bytes[..at]).is_ok(), at >= end, "cut at byte {at}");
    }
}

proptest::proptest! {
    #[test]
    fn arbitrary_bytes_make_no_feed(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..200)) {
        proptest::prop_assert!(parse(&bytes).is_err());
    }

    #[test]
    fn a_mutated_feed_gives_no_unsound_paper(at in 0usize..700, byte in proptest::num::u8::ANY, cut in 0usize..40) {
        let whole = feed(&entry("2210.02414v2", "T &amp; U", "<summary>S</summary><author><name>N</name></author>"));
        let mut bytes = whole.into_bytes();
        let at = at.min(bytes.len());
        let end = (at + cut).min(bytes.len());
        bytes.splice(at..end, [byte]);
        for paper in parse(&bytes).map(|feed| feed.papers).unwrap_or_default() {
            proptest::prop_assert!(!paper.title.is_empty() && paper.version > 0);
            proptest::prop_assert!(!paper.title.contains(char::is_control));
        }
    }
}

#[test]
fn every_recorded_answer_is_read() {
    let Some(folder) = shared("atom") else {
        return;
    };
    let index = std::fs::read_to_string(folder.join("INDEX.tsv")).unwrap();
    let rows = index
        .lines()
        .skip(1)
        .map(|line| line.split('\t').collect::<Vec<_>>());
    let mut feeds = 0;
    for row in rows.filter(|row| !row[0].starts_with('*')) {
        let Ok(bytes) = std::fs::read(folder.join(row[0])) else {
            continue;
        };
        match parse(&bytes) {
            Ok(feed) => {
                let entries = feed.papers.len() + feed.damaged.len();
                assert_eq!(entries.to_string(), row[4], "{}", row[0]);
                let idless = row[6].contains("without id") || row[6].contains("no version");
                let known = idless || row[6].contains("no title");
                assert!(
                    feed.damaged.is_empty() || known,
                    "{}: {:?}",
                    row[0],
                    feed.damaged
                );
            }
            Err(FeedError::Api { .. }) => assert!(row[6].contains("ERROR entry"), "{}", row[0]),
            Err(FeedError::NotAFeed(_)) => assert!(!row[0].ends_with(".xml"), "{}", row[0]),
            Err(error) => panic!("{}: {error}", row[0]),
        }
        feeds += 1;
    }
    assert!(feeds > 50, "{feeds} recorded answers");
}

#[test]
fn both_eras_say_the_same_of_one_version() {
    let Some(folder) = shared("atom") else {
        return;
    };
    let mut compared = 0;
    for name in ["doc", "doc_long", "query", "query_missing_id"] {
        let load = |era: &str| {
            parse(&std::fs::read(folder.join(format!("rsxiv_{era}_{name}.xml"))).unwrap()).unwrap()
        };
        let (old, new) = (load("2025-08"), load("2025-11"));
        for paper in &new.papers {
            let same = |p: &&Paper| p.id == paper.id && p.version == paper.version;
            let Some(before) = old.papers.iter().find(same) else {
                continue;
            };
            assert_eq!(
                (&before.title, &before.authors),
                (&paper.title, &paper.authors)
            );
            assert_eq!(before.published, paper.published);
            // TeX was still TeX before: only plain abstracts can be compared.
            if !before.summary.contains(['\\', '$']) {
                assert_eq!(before.summary, paper.summary, "{}", paper.id);
                compared += 1;
            }
        }
    }
    assert!(compared > 0);
}

#[test]
fn the_request_is_read_off_both_forms_of_link() {
    let Some(folder) = shared("atom") else {
        return;
    };
    let check = |name: &str, expected: &[&str]| {
        let feed = parse(&std::fs::read(folder.join(name)).unwrap()).unwrap();
        assert_eq!(feed.asked, expected, "{name}");
    };
    check(
        "arxiv2bib_2012_two_ids.xml",
        &["1205.1001v1", "1001.1001v1"],
    );
    check(
        "rsxiv_2025-08_query_missing_id.xml",
        &["2201.13455", "2201.13452", "2201.13453", "2201.13454"],
    );
    check(
        "arxivpy_id_0808-05394_1707-08567_s0_m100.xml",
        &["0808.05394", "1707.08567"],
    );
    check("arxivpy_q_testing_s0_m10.xml", &[]);
}
