//! The program as its users call it: golden folders, and what bad input gets. Single parts are
//! tested elsewhere.

mod again;
mod backup;
mod bad_input;
mod bad_lists;
mod cases;
mod decide;
mod diff;
mod doctor;
mod history;
mod hostile;
mod log;
mod looking;
mod names;
mod place;
mod published;
mod rendering;
mod reports;
mod saved;
mod service;
mod status;
mod typed;
