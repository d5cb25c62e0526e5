//! Author lists: cut into names, compared with arXiv's names, and written in the list's own form.
//!
//! [`person`] says when two names are one person's; [`split`] cuts a list's text into names (first
//! into `atoms`); [`compare`] lays a list's names beside arXiv's and says what to change; [`form`]
//! is how a list writes its names; [`elision`] notices names left out on purpose; [`group`] knows
//! groups and those who speak for one; `parts` knows the words of a name; [`overrides`] are names
//! that are always written as configured. Nothing here edits.

mod atoms;
pub mod compare;
pub mod elision;
pub mod form;
pub mod group;
mod marks;
pub mod overrides;
mod parts;
pub mod person;
pub mod split;
