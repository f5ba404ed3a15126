//! What the server and the process that analyses a folder say to each other, as lines of [`wire`](crate::cli::supervise::wire).

use lsp_types::{CodeAction, CodeActionKind, Diagnostic, Range};
use serde::{Deserialize, Serialize};

use super::client::Client;

/// What the server orders.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Order {
    /// The first order: what the client understands, and whether the whole folder is to be scanned or only what is open.
    Begin { client: Client, whole: bool },
    /// An editor holds this text, or holds the file no longer. Paths are absolute. `own` says that the file is this folder's to judge.
    Edit { path: String, uri: String, version: i32, text: Option<String>, own: bool },
    /// Something may have changed on disk; with `all`, something by which a project says how files are to be judged.
    Refresh { all: bool },
    /// A file whose analysis crashed may be tried again.
    Forgive { path: String },
    /// What can be done in a part of an open file?
    Actions { ticket: u64, uri: String, range: Range, only: Option<Vec<CodeActionKind>> },
}

/// What the server is answered.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Reply {
    /// The files whose verdicts have changed. `all` says that every file of the folder is judged.
    Verdicts { files: Vec<Verdict>, all: bool },
    /// What can be done.
    Actions { ticket: u64, actions: Vec<CodeAction> },
    /// Something that a person should know: a configuration that cannot be used.
    Trouble(String),
}

/// The verdict on one file.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub(super) struct Verdict {
    pub(super) uri: String,
    /// The version of an open file.
    pub(super) version: Option<i32>,
    pub(super) shown: Vec<Shown>,
}

/// A diagnostic, and what is told of it to whoever asks.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub(super) struct Shown {
    pub(super) diagnostic: Diagnostic,
    /// In Markdown.
    pub(super) advice: String,
}
