//! The jobs: what ties lists, arXiv, plan, store and report together. Times come from the
//! configuration's clock ([`crate::clock`]).

mod alert;
pub mod bug;
pub mod connection;
pub mod daemon;
pub mod decisions;
mod decisions_file;
pub mod diff_names;
pub mod doctor;
mod due;
pub mod entries;
pub mod history;
mod lists;
mod lock_wait;
pub mod lookup;
mod memory;
mod metrics;
mod planning;
pub mod request;
pub mod resolve;
mod retention;
pub mod review;
mod run_id;
pub mod service_run;
pub mod settings;
pub mod status;
pub mod sync;
pub mod undo;
mod write;
