//! What the proof of a line's edits holds, whatever the edits were.

use super::*;

#[test]
fn the_proof_holds_what_is_nobodys() {
    let vocabulary = Vocabulary::standard();
    let context = Context::plain(&vocabulary);
    let persons = Persons::read(&owned(&FOUR), &vocabulary);
    for (was, is, kept) in [
        ("Ada Abel (BU), Bo Bell", "Ada Abel (BU), Bo Bell", true),
        (
            "Ada Abel (BU), Bo Bell",
            "Ada Abel (BU), Bo Bell, Cy Cole",
            true,
        ),
        ("Ada Abel (BU), Bo Bell", "Ada Abel, Bo Bell (BU)", false),
        ("Ada Abel (BU), Bo Bell", "Ada Abel, Bo Bell", false),
        ("Ada Abel, Bo Bell", "Ada Abel, Bo Bell (BU)", false),
        ("Ada Abel from Oslo, Bo Bell", "Ada Abel, Bo Bell", false),
        ("Ada Abel, Bo Bell", "Ada Abel from Oslo, Bo Bell", false),
        ("Ada Abel, Bo Bell", "Ada Abel og Bo Bell", true),
        ("**Ada Abel**, Bo Bell", "Ada Abel, **Bo Bell**", false),
        ("**Ada Abel**, Bo Bell", "Ada Abel, Bo Bell", false),
        ("**Ada Abel**, Bo Bell", "**Ada Abel, Bo Bell**", false),
        (
            "**Ada Abel, Bo Bell**",
            "**Ada Abel, Cy Cole, Bo Bell**",
            true,
        ),
        ("Ada Abel<br>Bo Bell", "Ada Abel, Bo Bell", false),
        ("Ada Abel[^1], Bo Bell", "Ada Abel, Bo Bell", false),
        ("Ada Abel, Bo Bell ![](a.png)", "Ada Abel, Bo Bell", false),
    ] {
        let [was_read, is_read] = [was, is].map(|t| field::read(t, 0..t.len(), Writing::Markdown));
        let reading = |tokens| Reading::new(tokens, Writing::Markdown, &persons, &context);
        let (first, second) = (reading(&was_read), reading(&is_read));
        let is_kept = Inventory::of(&first).is_kept_by(&first, &[], &second);
        assert_eq!(is_kept, kept, "{was} -> {is}");
    }
}
