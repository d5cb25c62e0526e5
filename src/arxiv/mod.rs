//! Everything arXiv: identifiers and links, papers, the Atom and OAI formats, and the only network
//! code.
//!
//! Nothing here knows Markdown lists. A request goes [`batches`] → [`client`] → [`response`] →
//! [`atom`] → [`feed`] and back to [`batches`], one that answers a single [`lookup`] [`lookups`] →
//! [`client`] → [`response`] → [`oai`] or [`atom`]; all but the client is pure.

pub mod atom;
pub mod batches;
pub mod client;
mod entry;
pub mod feed;
pub mod id;
pub mod link;
pub mod lookup;
pub mod lookups;
pub mod mention;
pub mod oai;
pub mod paper;
mod placeholder;
pub mod response;
pub mod saved;
pub mod search;
mod xml;
