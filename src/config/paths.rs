//! Paths and patterns: relative ones count from the configuration's folder, `~/` from the home
//! folder.

use super::check::{Checked, Checker};
use super::raw::Text;
use crate::list::pattern;
use std::path::{Path, PathBuf};
use toml::Spanned;

impl Checker<'_> {
    pub(super) fn dir(&self, key: &str, text: &Text) -> Checked<Option<PathBuf>> {
        let Some(text) = text else { return Ok(None) };
        self.plain(key, text)?;
        Ok(Some(match self.below_home(key, text)? {
            Some((home, rest)) => home.join(rest),
            None => self.base.join(text.get_ref()),
        }))
    }

    /// A pattern. The folder that it counts from is none, whatever its name.
    pub(super) fn pattern(&self, key: &str, text: &Spanned<String>) -> Checked<String> {
        self.plain(key, text)?;
        let path = text.get_ref();
        if let Err(error) = pattern::parse(path) {
            let problem = format!("{path:?} is no glob pattern: {error}");
            return Err(self.wrong(text.span(), key, problem));
        }
        let (base, rest) = match self.below_home(key, text)? {
            Some(below) => below,
            None if self.base.as_os_str().is_empty() || Path::new(path).is_absolute() => {
                return Ok(path.to_owned());
            }
            None => (self.base, path.as_str()),
        };
        let base = pattern::escape(&base.to_string_lossy());
        let joined = Path::new(&base).join(rest);
        Ok(joined.to_string_lossy().into_owned())
    }

    /// The home folder, and what is behind `~/`. Nobody else's home is known here.
    fn below_home<'t>(
        &self,
        key: &str,
        text: &'t Spanned<String>,
    ) -> Checked<Option<(&Path, &'t str)>> {
        let path = text.get_ref();
        let Some(rest) = path.strip_prefix('~') else {
            return Ok(None);
        };
        let problem = match (rest.strip_prefix('/'), self.home) {
            (Some(rest), Some(home)) => return Ok(Some((home, rest.trim_start_matches('/')))),
            (None, Some(home)) if rest.is_empty() => return Ok(Some((home, ""))),
            (None, _) if !rest.is_empty() => {
                "only `~/` is known, your own home folder; write the path in full, or `./~…` for a name that begins so"
            }
            _ => "$HOME is not set, which `~` stands for; write the path in full",
        };
        Err(self.wrong(text.span(), key, format!("{path:?}: {problem}")))
    }

    /// Refuses paths that are empty or would break a line wherever they are shown.
    fn plain(&self, key: &str, text: &Spanned<String>) -> Checked<()> {
        let found = text.get_ref();
        let problem = if found.is_empty() {
            "is empty; expected a path".to_owned()
        } else if found.contains(char::is_control) {
            format!("{found:?} holds a control character; expected a path on one line")
        } else {
            return Ok(());
        };
        Err(self.wrong(text.span(), key, problem))
    }
}
