//! How texts are written, whatever they are about: inline pieces as a tree, raw HTML, YAML, BibTeX,
//! and the bytes of values. Knows no papers.

pub mod bibtex;
pub mod html;
pub mod spans;
pub mod tree;
pub mod yaml;
