//! What one HTTP answer means: the feed or record, or what kind of failure it is and what arXiv
//! says about waiting. Pure.
//!
//! Says nothing about what to do next; that is [`super::batches`]. The one rule above all: no
//! failure is ever a word about a paper (`docs/arxiv.md#overload`).

use super::lookup::{Answer, Lookup};
use crate::arxiv::atom;
use crate::arxiv::feed::{Feed, FeedError};
use crate::arxiv::id::{ArxivId, PaperRef};
use crate::arxiv::oai::{self, OaiError};
use crate::clock::LONGEST_WAIT;
use jiff::Timestamp;
use jiff::fmt::rfc2822;
use std::time::Duration;

/// An answer that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What to make of it.
    pub kind: Kind,
    /// What happened, in words.
    pub why: String,
}

/// The kinds of failure that are treated differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// 403: arXiv blocks us. Going on "will be interpreted as an attack" (`docs/arxiv.md#terms`).
    Forbidden,
    /// arXiv calls one of the ids malformed, and answers for none of the others
    /// (`docs/arxiv.md#refused-requests`).
    BadId(PaperRef),
    /// The request will be refused again however often it is repeated.
    Refused,
    /// 500: overload, or one poisoned record among those asked for
    /// (`docs/arxiv.md#poisoned-records`).
    Server,
    /// A sound feed without entries for several ids (`docs/arxiv.md#empty-and-cut-answers`).
    Empty,
    /// No request can leave this machine: a name that does not resolve, no network. Waiting for
    /// minutes is of no use; the next run tries again.
    Unreachable,
    /// Anything that may pass: overload, outage, a broken line.
    Busy {
        /// How long arXiv asks to wait.
        retry_after: Option<Duration>,
    },
}

/// One HTTP answer, as far as it came.
#[derive(Clone, Debug)]
pub struct Reply {
    /// The status code.
    pub status: u16,
    /// The wait that its `Retry-After` names, see [`retry_after`].
    pub retry_after: Option<Duration>,
    /// The whole body after decompression, or why it did not come.
    pub body: Result<Vec<u8>, String>,
}

impl Failure {
    /// A failure on the way, before arXiv said anything.
    pub fn on_the_way(why: String) -> Self {
        let kind = Kind::Busy { retry_after: None };
        Self { kind, why }
    }

    /// A failure before anything was sent, for this reason.
    pub fn unreachable(reason: &str) -> Self {
        Self {
            kind: Kind::Unreachable,
            why: format!(
                "arXiv cannot be reached ({reason}): are you off line, or behind a proxy?"
            ),
        }
    }
}

/// Reads an answer to a request for these papers.
///
/// # Errors
///
/// The answer is not a complete feed that answers this request.
pub fn judge(reply: &Reply, asked: &[PaperRef]) -> Result<Feed, Failure> {
    judge_feed(reply, asked, |feed| feed.answers(asked))
}

fn judge_feed(
    reply: &Reply,
    asked: &[PaperRef],
    fits: impl Fn(&Feed) -> Result<(), FeedError>,
) -> Result<Feed, Failure> {
    let body = body_of(reply)?;
    if !matches!(reply.status, 200 | 400) {
        return Err(refusal(reply));
    }
    match atom::parse(body) {
        Err(FeedError::Api { message, bad_id }) => {
            let named = asked.iter().find(|paper| Some(paper.to_string()) == bad_id);
            let kind = named.cloned().map_or(Kind::Refused, Kind::BadId);
            Err(failure(
                kind,
                format!("arXiv refuses the request: {message}"),
            ))
        }
        _ if reply.status == 400 => Err(refusal(reply)),
        Ok(feed) => match fits(&feed) {
            Ok(()) => Ok(feed),
            Err(error @ FeedError::Empty(_)) => Err(failure(Kind::Empty, error.to_string())),
            Err(error) => Err(busy(reply, error.to_string())),
        },
        Err(error) => Err(busy(reply, error.to_string())),
    }
}

/// Reads an answer to a lookup. What arXiv says of a record that cannot be read is an answer, too:
/// it will not pass.
///
/// # Errors
///
/// The answer is not a complete one to this lookup.
pub fn judge_answer(reply: &Reply, lookup: &Lookup) -> Result<Answer, Failure> {
    match lookup {
        Lookup::Raw(id) => judge_record(reply, id),
        Lookup::Search(_) => {
            let feed = judge_feed(reply, &[], Feed::answers_search)?;
            let nothing_else = feed.papers.is_empty();
            let damaged = feed.damaged.first().filter(|_| nothing_else);
            Ok(match damaged {
                Some(damaged) => Answer::Deferred {
                    why: format!("arXiv's record is damaged: {}", damaged.why),
                },
                None => Answer::Papers(feed.papers),
            })
        }
    }
}

