//! The progress bar of long runs, on stderr and only where that is a terminal. Nothing depends on
//! it.

use crate::app::connection::{Progress, Watch};
use crate::report::sanitize;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::time::Duration;

/// A bar that appears with the first request to arXiv.
#[derive(Debug)]
pub struct Bar {
    bar: Option<ProgressBar>,
}

impl Bar {
    /// A bar that is not shown yet.
    pub fn new() -> Self {
        Self { bar: None }
    }

    /// Takes the bar away.
    pub fn clear(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
    }
}

impl Watch for Bar {
    fn tell(&mut self, progress: &Progress<'_>) {
        match progress {
            Progress::Start { count, of } => {
                self.clear();
                self.bar = Some(bar(*count, of));
            }
            Progress::Answered { count } => {
                if let Some(bar) = &self.bar {
                    bar.set_message("");
                    bar.inc(*count as u64);
                }
            }
            Progress::Waiting { wait, why } => {
                if let Some(bar) = &self.bar {
                    bar.set_message(format!(
                        "waiting {} s: {}",
                        wait.as_secs(),
                        sanitize::one_line(why)
                    ));
                }
            }
        }
    }

    /// Who waits for a run at a terminal can end it there.
    fn is_over(&mut self) -> bool {
        false
    }
}

impl Default for Bar {
    fn default() -> Self {
        Self::new()
    }
}

fn bar(count: usize, of: &'static str) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(count as u64), ProgressDrawTarget::stderr());
    let template = format!("asking arXiv {{wide_bar}} {{pos}}/{{len}} {of} {{msg}}");
    if let Ok(style) = ProgressStyle::with_template(&template) {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(500));
    bar
}
