//! The server itself: what clients say goes to the folders, and what is found there to the client. Analyses nothing.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

use lsp_server::{Connection, ErrorCode, Message, Notification, Request, RequestId, Response};
use lsp_types::notification::{self as notes, Notification as _};
use lsp_types::request::{self as requests, Request as _};
use lsp_types::{
    CodeActionParams, DidChangeTextDocumentParams, DidChangeWatchedFilesParams, DidChangeWorkspaceFoldersParams,
    DidCloseTextDocumentParams, DidOpenTextDocumentParams, DidSaveTextDocumentParams, ExecuteCommandParams, Hover,
    HoverContents, HoverParams, InitializeParams, MarkupContent, MarkupKind, MessageType, NumberOrString, Position,
    PublishDiagnosticsParams, ShowDocumentParams, ShowMessageParams, Uri,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::actions::WRITE_REASON;
use super::analyst::{News, Said};
use super::announce::{Progress, capabilities, watchers};
use super::client::Client;
use super::diagnostics::page_of;
use super::document::Document;
use super::folder::{Folder, Next};
use super::orders::{Order, Reply, Verdict};
use super::place::file_of;
use crate::cli::{CLEAN, Console, FINDINGS, UNTRUSTED};
use crate::discover::is_script;
use crate::read;

/// What the server waits for.
enum Event {
    Client(Message),
    ClientGone,
    Analyst(Said),
}

impl From<Said> for Event {
    fn from(said: Said) -> Self {
        Self::Analyst(said)
    }
}

/// Serves one client to its end.
pub(super) fn run(arguments: &[OsString], pause: Duration, console: &mut Console<'_>) -> u8 {
    let (connection, threads) = Connection::stdio();
    let status = match begin(connection, arguments, pause) {
        Ok(mut server) => server.serve(),
        Err(why) => {
            console.complain(&why);
            return UNTRUSTED;
        }
    };
    match threads.join() {
        Ok(()) => status,
        // A client that is gone reads no more.
        Err(_) => status.max(FINDINGS),
    }
}

/// Agrees with the client on what both understand.
fn begin(connection: Connection, arguments: &[OsString], pause: Duration) -> Result<Server, String> {
    let (id, params) = connection.initialize_start().map_err(|error| error.to_string())?;
    let params: InitializeParams = match serde_json::from_value(params) {
        Ok(params) => params,
        Err(error) => {
            let answer = Response::new_err(id, ErrorCode::InvalidParams as i32, error.to_string());
            let _ = connection.sender.send(answer.into());
            return Err(format!("the client cannot be understood: {error}"));
        }
    };
    let client = Client::of(&params.capabilities);
    let about = json!({
        "capabilities": capabilities(client),
        "serverInfo": { "name": "originlint", "version": env!("CARGO_PKG_VERSION") },
    });
    connection.initialize_finish(id, about).map_err(|error| error.to_string())?;
    let (sender, events) = mpsc::channel();
    let (to_self, receiver) = (sender.clone(), connection.receiver);
    // Whoever writes to the client must never keep it from being read.
    thread::spawn(move || {
        receiver.into_iter().for_each(|message| drop(to_self.send(Event::Client(message))));
        let _ = to_self.send(Event::ClientGone);
    });
    let mut server = Server {
        out: Box::new(move |message| drop(connection.sender.send(message))),
        sender,
        events,
        arguments: arguments.to_vec(),
        pause,
        client,
        folders: Vec::new(),
        documents: BTreeMap::new(),
        pending: Vec::new(),
        refresh: None,
        counter: 0,
        progress: BTreeMap::new(),
        shut_down: false,
    };
    if client.watches {
        server.ask::<requests::RegisterCapability>(watchers());
    }
    let roots = roots(&params);
    roots.iter().for_each(|root| server.add_folder(Folder::of_workspace(root)));
    Ok(server)
}

/// The folders of the workspace.
#[expect(deprecated, reason = "older clients name one folder in this way")]
fn roots(params: &InitializeParams) -> Vec<PathBuf> {
    let named = params.workspace_folders.iter().flatten().filter_map(|folder| file_of(folder.uri.as_str()));
    let named: Vec<PathBuf> = named.collect();
    if !named.is_empty() {
        return named;
    }
    params.root_uri.as_ref().and_then(|uri| file_of(uri.as_str())).into_iter().collect()
}

/// A question of the client that a folder has.
struct Pending {
    id: RequestId,
    ticket: u64,
    folder: PathBuf,
}

struct Server {
    out: Box<dyn Fn(Message)>,
    /// To hand to whoever has something to tell.
    sender: Sender<Event>,
    events: Receiver<Event>,
    arguments: Vec<OsString>,
    /// How long somebody has to pause before a text is analysed.
    pause: Duration,
    client: Client,
    folders: Vec<Folder>,
    /// By their addresses, as the client spells them.
    documents: BTreeMap<String, Document>,
    pending: Vec<Pending>,
    /// When files on disk are to be looked at again, and whether those that concern everything have changed.
    refresh: Option<(Instant, bool)>,
    /// The last number that was given to a request, a process or a question.
    counter: u64,
    /// First scans that the client is told of, by their folders.
    progress: BTreeMap<PathBuf, Progress>,
    shut_down: bool,
}

impl Server {
    fn serve(&mut self) -> u8 {
        loop {
            match self.next() {
                Some(Event::Client(Message::Notification(note))) if note.method == notes::Exit::METHOD => {
                    return if self.shut_down { CLEAN } else { FINDINGS };
                }
                Some(Event::Client(message)) => self.hear(message),
                Some(Event::Analyst(said)) => self.hear_analyst(said),
                Some(Event::ClientGone) => return FINDINGS,
                None => self.do_what_is_due(),
            }
        }
    }

    /// The next event; none if something is due first.
    fn next(&self) -> Option<Event> {
        let texts = self.documents.values().filter_map(|document| document.due);
        let Some(due) = texts.chain(self.refresh.map(|(due, _)| due)).min() else {
            return Some(self.events.recv().unwrap_or(Event::ClientGone));
        };
        match self.events.recv_timeout(due.saturating_duration_since(Instant::now())) {
            Ok(event) => Some(event),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => Some(Event::ClientGone),
        }
    }

    fn do_what_is_due(&mut self) {
        let now = Instant::now();
        let is_due = |(_, document): &(&String, &Document)| document.due.is_some_and(|due| due <= now);
        let due: Vec<String> = self.documents.iter().filter(is_due).map(|(uri, _)| uri.clone()).collect();
        due.iter().for_each(|uri| self.order_edit(uri));
        if let Some((_, all)) = self.refresh.take_if(|(due, _)| *due <= now) {
            self.folders.iter_mut().for_each(|folder| folder.order(&Order::Refresh { all }));
        }
    }

    fn number(&mut self) -> u64 {
        self.counter += 1;
        self.counter
    }

    // What goes to the client.

    fn tell<N: notes::Notification>(&self, params: N::Params) {
        (self.out)(Notification::new(N::METHOD.to_owned(), params).into());
    }

    fn ask<R: requests::Request>(&mut self, params: R::Params) {
        let id = RequestId::from(format!("originlint/{}", self.number()));
        (self.out)(Request::new(id, R::METHOD.to_owned(), params).into());
    }

    fn answer(&self, id: RequestId, result: impl Serialize) {
        (self.out)(Response::new_ok(id, result).into());
    }

    fn refuse(&self, id: RequestId, code: ErrorCode, message: String) {
        (self.out)(Response::new_err(id, code as i32, message).into());
    }

    fn show_message(&self, typ: MessageType, message: &str) {
        self.tell::<notes::ShowMessage>(ShowMessageParams { typ, message: format!("originlint: {message}") });
    }

    fn publish(&self, uri: &str, verdict: Verdict) {
        let Ok(uri) = uri.parse::<Uri>() else { return };
        let diagnostics = verdict.shown.into_iter().map(|shown| shown.diagnostic).collect();
        let params = PublishDiagnosticsParams { uri, diagnostics, version: verdict.version };
        self.tell::<notes::PublishDiagnostics>(params);
    }

    // What comes from the client.

    fn hear(&mut self, message: Message) {
        match message {
            Message::Request(request) => self.hear_request(request),
            Message::Notification(note) => self.hear_note(note),
            // Nothing depends on what the client answers.
            Message::Response(_) => {}
        }
    }

    fn hear_request(&mut self, Request { id, method, params }: Request) {
        if self.shut_down {
            return self.refuse(id, ErrorCode::InvalidRequest, "the server is shutting down".to_owned());
        }
        let outcome = match method.as_str() {
            requests::Shutdown::METHOD => {
                self.shut_down = true;
                self.folders.clear();
                self.answer(id.clone(), ());
                Ok(())
            }
            requests::HoverRequest::METHOD => parsed(params).map(|params| self.answer(id.clone(), self.hover(&params))),
            requests::CodeActionRequest::METHOD => {
                parsed(params).map(|params| self.ask_for_actions(id.clone(), params))
            }
            requests::ExecuteCommand::METHOD => parsed(params).map(|params| self.execute(id.clone(), params)),
            _ => return self.refuse(id, ErrorCode::MethodNotFound, format!("{method} is not supported")),
        };
        if let Err(message) = outcome {
            self.refuse(id, ErrorCode::InvalidParams, message);
        }
    }

    /// A notification cannot be answered, so that one that is not understood is passed over.
    fn hear_note(&mut self, Notification { method, params }: Notification) {
        let outcome = match method.as_str() {
            notes::DidOpenTextDocument::METHOD => parsed(params).map(|params| self.open(params)),
            notes::DidChangeTextDocument::METHOD => parsed(params).map(|params| self.change(params)),
            notes::DidCloseTextDocument::METHOD => parsed(params).map(|params| self.close(&params)),
            notes::DidSaveTextDocument::METHOD => parsed(params).map(|params| self.save(&params)),
            notes::DidChangeWatchedFiles::METHOD => parsed(params).map(|params| self.look_at(&params)),
            notes::DidChangeWorkspaceFolders::METHOD => parsed(params).map(|params| self.change_folders(&params)),
            notes::DidChangeConfiguration::METHOD => {
                self.refresh_soon(true);
                Ok(())
            }
            notes::Cancel::METHOD => parsed(params).map(|params| self.cancel(params)),
            _ => Ok(()),
        };
        if let Err(message) = outcome {
            self.show_message(MessageType::LOG, &format!("{method}: {message}"));
        }
    }

    fn open(&mut self, DidOpenTextDocumentParams { text_document }: DidOpenTextDocumentParams) {
        let uri = text_document.uri.as_str().to_owned();
        // What is no file has no place in a project.
        let Some(path) = file_of(&uri) else { return };
        if path.extension().is_some_and(|extension| extension == "toml") {
            return;
        }
        let (path, version, text) = (real(path), text_document.version, text_document.text);
        self.documents.insert(uri.clone(), Document { path, version, text, due: None, shown: Vec::new() });
        self.order_edit(&uri);
    }

    fn change(&mut self, params: DidChangeTextDocumentParams) {
        let Some(document) = self.documents.get_mut(params.text_document.uri.as_str()) else { return };
        document.change(params.content_changes, self.client.encoding);
        document.version = params.text_document.version;
        document.due = Some(Instant::now() + self.pause);
    }

    fn close(&mut self, params: &DidCloseTextDocumentParams) {
        let uri = params.text_document.uri.as_str();
        let Some(Document { path, version, .. }) = self.documents.remove(uri) else { return };
        self.order_text(uri, &path, version, None);
        self.forgive(&path);
    }

    fn save(&mut self, params: &DidSaveTextDocumentParams) {
        let uri = params.text_document.uri.as_str();
        if let Some(path) = self.documents.get(uri).map(|document| document.path.clone()) {
            self.forgive(&path);
        }
        if !self.client.watches {
            self.refresh_soon(file_of(uri).is_some_and(|path| is_note(&path)));
        }
    }

    fn look_at(&mut self, params: &DidChangeWatchedFilesParams) {
        let mut paths = params.changes.iter().filter_map(|change| file_of(change.uri.as_str()));
        self.refresh_soon(paths.any(|path| is_note(&path)));
    }

    fn refresh_soon(&mut self, all: bool) {
        let before = self.refresh.is_some_and(|(_, all)| all);
        self.refresh = Some((Instant::now() + self.pause, all || before));
    }

    fn cancel(&mut self, params: lsp_types::CancelParams) {
        let id = match params.id {
            NumberOrString::Number(number) => RequestId::from(number),
            NumberOrString::String(text) => RequestId::from(text),
        };
        if let Some(at) = self.pending.iter().position(|pending| pending.id == id) {
            self.pending.remove(at);
            self.refuse(id, ErrorCode::RequestCanceled, "cancelled by the client".to_owned());
        }
    }

    fn hover(&self, params: &HoverParams) -> Option<Hover> {
        let place = &params.text_document_position_params;
        let document = self.documents.get(place.text_document.uri.as_str())?;
        let here = document.shown.iter().filter(|shown| {
            let range = shown.diagnostic.range;
            range.start <= place.position && place.position <= range.end
        });
        let here: Vec<_> = here.collect();
        let mut parts: Vec<String> = here.iter().map(|shown| shown.advice.clone()).collect();
        let mut rules: Vec<&str> = Vec::new();
        for shown in &here {
            if let Some(NumberOrString::String(rule)) = &shown.diagnostic.code
                && !rules.contains(&rule.as_str())
            {
                rules.push(rule);
            }
        }
        parts.extend(rules.into_iter().filter_map(page_of));
        parts.retain(|part| !part.is_empty());
        let value = parts.join("\n\n---\n\n");
        let contents = HoverContents::Markup(MarkupContent { kind: MarkupKind::Markdown, value });
        (!parts.is_empty()).then_some(Hover { contents, range: here.first().map(|shown| shown.diagnostic.range) })
    }

    fn ask_for_actions(&mut self, id: RequestId, params: CodeActionParams) {
        let uri = params.text_document.uri.as_str().to_owned();
        let Some(document) = self.documents.get(&uri) else { return self.answer(id, json!([])) };
        let path = document.path.clone();
        // The answer is about the text as it is now.
        if document.due.is_some() {
            self.order_edit(&uri);
        }
        let ticket = self.number();
        let Some(folder) = self.folder_of(&path).filter(|folder| self.folders[*folder].is_running()) else {
            return self.answer(id, json!([]));
        };
        let folder = &mut self.folders[folder];
        folder.order(&Order::Actions { ticket, uri, range: params.range, only: params.context.only });
        self.pending.push(Pending { id, ticket, folder: folder.root.clone() });
    }

    fn execute(&mut self, id: RequestId, params: ExecuteCommandParams) {
        let ExecuteCommandParams { command, mut arguments, .. } = params;
        let place: Option<(Uri, Position)> =
            (command == WRITE_REASON && arguments.len() == 2).then_some(()).and_then(|()| {
                let position = serde_json::from_value(arguments.pop()?).ok()?;
                Some((serde_json::from_value(arguments.pop()?).ok()?, position))
            });
        let Some((uri, position)) = place else {
            return self.refuse(id, ErrorCode::InvalidParams, format!("{command} is not supported"));
        };
        self.answer(id, Value::Null);
        let selection = Some(lsp_types::Range { start: position, end: position });
        let params = ShowDocumentParams { uri, external: None, take_focus: Some(true), selection };
        self.ask::<requests::ShowDocument>(params);
    }

    // Folders, and the processes that analyse them.

    fn change_folders(&mut self, params: &DidChangeWorkspaceFoldersParams) {
        let root = |folder: &lsp_types::WorkspaceFolder| file_of(folder.uri.as_str()).map(real);
        let removed: Vec<PathBuf> = params.event.removed.iter().filter_map(root).collect();
        for folder in self.folders.extract_if(.., |folder| removed.contains(&folder.root)).collect::<Vec<_>>() {
            for uri in &folder.shown {
                self.publish(uri, Verdict { uri: uri.clone(), version: None, shown: Vec::new() });
            }
            self.end_progress(&folder.root);
        }
        for root in params.event.added.iter().filter_map(root) {
            self.folders.retain(|folder| folder.root != root);
            self.add_folder(Folder::of_workspace(&root));
        }
        self.order_all_edits();
    }

    fn add_folder(&mut self, folder: Folder) {
        let (root, whole) = (folder.root.clone(), folder.whole);
        self.folders.push(folder);
        if whole && self.client.progress {
            let progress = Progress::new(self.number());
            self.ask::<requests::WorkDoneProgressCreate>(progress.creation());
            self.tell::<notes::Progress>(progress.begins(&root));
            self.progress.insert(root, progress);
        }
        self.start(self.folders.len() - 1);
    }

    fn start(&mut self, folder: usize) {
        let number = self.number();
        let started = self.folders[folder].start(number, &self.arguments, self.client, &self.sender);
        if let Err(why) = started {
            self.show_message(MessageType::ERROR, &format!("no process can be started: {why}"));
        }
    }

    /// The folder that judges a file: the innermost around it.
    fn folder_of(&self, path: &Path) -> Option<usize> {
        let around = self.folders.iter().enumerate().filter(|(_, folder)| path.starts_with(&folder.root));
        around.max_by_key(|(_, folder)| folder.root.components().count()).map(|(i, _)| i)
    }

    fn order_all_edits(&mut self) {
        let uris: Vec<String> = self.documents.keys().cloned().collect();
        uris.iter().for_each(|uri| self.order_edit(uri));
    }

    /// Has a text analysed as it is now.
    fn order_edit(&mut self, uri: &str) {
        let Some(document) = self.documents.get_mut(uri) else { return };
        document.due = None;
        let (path, version, text) = (document.path.clone(), document.version, document.text.clone());
        if self.folder_of(&path).is_none() {
            self.add_folder(Folder::around(&path));
            // The new folder has to know what else is open: it may be imported.
            let others: Vec<String> = self.documents.keys().filter(|other| *other != uri).cloned().collect();
            others.iter().for_each(|other| self.order_edit(other));
        }
        self.order_text(uri, &path, version, Some(text));
    }

    /// Tells every folder, because files of one may import those of another.
    fn order_text(&mut self, uri: &str, path: &Path, version: i32, text: Option<String>) {
        let Some(name) = path.to_str() else { return };
        let owner = self.folder_of(path);
        let mut order = Order::Edit { path: name.to_owned(), uri: uri.to_owned(), version, text, own: false };
        for (i, folder) in self.folders.iter_mut().enumerate() {
            if let Order::Edit { own, .. } = &mut order {
                *own = owner == Some(i);
            }
            folder.order(&order);
        }
    }

    fn forgive(&mut self, path: &Path) {
        let Some(folder) = self.folder_of(path) else { return };
        if self.folders[folder].forgive(path) {
            self.start(folder);
            self.order_all_edits();
        }
    }

    fn hear_analyst(&mut self, Said { number, news }: Said) {
        // Of those that were replaced, nothing counts any more.
        let Some(folder) = self.folders.iter().position(|folder| folder.has(number)) else { return };
        match news {
            News::Reply(Reply::Verdicts { files, all }) => {
                files.into_iter().for_each(|verdict| self.take_verdict(folder, verdict));
                if all {
                    self.folders[folder].is_whole_again();
                    self.end_progress(&self.folders[folder].root.clone());
                }
            }
            News::Reply(Reply::Actions { ticket, actions }) => {
                if let Some(at) = self.pending.iter().position(|pending| pending.ticket == ticket) {
                    self.answer(self.pending[at].id.clone(), actions);
                    self.pending.remove(at);
                }
            }
            News::Reply(Reply::Trouble(trouble)) => self.show_message(MessageType::WARNING, &trouble),
            News::Found(files) => self.report_progress(folder, |progress| progress.found(files)),
            News::Done(files) => self.report_progress(folder, |progress| progress.done(files)),
            News::Gone { why, begun } => self.lose(folder, &why, &begun),
        }
    }

    fn take_verdict(&mut self, folder: usize, verdict: Verdict) {
        let uri = verdict.uri.clone();
        let path = match self.documents.get(&uri) {
            Some(document) => Some(document.path.clone()),
            None => file_of(&uri),
        };
        // A folder in a folder is judged by itself.
        if path.is_none_or(|path| self.folder_of(&path) != Some(folder)) {
            return;
        }
        if let Some(document) = self.documents.get_mut(&uri) {
            // The verdict on what is there now is on its way.
            if verdict.version != Some(document.version) {
                return;
            }
            document.shown.clone_from(&verdict.shown);
        }
        let shown = &mut self.folders[folder].shown;
        if verdict.shown.is_empty() {
            shown.remove(&uri)
        } else {
            shown.insert(uri.clone())
        };
        self.publish(&uri, verdict);
    }

    fn lose(&mut self, folder: usize, why: &str, begun: &[String]) {
        let root = self.folders[folder].root.clone();
        for Pending { id, .. } in self.pending.extract_if(.., |pending| pending.folder == root).collect::<Vec<_>>() {
            self.answer(id, json!([]));
        }
        match self.folders[folder].lose(why, begun) {
            Next::Again(guilty) => {
                if let Some(path) = guilty {
                    let message =
                        format!("the analysis of {path} crashed: {why}; it is tried again when the file is saved");
                    self.show_message(MessageType::WARNING, &message);
                }
                self.start(folder);
                self.order_all_edits();
            }
            Next::GivenUp => {
                self.end_progress(&root);
                let message =
                    format!("the analysis crashed again and again: {why}; it is tried again when a file is saved");
                self.show_message(MessageType::ERROR, &message);
            }
        }
    }

    fn report_progress(&mut self, folder: usize, change: impl FnOnce(&mut Progress)) {
        let Some(progress) = self.progress.get_mut(&self.folders[folder].root) else { return };
        change(progress);
        let report = progress.reports();
        self.tell::<notes::Progress>(report);
    }

    fn end_progress(&mut self, root: &Path) {
        if let Some(progress) = self.progress.remove(root) {
            self.tell::<notes::Progress>(progress.ends());
        }
    }
}

fn parsed<T: DeserializeOwned>(params: Value) -> Result<T, String> {
    serde_json::from_value(params).map_err(|error| error.to_string())
}

/// The path without links, as far as there is something.
fn real(path: PathBuf) -> PathBuf {
    read::real(&path).unwrap_or(path)
}

/// Whether a file tells how others are to be judged: everything that is watched and holds no script.
fn is_note(path: &Path) -> bool {
    path.file_name().is_some_and(|name| !is_script(name))
}
