//! Every form of link in which people paste an arXiv address, and what must not be taken for one.

use arxsync::arxiv::id::{PaperRef, Target};
use arxsync::arxiv::link::badge_id;
use arxsync::arxiv::mention::find_in_text;

fn paper(id: &str) -> Target {
    Target::Paper(PaperRef::parse(id).unwrap())
}

fn check(destination: &str, expected: &Target) {
    assert_eq!(&Target::of_url(destination), expected, "{destination}");
}

#[test]
fn addresses_of_arxiv_name_their_paper() {
    for address in [
        "https://arxiv.org/abs/2210.02414",
        "http://arxiv.org/abs/2210.02414/",
        "//arxiv.org/abs/2210.02414",
        "arxiv.org/pdf/2210.02414.pdf",
        "HTTPS://WWW.ArXiv.org/PDF/2210.02414.PDF",
        "<https://arxiv.org/abs/2210.02414>",
        " https://arxiv.org/pdf/2210.02414.pdf ",
        "https://export.arxiv.org/abs/2210.02414",
        "https://browse.arxiv.org/pdf/2210.02414.pdf",
        "http://cn.arxiv.org/abs/2210.02414",
        "http://xxx.lanl.gov/abs/2210.02414",
        "https://arxiv.org/html/2210.02414/figure.png",
        "https://arxiv.org/src/2210.02414/anc/data.csv",
        "https://arxiv.org/e-print/2210.02414",
        "https://arxiv.org/format/2210.02414",
        "https://arxiv.org/abs/2210.02414?context=cs.LG",
        "https://arxiv.org/pdf/2210.02414.pdf?utm_source=x&utm_medium=y",
        "https://arxiv.org/pdf/2210.02414#page=3",
        "https://arxiv.org/html/2210.02414#bib.bib1",
        "https://arxiv.org/abs/2210.02414).",
        "https://arxiv.org/abs/2210.02414*_",
        "https://arxiv.org/abs/2210.02414/sso-callback",
        "https://arxiv.org/abs/arXiv:2210.02414",
        "https://arxiv.org/pdf/oai:arXiv.org:2210.02414",
        "https://arxiv.org//abs//2210.02414",
        "https://arxiv.org/2210.02414",
        "https://arxiv.org/abd/2210.02414",
        "https://arxiv.org/pdf/2210.02414.pdf&embed",
        "http://arxiv.org/pdf/2210.02414.pdf%20(http://arxiv.org/pdf/2210.02414.pdf",
        "https://arxiv.org/ftp/arxiv/papers/2210/2210.02414.pdf",
        "https://arxiv.org/abs/2210%2E02414",
        "https://arxiv.org/abs/(2210.02414)",
    ] {
        check(address, &paper("2210.02414"));
    }
    check("https://arxiv.org/abs/2210.02414v2", &paper("2210.02414v2"));
    check(
        "https://arxiv.org/pdf/2210.02414v2.pdf",
        &paper("2210.02414v2"),
    );
}

#[test]
fn ids_of_the_old_scheme_keep_their_archive() {
    for address in [
        "https://arxiv.org/abs/math/0309136",
        "https://arxiv.org/abs/math.GT/0309136",
        "https://arxiv.org/pdf/math%2F0309136.pdf",
        "https://arxiv.org/html/math/0309136/figure.png",
        "https://doi.org/10.48550/arXiv.math/0309136",
        "arXiv:math/0309136",
        "https://ar5iv.org/abs/math/0309136",
        "https://scirate.com/arxiv/math/0309136",
    ] {
        check(address, &paper("math/0309136"));
    }
}

