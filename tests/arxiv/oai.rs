//! The answers of arXiv's OAI-PMH interface: recorded ones, broken ones, and records of our own
//! making that are cut.

use crate::shared::shared;
use arxsync::arxiv::id::ArxivId;
use arxsync::arxiv::lookup::RawRecord;
use arxsync::arxiv::oai::{OaiError, parse, query};

fn id(id: &str) -> ArxivId {
    ArxivId::try_from(id.to_owned()).unwrap()
}

/// An answer with this in it.
fn answer(inner: &str) -> String {
    format!(
        "<?xml version='1.0' encoding='UTF-8'?>\n<OAI-PMH xmlns='http://www.openarchives.org/OAI/2.0/'>\
         <responseDate>2026-01-01T00:00:00Z</responseDate><request verb='GetRecord'>http://oaipmh.arxiv.org/oai</request>\
         {inner}</OAI-PMH>\n"
    )
}

/// An answer with a record of 2101.00001 that has these fields.
fn record(fields: &str) -> String {
    answer(&format!(
        "<GetRecord><record><header><identifier>oai:arXiv.org:2101.00001</identifier></header>\
         <metadata><arXivRaw xmlns='http://arxiv.org/OAI/arXivRaw/'><id>2101.00001</id>{fields}</arXivRaw></metadata>\
         </record></GetRecord>"
    ))
}

fn version(name: &str, rest: &str) -> String {
    format!("<version version='{name}'><date>Mon, 4 Jan 2021 00:00:00 GMT</date>{rest}</version>")
}

/// A record with what every record has, and more.
fn whole(more: &str) -> String {
    let rest = "<size>9kb</size><source_type>D</source_type>";
    record(&format!("{}<title>T</title>{more}", version("v1", rest)))
}

fn read(text: &str) -> RawRecord {
    parse(text.as_bytes(), &id("2101.00001")).unwrap().unwrap()
}

#[test]
fn the_query_names_the_paper_without_version() {
    let expected = "verb=GetRecord&metadataPrefix=arXivRaw&identifier=oai:arXiv.org:hep-th/9901001";
    assert_eq!(query(&id("hep-th/9901001")), expected);
}

#[test]
fn a_record_keeps_the_text_as_it_was_submitted() {
    let text = record(&format!(
        "<submitter>x</submitter>{}{}{}<title>On\n  $\\alpha$ &amp; &lt;b&gt;</title>\
         <authors>A. Caf\\'e (1), B\n  Two ((1) C)</authors><comments>9 pages,\n 2 figures</comments>\
         <other:title xmlns:other='urn:x'>no</other:title>\
         <abstract>  First wrapped\nline with $\\frac{{a}}{{b}}$.\n  Second paragraph\ngoes on.\n</abstract>",
        version("v1", "<size>0kb</size>"),
        version("v10", "<size>10kb</size><source_type>D</source_type>"),
        version("v9", "<size>0kb</size><source_type>I</source_type>"),
    ));
    let expected = RawRecord {
        id: id("2101.00001"),
        version: 10,
        title: r"On $\alpha$ & <b>".into(),
        authors: r"A. Caf\'e (1), B Two ((1) C)".into(),
        abstract_: "First wrapped line with $\\frac{a}{b}$.\nSecond paragraph goes on.".into(),
        comment: Some("9 pages,\n2 figures".into()),
        withdrawn: false,
    };
    assert_eq!(read(&text), expected);
    let bare = read(&whole(""));
    assert_eq!((bare.comment, bare.authors.as_str()), (None, ""));
}

#[test]
fn the_latest_version_says_whether_the_paper_is_withdrawn() {
    let check = |rest: &str, expected: bool| {
        let earlier = version("v1", "<size>12kb</size>");
        let text = record(&format!("{earlier}{}<title>T</title>", version("v2", rest)));
        assert_eq!(read(&text).withdrawn, expected, "{rest}");
    };
    check("<size>0kb</size>", true);
    check("<size>0kb</size><source_type>I</source_type>", true);
    check("<size>12kb</size><source_type>DI</source_type>", true);
    check("<size>10kb</size><source_type>D</source_type>", false);
    check("", false);
}

#[test]
fn no_record_is_an_answer_and_every_other_error_is_not() {
    let check = |inner: &str, expected: Result<Option<RawRecord>, &str>| {
        let found = parse(answer(inner).as_bytes(), &id("2101.00001"));
        assert_eq!(
            found.map_err(|error| error.to_string()),
            expected.map_err(str::to_owned)
        );
    };
    check("<error code='idDoesNotExist'>nothing</error>", Ok(None));
    check("<error code='cannotDisseminateFormat'/>", Ok(None));
    check(
        "<GetRecord><record><header status='deleted'/></record></GetRecord>",
        Ok(None),
    );
    check(
        "<error code='badArgument'>no\n good</error>",
        Err("arXiv refuses the request: badArgument, no good"),
    );
    let unfit = |why: &str| format!("the answer does not fit the request: {why}");
    check("", Err(&unfit("it has 0 records and no error")));
    let header = "<header/>";
    let other = "<metadata><arXivRaw xmlns='http://arxiv.org/OAI/arXivRaw/'><id>2101.00002</id></arXivRaw></metadata>";
    let one = format!("<record>{header}{other}</record>");
    check(
        &format!("<GetRecord>{one}</GetRecord>"),
        Err(&unfit("it describes \"2101.00002\"")),
    );
    check(
        &format!("<GetRecord>{one}{one}</GetRecord>"),
        Err(&unfit("it has 2 records and no error")),
    );
}

