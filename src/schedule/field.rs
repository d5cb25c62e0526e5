//! One field of a crontab line → the values that it allows, in the words of the `cron` crate.

use std::collections::BTreeSet;

/// A field: its name, its smallest and largest value, and the names of values, from the smallest
/// one on.
pub(super) struct Field {
    name: &'static str,
    range: (u8, u8),
    names: &'static [&'static str],
}

/// The fields of a line, in order.
pub(super) const FIELDS: [Field; 5] = [
    plain("minute", 0, 59),
    plain("hour", 0, 23),
    plain("day of month", 1, 31),
    Field {
        name: "month",
        range: (1, 12),
        names: &[
            "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
        ],
    },
    Field {
        name: "day of week",
        range: (0, 7),
        names: &DAYS,
    },
];

const DAYS: [&str; 7] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

const fn plain(name: &'static str, first: u8, last: u8) -> Field {
    Field {
        name,
        range: (first, last),
        names: &[],
    }
}

impl Field {
    /// The values of `*`, `5`, `1-5`, `*/10`, `0-30/10`, and lists of these; `*` where all are
    /// allowed.
    pub(super) fn read(&self, text: &str) -> Result<String, String> {
        let mut values = BTreeSet::new();
        for part in text.split(',') {
            let (range, step) = match part.split_once('/') {
                Some((range, step)) => (range, Some(self.number(step)?)),
                None => (part, None),
            };
            let (first, last) = self.ends(range, step.is_some())?;
            let step = usize::from(step.unwrap_or(1));
            if step == 0 {
                return Err(format!("{}: a step of 0 leads nowhere", self.name));
            }
            values.extend((first..=last).step_by(step));
        }
        Ok(self.words(&values))
    }

    /// The ends of a range; an open step (`5/10`) goes on to the largest value.
    fn ends(&self, range: &str, open: bool) -> Result<(u8, u8), String> {
        if range == "*" {
            let last = if self.is_weekday() { 6 } else { self.range.1 };
            return Ok((self.range.0, last));
        }
        let Some((first, last)) = range.split_once('-') else {
            let value = self.value(range)?;
            return Ok((value, if open { self.range.1 } else { value }));
        };
        let (first, last) = (self.value(first)?, self.value(last)?);
        if first > last {
            return Err(format!("{}: {range} runs backwards", self.name));
        }
        Ok((first, last))
    }

    fn value(&self, text: &str) -> Result<u8, String> {
        let lower = text.to_lowercase();
        if let (Some(i), first) = (self.names.iter().position(|n| *n == lower), self.range.0) {
            return Ok(first + u8::try_from(i).unwrap_or_default());
        }
        let value = self.number(text)?;
        let (first, last) = self.range;
        if !(first..=last).contains(&value) {
            let name = self.name;
            return Err(format!(
                "{name}: {value} is out of range; expected {first} to {last}"
            ));
        }
        Ok(value)
    }

    fn number(&self, text: &str) -> Result<u8, String> {
        let is_number = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let number = text.parse().ok().filter(|_| is_number);
        number.ok_or_else(|| {
            let (first, last) = self.range;
            let names = match (self.names.first(), self.names.last()) {
                (Some(a), Some(b)) => format!(" or {a} to {b}"),
                _ => String::new(),
            };
            let name = self.name;
            format!("{name}: {text:?} is no number; expected {first} to {last}{names}")
        })
    }

    fn is_weekday(&self) -> bool {
        self.range == (0, 7)
    }

    /// Days of the week by name, since the crate counts them otherwise; Sunday is 0 and 7.
    fn words(&self, values: &BTreeSet<u8>) -> String {
        let days: BTreeSet<u8> = values.iter().map(|v| v % 7).collect();
        let words: Vec<String> = match self.is_weekday() {
            true if days.len() == 7 => return "*".into(),
            true => days
                .iter()
                .map(|d| DAYS[usize::from(*d)].to_uppercase())
                .collect(),
            false => values.iter().map(u8::to_string).collect(),
        };
        words.join(",")
    }
}
