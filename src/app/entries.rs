//! What is recognised in lists, without asking anybody or touching anything.

use super::bug::{self, Step};
use super::lists;
use super::sync::month;
use crate::clock;
use crate::config::Config;
use crate::list::entry::{Content, Entry, Name};
use crate::list::file::Source;
use crate::plan::input::List;
use crate::plan::links::Named;
use crate::report::LeftOut;
use crate::report::entries::{Recognised, Row};
use anyhow::Result;

/// So many characters of an abstract tell whether it is one.
const FIRST_WORDS: usize = 120;

/// Reads the list that came on the standard input, or lists given as files or globs, else those of
/// the configuration. Those that cannot be read are told apart.
///
/// # Errors
///
/// No list is given, or just one, which cannot be read.
pub fn recognise(
    config: &Config,
    lists: &[String],
    input: Option<&Source>,
) -> Result<(Vec<Recognised>, Vec<LeftOut>)> {
    let now = config.clock.now();
    let month = month(now, clock::behind(now, None));
    let scope = lists::scope(config, None, &|| false);
    let lists = lists::find(config, lists, input, "entries", &scope)?;
    lists.refuse_a_single_bad_one()?;
    let (mut out, mut failed) = (Vec::new(), Vec::new());
    for task in lists.tasks {
        let path = task.source.path.display().to_string();
        let read = bug::of_list(Step::Reading, &task.source, || {
            let list = List::read(&task.source.text, &task.settings.hints, month);
            list.entries.iter().map(|e| row(&list, e)).collect()
        });
        match read {
            Ok(entries) => out.push(Recognised {
                list: path,
                entries,
            }),
            Err(why) => failed.push(LeftOut { path, why }),
        }
    }
    failed.extend(lists.bad.into_iter().map(|bad| bad.told));
    Ok((out, failed))
}

fn row(list: &List<'_>, entry: &Entry) -> Row {
    let field = |name| match &entry.place(&name)?.content {
        Content::Shown { value, .. } => Some(value.text(&list.doc)),
        Content::Hidden | Content::Absent(_) => None,
    };
    let arxiv_id = match list.named(entry, &mut Vec::new()) {
        Named::Paper(paper) => Some(paper.to_string()),
        Named::Nothing(_) => None,
    };
    Row {
        line: list.doc.line(entry.title.span.start),
        layout: entry.layout,
        arxiv_id,
        title: entry.title.text(&list.doc),
        authors: field(Name::Authors),
        abstract_: field(Name::Abstract).map(|text| text.chars().take(FIRST_WORDS).collect()),
    }
}
