//! The jobs: what ties lists, arXiv, plan, store and report together. The only place with a clock besides the client.

pub mod contact;
pub mod doctor;
mod due;
pub mod entries;
pub mod history;
pub mod inquire;
mod lists;
mod planning;
pub mod resolve;
pub mod settings;
pub mod status;
pub mod sync;
mod write;
