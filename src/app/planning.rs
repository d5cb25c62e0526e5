//! From lists and what is known of their papers to proven plans, with the questions that only a plan can have asked in between.

use super::contact::Progress;
use super::inquire::{self, Inquiries};
use super::resolve::{Resolved, Sources};
use super::sync::Task;
use crate::arxiv::question::{Answer, Answers, Question};
use crate::config::Config;
use crate::plan::input::{Given, List, Only};
use crate::plan::verify::{self, Proven};
use crate::store::Store;
use anyhow::Result;
use std::collections::BTreeSet;

/// What all lists are planned from.
pub(super) struct Planning<'a> {
    pub config: &'a Config,
    pub tasks: &'a [Task],
    pub lists: &'a [List<'a>],
    pub resolved: &'a Resolved,
    pub only: Option<&'a Only>,
}

impl Planning<'_> {
    /// Plans the lists, asks what the plans want to know, and plans those lists again. What is still open then is not asked
    /// in this run.
    pub fn plan(
        &self,
        store: &mut Store,
        sources: Sources,
        progress: &mut dyn FnMut(Progress<'_>),
    ) -> Result<(Vec<Proven>, Inquiries)> {
        let nothing = Answers::new();
        let all = 0..self.tasks.len();
        let mut plans: Vec<Proven> = all.map(|at| self.plan_one(at, &nothing)).collect();
        let questions = plans.iter().flat_map(|p| p.plan.questions.iter().cloned());
        let questions: BTreeSet<Question> = questions.collect();
        let out_of_order = self.resolved.out_of_order.as_deref();
        let inquired = inquire::inquire(
            self.config,
            store,
            &questions,
            sources,
            out_of_order,
            progress,
        )?;
        tell_unanswered(&inquired);
        for (at, proven) in plans.iter_mut().enumerate() {
            if !proven.plan.questions.is_empty() {
                *proven = self.plan_one(at, &inquired.answers);
            }
        }
        Ok((plans, inquired))
    }

    fn plan_one(&self, at: usize, answers: &Answers) -> Proven {
        let given = Given {
            resolutions: &self.resolved.resolutions,
            answers,
            overrides: &self.config.names,
            policy: &self.tasks[at].policy,
            only: self.only,
        };
        verify::plan(&self.lists[at], given)
    }
}

fn tell_unanswered(inquired: &Inquiries) {
    for (question, answer) in &inquired.answers {
        if let Answer::Deferred { why } = answer {
            tracing::info!(?question, why, "not answered");
        }
    }
}
