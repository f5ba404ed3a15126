//! What the tests, benches and fuzz targets of this package look at besides the interface. Nobody else should: it may change with any
//! version.

pub use crate::display::display_path;
pub use crate::markup::read as read_markup;

pub mod config {
    //! `originlint.toml`.
    pub use crate::config::{Config, TEMPLATE};
}

pub mod discover {
    //! Paths to files.
    pub use crate::discover::{Discovery, discover, finds};
    pub use crate::ignores::{IgnoreFiles, Ignores, OnDisk};
}

pub mod machine {
    //! Parts of the machine that are held against browsers and node one by one.
    pub use crate::machine::analysis::witness;
    pub use crate::machine::ecma::{regexp, text};
    pub use crate::machine::web::url;
}

pub mod model {
    //! Rows of the model.
    pub use crate::model::Entry;
    use crate::model::Model;

    /// Whether the tables of secret names and loggers know a name by the words in it.
    pub fn known_by_its_words(name: &str) -> bool {
        Model::embedded().secrets.names(name) || Model::embedded().is_log(name, "info")
    }
}

pub mod prefilter {
    //! The prefilter, on bytes.
    pub use crate::prefilter::is_candidate;
}

pub mod render {
    //! The formats.
    pub use crate::render::{Format, Look, mistake_text, render, rules_json, statistics};
}

pub mod scan {
    //! Whole scans.
    pub use crate::scan::{Change, Job, Known, NoProgress, Progress, Request, Session, scan};
    pub use crate::store::{Buffers, Store};
}

pub mod syntax {
    //! From text to a program.
    pub use crate::syntax::{Loaded, decode, load, program, with_deep_stack};
}
