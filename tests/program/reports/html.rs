//! The HTML page: as a whole, in its order, what hostile text makes of it, and its colours. What it
//! does in a browser is tried by tests/acceptance/page.py.

use super::hostile::{HOSTILE, acts_or_hides, run_with};
use super::sample;
use arxsync::plan::{Code, Decision, Finding, Why};
use arxsync::report::html::html;
use arxsync::report::links::Links;
use arxsync::report::{LeftOut, Problem, Run, sanitize};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::sync::LazyLock;

const LINK: &str = "https://github.com/o/r/blob/main/{path}?plain=1#L{line}";

fn links(template: Option<&str>) -> Links {
    Links {
        template: template.map(str::to_owned),
        ..Links::default()
    }
}

/// A page with our own style and script left out: they have files of their own.
fn body(page: &str) -> String {
    let mut rest = page;
    let mut out = String::new();
    for (start, end) in [("<style>", "</style>"), ("<script>", "</script>")] {
        let (head, tail) = rest.split_once(start).unwrap();
        let (_, tail) = tail.split_once(end).unwrap();
        out = out + head + start + end;
        rest = tail;
    }
    out + rest
}

/// The same without the hashes of style and script, which change with every letter of these.
fn without_hashes(page: &str) -> String {
    let parts: Vec<&str> = page.split("sha256-").collect();
    let parts = parts.iter().enumerate().map(|(at, part)| match at {
        0 => (*part).to_owned(),
        _ => part[44..].to_owned(),
    });
    parts.collect::<Vec<String>>().join("sha256-")
}

#[test]
fn the_whole_page_is_as_expected() {
    let page = without_hashes(&body(&html(&sample::run(), &links(Some(LINK)))));
    assert_eq!(page, include_str!("expected.html"));
}

/// That these stand in the page in this order.
fn check_order(run: &Run, expected: &[&str]) {
    let page = body(&html(run, &links(None)));
    let mut from = 0;
    for part in expected {
        let found = page[from..].find(part);
        assert!(found.is_some(), "{part:?} is not behind {from} in\n{page}");
        from += found.unwrap() + part.len();
    }
}

#[test]
fn what_needs_a_person_comes_first_and_the_new_before_the_known() {
    let mut run = sample::run();
    let since = "2026-01-01T00:00:00Z".to_owned();
    run.lists[0].since.insert("f1".to_owned(), since);
    let order = ["id=\"c-c3\"", "id=\"c-f2\"", "Told before", "id=\"c-f1\""];
    let behind = [
        "told since 2026-01-01",
        ">To be done<",
        "id=\"c-c1\"",
        ">Standing<",
    ];
    check_order(&run, &[order.as_slice(), &behind].concat());
    check_order(
        &run,
        &["id=\"c-c2\"", "1 as before", ">Not asked<", "Lost &amp;"],
    );
    run.left_out = vec![LeftOut {
        path: "gone.md".to_owned(),
        why: "it does not exist".to_owned(),
    }];
    run.lists[1].problem = Some(Problem::Changed);
    let first = [
        "gone.md</bdi> not worked on",
        "it was changed",
        "id=\"c-c3\"",
    ];
    check_order(&run, &first);
}

#[test]
fn wrong_papers_come_before_other_findings_and_proposals() {
    let mut run = sample::run();
    let withdrawn = Finding {
        id: "f9".to_owned(),
        ..Finding::new(Code::Withdrawn, 99, "it was withdrawn")
    };
    run.lists[1].plan.findings.push(withdrawn);
    let order = ["id=\"c-f1\"", "id=\"c-f9\"", "id=\"c-c3\"", "id=\"c-f2\""];
    check_order(&run, &order);
}

/// What can be decided of the sample's proposal when it stands so.
fn check_choices(run: &Run, id: &str, buttons: &[&str], commands: &[&str]) {
    let page = body(&html(run, &links(None)));
    let item = page.split(&format!("id=\"c-{id}\"")).nth(1).unwrap();
    let item = item.split("</article>").next().unwrap();
    let told = |before: &str, end: char| -> Vec<String> {
        let parts = item.split(before).skip(1);
        parts
            .map(|p| p.split(end).next().unwrap().to_owned())
            .collect()
    };
    assert_eq!(told("\" value=\"", '"'), buttons, "{item}");
    assert_eq!(told("<code>arxsync ", ' '), commands, "{item}");
}

