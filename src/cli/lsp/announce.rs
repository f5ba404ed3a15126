//! What the server tells a client of itself: what it can do, which files are to be watched, and how far a first scan is.

use std::path::Path;

use lsp_types::{
    CodeActionKind, CodeActionOptions, CodeActionProviderCapability, DidChangeWatchedFilesRegistrationOptions,
    ExecuteCommandOptions, FileSystemWatcher, GlobPattern, HoverProviderCapability, NumberOrString, OneOf,
    ProgressParams, ProgressParamsValue, Registration, RegistrationParams, SaveOptions, ServerCapabilities,
    TextDocumentSyncCapability, TextDocumentSyncKind, TextDocumentSyncOptions, TextDocumentSyncSaveOptions,
    WorkDoneProgress, WorkDoneProgressBegin, WorkDoneProgressCreateParams, WorkDoneProgressEnd, WorkDoneProgressReport,
    WorkspaceFoldersServerCapabilities, WorkspaceServerCapabilities,
};
use serde_json::json;

use super::actions::{WRITE_REASON, fix_all};
use super::client::Client;

/// What the server can do.
pub(super) fn capabilities(client: Client) -> ServerCapabilities {
    ServerCapabilities {
        position_encoding: Some(client.encoding.kind()),
        text_document_sync: Some(TextDocumentSyncCapability::Options(TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(TextDocumentSyncKind::INCREMENTAL),
            save: Some(TextDocumentSyncSaveOptions::SaveOptions(SaveOptions { include_text: Some(false) })),
            ..TextDocumentSyncOptions::default()
        })),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        code_action_provider: Some(CodeActionProviderCapability::Options(CodeActionOptions {
            code_action_kinds: Some(vec![CodeActionKind::QUICKFIX, fix_all()]),
            ..CodeActionOptions::default()
        })),
        execute_command_provider: client.shows_documents.then(|| ExecuteCommandOptions {
            commands: vec![WRITE_REASON.to_owned()],
            ..ExecuteCommandOptions::default()
        }),
        workspace: Some(WorkspaceServerCapabilities {
            workspace_folders: Some(WorkspaceFoldersServerCapabilities {
                supported: Some(true),
                change_notifications: Some(OneOf::Left(true)),
            }),
            file_operations: None,
        }),
        ..ServerCapabilities::default()
    }
}

/// The files that a verdict depends on: what holds script, and what tells how it is to be judged.
const WATCHED: [&str; 3] = [
    "**/*.{js,mjs,cjs,jsx,ts,mts,cts,tsx,vue,svelte,astro,html,htm,xhtml,svg}",
    "**/{originlint.toml,originlint-baseline.json,package.json,pnpm-workspace.yaml,manifest.json,tsconfig*.json,jsconfig.json}",
    "**/.{gitignore,gitattributes,ignore}",
];

/// Asks a client to watch files.
pub(super) fn watchers() -> RegistrationParams {
    let watcher = |glob: &str| FileSystemWatcher { glob_pattern: GlobPattern::String(glob.to_owned()), kind: None };
    let options = DidChangeWatchedFilesRegistrationOptions { watchers: WATCHED.map(watcher).into() };
    let registration = Registration {
        id: "originlint/watch".to_owned(),
        method: "workspace/didChangeWatchedFiles".to_owned(),
        register_options: Some(json!(options)),
    };
    RegistrationParams { registrations: vec![registration] }
}

/// How far a first scan is.
pub(super) struct Progress {
    token: NumberOrString,
    found: usize,
    done: usize,
}

impl Progress {
    pub(super) fn new(number: u64) -> Self {
        Self { token: NumberOrString::String(format!("originlint/scan/{number}")), found: 0, done: 0 }
    }

    pub(super) fn creation(&self) -> WorkDoneProgressCreateParams {
        WorkDoneProgressCreateParams { token: self.token.clone() }
    }

    pub(super) fn begins(&self, root: &Path) -> ProgressParams {
        let folder = root.file_name().map(|name| crate::display::display_path(Path::new(name)));
        self.says(WorkDoneProgress::Begin(WorkDoneProgressBegin {
            title: format!("originlint: {}", crate::render::visible(&folder.unwrap_or_default())),
            ..WorkDoneProgressBegin::default()
        }))
    }

    pub(super) fn found(&mut self, files: usize) {
        self.found = self.found.max(files);
    }

    pub(super) fn done(&mut self, files: usize) {
        self.done = self.done.max(files);
    }

    pub(super) fn reports(&self) -> ProgressParams {
        let message = match self.done {
            0 => format!("{} files found", self.found),
            done => format!("{done} of {} files", self.found.max(done)),
        };
        self.says(WorkDoneProgress::Report(WorkDoneProgressReport {
            message: Some(message),
            ..WorkDoneProgressReport::default()
        }))
    }

    pub(super) fn ends(&self) -> ProgressParams {
        self.says(WorkDoneProgress::End(WorkDoneProgressEnd::default()))
    }

    fn says(&self, value: WorkDoneProgress) -> ProgressParams {
        ProgressParams { token: self.token.clone(), value: ProgressParamsValue::WorkDone(value) }
    }
}
