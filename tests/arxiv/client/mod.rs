//! The client against a small server on the loopback: what it sends, and what it makes of every
//! answer.

mod lookups;
mod papers;
mod server;