#[test]
fn other_forms_and_hosts_name_their_paper() {
    for address in [
        "arXiv:2210.02414",
        "arxiv: 2210.02414 [cs.LG]",
        "oai:arXiv.org:2210.02414",
        "doi:10.48550/arXiv.2210.02414",
        "https://doi.org/10.48550/ARXIV.2210.02414",
        "http://dx.doi.org/10.48550/arxiv.2210.02414",
        "doi.org/10.48550/arXiv.2210.02414",
        "https://www.alphaxiv.org/abs/2210.02414",
        "https://alphaxiv.org/overview/2210.02414.md",
        "https://ar5iv.labs.arxiv.org/html/2210.02414",
        "https://huggingface.co/papers/2210.02414",
        "https://hf.co/papers/2210.02414",
        "https://www.semanticscholar.org/arxiv/2210.02414",
        "https://api.semanticscholar.org/graph/v1/paper/arXiv:2210.02414",
        "https://papers.cool/arxiv/2210.02414",
        "https://www.arxiv-vanity.com/papers/2210.02414/",
        "https://web.archive.org/web/20230101000000/https://arxiv.org/abs/2210.02414",
        "https://web.archive.org/web/2023id_/http://arxiv.org/abs/2210.02414?context=cs",
        "https://ui.adsabs.harvard.edu/abs/2022arXiv221002414X/abstract",
    ] {
        check(address, &paper("2210.02414"));
    }
    check(
        "https://ui.adsabs.harvard.edu/abs/2012arXiv1205.1001F",
        &paper("1205.1001"),
    );
    check("oai:arXiv.org:2505.23135v3", &paper("2505.23135v3"));
}

#[test]
fn placeholders_are_no_ids() {
    for address in [
        "https://arxiv.org/abs/XXXX.XXXXX",
        "https://arxiv.org/abs/xxxx.xxxxx",
        "https://arxiv.org/abs/2401.XXXXX",
        "https://arxiv.org/abs/",
        "https://arxiv.org/pdf/.pdf",
        "https://arxiv.org/abs",
        "https://arxiv.org/abs/0000.00000",
        "https://arxiv.org/abs/1234.56789",
        "https://arxiv.org/abs/TODO",
        "https://arxiv.org/abs/{id}",
        "https://arxiv.org/XXXX.XXXXX",
        "arXiv:XXXX.XXXXX",
        "https://doi.org/10.48550/arXiv.XXXX.XXXXX",
        "paper_link",
        "#",
        "",
        " ",
        "url",
        "https://",
    ] {
        check(address, &Target::Placeholder);
    }
}

#[test]
fn ids_that_cannot_exist_are_named_and_never_repaired() {
    for id in [
        "2401.123",
        "24011.1234",
        "2413.12345",
        "2307.000400",
        "1706.3762",
        "0704.00001",
        "2101.00001v",
        "2101.00001v0",
        "2101.00001V2",
        "hepth/9901001",
        "hep-th/9913001",
        "２１０１.００００１",
        "cs/0001001v99999",
    ] {
        let malformed = Target::Malformed(id.to_owned());
        check(&format!("https://arxiv.org/abs/{id}"), &malformed);
        check(&format!("arXiv:{id}"), &malformed);
    }
    check(
        "https://arxiv.org/2413.12345",
        &Target::Malformed("2413.12345".into()),
    );
}

#[test]
fn pages_of_arxiv_without_paper_are_known() {
    for address in [
        "https://arxiv.org",
        "https://arxiv.org/list/cs.LG/2101",
        "https://arxiv.org/list/cs.LG/recent",
        "https://arxiv.org/search/cs?searchtype=author&query=Zhang,+S",
        "https://arxiv.org/a/warner_s_1.atom",
        "https://info.arxiv.org/help/api/2101.00001",
        "https://arxiv.org/abs/2101.00001/../../x",
        "https://rss.arxiv.org/rss/cs.LG",
    ] {
        check(address, &Target::NoPaper);
    }
}

#[test]
fn links_elsewhere_are_left_alone() {
    for address in [
        "https://github.com/a/b",
        "https://arxiv.org.evil.example/abs/2101.00001",
        "https://arxiv.org@evil.example/abs/2101.00001",
        "https://notarxiv.org/abs/2101.00001",
        "https://dl.acm.org/doi/10.1145/1234.56789",
        "https://doi.org/10.1145/1234.56789",
        "https://www.alphaxiv.org/abs/2609.recurrent-looped-transformer",
        "https://paperswithcode.com/paper/attention-is-all-you-need",
        "https://huggingface.co/datasets/princeton-nlp/CharXiv",
        "https://api.semanticscholar.org/CorpusID:2101",
        "https://web.archive.org/web/2020/https://web.archive.org/web/2020/https://arxiv.org/abs/2101.00001",
        "https://img.shields.io/badge/arXiv-2510.00771-b31b1b.svg",
        "./notes.md",
        "summary/2024-05/2405.1004.md",
        "#section",
        "LICENSE",
        "2101.00001",
        "mailto:a@arxiv.org",
    ] {
        check(address, &Target::Elsewhere);
    }
}

