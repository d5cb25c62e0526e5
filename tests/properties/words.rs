//! The normal form of any text: no panic, and words that stand in the text where they say, one
//! after the other.

use crate::texts;
use arxsync::arxiv::search::WordQuery;
use arxsync::text::glyph::Glyphs;
use arxsync::text::{tex, words};
use proptest::prelude::*;

proptest! {
    #![proptest_config(crate::config(3000))]

    #[test]
    fn words_stand_in_order_in_the_text(text in texts::text()) {
        let mut at = 0;
        for word in words::cut(&tex::fold(&Glyphs::plain(&text))) {
            prop_assert!(!word.key.is_empty(), "{:?} in {:?}", word, text);
            prop_assert!(at <= word.span.start && word.span.start < word.span.end, "{:?} in {:?}", word, text);
            prop_assert!(text.get(word.span.clone()).is_some(), "{:?} in {:?}", word, text);
            at = word.span.end;
        }
    }

    #[test]
    fn a_search_is_plain_and_short_whatever_the_title(text in texts::text()) {
        if let Some(query) = WordQuery::title(&text) {
            let url = query.url_query();
            let plain = |c: char| c.is_ascii_alphanumeric() || "=:+&_".contains(c);
            prop_assert!(url.chars().all(plain) && url.len() < 700, "{:?}", url);
            prop_assert_eq!(WordQuery::title(query.words()), Some(query));
        }
    }
}
