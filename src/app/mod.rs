//! The jobs: what ties lists, arXiv, plan, store and report together. The only place with a clock besides the client.

mod alert;
pub mod contact;
pub mod daemon;
pub mod doctor;
mod due;
pub mod entries;
pub mod history;
pub mod inquire;
mod lists;
mod metrics;
mod planning;
pub mod resolve;
pub mod round;
pub mod settings;
pub mod status;
pub mod sync;
mod tidy;
mod turn;
mod write;
