//! What a service needs to know: when it runs, how it logs, whom it tells, how long it keeps
//! things. Raw values → checked ones.

use super::check::{Checked, Checker};
use super::raw::{Raw, RawAlerts, RawDaemon, RawKeep, RawLog, Text};
use super::{AlertConfig, DaemonConfig, KeepConfig, LogFormat};
use crate::schedule::Schedule;
use jiff::tz::TimeZone;
use std::time::Duration;
use toml::Spanned;
use url::Url;

/// Once a night, and not on the hour, when everybody comes.
const SCHEDULE: &str = "17 4 * * *";
const RANDOM_DELAY: Duration = Duration::from_secs(600);
const DAY: Duration = Duration::from_secs(24 * 3600);

impl Checker<'_> {
    /// The time zone in which all schedules count.
    pub(super) fn zone(&self, raw: &Raw) -> Checked<TimeZone> {
        let Some(name) = &raw.daemon.timezone else {
            return Ok(TimeZone::UTC);
        };
        TimeZone::get(name.get_ref()).map_err(|_| {
            let problem = format!(
                "{:?} is no time zone of this machine; expected a name like \"UTC\" or \"Europe/Berlin\"",
                name.get_ref()
            );
            self.wrong(name.span(), "daemon.timezone", problem)
        })
    }

    pub(super) fn daemon(&self, raw: &RawDaemon, zone: &TimeZone) -> Checked<DaemonConfig> {
        let schedule = match self.schedule("daemon.schedule", &raw.schedule, zone)? {
            Some(schedule) => schedule,
            None => Schedule::parse(SCHEDULE, zone.clone())
                .map_err(|problem| self.wrong(0..0, "daemon.schedule", problem))?,
        };
        Ok(DaemonConfig {
            schedule,
            random_delay: self.duration("daemon.random_delay", &raw.random_delay, RANDOM_DELAY)?,
        })
    }

    /// A crontab line.
    pub(super) fn schedule(
        &self,
        key: &str,
        text: &Text,
        zone: &TimeZone,
    ) -> Checked<Option<Schedule>> {
        let Some(line) = text else { return Ok(None) };
        let schedule = Schedule::parse(line.get_ref(), zone.clone());
        schedule
            .map(Some)
            .map_err(|problem| self.wrong(line.span(), key, problem))
    }

    pub(super) fn log(&self, raw: &RawLog) -> Checked<LogFormat> {
        let Some(format) = &raw.format else {
            return Ok(LogFormat::default());
        };
        match format.get_ref().as_str() {
            "text" => Ok(LogFormat::Text),
            "json" => Ok(LogFormat::Json),
            other => {
                let problem = format!("{other:?} is no format; expected \"text\" or \"json\"");
                Err(self.wrong(format.span(), "log.format", problem))
            }
        }
    }

    pub(super) fn alerts(&self, raw: &RawAlerts) -> Checked<AlertConfig> {
        Ok(AlertConfig {
            ping_url: self.hook("alerts.ping_url", &raw.ping_url)?,
            webhook: self.hook("alerts.webhook", &raw.webhook)?,
            after: self.count("alerts.after", raw.after.as_ref(), 3, 1000)?,
        })
    }

    /// A number from 1 on.
    fn count(
        &self,
        key: &str,
        given: Option<&Spanned<i64>>,
        default: u32,
        most: u32,
    ) -> Checked<u32> {
        let Some(given) = given else {
            return Ok(default);
        };
        let count = u32::try_from(*given.get_ref()).ok();
        count.filter(|n| (1..=most).contains(n)).ok_or_else(|| {
            let problem = format!("{} is out of range; expected 1 to {most}", given.get_ref());
            self.wrong(given.span(), key, problem)
        })
    }

    /// An address that is told something. It may hold a secret, so no message shows it.
    fn hook(&self, key: &str, text: &Text) -> Checked<Option<Url>> {
        let Some(text) = text else { return Ok(None) };
        let url = Url::parse(text.get_ref()).ok();
        let url = url.filter(super::check::is_safe);
        url.map(Some).ok_or_else(|| {
            let problem =
                "is no address that may be told: expected https://, or http:// on a loopback host";
            self.wrong(text.span(), key, problem.to_owned())
        })
    }

    pub(super) fn keep(&self, raw: &RawKeep) -> Checked<KeepConfig> {
        Ok(KeepConfig {
            reports: self.timeout("keep.reports", &raw.reports, 180 * DAY)?,
            max_reports: self
                .count(
                    "keep.max_reports",
                    raw.max_reports.as_ref(),
                    2000,
                    1_000_000,
                )?
                .try_into()
                .unwrap_or(usize::MAX),
            runs: self.timeout("keep.runs", &raw.runs, 365 * DAY)?,
            papers: self.timeout("keep.papers", &raw.papers, 180 * DAY)?,
        })
    }
}
