//! What is said about a configuration that is wrong: wording is behaviour.

use super::{check, refused};

#[test]
fn unknown_keys_name_their_neighbours() {
    for (text, expected) in [
        (
            "\n[arxiv]\nmin_intervall = \"3s\"",
            "arxsync.toml:3: arxiv.min_intervall: unknown key; did you mean min_interval?",
        ),
        (
            "[arxiv.retry]\ntrys = 1",
            "arxsync.toml:2: arxiv.retry.trys: unknown key; did you mean tries?",
        ),
        (
            "[arxive]\n",
            "arxsync.toml:1: arxive: unknown key; did you mean arxiv?",
        ),
        (
            "[[list]]\npath = \"a\"\n[list.policy]\nabstrct = \"off\"",
            "arxsync.toml:4: list.policy.abstrct: unknown key; did you mean abstract?",
        ),
        (
            "[store]\ncolour = 1",
            "arxsync.toml:2: store.colour: unknown key; expected dir",
        ),
        (
            "[cache]\ncolour = 1",
            "arxsync.toml:2: cache.colour: unknown key; expected one of max_age, absent_max_age",
        ),
    ] {
        assert_eq!(refused(text), expected);
    }
}

#[test]
fn what_a_list_is_like_is_said_in_known_words() {
    let list = |rest: &str| refused(&format!("[[list]]\npath = \"a\"\n{rest}"));
    for (rest, expected) in [
        (
            "layout = \"tabel\"",
            "arxsync.toml:3: list.layout: \"tabel\" is no layout; expected some of front-matter, bibtex, table, html, citation, item, labelled, paragraph, section",
        ),
        (
            "fields = [\"abstracts\"]",
            "arxsync.toml:3: list.fields: \"abstracts\" is no field; expected some of title, link, authors, abstract",
        ),
        (
            "[list.labels]\nauthors = \"**\"",
            "arxsync.toml:4: list.labels.authors: \"**\" is no name: it holds no letter",
        ),
        (
            "layout = 3",
            "arxsync.toml:3: list.layout: expected a string, or several in square brackets",
        ),
    ] {
        assert_eq!(list(rest), expected);
    }
}

#[test]
fn wrong_values_are_named_with_their_place() {
    for (text, expected) in [
        (
            "[arxiv]\n\nmin_interval = \"1s\"",
            "3: arxiv.min_interval: 1s is below 3s, which arXiv's terms require (shorter intervals are for loopback hosts only)",
        ),
        (
            "[arxiv]\napi_url = \"http://localhost/\"\nmin_interval = \"1s\"",
            "3: arxiv.min_interval: 1s is below 3s, which arXiv's terms require (shorter intervals are for loopback hosts only)",
        ),
        (
            "[arxiv]\nmin_interval = \"3\"",
            "2: arxiv.min_interval: \"3\" is no duration; expected a number and a unit, like \"500ms\", \"3s\", \"10m\", \"24h\" or \"7d\"",
        ),
        (
            "[arxiv]\nmin_interval = 3",
            "2: arxiv.min_interval: invalid type: integer `3`, expected a string",
        ),
        (
            "[arxiv]\ntimeout = \"0s\"",
            "2: arxiv.timeout: 0s would let no request through; expected a longer time",
        ),
        (
            "[arxiv]\nconnect_timeout = \"0ms\"",
            "2: arxiv.connect_timeout: 0ms would let no request through; expected a longer time",
        ),
        (
            "[arxiv.retry]\nfirst = \"11m\"",
            "2: arxiv.retry.first: first (660s) must not be longer than max (600s)",
        ),
        (
            "[arxiv.retry]\nfirst = \"2s\"\nmax = \"1s\"",
            "3: arxiv.retry.max: first (2s) must not be longer than max (1s)",
        ),
        (
            "[arxiv.retry]\ntries = 0",
            "2: arxiv.retry.tries: 0 is out of range; expected 1 to 10",
        ),
        (
            "[arxiv.retry]\ntries = 11",
            "2: arxiv.retry.tries: 11 is out of range; expected 1 to 10",
        ),
        (
            "[arxiv.retry]\ntries = -1",
            "2: arxiv.retry.tries: -1 is out of range; expected 1 to 10",
        ),
        (
            "[findings]\npublished = \"yes\"",
            "2: findings.published: invalid type: string \"yes\", expected a boolean",
        ),
        (
            "[findings]\npublishd = true",
            "2: findings.publishd: unknown key; did you mean published?",
        ),
        (
            "[policy]\ntitle = \"corect\"",
            "2: policy.title: \"corect\" is no rule; expected one of \"correct\", \"fill\", \"propose\", \"off\"",
        ),
        (
            "[[list]]\npath = \"a\"\n[list.policy]\nlink = \"\"",
            "4: list.policy.link: \"\" is no rule; expected one of \"correct\", \"fill\", \"propose\", \"off\"",
        ),
        (
            "\n[[list]]\n",
            "2: list.path: missing; expected a file or a glob pattern",
        ),
        (
            "[[list]]\npath = \"\"",
            "2: list.path: is empty; expected a path",
        ),
        (
            "[[list]]\npath = \"a\\nb\"",
            "2: list.path: \"a\\nb\" holds a control character; expected a path on one line",
        ),
        (
            "[[list]]\npath = \"a[\"",
            "2: list.path: \"a[\" is no glob pattern: a `[` has no `]`; write `[[]` for the sign itself",
        ),
        (
            "[[list]]\npath = \"~you/a.md\"",
            "2: list.path: \"~you/a.md\": only `~/` is known, your own home folder; write the path in full, or `./~…` for a name that begins so",
        ),
        (
            "[list]\npath = \"a\"",
            "1: list: a list is written [[list]], in two brackets",
        ),
        (
            "[store]\ndir = \"\"",
            "2: store.dir: is empty; expected a path",
        ),
        (
            "[report]\ndir = \"a\\u0000\"",
            "2: report.dir: \"a\\0\" holds a control character; expected a path on one line",
        ),
        (
            "[report]\nformats = [\"markdown\", \"pdf\"]",
            "2: report.formats: \"pdf\" is no form of a report; expected some of \"markdown\", \"json\", \"html\"",
        ),
        (
            "[report]\nformats = []",
            "2: report.formats: is empty; expected some of \"markdown\", \"json\", \"html\"",
        ),
        (
            "[report]\nlink = \"javascript:{path}\"",
            "2: report.link: \"javascript:{path}\" is no address of a list's line; expected one like \"https://github.com/o/r/blob/main/{path}?plain=1#L{line}\"",
        ),
        (
            "[report]\nlink = \"https://x.org/a\"",
            "2: report.link: \"https://x.org/a\" is no address of a list's line; expected one like \"https://github.com/o/r/blob/main/{path}?plain=1#L{line}\"",
        ),
        (
            "[report]\nmode = \"0444\"",
            "2: report.mode: \"0444\" is no mode of a file; expected an octal number from \"0600\" to \"0777\", like \"0644\"",
        ),
    ] {
        assert_eq!(refused(text), format!("arxsync.toml:{expected}"));
    }
}

