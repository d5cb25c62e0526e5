//! Names as text, before anybody knows whose they are: [`split`] cuts a line where author lines
//! have separators (and knows their `marks`); [`group`] knows groups and those who speak for one;
//! [`letters`] takes marks off letters; [`overrides`] are names that are always written as
//! configured. What a name is beside arXiv's, [`crate::plan::author_lines`] says.

pub mod group;
pub mod letters;
mod marks;
pub mod overrides;
pub mod split;
