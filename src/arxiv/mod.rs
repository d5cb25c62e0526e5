//! Everything arXiv: identifiers and links, papers, the Atom and OAI formats, and the only network code.
//!
//! Nothing here knows Markdown lists. A request goes [`work`] → [`client`] → [`verdict`] → [`atom`] → [`feed`] and back to
//! [`work`], one that answers a single [`question`] [`inquiry`] → [`client`] → [`verdict`] → [`oai`] or [`atom`]; all but
//! the client is pure.

pub mod atom;
pub mod client;
mod entry;
pub mod feed;
pub mod id;
pub mod inquiry;
pub mod link;
pub mod mention;
pub mod oai;
pub mod paper;
mod placeholder;
pub mod question;
pub mod saved;
pub mod search;
pub mod verdict;
pub mod work;
mod xml;
