//! What a configuration means, and where it is found.

use super::{check, env};
use arxsync::config::{Config, Env, load};
use arxsync::plan::policy::{Policy, Rule};
use std::path::{Path, PathBuf};
use std::time::Duration;

#[test]
fn an_empty_file_means_the_defaults() {
    let config = Config {
        source: None,
        decisions: Config::defaults(&env()).unwrap().decisions,
        ..check("")
    };
    assert_eq!(config, Config::defaults(&env()).unwrap());
    assert_eq!(config.arxiv.min_interval, Duration::from_secs(3));
    assert_eq!(config.store_dir, Path::new("/home/me/.local/state/arxsync"));
    assert_eq!((config.report_dir, config.lists.len()), (None, 0));
    assert_eq!(config.report.formats, ["markdown", "json"]);
    assert_eq!((config.report.link, config.report.mode), (None, None));
    let names = arxsync::report::Format::ALL.map(|(_, name, _)| name);
    assert_eq!(arxsync::config::FORMATS, names);
}

#[test]
fn the_example_loads_and_uncommented_shows_the_defaults() {
    let example = include_str!("../../../config/arxsync.example.toml");
    let defaults = check("");
    assert_eq!(check(example), defaults);
    let uncommented: Vec<&str> = example
        .lines()
        .map(|line| {
            let bare = line.strip_prefix("# ").unwrap_or(line);
            if bare.starts_with('[') || bare.contains(" = ") {
                bare
            } else {
                line
            }
        })
        .collect();
    let full = check(&uncommented.join("\n"));
    assert_eq!(full.arxiv.contact.as_deref(), Some("you@example.org"));
    assert_eq!(full.arxiv.feeds.as_deref(), Some(Path::new("feeds")));
    assert_eq!(full.store_dir, Path::new("state"));
    assert_eq!(full.report_dir.as_deref(), Some(Path::new("reports")));
    assert_eq!(full.lists[0].pattern, "README.md");
    let mut arxiv = full.arxiv;
    (arxiv.contact, arxiv.feeds) = (None, None);
    assert_eq!(
        (arxiv, full.cache, full.policy),
        (defaults.arxiv, defaults.cache, defaults.policy)
    );
}

#[test]
fn values_are_read() {
    let config = check(
        r#"
        [arxiv]
        api_url = "http://127.0.0.1:8080/api/query"
        oai_url = "http://[::1]:8080/oai"
        contact = "https://example.org/me"
        min_interval = "0s"
        [arxiv.retry]
        first = "10ms"
        max = "10ms"
        tries = 1
        [policy]
        title = "off"
        abstract = "fill"
        [findings]
        published = true
        [[list]]
        path = "README.md"
        [list.policy]
        abstract = "propose"
        [[list]]
        path = "docs/**/*.md"
        "#,
    );
    assert_eq!(
        config.arxiv.api_url.as_str(),
        "http://127.0.0.1:8080/api/query"
    );
    assert_eq!(
        config.arxiv.contact.as_deref(),
        Some("https://example.org/me")
    );
    assert_eq!(config.arxiv.min_interval, Duration::ZERO);
    assert_eq!(
        (config.arxiv.retry.max, config.arxiv.retry.tries),
        (Duration::from_millis(10), 1)
    );
    let general = Policy {
        title: Rule::Off,
        abstract_: Rule::Fill,
        published: true,
        ..Policy::default()
    };
    let own = Policy {
        abstract_: Rule::Propose,
        ..general
    };
    assert_eq!(config.policy, general);
    let lists: Vec<(&str, Policy)> = config
        .lists
        .iter()
        .map(|list| (list.pattern.as_str(), list.settings.policy))
        .collect();
    assert_eq!(lists, [("README.md", own), ("docs/**/*.md", general)]);
}

#[test]
fn paths_count_from_the_folder_of_the_file() {
    let text = "[arxiv]\nfeeds = \"feeds\"\n[store]\ndir = \"/srv/state\"\n[report]\ndir = \"out\"\n\
                [[list]]\npath = \"*.md\"\n[[list]]\npath = \"/srv/a.md\"\n";
    for (base, feeds, report, list) in [
        (
            "/etc/arxsync",
            "/etc/arxsync/feeds",
            "/etc/arxsync/out",
            "/etc/arxsync/*.md",
        ),
        (
            "../lists [old]",
            "../lists [old]/feeds",
            "../lists [old]/out",
            "../lists [[]old[]]/*.md",
        ),
        (".", "feeds", "out", "*.md"),
        ("", "feeds", "out", "*.md"),
    ] {
        let config = Config::check(text, Path::new("x.toml"), Path::new(base), &env()).unwrap();
        assert_eq!(config.arxiv.feeds, Some(feeds.into()));
        assert_eq!(config.report_dir, Some(report.into()));
        assert_eq!(config.store_dir, Path::new("/srv/state"));
        assert_eq!(config.lists[0].pattern, list);
        assert_eq!(config.lists[1].pattern, "/srv/a.md");
    }
}