#[test]
fn only_what_has_an_effect_can_be_decided() {
    let dry = sample::run();
    let every = ["", "accept", "reject", "later"];
    check_choices(&dry, "c1", &every, &["accept", "reject"]);
    check_choices(&dry, "c3", &every, &["accept", "reject"]);
    check_choices(&dry, "f1", &["", "ignore", "later"], &["ignore"]);
    check_choices(&sample::applied(), "c1", &[], &["undo"]);
    check_choices(&sample::applied(), "c3", &every, &["accept", "reject"]);
    let with = |decision, why| {
        let mut run = sample::run();
        let change = &mut run.lists[0].plan.changes[2];
        (change.decision, change.why) = (decision, why);
        run
    };
    let rejected = with(Decision::Skip, Some(Why::Rejected));
    check_choices(&rejected, "c3", &["", "accept", "later"], &["accept"]);
    check_choices(&with(Decision::Skip, Some(Why::Pinned)), "c3", &[], &[]);
    let mut formless = with(Decision::Propose, Some(Why::NoForm));
    formless.lists[0].plan.changes[2].edits.clear();
    check_choices(&formless, "c3", &["", "reject", "later"], &["reject"]);
}

/// A tag as it is written: its name, and its attributes with their values.
type Tag = (String, Vec<(String, String)>);

/// The tags of a page and the text between them, read closely: each `<` must begin a tag as this
/// program writes them.
fn read(page: &str) -> Result<(Vec<Tag>, String), String> {
    let page = page.strip_prefix("<!DOCTYPE html>").ok_or("no doctype")?;
    let (mut tags, mut text, mut rest) = (Vec::new(), String::new(), page);
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        let name_end = tag.find([' ', '>']).ok_or("no end of a tag")?;
        let (name, mut tail) = tag.split_at(name_end);
        let is_name = |n: &str| {
            n.bytes()
                .all(|b| b.is_ascii_lowercase() || b"/-123456".contains(&b))
        };
        if name.is_empty() || !is_name(name) {
            return Err(format!("<{name}"));
        }
        let mut attributes = Vec::new();
        while let Some(one) = tail.strip_prefix(' ') {
            let end = one.find(['=', ' ', '>']).ok_or("no end of an attribute")?;
            let (key, after) = one.split_at(end);
            if !is_name(key) {
                return Err(format!("<{name} {key}"));
            }
            let (value, after) = match after.strip_prefix("=\"") {
                Some(after) => after.split_once('"').ok_or("no end of a value")?,
                None => ("", after),
            };
            if value.contains(['<', '>']) {
                return Err(format!("<{name} {key}={value:?}"));
            }
            attributes.push((key.to_owned(), value.to_owned()));
            tail = after;
        }
        rest = tail
            .strip_prefix('>')
            .ok_or_else(|| format!("<{name}{tail:.40}"))?;
        tags.push((name.to_owned(), attributes));
    }
    Ok((tags, text + rest))
}

/// Names of elements and attributes, and where links lead.
fn kinds(tags: &[Tag]) -> BTreeSet<String> {
    let attributes = tags.iter().flat_map(|(name, attributes)| {
        attributes
            .iter()
            .map(move |(key, value)| match key.as_str() {
                "href" if value.starts_with("https://arxiv.org/abs/") => "arxiv".to_owned(),
                "href" if value.starts_with("https://github.com/o/r/blob/main/") => {
                    "line".to_owned()
                }
                "href" => format!("href {value}"),
                _ => format!("{name} {key}"),
            })
    });
    let names = tags.iter().map(|(name, _)| name.clone());
    names.chain(attributes).collect()
}

/// What any page is made of, whatever it tells of.
static USUAL: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let words = "harmless words, and many more of them: one two three four five six";
    let (tags, _) = read(&body(&html(&run_with(words), &links(Some(LINK))))).unwrap();
    // Missing where a text is short, or a path leads nowhere.
    let other = [
        "line",
        "a class",
        "span",
        "/span",
        "span class",
        "label class",
    ];
    let other = other.into_iter().map(str::to_owned);
    kinds(&tags).into_iter().chain(other).collect()
});

/// That a page with this text everywhere is made of what any page is made of, and shows the text.
fn check_inert(text: &str) -> Result<(), String> {
    for link in [Some(LINK), None] {
        let page = html(&run_with(text), &links(link));
        if page.matches("<script").count() != 1 {
            return Err("another script".to_owned());
        }
        let page = body(&page);
        let (tags, shown) = read(&page)?;
        if let Some(other) = kinds(&tags).difference(&USUAL).next() {
            return Err(format!("{other} is new"));
        }
        if page.contains(|c: char| acts_or_hides(c) && c != '\t') {
            return Err("it acts or hides".to_owned());
        }
        let shown = html_escape::decode_html_entities(&shown);
        if !shown.contains(&sanitize::one_line(text)) {
            return Err(format!("{text:?} is not shown as it is"));
        }
    }
    Ok(())
}