#[test]
fn answers_that_are_no_oai_are_refused() {
    let check = |text: &str, expected: &str| {
        let error = parse(text.as_bytes(), &id("2101.00001")).unwrap_err();
        assert_eq!(error.to_string(), expected, "{text:.60}");
    };
    check("", "expected an OAI-PMH answer, but found an empty answer");
    check(
        "<html/>",
        "expected an OAI-PMH answer, but found an XML document `html`",
    );
    check(
        "<OAI-PMH/>",
        "expected an OAI-PMH answer, but found an XML document `OAI-PMH`",
    );
    check(
        "<!DOCTYPE OAI-PMH [<!ENTITY a 'b'>]><OAI-PMH/>",
        "the answer is not well formed: it declares a document type",
    );
    check(
        &whole("<x>&nbsp;</x>"),
        "the answer is not well formed: it has the unknown entity `&nbsp;`",
    );
}

#[test]
fn a_damaged_record_is_not_used() {
    let check = |text: &str, expected: &str| {
        let error = parse(text.as_bytes(), &id("2101.00001")).unwrap_err();
        assert_eq!(error, OaiError::Damaged(expected.into()), "{text:.900}");
    };
    for sign in ["\u{1b}", "&#27;", "&#0;", "\u{ffff}"] {
        check(
            &whole(&format!("<abstract>a{sign}b</abstract>")),
            "a control character stands in a field",
        );
    }
    check(
        &whole("<abstract>a<b>c</b></abstract>"),
        "markup stands inside a field",
    );
    check(&whole("<title>U</title>"), "it has the field Title twice");
    check(&record("<title>T</title>"), "it has no version");
    check(&record(&version("v1", "")), "it has no title");
    for name in ["", "1", "v0", "v-1"] {
        let text = record(&format!("{}<title>T</title>", version(name, "")));
        check(&text, &format!("it has a version {name:?}"));
    }
    let long = "x".repeat(1024 * 1024 + 1);
    check(
        &whole(&format!("<authors>{long}</authors>")),
        "a field is longer than 1048576 bytes",
    );
    let many = "Author With A Long Name (1), ".repeat(3000);
    assert!(
        read(&whole(&format!("<authors>{many}</authors>")))
            .authors
            .len()
            > 80_000
    );
}

#[test]
fn an_answer_that_is_cut_anywhere_is_refused() {
    let text = whole("<abstract>\u{3b2} &amp; <![CDATA[x]]></abstract><!-- c -->");
    let end = text.trim_end().len();
    for at in 0..text.len() {
        let read = parse(&text.as_bytes()[..at], &id("2101.00001"));
        assert_eq!(read.is_ok(), at >= end, "cut at byte {at}");
    }
}

proptest::proptest! {
    #[test]
    fn arbitrary_bytes_make_no_record(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..200)) {
        proptest::prop_assert!(parse(&bytes, &id("2101.00001")).is_err());
    }

    #[test]
    fn a_mutated_answer_gives_no_unsound_record(at in 0usize..900, byte in proptest::num::u8::ANY, cut in 0usize..40) {
        let mut bytes = whole("<abstract>A &amp; B</abstract>").into_bytes();
        let at = at.min(bytes.len());
        let end = (at + cut).min(bytes.len());
        bytes.splice(at..end, [byte]);
        if let Ok(Some(record)) = parse(&bytes, &id("2101.00001")) {
            proptest::prop_assert!(!record.title.is_empty() && record.version > 0);
            proptest::prop_assert!(!record.title.contains(char::is_control));
        }
    }
}

#[test]
fn recorded_answers_are_read() {
    let Some(folder) = shared("oai") else { return };
    let check = |name: &str, paper: &str, version: u32, words: usize| {
        let bytes = std::fs::read(folder.join(name)).unwrap();
        let record = parse(&bytes, &id(paper)).unwrap().unwrap();
        assert_eq!(
            (record.version, record.withdrawn),
            (version, false),
            "{name}"
        );
        assert_eq!(record.abstract_.split([' ', '\n']).count(), words, "{name}");
        assert_eq!(record.abstract_.lines().count(), 1, "{name}");
        assert!(
            !record.authors.is_empty() && record.comment.is_some(),
            "{name}"
        );
    };
    check("tamnd_oai_raw_1706.03762.xml", "1706.03762", 7, 166);
    check("tamnd_oai_raw_hep-th_9711200.xml", "hep-th/9711200", 3, 169);
    check("tamnd_oai_raw_1207.7214.xml", "1207.7214", 2, 156);
    check("fatcat_arxivraw_1810.09584.xml", "1810.09584", 2, 124);
    // Another format is another answer.
    let other = std::fs::read(folder.join("tamnd_oai_arxiv_1706.03762.xml")).unwrap();
    assert!(matches!(
        parse(&other, &id("1706.03762")),
        Err(OaiError::Inconsistent(_))
    ));
}