#[test]
fn only_safe_addresses_are_asked() {
    for (url, expected) in [
        (
            "http://export.arxiv.org/api",
            "\"http://export.arxiv.org/api\" is not encrypted; expected https:// (http:// is for loopback hosts only)",
        ),
        (
            "http://localhost.evil.example/",
            "\"http://localhost.evil.example/\" is not encrypted; expected https:// (http:// is for loopback hosts only)",
        ),
        (
            "http://169.254.169.254/",
            "\"http://169.254.169.254/\" is not encrypted; expected https:// (http:// is for loopback hosts only)",
        ),
        (
            "file:///etc/passwd",
            "\"file:///etc/passwd\" is no web address; expected https://",
        ),
        (
            "https://me:secret@example.org/",
            "the address holds a user name or password; arXiv takes none",
        ),
        (
            "https://example.org/api?x=1",
            "\"https://example.org/api?x=1\" holds a query or fragment; expected the bare address of the interface",
        ),
        (
            "export.arxiv.org",
            "\"export.arxiv.org\" is no URL: relative URL without a base",
        ),
    ] {
        for key in ["api_url", "oai_url"] {
            let text = format!("[arxiv]\n{key} = {url:?}");
            assert_eq!(
                refused(&text),
                format!("arxsync.toml:2: arxiv.{key}: {expected}")
            );
        }
    }
    for url in [
        "http://localhost:1/",
        "http://127.8.9.1/x",
        "http://[::1]:80/",
        "https://mirror.example/api",
    ] {
        assert_eq!(
            check(&format!("arxiv.api_url = {url:?}"))
                .arxiv
                .api_url
                .as_str(),
            url.replace(":80/", "/")
        );
    }
}

#[test]
fn a_contact_is_an_address_in_plain_ascii() {
    for good in [
        "you@example.org",
        "first.last+arxiv@mail.example.org",
        "https://example.org/me?x=1",
    ] {
        assert_eq!(
            check(&format!("arxiv.contact = {good:?}"))
                .arxiv
                .contact
                .as_deref(),
            Some(good)
        );
    }
    for bad in [
        "",
        "me",
        "a@b",
        "@example.org",
        "a@b@c.d",
        "a b@example.org",
        "a@example.org\\r\\nX: y",
        "a@exämple.org",
        "a@b.c)",
        "mailto:x",
    ] {
        let said = refused(&format!("arxiv.contact = \"{bad}\""));
        assert!(
            said.ends_with(
                "is no contact; expected an e-mail address or an https:// address in plain ASCII"
            ),
            "{said}"
        );
        assert!(!said.contains(char::is_control), "{said:?}");
    }
}

#[test]
fn a_file_that_is_no_toml_is_refused_with_its_line() {
    for (text, start) in [
        ("[arxiv\n", "arxsync.toml:1: "),
        ("\n\nx ==", "arxsync.toml:3: "),
        ("[store]\ndir = \"a\"\ndir = \"b\"", "arxsync.toml:3: "),
    ] {
        let said = refused(text);
        assert!(said.starts_with(start), "{said}");
        assert!(!said.contains('\n'), "{said:?}");
    }
}

#[test]
fn a_form_is_refused_with_its_line_and_key() {
    let list = |rest: &str| refused(&format!("[[list]]\npath = \"a\"\n{rest}"));
    for (rest, expected) in [
        (
            "[list.form]\nauthors = \"  - Authors:\"",
            "arxsync.toml:4: list.form.authors: \"  - Authors:\" must hold {authors} exactly once; expected a form like \"  - Authors: {authors}\"",
        ),
        (
            "[list.form]\n\nabstract = \"{abstract}\"",
            "arxsync.toml:5: list.form.abstract: \"{abstract}\" could not be read as abstract again once it is written; expected a label and then the value, like \"  - Abstract: {abstract}\" or \"**Abstract**: {abstract}\" (a word of your own needs [list.labels])",
        ),
        (
            "[list.form]\ntitle = \"{title}\"",
            "arxsync.toml:4: list.form.title: unknown key; expected one of authors, abstract",
        ),
        (
            "layout = \"table\"\n[list.form]\nauthors = \"  - Authors: {authors}\"",
            "arxsync.toml:5: list.form.authors: would be left unused: a form is for items and sections, and the list is read as table, where a column or key is the form; take it out",
        ),
    ] {
        assert_eq!(list(rest), expected);
    }
}
