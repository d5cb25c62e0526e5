//! The command line: arguments, one file a command, printing, exit codes. Nothing is decided here that a library user would miss.

pub mod args;
pub mod exit;