#[test]
fn badges_show_their_paper() {
    let check = |url: &str, expected: Option<&str>| {
        let shown = badge_id(url).map(|paper| paper.to_string());
        assert_eq!(shown.as_deref(), expected, "{url}");
    };
    check(
        "https://img.shields.io/badge/arXiv-2510.00771-b31b1b.svg?style=flat",
        Some("2510.00771"),
    );
    check(
        "https://img.shields.io/badge/arXiv-2510.00771v2-red?logo=arxiv",
        Some("2510.00771v2"),
    );
    check(
        "https://img.shields.io/badge/Paper-arXiv%3A2510.00771-red",
        Some("2510.00771"),
    );
    check(
        "https://img.shields.io/badge/arXiv_2510.00771-red",
        Some("2510.00771"),
    );
    check(
        "https://img.shields.io/badge/arXiv-hep--th%2F9901001-red",
        Some("hep-th/9901001"),
    );
    check(
        "https://img.shields.io/static/v1?label=arXiv&message=2510.00771&color=red",
        Some("2510.00771"),
    );
    check(
        "https://img.shields.io/badge/arXiv-Paper-%23D2691E?logo=arxiv",
        None,
    );
    check("https://example.com/badge/arXiv-2510.00771-red", None);
}

#[test]
fn running_text_gives_addresses_and_prefixed_ids() {
    let check = |text: &str, expected: &[(&str, Target)]| {
        let found = find_in_text(text);
        let found: Vec<_> = found
            .into_iter()
            .map(|(range, target)| (&text[range], target))
            .collect();
        assert_eq!(found, expected, "{text}");
    };
    let abs = "https://arxiv.org/abs/2210.02414";
    check(&format!("See ({abs})."), &[(abs, paper("2210.02414"))]);
    check(&format!("见{abs}，以及"), &[(abs, paper("2210.02414"))]);
    check(
        "arxiv.org/abs/2210.02414v2, p. 3",
        &[("arxiv.org/abs/2210.02414v2", paper("2210.02414v2"))],
    );
    check(
        "arXiv preprint arXiv:2210.02414 (2022)",
        &[("arXiv:2210.02414", paper("2210.02414"))],
    );
    check(
        "arXiv 2210.02414; arXiv: math.GT/0309136.",
        &[
            ("arXiv 2210.02414", paper("2210.02414")),
            ("arXiv: math.GT/0309136", paper("math/0309136")),
        ],
    );
    check(
        "doi 10.48550/arXiv.2210.02414.",
        &[("10.48550/arXiv.2210.02414", paper("2210.02414"))],
    );
    check(
        "arXiv:XXXX.XXXXX",
        &[("arXiv:XXXX.XXXXX", Target::Placeholder)],
    );
    check(
        "arXiv:2413.12345.",
        &[("arXiv:2413.12345", Target::Malformed("2413.12345".into()))],
    );
    check(
        "code: https://github.com/a/b",
        &[("https://github.com/a/b", Target::Elsewhere)],
    );
    check(
        "ACM, DOI `10.1145/1234.56789`, 2210.02414, 2023.1234.png, arXiv 2023",
        &[],
    );
    check("myarxiv:2210.02414 arXiv: soon", &[]);
}

proptest::proptest! {
    #[test]
    fn no_text_makes_the_readers_panic(text in "(https?://|arxiv|\\.org/|abs/|:|10\\.48550/|[0-9v./%-]{1,12}|\\PC|\\)){0,12}") {
        let _ = Target::of_url(&text);
        let _ = badge_id(&format!("https://img.shields.io/badge/{text}"));
        for (range, _) in find_in_text(&text) {
            proptest::prop_assert!(!text[range].is_empty());
        }
    }
}