fn judge_record(reply: &Reply, id: &ArxivId) -> Result<Answer, Failure> {
    let body = body_of(reply)?;
    if reply.status != 200 {
        return Err(refusal(reply));
    }
    match oai::parse(body, id) {
        Ok(record) => Ok(Answer::Raw(record)),
        Err(error @ OaiError::Damaged(_)) => Ok(Answer::Deferred {
            why: error.to_string(),
        }),
        Err(error @ OaiError::Refused { .. }) => Err(failure(Kind::Refused, error.to_string())),
        Err(error) => Err(busy(reply, error.to_string())),
    }
}

fn failure(kind: Kind, why: String) -> Failure {
    Failure { kind, why }
}

fn busy(reply: &Reply, why: String) -> Failure {
    let retry_after = reply.retry_after;
    failure(Kind::Busy { retry_after }, why)
}

/// The body, where it is worth reading.
fn body_of(reply: &Reply) -> Result<&[u8], Failure> {
    let status = reply.status;
    if status == 403 {
        let why = "arXiv refuses this client (HTTP 403)".to_owned();
        return Err(failure(Kind::Forbidden, why));
    }
    let body = reply.body.as_deref();
    let body = body.map_err(|why| busy(reply, format!("HTTP {status}, then {why}")))?;
    if body.trim_ascii_start().starts_with(b"Rate exceeded") {
        let why = format!("arXiv is overloaded (HTTP {status}, `Rate exceeded`)");
        return Err(busy(reply, why));
    }
    Ok(body)
}

/// What a status other than 200 says.
fn refusal(reply: &Reply) -> Failure {
    let status = reply.status;
    match status {
        500 => failure(Kind::Server, "arXiv's server failed (HTTP 500)".to_owned()),
        // 406 is the CDN's way to say "not now" (`docs/arxiv.md#the-edge`).
        406 | 408 | 425 | 429 => busy(reply, format!("arXiv is overloaded (HTTP {status})")),
        400..500 => failure(
            Kind::Refused,
            format!("arXiv refuses the request (HTTP {status})"),
        ),
        300..400 => busy(
            reply,
            format!("a redirect elsewhere was not followed (HTTP {status})"),
        ),
        _ => busy(reply, format!("arXiv is out of order (HTTP {status})")),
    }
}

/// Reads a `Retry-After` header: seconds, or an HTTP date. Zero, the past and garbage say nothing;
/// arXiv's CDN sends `0` with its outages (`docs/arxiv.md#overload`). More than a day is a slip, or
/// our clock is behind the date: tomorrow arXiv is asked again, and may say so again.
pub fn retry_after(value: &str, now: Timestamp) -> Option<Duration> {
    let value = value.trim();
    let wait = if !value.is_empty() && value.bytes().all(|b| b.is_ascii_digit()) {
        // A number too large to be read asks for a very long wait, not for none.
        Duration::from_secs(value.parse().unwrap_or(u64::MAX))
    } else {
        Duration::try_from(date(value)?.duration_since(now)).ok()?
    };
    let longest = Duration::try_from(LONGEST_WAIT).unwrap_or(wait);
    (!wait.is_zero()).then_some(wait.min(longest))
}

/// Reads an HTTP date.
pub fn date(value: &str) -> Option<Timestamp> {
    let parser = rfc2822::DateTimeParser::new();
    parser.parse_timestamp(value.trim()).ok()
}

