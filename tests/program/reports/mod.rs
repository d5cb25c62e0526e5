//! Reports of one sample run, compared as wholes, and what hostile text makes of them.

mod again;
mod diff;
mod hostile;
mod html;

mod json;
mod markdown;
mod sample;
mod terminal;
