//! The progress bar of long runs, on stderr and only where that is a terminal. Nothing depends on it.

use crate::app::resolve::Progress;
use crate::report::safe;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::time::Duration;

/// A bar that appears with the first question to arXiv.
#[derive(Debug)]
pub struct Bar {
    bar: Option<ProgressBar>,
}

impl Bar {
    /// A bar that is not shown yet.
    pub fn new() -> Self {
        Self { bar: None }
    }

    /// Shows how far the run has come.
    pub fn show(&mut self, progress: &Progress<'_>) {
        match progress {
            Progress::Start { papers } => self.bar = Some(bar(*papers)),
            Progress::Answered { papers } => {
                if let Some(bar) = &self.bar {
                    bar.set_message("");
                    bar.inc(*papers as u64);
                }
            }
            Progress::Waiting { wait, why } => {
                if let Some(bar) = &self.bar {
                    bar.set_message(format!(
                        "waiting {} s: {}",
                        wait.as_secs(),
                        safe::one_line(why)
                    ));
                }
            }
        }
    }

    /// Takes the bar away.
    pub fn clear(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
    }
}

impl Default for Bar {
    fn default() -> Self {
        Self::new()
    }
}

fn bar(papers: usize) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(papers as u64), ProgressDrawTarget::stderr());
    if let Ok(style) =
        ProgressStyle::with_template("asking arXiv {wide_bar} {pos}/{len} papers {msg}")
    {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(500));
    bar
}
