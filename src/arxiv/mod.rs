//! Everything arXiv: identifiers and links, papers, the Atom format, and the only network code.
//!
//! Nothing here knows Markdown lists.

pub mod id;
pub mod link;
pub mod mention;
pub mod paper;
mod placeholder;