#[test]
fn the_state_directory_is_the_nearest_that_is_named() {
    let path = |text: &str| (!text.is_empty()).then(|| PathBuf::from(text));
    for (state, file, systemd, xdg, home, expected) in [
        ("/s", "/f", "/d", "/x", "/h", "/s"),
        ("", "/f", "/d", "/x", "/h", "/f"),
        ("", "", "/d:/e", "/x", "/h", "/d"),
        ("", "", "", "/x", "/h", "/x/arxsync"),
        ("", "", "", "relative", "/h", "/h/.local/state/arxsync"),
        ("", "", "", "", "/h", "/h/.local/state/arxsync"),
    ] {
        let env = Env {
            state: path(state),
            state_directory: path(systemd),
            xdg_state_home: path(xdg),
            xdg_config_home: None,
            home: path(home),
            user: None,
        };
        let text = if file.is_empty() {
            String::new()
        } else {
            format!("store.dir = {file:?}")
        };
        let config = Config::check(&text, Path::new("x.toml"), Path::new(""), &env).unwrap();
        assert_eq!(config.store_dir, Path::new(expected));
    }
    let homeless = Config::defaults(&Env::default()).unwrap_err().to_string();
    assert!(
        homeless.ends_with("name one with --state DIR"),
        "{homeless}"
    );
}

#[test]
fn the_file_is_looked_for_in_order() {
    let dir = tempfile::tempdir().unwrap();
    let (here, user) = (dir.path().join("here"), dir.path().join("user"));
    let env = Env {
        xdg_config_home: Some(user.clone()),
        ..env()
    };
    std::fs::create_dir_all(&here).unwrap();
    std::fs::create_dir_all(user.join("arxsync")).unwrap();
    let source = |explicit: Option<&Path>| load(explicit, &here, &env).unwrap().source;
    assert_eq!(source(None), None);
    let [in_user, in_here, named] = [
        user.join("arxsync/arxsync.toml"),
        here.join("arxsync.toml"),
        dir.path().join("my.toml"),
    ];
    for file in [&in_user, &in_here, &named] {
        std::fs::write(file, "").unwrap();
        let explicit = (file == &named).then_some(file.as_path());
        assert_eq!(source(explicit).as_ref(), Some(file));
    }
    let missing = load(Some(Path::new("no/such.toml")), &here, &env)
        .unwrap_err()
        .to_string();
    assert_eq!(
        missing,
        "cannot read the configuration no/such.toml: there is no such file"
    );
    let folder = load(Some(&here), &here, &env).unwrap_err().to_string();
    assert!(
        folder.starts_with("cannot read the configuration "),
        "{folder}"
    );
}

#[test]
fn the_home_folder_stands_in_the_place_of_a_tilde() {
    let config = check("[[list]]\npath = \"~/a[12].md\"\n[report]\ndir = \"~\"\n");
    assert_eq!(config.lists[0].pattern, "/home/me/a[12].md");
    assert_eq!(config.report_dir.as_deref(), Some(Path::new("/home/me/")));
    assert_eq!(
        check("[[list]]\npath = \"./~/a\"\n").lists[0].pattern,
        "./~/a"
    );
    // Signs in the home's own name are none of the pattern's.
    let env = Env {
        home: Some("/home/m[e]".into()),
        ..Env::default()
    };
    let text = "[[list]]\npath = \"~/*.md\"\n";
    let file = Path::new("arxsync.toml");
    let config = Config::check(text, file, Path::new(""), &env).unwrap();
    assert_eq!(config.lists[0].pattern, "/home/m[[]e[]]/*.md");
    let homeless = Env {
        state: Some("state".into()),
        ..Env::default()
    };
    let error = Config::check(text, file, Path::new(""), &homeless).unwrap_err();
    assert!(error.to_string().contains("$HOME is not set"), "{error}");
}

/// Nobody ever writes into the pipe: a test that hangs here shows what is to be shown.
#[test]
fn what_is_no_file_is_refused_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let at = |name: &str| dir.path().join(name);
    std::fs::create_dir(at("folder")).unwrap();
    let made = std::process::Command::new("mkfifo")
        .arg(at("pipe"))
        .status();
    assert!(made.unwrap().success());
    let huge = std::fs::File::create(at("huge")).unwrap();
    huge.set_len((16 << 20) + 1).unwrap();
    for (path, expected) in [
        (at("folder"), "it is a directory; name the file in it"),
        (at("pipe"), "it is a pipe"),
        ("/dev/zero".into(), "it is a device or a socket"),
        (at("huge"), "it is larger than 16 MiB"),
    ] {
        let error = load(Some(&path), Path::new(""), &env()).unwrap_err();
        let told = error.to_string();
        assert!(told.contains(expected), "{told}");
        assert!(told.contains(path.to_str().unwrap()), "{told}");
    }
}
