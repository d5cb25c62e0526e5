//! What tests of plans have to know before they can plan: nothing, but what they say.

use super::input::{Given, Resolutions};
use super::known::Known;
use super::memory::Memory;
use super::policy::Policy;
use crate::arxiv::lookup::Answers;
use crate::text::names::overrides::Overrides;

/// Hands out what is given where these papers are known, and nothing else.
pub(super) fn with_papers<T>(resolutions: &Resolutions, plan: impl FnOnce(Given<'_>) -> T) -> T {
    plan(Given {
        resolutions,
        answers: &Answers::new(),
        overrides: &Overrides::default(),
        known: &Known::of(resolutions),
        policy: &Policy::default(),
        memory: &Memory::default(),
        only: None,
        is_over: &|| false,
    })
}