/// How long to wait before the next request may start: the interval, counted from the end of the
/// last answer.
///
/// Takes wall-clock times in milliseconds since 1970, as the last answer may be another process's.
/// A clock that was set back cannot make the wait longer than the interval. Both times are rounded
/// down, so that the last millisecond may not have passed.
pub fn pause(now_ms: i64, last_answer_ms: i64, interval: Duration) -> Duration {
    let passed = u64::try_from(now_ms.saturating_sub(last_answer_ms)).unwrap_or(0);
    interval.saturating_sub(Duration::from_millis(passed.saturating_sub(1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::constant(1_700_000_000, 0);

    #[test]
    fn retry_after_is_seconds_or_a_date_in_the_future() {
        let check = |value: &str, expected: Option<u64>| {
            let expected = expected.map(Duration::from_secs);
            assert_eq!(retry_after(value, NOW), expected, "{value}");
        };
        check("120", Some(120));
        check(" 7 ", Some(7));
        const DAY: u64 = 24 * 3600;
        check("86399", Some(DAY - 1));
        check("315360000", Some(DAY));
        check("9223372036854775807", Some(DAY));
        check("99999999999999999999999", Some(DAY));
        check("Mon, 14 Nov 2033 22:13:20 GMT", Some(DAY));
        check("Tue, 14 Nov 2023 22:14:20 GMT", Some(60));
        for value in [
            "",
            "0",
            "-5",
            "1.5",
            "soon",
            "Tue, 14 Nov 2023 22:13:20 GMT",
            "Wed, 21 Oct 2015 07:28:00 GMT",
        ] {
            check(value, None);
        }
    }

    #[test]
    fn the_pace_counts_from_the_last_answer() {
        let check = |now: i64, last: i64, expected: u64| {
            let wait = pause(now, last, Duration::from_secs(3));
            assert_eq!(wait, Duration::from_millis(expected), "{now} {last}");
        };
        check(10_000, 10_000, 3000);
        check(11_000, 10_000, 2001);
        check(13_000, 10_000, 1);
        check(13_001, 10_000, 0);
        check(i64::MAX, i64::MIN, 0);
        check(10_000, 9_000_000, 3000);
    }

    fn check(status: u16, body: Result<&str, &str>, expected: &Result<(), Kind>) {
        let asked = ["2101.00001", "2101.00002"].map(|id| PaperRef::parse(id).unwrap());
        let body = body.map(|b| b.as_bytes().to_vec()).map_err(str::to_owned);
        let reply = Reply {
            status,
            retry_after: Some(Duration::from_secs(9)),
            body,
        };
        let kind = judge(&reply, &asked)
            .map(|_| ())
            .map_err(|failure| failure.kind);
        assert_eq!(&kind, expected, "{reply:?}");
    }

    fn busy() -> Result<(), Kind> {
        Err(Kind::Busy {
            retry_after: Some(Duration::from_secs(9)),
        })
    }

    fn feed(entries: &str) -> String {
        format!("<feed xmlns='http://www.w3.org/2005/Atom'>{entries}</feed>")
    }

    fn sound(id: &str) -> String {
        feed(&format!(
            "<entry><id>http://arxiv.org/abs/{id}</id><title>T</title></entry>"
        ))
    }

    fn error(why: &str) -> String {
        let id = "<id>https://arxiv.org/api/errors#x</id>";
        feed(&format!(
            "<entry>{id}<title>Error</title><summary>{why}</summary></entry>"
        ))
    }

    #[test]
    fn sound_feeds_are_answers_and_what_may_pass_is_busy() {
        check(200, Ok(&sound("2101.00002v1")), &Ok(()));
        check(200, Ok(&feed("")), &Err(Kind::Empty));
        check(200, Ok(&sound("2101.00003v1")), &busy());
        for body in [
            "",
            "Rate exceeded.",
            "<html></html>",
            "\0<<<",
            "<feed xmlns='http://www.w3.org/2005/Atom'>",
        ] {
            check(200, Ok(body), &busy());
        }
        for status in [400, 500] {
            check(status, Ok("Rate exceeded."), &busy());
        }
        for status in [204, 302, 406, 408, 429, 502, 503, 504] {
            check(status, Ok(&sound("2101.00002v1")), &busy());
        }
        check(200, Err("the line broke"), &busy());
    }

    #[test]
    fn refusals_say_what_is_refused() {
        let bad = error("incorrect id format for 2101.00002");
        let named = || Err(Kind::BadId(PaperRef::parse("2101.00002").unwrap()));
        check(400, Ok(&bad), &named());
        check(200, Ok(&bad), &named());
        check(
            400,
            Ok(&error("incorrect id format for abc")),
            &Err(Kind::Refused),
        );
        check(
            400,
            Ok("<html>Request Line is too large</html>"),
            &Err(Kind::Refused),
        );
        check(404, Ok(""), &Err(Kind::Refused));
        check(500, Ok(&error("internal server error")), &Err(Kind::Server));
        check(403, Ok("<html>Access Denied</html>"), &Err(Kind::Forbidden));
        check(403, Err("the line broke"), &Err(Kind::Forbidden));
    }
}
