//! Figures for Prometheus, in its text format: few series, base units, and no text from outside in
//! a label.

/// One figure: its name, what it means, whether it only grows, and its values with their labels.
pub struct Metric<'a> {
    /// Without the prefix `arxsync_`.
    pub name: &'static str,
    /// For people.
    pub help: &'static str,
    /// Whether it only grows.
    pub is_counter: bool,
    /// What it is now.
    pub values: Values<'a>,
}

/// A value, or one for each value of a label.
pub enum Values<'a> {
    /// One value, if it is known.
    One(Option<f64>),
    /// A label, and a value for each of its values.
    By(&'static str, Vec<(&'a str, u32)>),
}

impl<'a> Metric<'a> {
    /// A figure that goes up and down.
    pub fn gauge(name: &'static str, help: &'static str, values: Values<'a>) -> Self {
        Self {
            name,
            help,
            is_counter: false,
            values,
        }
    }

    /// A figure that only grows.
    pub fn counter(name: &'static str, help: &'static str, values: Values<'a>) -> Self {
        Self {
            is_counter: true,
            ..Self::gauge(name, help, values)
        }
    }
}

impl<'a> Values<'a> {
    /// A value for each value of a label.
    pub fn by(label: &'static str, counts: impl IntoIterator<Item = (&'a str, u32)>) -> Self {
        Self::By(label, counts.into_iter().collect())
    }

    fn lines(&self, name: &str) -> String {
        match self {
            Self::One(value) => value.map(|v| format!("{name} {v}\n")).unwrap_or_default(),
            Self::By(label, counts) => {
                let line =
                    |(of, n): &(&str, u32)| format!("{name}{{{label}=\"{}\"}} {n}\n", word(of));
                counts.iter().map(line).collect()
            }
        }
    }
}

/// All figures, as a file for a node exporter's textfile collector.
pub fn text(metrics: &[Metric<'_>]) -> String {
    let mut out = String::new();
    for metric in metrics {
        let name = format!("arxsync_{}", metric.name);
        let lines = metric.values.lines(&name);
        if lines.is_empty() {
            continue;
        }
        let kind = if metric.is_counter {
            "counter"
        } else {
            "gauge"
        };
        let help = metric.help;
        out += &format!("# HELP {name} {help}\n# TYPE {name} {kind}\n{lines}");
    }
    out
}

/// A label's value: words of ours, but whatever it is, it stays within its quotes.
fn word(label: &str) -> String {
    let is_plain = |c: &char| c.is_ascii_alphanumeric() || "._-+ ".contains(*c);
    label.chars().filter(is_plain).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_in_prometheus_format() {
        let runs = Values::by("result", [("clean", 3), ("a\"}\n x 1", 1)]);
        let runs = Metric::counter("runs_total", "Runs.", runs);
        let time = Values::One(Some(1_795_430_000.5));
        let time = Metric::gauge("last_run_timestamp_seconds", "When.", time);
        let none = Metric::gauge("none", "", Values::One(None));
        let expected = "\
# HELP arxsync_runs_total Runs.
# TYPE arxsync_runs_total counter
arxsync_runs_total{result=\"clean\"} 3
arxsync_runs_total{result=\"a x 1\"} 1
# HELP arxsync_last_run_timestamp_seconds When.
# TYPE arxsync_last_run_timestamp_seconds gauge
arxsync_last_run_timestamp_seconds 1795430000.5
";
        assert_eq!(text(&[runs, time, none]), expected);
    }
}
