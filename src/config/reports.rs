//! How change reports are to be written. Raw values → checked ones.

use super::check::{Checked, Checker};
use super::raw::{RawReport, Text, Words};
use super::{FORMATS, ReportConfig};

/// The forms that are written where none is named.
const USUAL: [&str; 2] = ["markdown", "json"];

impl Checker<'_> {
    pub(super) fn report(&self, raw: &RawReport) -> Checked<ReportConfig> {
        Ok(ReportConfig {
            formats: self.formats(&raw.formats)?,
            link: self.link(&raw.link)?,
            mode: self.mode(&raw.mode)?,
        })
    }

    fn formats(&self, words: &Words) -> Checked<Vec<&'static str>> {
        let Some(given) = words else {
            return Ok(USUAL.to_vec());
        };
        let key = "report.formats";
        let expected = FORMATS.map(|name| format!("{name:?}")).join(", ");
        let names = given.get_ref().words();
        if names.is_empty() {
            let problem = format!("is empty; expected some of {expected}");
            return Err(self.wrong(given.span(), key, problem));
        }
        if let Some(name) = names.iter().find(|name| !FORMATS.contains(&name.as_str())) {
            let problem = format!("{name:?} is no form of a report; expected some of {expected}");
            return Err(self.wrong(given.span(), key, problem));
        }
        let is_named = |known: &&str| names.iter().any(|name| name == known);
        Ok(FORMATS
            .into_iter()
            .filter(|known| is_named(known))
            .collect())
    }

    fn link(&self, text: &Text) -> Checked<Option<String>> {
        let Some(text) = text else { return Ok(None) };
        let link = text.get_ref();
        let is_web = link.starts_with("https://") || link.starts_with("http://");
        // What a page could take for more than an address.
        let is_sound = link
            .chars()
            .all(|c| c.is_ascii_graphic() && !"<>\"()[]`\\".contains(c));
        if is_web && is_sound && link.contains("{path}") {
            return Ok(Some(link.clone()));
        }
        let problem = format!(
            "{link:?} is no address of a list's line; expected one like \"https://github.com/o/r/blob/main/{{path}}?plain=1#L{{line}}\""
        );
        Err(self.wrong(text.span(), "report.link", problem))
    }

    fn mode(&self, text: &Text) -> Checked<Option<u32>> {
        let Some(text) = text else { return Ok(None) };
        let mode = u32::from_str_radix(text.get_ref(), 8).ok();
        // Whoever writes a report has to be able to read and replace it.
        let mode = mode.filter(|mode| *mode <= 0o777 && mode & 0o600 == 0o600);
        mode.map(Some).ok_or_else(|| {
            let problem = format!(
                "{:?} is no mode of a file; expected an octal number from \"0600\" to \"0777\", like \"0644\"",
                text.get_ref()
            );
            self.wrong(text.span(), "report.mode", problem)
        })
    }
}
