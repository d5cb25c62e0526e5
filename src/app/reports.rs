//! The folder of change reports: what a run writes there, under which names, and an earlier run's
//! report read back.

use super::memory::list_name;
use crate::config::Config;
use crate::report::links::Links;
use crate::report::markdown::{Shape, is_report, markdown};
use crate::report::{self, Format, Run, Written, html, items, json, saved};
use anyhow::{Context as _, Result, bail};
use std::collections::BTreeMap;
use std::fs::{self, Permissions};
use std::io::{self, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Component, Path, PathBuf};

/// Reports are written last; that they cannot be is better known before a list is. Leaves no trace:
/// the file it tries has no name.
///
/// # Errors
///
/// The folder can be neither written to nor made.
pub(super) fn check(dir: &Path) -> Result<()> {
    let here = Path::new(".");
    let named = |d: &&Path| !d.as_os_str().is_empty() && d.exists();
    let existing = dir.ancestors().find(named).unwrap_or(here);
    if !existing.is_dir() {
        bail!(
            "cannot write reports to {}: it is no directory; name one with --report DIR or [report] dir",
            existing.display()
        );
    }
    if let Err(error) = tempfile::tempfile_in(existing) {
        bail!(
            "cannot write reports to {}: {error}; make it writable (under systemd: `ReadWritePaths=`), or name another folder with --report DIR or [report] dir",
            existing.display()
        );
    }
    Ok(())
}

/// Writes the report of a run, where it has something new to tell: one that says the same every
/// night is not read when it says something else. `reals` are the real paths of its lists.
///
/// # Errors
///
/// The folder cannot be written to.
pub(super) fn write(config: &Config, dir: &Path, run: &Run, reals: &[&Path]) -> Result<Written> {
    if !items::is_news(run) {
        tracing::info!("nothing new: no report was written");
        return Ok(Written::NothingNew);
    }
    let context = || format!("cannot write the report to {}", dir.display());
    let links = links(config, dir, run, reals);
    let first = put_all(config, dir, run, &links).with_context(context)?;
    tracing::info!(report = ?first, "wrote the report");
    Ok(Written::At(first.display().to_string()))
}

/// Writes all forms; where the first lies.
fn put_all(config: &Config, dir: &Path, run: &Run, links: &Links) -> io::Result<PathBuf> {
    fs::create_dir_all(dir)?;
    let mut first = None;
    for name in &config.report.formats {
        let Some(format) = Format::from_name(name) else {
            continue;
        };
        let text = text(run, format, links, None);
        let path = dir.join(report::file_name(run, format));
        put(&path, &text, config.report.mode)?;
        put_latest(dir, format, &text, config.report.mode)?;
        first.get_or_insert(path);
    }
    Ok(first.unwrap_or_else(|| dir.to_owned()))
}

/// The report in a form, at most `limit` characters long where the form can be cut.
fn text(run: &Run, format: Format, links: &Links, limit: Option<usize>) -> String {
    match format {
        Format::Markdown => {
            let usual = Shape::default().limit;
            let shape = Shape {
                links: links.clone(),
                limit: limit.unwrap_or(usual),
            };
            markdown(run, &shape)
        }
        Format::Json => json::json(run),
        Format::Html => html::html(run, links),
    }
}

/// Writes a file in one step.
fn put(path: &Path, text: &str, mode: Option<u32>) -> io::Result<()> {
    let dir = path.parent().unwrap_or(Path::new(""));
    let dir = match dir.as_os_str().is_empty() {
        true => Path::new("."),
        false => dir,
    };
    // A temporary file is its maker's alone, and a report is for others; the umask has its say.
    let all = Permissions::from_mode(0o666);
    let mut temp = tempfile::Builder::new().permissions(all).tempfile_in(dir)?;
    temp.write_all(text.as_bytes())?;
    if let Some(mode) = mode {
        temp.as_file()
            .set_permissions(Permissions::from_mode(mode))?;
    }
    temp.persist(path)?;
    Ok(())
}

/// Puts a copy where the newest report is looked for. What somebody else put there stays.
fn put_latest(dir: &Path, format: Format, text: &str, mode: Option<u32>) -> io::Result<()> {
    let path = dir.join(report::latest_name(format));
    let is_ours = match fs::read_to_string(&path) {
        Ok(found) => is_ours(format, &found),
        Err(error) => error.kind() == io::ErrorKind::NotFound,
    };
    if is_ours {
        return put(&path, text, mode);
    }
    tracing::warn!(?path, "left as it is: this is no report of arxsync's");
    Ok(())
}

