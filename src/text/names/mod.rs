//! Names as text, before anybody knows whose they are: [`group`] knows groups and those who speak
//! for one; [`letters`] takes marks off letters; [`overrides`] are names that are always written as
//! configured; [`particle`] and [`suffix`] are what goes with a family name. What a name is beside
//! arXiv's, [`crate::plan::author_lines`] says.

pub mod group;
pub mod letters;
pub mod overrides;
pub mod particle;
pub mod suffix;
