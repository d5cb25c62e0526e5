//! Any bytes as an answer of arXiv's: feed and raw record are read without a panic, and what is
//! read is one line where one line is promised.
#![no_main]

use arxsync::arxiv::{atom, oai};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(feed) = atom::parse(bytes) {
        for paper in feed.papers {
            assert!(!paper.title.contains('\n') && !paper.title.is_empty());
        }
    }
    let id = "2101.00001".parse().expect("an id");
    if let Ok(Some(record)) = oai::parse(bytes, &id) {
        assert!(!record.title.contains('\n') && record.id == id);
    }
});
