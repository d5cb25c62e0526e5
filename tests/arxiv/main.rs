//! What arXiv is asked, and what its answers mean: links and feeds as they come, batches and
//! lookups against a simulated arXiv, the client against a server on the loopback.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod atom;
#[path = "../common/bare.rs"]
mod bare;
mod batches;
mod client;
mod links;
mod lookup;
mod lookups;
mod oai;
#[path = "../common/shared.rs"]
mod shared;
#[path = "../common/skip.rs"]
mod skip;