#[test]
fn hostile_text_stays_text() {
    for hostile in HOSTILE.into_iter().chain([
        "\" onmouseover=\"alert(1)",
        "' autofocus onfocus=alert(1) '",
        "</bdi></h3></article></main></script><script src=//evil></script>",
        "</style><style>*{display:none}</style>",
        "<!-- <![CDATA[ ]]> <?xml <svg/onload=alert(1)>",
        "javascript:alert(1)",
    ]) {
        assert_eq!(check_inert(hostile), Ok(()), "{hostile:?}");
    }
}

#[test]
fn an_address_that_is_none_leads_nowhere() {
    for link in [
        "javascript:alert('{path}')",
        "data:text/html,{path}",
        "//evil/{path}",
    ] {
        let page = body(&html(&sample::run(), &links(Some(link))));
        assert_eq!(page, body(&html(&sample::run(), &links(None))), "{link}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_text_stays_text(
        parts in prop::collection::vec(
            prop_oneof![
                prop::sample::select(vec![
                    "<", ">", "\"", "'", "&", "</", "<!--", "-->", "=", "/", " ", "\n", "script",
                    "onload", "javascript:", "&lt;", "&#x3c;", "&quot", ";", "<b>", "</p>", "\u{202e}",
                    "\0", "`", "</script>", "<style>", "{path}", "{line}",
                ]).prop_map(str::to_owned),
                any::<char>().prop_map(String::from),
            ],
            1..12,
        )
    ) {
        prop_assert_eq!(check_inert(&parts.concat()), Ok(()));
    }
}

/// The colours of a block of the style, by name.
fn colours(block: &str) -> impl Fn(&str) -> f64 {
    let pairs = block.lines().filter_map(|line| {
        let (name, value) = line.trim().strip_prefix("--")?.split_once(": #")?;
        Some((name.to_owned(), value.trim_end_matches(';').to_owned()))
    });
    let pairs: Vec<(String, String)> = pairs.collect();
    move |name| {
        let (_, hex) = pairs.iter().find(|(known, _)| known == name).unwrap();
        let channel = |at: usize| {
            let value = f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0;
            if value <= 0.03928 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * channel(0) + 0.7152 * channel(2) + 0.0722 * channel(4)
    }
}

/// Contrast as WCAG 2 measures it: at least 4.5 for text.
#[test]
fn all_text_can_be_read_in_light_and_dark() {
    let style = include_str!("../../../src/report/html/page.css");
    let (light, rest) = style
        .split_once("@media screen and (prefers-color-scheme: dark)")
        .unwrap();
    let dark = rest.split_once("* {").unwrap().0;
    for (scheme, block) in [("light", light), ("dark", dark)] {
        let luminance = colours(block);
        for (ink, grounds) in [
            ("ink", ["ground", "panel"].as_slice()),
            ("quiet", &["ground", "panel"]),
            ("link", &["ground", "panel"]),
            ("old-ink", &["old-ground"]),
            ("new-ink", &["new-ground"]),
            ("alert-ink", &["alert-ground"]),
            ("mark-ink", &["mark-ground"]),
        ] {
            for ground in grounds {
                let (a, b) = (luminance(ink), luminance(ground));
                let contrast = (a.max(b) + 0.05) / (a.min(b) + 0.05);
                assert!(
                    contrast >= 4.5,
                    "{scheme}: {ink} on {ground} is {contrast:.2}"
                );
            }
        }
    }
    let elsewhere = rest.split_once("* {").unwrap().1;
    assert!(
        !elsewhere.contains('#') || !elsewhere.contains(": #"),
        "a colour without a name"
    );
}

/// Writes pages into the folder that tests/acceptance/page.py names, which looks at them.
#[test]
#[ignore = "writes pages for tests/acceptance/page.py"]
fn pages_for_a_browser() {
    let folder = std::path::PathBuf::from(std::env::var_os("ARXSYNC_PAGES").unwrap());
    let write = |name: &str, run: &Run| {
        std::fs::write(folder.join(name), html(run, &links(Some(LINK)))).unwrap();
    };
    write("sample.html", &sample::run());
    for (at, hostile) in HOSTILE.iter().enumerate() {
        write(&format!("hostile-{at}.html"), &run_with(hostile));
    }
    write("many.html", &many());
}

/// 5,000 proposals of one list.
fn many() -> Run {
    let mut run = sample::run();
    let words: Vec<String> = (0..180).map(|n| format!("word{n}")).collect();
    let before = words.join(" ");
    let change = run.lists[0].plan.changes[2].clone();
    run.lists[0].plan.changes = (0..5000)
        .map(|n| {
            let mut change = change.clone();
            change.id = format!("{n:012x}");
            change.line = n + 1;
            change.after = before.replace("word90 ", &format!("another{n} "));
            change.before = Some(before.clone());
            change
        })
        .collect();
    run
}
