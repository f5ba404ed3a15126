//! The abstract machine that runs a program as a hostile sender would have it run.

pub mod pattern;
pub mod text;
pub mod web_url;
pub mod witness;
