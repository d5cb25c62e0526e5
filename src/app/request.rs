//! What is asked of a run: which lists, what it may do to them, and whom it may ask. Data only.

use super::resolve::Sources;
use crate::list::file::Source;
use crate::plan::input::Only;
use crate::report::Mode;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::Duration;

/// What is asked of a run.
#[derive(Clone, Debug)]
pub struct Request {
    /// Files or globs; empty for the lists of the configuration.
    pub lists: Vec<String>,
    /// The list that came on the standard input, which is then the only one.
    pub input: Option<Source>,
    /// What the run may do.
    pub mode: Mode,
    /// Where answers may come from.
    pub sources: Sources,
    /// Restricts the run to some entries.
    pub only: Option<Only>,
    /// The ids of the changes that are made, and no others; `None` where the policy decides.
    pub chosen: Option<BTreeSet<String>>,
    /// Where the change report goes, if anywhere.
    pub report_dir: Option<PathBuf>,
    /// How long it may wait for another run to end.
    pub patience: Duration,
}