fn is_ours(format: Format, text: &str) -> bool {
    match format {
        Format::Markdown => is_report(text),
        Format::Json => text.starts_with("{\"schema\":1,\"run\":{"),
        Format::Html => html::is_page(text),
    }
}

/// Where the links of a report in this folder lead.
fn links(config: &Config, dir: &Path, run: &Run, reals: &[&Path]) -> Links {
    let template = config.report.link.clone();
    let target = |path: &str, real: &Path| match template {
        Some(_) => list_name(config, real),
        None => relative(dir, Path::new(path)),
    };
    let lists = run.lists.iter().zip(reals);
    let paths = lists.map(|(list, real)| (list.path.clone(), target(&list.path, real)));
    Links {
        paths: paths.collect(),
        template,
    }
}

/// The way from a folder to a file, where both count from the same place.
fn relative(dir: &Path, file: &Path) -> String {
    let whole = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| whole(path));
    // The file's own name stays: what it leads to lies elsewhere.
    let folder = real(whole(file).parent().unwrap_or(Path::new("/")));
    let (dir, file) = (real(dir), folder.join(file.file_name().unwrap_or_default()));
    let (from, to): (Vec<Component<'_>>, Vec<Component<'_>>) =
        (dir.components().collect(), file.components().collect());
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let mut way = PathBuf::new();
    way.extend(from[shared..].iter().map(|_| ".."));
    way.extend(&to[shared..]);
    way.display().to_string()
}

/// A report of an earlier run, made again.
#[derive(Debug)]
pub enum Again {
    /// In a form that has a text of its own.
    Text(String),
    /// To be shown on a terminal.
    Run(Box<Run>),
}

/// Which report is wanted, and how.
#[derive(Debug)]
pub struct Wanted<'a> {
    /// A run's id, or the path of its JSON report; else the newest of the folder.
    pub of: Option<&'a str>,
    /// The form; else as on a terminal.
    pub format: Option<Format>,
    /// At most so many characters, of forms that can be cut.
    pub limit: Option<usize>,
}

/// Makes the report of an earlier run again, from its JSON.
///
/// # Errors
///
/// There is no such report, or it is none that can be read.
pub fn again(config: &Config, wanted: &Wanted<'_>) -> Result<Again> {
    let path = find(config, wanted.of)?;
    let shown = path.display();
    let text_of = fs::read_to_string(&path).with_context(|| {
        format!("cannot read the report {shown}; name a run, or its JSON report")
    })?;
    let run = saved::run(&text_of).map_err(|why| {
        anyhow::anyhow!(
            "{shown} is no JSON report of arxsync's: {why}; name a run, or its JSON report"
        )
    })?;
    let Some(format) = wanted.format else {
        return Ok(Again::Run(Box::new(run)));
    };
    if format == Format::Json {
        return Ok(Again::Text(text_of));
    }
    let links = Links {
        template: config.report.link.clone(),
        paths: BTreeMap::new(),
    };
    Ok(Again::Text(text(&run, format, &links, wanted.limit)))
}

/// The JSON report that is meant.
fn find(config: &Config, of: Option<&str>) -> Result<PathBuf> {
    let is_run = |of: &str| of.len() >= 8 && of.chars().all(|c| c.is_ascii_hexdigit() || c == '-');
    if let Some(of) = of.filter(|of| Path::new(of).exists() || !is_run(of)) {
        return Ok(PathBuf::from(of));
    }
    let Some(dir) = &config.report_dir else {
        bail!("no folder of reports is known: set [report] dir, or name a JSON report");
    };
    let Some(run) = of else {
        let latest = dir.join(report::latest_name(Format::Json));
        if !latest.exists() {
            bail!(
                "there is no {}: no run has written a JSON report yet; see [report] formats, or name a JSON report",
                latest.display()
            );
        }
        return Ok(latest);
    };
    let mut found = of_run(dir, run)
        .with_context(|| format!("cannot read the folder of reports {}", dir.display()))?;
    match (found.pop(), found.is_empty()) {
        (Some(path), true) => Ok(path),
        (Some(_), false) => bail!("several runs begin with {run}; give more of the id"),
        (None, _) => bail!(
            "there is no JSON report of the run {run} in {}: it had nothing new to tell, or its report is gone; `arxsync history` lists the runs",
            dir.display()
        ),
    }
}

/// The JSON reports of the runs whose id begins so.
fn of_run(dir: &Path, run: &str) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for item in fs::read_dir(dir)? {
        let item = item?;
        let name = item.file_name();
        let name = name.to_string_lossy();
        let id = report::run_of(&name).is_some_and(|id| id.starts_with(run));
        if id && name.ends_with(".json") {
            found.push(item.path());
        }
    }
    found.sort();
    Ok(found)
}
