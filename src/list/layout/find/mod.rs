//! What a piece of a list is: a title, names, a label, a value in a container, a link to a paper.
//! Each question has one file, which all families ask; what the answer makes of an entry is decided
//! elsewhere.

pub mod byline;
pub mod container;
pub mod head;
pub mod label;
pub mod labelled_lines;
pub mod link;
pub mod link_text;
mod name;
mod plain_title;
pub mod position;
pub mod prefix;
mod split;
pub mod title;
pub mod title_line;
