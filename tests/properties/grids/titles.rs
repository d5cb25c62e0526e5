//! Titles beside arXiv's, changed at every word.

use super::{Grid, misspelt};
use arxsync::list::entry::Writing;
use arxsync::list::field;
use arxsync::plan::title::{Likeness, Title, compare, shares_nothing};

const TITLES: &[&str] = &[
    "Seeing Bees: A Study of Motion in Large Hives",
    "Counting Bees",
    "Bees",
    "BeeNet-2: Fast and Robust Counting of Flying Insects, with 3D Models",
    "Is Honey Sweet? On the Taste of Bees - A Survey (Extended Version)",
    "Attention $\\alpha$-Hives: $O(n^2)$ Bees, C++ and {\\em More}",
    "Hives, Part II: The Poincar\\'e Map of Auto-Encoding Bees",
];

fn signs(arxiv: &str, listed: &[String]) -> String {
    let theirs = Title::of(&field::plain(arxiv));
    let sign = |listed: &String| {
        let ours = Title::of(&field::read(listed, 0..listed.len(), Writing::Markdown));
        let apart = shares_nothing(&ours, &theirs);
        let is = match compare(&ours, &theirs) {
            Likeness::Same => 'S',
            Likeness::Slips => 's',
            Likeness::Similar => '~',
            Likeness::Different if apart => 'x',
            Likeness::Different => 'D',
        };
        assert!(
            is == 'x' || is == 'D' || !apart || ours.words().is_empty(),
            "{listed}"
        );
        is
    };
    listed.iter().map(sign).collect()
}

/// Words, and which of them is to be changed.
type Change = fn(&mut Vec<String>, usize);

const CHANGES: &[(&str, Change)] = &[
    ("as it is", |_, _| ()),
    ("word missing", |w, i| drop(w.remove(i))),
    ("misspelt", |w, i| w[i] = misspelt(&w[i])),
    ("last letter missing", |w, i| {
        w[i].pop();
    }),
    ("other word", |w, i| "Zebra".clone_into(&mut w[i])),
    ("other number", |w, i| "7".clone_into(&mut w[i])),
    ("word more", |w, i| w.insert(i, "Zebra".into())),
    ("not", |w, i| w.insert(i, "not".into())),
    ("doubled", |w, i| w.insert(i, w[i].clone())),
    ("swapped", |w, i| w.swap(i, i.saturating_sub(1))),
    ("cut", |w, i| w.truncate(i + 1)),
    ("begins later", |w, i| drop(w.drain(..i))),
    ("capitals", |w, i| w[i] = w[i].to_uppercase()),
    ("bold", |w, i| w[i] = format!("**{}**", w[i])),
    ("colon behind", |w, i| w[i].push(':')),
    ("stop behind", |w, i| w[i].push('.')),
    ("dash before", |w, i| w.insert(i, "-".into())),
    ("line before", |w, i| w[i].insert(0, '\n')),
    ("bar before", |w, i| w.insert(i, "|".into())),
    ("bracket from", |w, i| {
        w[i].insert(0, '(');
        w.last_mut().unwrap().push(')');
    }),
    ("link to", |w, i| {
        w[0].insert(0, '[');
        w[i].push_str("](https://example.org)");
    }),
    ("joined", |w, i| {
        let word = w[i].clone();
        if i > 0 {
            w.remove(i);
            w[i - 1].push_str(&word);
        }
    }),
];

const AROUND: &[&str] = &[
    "{}",
    "{}.",
    "**{}**",
    "\"{}\"",
    "[{}](https://example.org)",
    "3. {}",
    "[3] {}",
    "(3) {}",
    "12: {}",
    "🐝 {}",
    "[ICML 2024] {}",
    "ICML'24 | {}",
    "[2024/01] {}",
    "2024-01-02 {}",
    "BEE: {}",
    "Bee-Net 2: {}",
    "The Bee Net: {}",
    "A Very Long Nickname of Bees: {}",
    "(BEE) {}",
    "{} (BEE)",
    "{} [BEE]",
    "{} (ICML 2024, oral)",
    "{} - ICML 2024",
    "{}, ICML 2024",
    "{} | [code](https://example.org)",
    "{}\nAda Abel, Bo Bell",
    "{} II",
    "{} 2",
    "{} 2.0",
    "{}: Part II",
    "{} (Part II)",
    "{} v2",
    "{} Revisited",
    "{}: A Survey",
    "{}?",
    "Re: {}",
    "On {}",
    "Not {}",
    "Towards {}",
    "Ada Abel. {}",
    "Abel et al. (2024). {}",
    "Abel, A., Bell, B. {}. ICML",
    "Paper: {}",
    "Title: {}",
    "arXiv:2101.00001 {}",
    "{} arXiv:2101.00001",
    "{} {}",
];

#[test]
fn titles() {
    let mut grid = Grid::default();
    for title in TITLES {
        grid.title(title);
        let words: Vec<String> = title.split(' ').map(str::to_owned).collect();
        for (name, change) in CHANGES {
            let one = |i: usize| {
                let mut listed = words.clone();
                change(&mut listed, i);
                listed.join(" ")
            };
            let listed: Vec<String> = (0..words.len()).map(one).collect();
            grid.line(&format!("{name}: {}", signs(title, &listed)));
        }
        for around in AROUND {
            let listed = around.replace("{}", title);
            grid.line(&format!("{around:?}: {}", signs(title, &[listed])));
        }
        let others: Vec<String> = TITLES.iter().map(|&t| t.to_owned()).collect();
        grid.line(&format!("the others: {}", signs(title, &others)));
    }
    grid.check("titles.txt");
}
