//! What each character is to the cutting of words: part of one, one by itself, between two, or
//! nothing. Tables only; Unicode's properties come from a crate.

use icu_properties::props::{
    BinaryProperty, EnumeratedProperty, ExtendedPictographic, GeneralCategory, Script,
};

/// What a character is to the cutting of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Part of a word with its neighbours.
    Letter,
    /// A word by itself: CJK, Greek, symbols, punctuation.
    Single,
    /// One of a family that is written in many ways and repeated at will; the character that stands
    /// for it.
    Family(char),
    /// Separates words.
    Blank,
    /// Not there at all.
    Invisible,
}

/// The class of a character.
pub fn classify(c: char) -> Class {
    match ASCII.get(c as usize) {
        Some(class) => *class,
        None => classify_wide(c),
    }
}

/// The classes of the ASCII characters, which most texts are made of.
static ASCII: [Class; 128] = {
    let mut classes = [Class::Invisible; 128];
    let mut c = 0;
    while c < 128 {
        classes[c as usize] = classify_ascii(c);
        c += 1;
    }
    classes
};

const fn classify_ascii(c: u8) -> Class {
    match c {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => Class::Letter,
        b'\t'..=b'\r' | b' ' | b'^' | b'_' | b'*' | b'$' | b'\\' => Class::Blank,
        b'\'' | b'"' | b'`' => Class::Family('\''),
        b'-' => Class::Family('-'),
        b'.' => Class::Family('.'),
        b'!'..=b'~' => Class::Single,
        _ => Class::Invisible,
    }
}

fn classify_wide(c: char) -> Class {
    match c {
        '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{34f}'
        | '\u{61c}'
        | '\u{180e}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{fffc}'
        | '\u{115f}'
        | '\u{1160}'
        | '\u{17b4}'
        | '\u{17b5}'
        | '\u{2800}'
        | '\u{3164}'
        | '\u{ffa0}'
        | '\u{e0000}'..='\u{e0fff}' => Class::Invisible,
        '‘'..='‟'
        | '′'..='‷'
        | '‹'
        | '›'
        | '´'
        | '«'
        | '»'
        | 'ʹ'..='ʼ'
        | 'ˈ'
        | 'ˊ'
        | 'ˋ'
        | '❛'..='❞'
        | '「'..='』'
        | '〝'..='〟'
        | '＇'
        | '＂'
        | '｀' => Class::Family('\''),
        '‐'..='―' | '−' | '⁃' | '˗' | '⸺' | '⸻' | '﹘' | '﹣' | '－' => {
            Class::Family('-')
        }
        '…' | '‥' | '⋯' | '．' => Class::Family('.'),
        '∗' | '\u{3000}' => Class::Blank,
        'º' | '⁰' | '¹' | '²' | '³' | '⁴'..='⁹' | '₀'..='₉' => Class::Single,
        // Letters that stand for themselves in formulas; the normal form of some is Greek, too.
        '\u{2126}' | '\u{1d6a8}'..='\u{1d7cb}' => Class::Single,
        'α'..='ω' | 'Α'..='Ω' | 'ϕ' | 'ϵ' | 'ϑ' | 'ϱ' | 'µ' => Class::Single,
        '\u{2e80}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7af}'
        | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}' => Class::Single,
        c if c.is_whitespace() => Class::Blank,
        c if c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c) => {
            Class::Letter
        }
        c if c.is_control() => Class::Invisible,
        _ => Class::Single,
    }
}

/// Letters that look alike and mean the same in running text.
pub fn fold_letter(c: char) -> char {
    match c {
        'ı' => 'i',
        'ȷ' => 'j',
        'ϵ' => 'ε',
        'ϑ' => 'θ',
        'ϕ' => 'φ',
        'ϱ' => 'ρ',
        '∼' => '~',
        '⋅' | '∙' => '·',
        '⩽' => '≤',
        '⩾' => '≥',
        '∕' | '⁄' => '/',
        c => c,
    }
}

/// Whether a character is a pictograph that says nothing: emoji, and the signs that people use as
/// such.
pub fn is_emoji(c: char) -> bool {
    c >= '\u{2600}'
        && (ExtendedPictographic::for_char(c)
            || matches!(c, '\u{1f1e6}'..='\u{1f1ff}' | '\u{2600}'..='\u{27bf}' | '\u{e000}'..='\u{f8ff}'))
        && !matches!(c, '\u{2768}'..='\u{2775}' | '\u{2794}'..='\u{27bf}' | '〰' | '〽')
}

/// Whether a character is raised or lowered by itself (`²`, `ₙ`).
pub fn is_raised_or_lowered(c: char) -> bool {
    matches!(c, '²' | '³' | '¹' | 'ª' | '\u{2070}'..='\u{209c}')
        || matches!(c, '\u{2b0}'..='\u{2b8}' | '\u{1d2c}'..='\u{1d6a}' | '\u{1d9b}'..='\u{1dbf}')
}

/// Whether a character is a sign that says something by itself: `%`, `=`, `→`, `°`, `&`.
pub fn is_sign(c: char) -> bool {
    let is_math = |c| GeneralCategory::for_char(c) == GeneralCategory::MathSymbol;
    match c {
        '|' | '⁄' | '∕' | '∙' | '⋅' => false,
        '%' | '&' | '‰' | '°' | 'º' | '˚' => true,
        c if c.is_ascii() => matches!(c, '<' | '>' | '=' | '+' | '~'),
        c => is_math(c) || matches!(c, '\u{2190}'..='\u{21ff}' | '\u{27f0}'..='\u{27ff}'),
    }
}

/// Whether a character belongs to a script that has no words.
pub fn is_ideograph(c: char) -> bool {
    c >= '\u{2e80}'
        && c.is_alphanumeric()
        && matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// The script of a letter.
pub fn script(c: char) -> Script {
    if c.is_ascii() {
        Script::Latin
    } else {
        Script::for_char(c)
    }
}

/// Whether a letter can go on with a word of this script.
pub fn is_script(c: char, script: Script) -> bool {
    let own = self::script(c);
    own == script || own == Script::Common || own == Script::Inherited || script == Script::Common
}
