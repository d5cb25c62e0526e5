//! What counts as the same text, name or title. Pure, and ignorant of Markdown and of arXiv's
//! interfaces.
//!
//! The stages, each a file: [`glyph`] characters that know where they came from; [`entity`] HTML
//! entities; [`tex`] TeX folded to what it stands for; [`words`] the normal form, cut into words
//! (`class`: what each character is; `url`: addresses); [`mojibake`] text read in the wrong
//! encoding; [`names`] author lists; [`placeholder`] text that stands for missing text;
//! [`tex_to_markdown`] TeX as it is written in Markdown; [`vocabulary`] the words of lists around
//! names. [`checksum`] tells a text again, [`hidden`] what nobody sees.

pub mod checksum;
pub mod class;
pub mod entity;
pub mod glyph;
pub mod hidden;
pub mod mojibake;
pub mod names;
pub mod placeholder;
pub mod tex;
mod tex_tables;
pub mod tex_to_markdown;
pub mod url;
pub mod vocabulary;
pub mod words;
