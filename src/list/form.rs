//! The form that a maintainer gives for a field that the list shows no form for: `[list.form]`.
//! Where it is written, [`super::fill`] knows.

/// The forms that are given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Forms {
    /// For authors.
    pub authors: Option<Form>,
    /// For abstracts.
    pub abstract_: Option<Form>,
}

/// The lines that write a field, with one place for its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// How deep its lines stand below an entry that is not indented, in blanks.
    depth: usize,
    /// All before the value, without these blanks.
    before: String,
    /// All behind it.
    after: String,
}

/// Longer ones hold text, and no form.
const LONGEST: usize = 400;

impl Form {
    /// Reads a form whose value is written `{field}`.
    ///
    /// # Errors
    ///
    /// What is wrong with it, and what to write instead.
    pub fn parse(text: &str, field: &str) -> Result<Self, String> {
        let place = format!("{{{field}}}");
        let fault = |what: &str| {
            let example = format!("  - {}: {place}", capital(field));
            Err(format!("{text:?} {what}; expected a form like {example:?}"))
        };
        let [before, after] = text.split(&place).collect::<Vec<_>>()[..] else {
            return fault(&format!("must hold {place} exactly once"));
        };
        if [before, after].iter().any(|part| part.contains(['{', '}'])) {
            return fault("holds another brace");
        }
        if text.contains(|c: char| c.is_control() && c != '\n') {
            return fault("holds a control character (lines end with \\n, and begin with blanks)");
        }
        if text.len() > LONGEST {
            return fault(&format!("is longer than {LONGEST} bytes"));
        }
        if text.split('\n').any(|line| line.trim().is_empty()) {
            return fault("holds an empty line");
        }
        if text.split('\n').any(|line| line.ends_with(' ')) {
            return fault("has a line that ends with a blank");
        }
        let blanks = |line: &str| line.len() - line.trim_start_matches(' ').len();
        let depth = text.split('\n').map(blanks).min().unwrap_or(0);
        let lines = text.split('\n').map(|line| &line[depth..]);
        let text = lines.collect::<Vec<_>>().join("\n");
        let (before, after) = text.split_once(&place).unwrap_or((&text, ""));
        Ok(Self {
            depth,
            before: before.to_owned(),
            after: after.to_owned(),
        })
    }

    /// How deep its lines stand below an entry that is not indented, in blanks.
    pub fn depth(&self) -> usize {
        self.depth
    }

    /// The mark of the list item that it is, if it is one.
    pub fn bullet(&self) -> Option<char> {
        let mark = self.before.chars().next();
        let mark = mark.filter(|c| matches!(c, '-' | '*' | '+'))?;
        self.before[1..].starts_with(' ').then_some(mark)
    }

    /// Its lines with this value, which is written for its place already.
    pub fn written(&self, value: &str) -> String {
        format!("{}{value}{}", self.before, self.after)
    }
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    let first = chars.next().map(|c| c.to_ascii_uppercase());
    first.into_iter().chain(chars).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_lines_with_one_place() {
        let check = |text: &str, depth: usize, bullet: Option<char>, written: &str| {
            let form = Form::parse(text, "authors").unwrap();
            let is = (form.depth(), form.bullet(), form.written("A, B"));
            assert_eq!(is, (depth, bullet, written.to_owned()), "{text:?}");
        };
        check("  - Authors: {authors}", 2, Some('-'), "- Authors: A, B");
        check("**Authors**: {authors}.", 0, None, "**Authors**: A, B.");
        check("    * By: {authors}", 4, Some('*'), "* By: A, B");
        check("  - Who\n    - {authors}", 2, Some('-'), "- Who\n  - A, B");
        check("-{authors}", 0, None, "-A, B");
    }

    #[test]
    fn what_is_no_form_is_told_with_an_example() {
        let check = |text: &str, expected: &str| {
            let said = Form::parse(text, "authors").unwrap_err();
            let rest = "; expected a form like \"  - Authors: {authors}\"";
            assert_eq!(said, format!("{text:?} {expected}{rest}"));
        };
        let once = "must hold {authors} exactly once";
        check("", once);
        check("  - Authors:", once);
        check("  - Authors: {author}", once);
        check("  - Authors: {Authors}", once);
        check("{authors} and {authors}", once);
        check("{authors}: {abstract}", "holds another brace");
        check("{{authors}}", "holds another brace");
        let control = "holds a control character (lines end with \\n, and begin with blanks)";
        check("\t- Authors: {authors}", control);
        check("- Authors: {authors}\r\n- x", control);
        check("- Authors: \u{1b}{authors}", control);
        check("- Authors: {authors}\n", "holds an empty line");
        check("- Authors:\n\n  {authors}", "holds an empty line");
        check(
            "- Authors: {authors}  ",
            "has a line that ends with a blank",
        );
        let long = format!("- {}: {{authors}}", "x".repeat(400));
        check(&long, "is longer than 400 bytes");
    }
}
