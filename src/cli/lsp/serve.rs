//! The process that analyses a folder for a language server: follows orders, and tells the server which verdicts have changed.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::str::FromStr as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;

use lsp_types::{CodeActionKind, Range, Uri};

use super::Arguments;
use super::actions::Asked;
use super::client::Client;
use super::diagnostics::of_file;
use super::orders::{Order, Reply, Verdict};
use super::place::uri_of;
use super::settled::Settled;
use crate::cli::check::in_pool;
use crate::cli::child::{Link, vanish, watch};
use crate::cli::configure::complain_of;
use crate::cli::known::{KnownOptions, Run};
use crate::cli::supervise::wire::{Line, receive, send};
use crate::cli::{Console, Terminal, UNTRUSTED};
use crate::config::plain;
use crate::configs::Configs;
use crate::display::display_path;
use crate::names::Names;
use crate::render::Look;
use crate::report::Report;
use crate::scan::{Change, Known, Request, Session};
use crate::store::{Buffers, Store};

/// Follows orders until the server is gone.
pub(super) fn run(arguments: &Arguments, look: Look, link: &Link, console: &mut Console<'_>) -> u8 {
    watch(arguments.max_memory << 20, None);
    let (sender, orders) = mpsc::channel();
    let waiting = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&waiting);
    thread::spawn(move || read(&sender, &counted));
    let mut desk = Desk {
        orders: Orders { orders, waiting },
        client: Client::default(),
        whole: false,
        buffers: Arc::default(),
        open: BTreeMap::new(),
        named: BTreeSet::new(),
        quarantined: link.quarantined().clone(),
        configs: Configs::default(),
        settled: Arc::default(),
        trouble: String::new(),
        unknown: None,
        published: BTreeMap::new(),
        report: Report::default(),
        questions: Vec::new(),
        was_whole: false,
    };
    let threads = link.is_serial().then_some(1);
    let outcome = in_pool(threads, move || {
        if let Order::Begin { client, whole } = desk.orders.next() {
            (desk.client, desk.whole) = (client, whole);
        }
        let mut known = Known::default();
        loop {
            desk.configure(arguments, look);
            let request = desk.request();
            let mut session = Session::new(&request, link, &mut known);
            desk.tell_flaws(look);
            let change = desk.work(&mut session, &request);
            drop(session);
            known.forget(change);
        }
    });
    match outcome {
        Ok(status) => status,
        Err(message) => {
            console.complain(&message);
            UNTRUSTED
        }
    }
}

/// Reads orders as they come. Without a server, there is nothing to do.
fn read(to: &Sender<Order>, waiting: &AtomicUsize) {
    let mut stdin = BufReader::new(io::stdin());
    while let Some(order) = next_order(&mut stdin) {
        waiting.fetch_add(1, Ordering::SeqCst);
        if to.send(order).is_err() {
            break;
        }
    }
    vanish();
}

fn next_order(stdin: &mut impl BufRead) -> Option<Order> {
    loop {
        match receive(stdin) {
            Ok(Line::Message(order)) => return Some(order),
            Ok(Line::Other(_)) => {}
            Ok(Line::End) | Err(_) => return None,
        }
    }
}

fn tell(reply: &Reply) {
    if send(reply, io::stdout().lock()).is_err() {
        vanish();
    }
}

/// The orders that were read.
struct Orders {
    orders: Receiver<Order>,
    waiting: Arc<AtomicUsize>,
}

impl Orders {
    /// Waits for one.
    fn next(&self) -> Order {
        // Whoever reads them lives as long as the process.
        let order = self.orders.recv().unwrap_or_else(|_| vanish());
        self.waiting.fetch_sub(1, Ordering::SeqCst);
        order
    }

    fn is_empty(&self) -> bool {
        self.waiting.load(Ordering::SeqCst) == 0
    }
}

/// An open file, as its editor calls it.
struct Open {
    uri: String,
    version: i32,
}

/// A question about an open file.
struct Question {
    ticket: u64,
    uri: String,
    range: Range,
    only: Option<Vec<CodeActionKind>>,
}

/// The state of the process, besides what is known of files. Files go by the paths that readers are shown.
struct Desk {
    orders: Orders,
    client: Client,
    /// Whether the folder is scanned, or only what is open.
    whole: bool,
    buffers: Arc<Buffers>,
    open: BTreeMap<String, Open>,
    /// Open files that a search of the folder does not come upon.
    named: BTreeSet<PathBuf>,
    quarantined: BTreeMap<String, String>,
    configs: Configs,
    settled: Arc<Settled>,
    /// What the server was told last of configurations that cannot be used.
    trouble: String,
    /// The same of baselines.
    unknown: Option<String>,
    published: BTreeMap<String, Verdict>,
    report: Report,
    questions: Vec<Question>,
    /// Whether there was a report on every file.
    was_whole: bool,
}

impl Desk {
    /// Reads the configurations anew. One that is named on the command line stays as it was as long as it cannot be used.
    fn configure(&mut self, arguments: &Arguments, look: Look) {
        let mut said = Vec::new();
        let mut console = Console { stdout: &mut io::sink(), stderr: &mut said, terminal: Terminal::default() };
        let settled = Arc::<Settled>::clone(&self.settled);
        match arguments.configuration.resolve_among(settled, None, None, look, &mut console) {
            Some(configs) => self.configs = configs,
            None => self.tell_trouble(&said),
        }
    }

    /// Tells what is wrong with configurations, once they were asked for.
    fn tell_flaws(&mut self, look: Look) {
        let mut said = Vec::new();
        let mut console = Console { stdout: &mut io::sink(), stderr: &mut said, terminal: Terminal::default() };
        complain_of(&self.settled.take_flaws(), look, &mut console);
        self.tell_trouble(&said);
    }

    /// Tells of something once, until it is otherwise.
    fn tell_trouble(&mut self, said: &[u8]) {
        let trouble = String::from_utf8_lossy(said);
        // A message has its beginning from the server.
        let trouble = trouble.trim_end().trim_start_matches("originlint: ").to_owned();
        if trouble != self.trouble && !trouble.is_empty() {
            tell(&Reply::Trouble(trouble.clone()));
        }
        self.trouble = trouble;
    }

    fn request(&self) -> Request {
        let folder = self.whole.then(|| PathBuf::from("."));
        Request {
            paths: folder.into_iter().chain(self.named.iter().cloned()).collect(),
            configs: self.configs.clone(),
            exclude_named: true,
            store: Store::Edited(Arc::clone(&self.buffers)),
            quarantined: self.quarantined.clone(),
            ..Request::default()
        }
    }

    /// Follows orders until what is to be looked at is another set of files, or is looked at in another way.
    fn work(&mut self, session: &mut Session<'_>, request: &Request) -> Change {
        let names = Names::of_files_in(&request.store);
        let mut is_done = false;
        loop {
            let mut next = None;
            while is_done || !self.orders.is_empty() {
                let order = self.orders.next();
                next = next.max(self.follow(order, session, &names));
                is_done = false;
            }
            if let Some(change) = next {
                return change;
            }
            let open = &self.open;
            let is_open = |path: &str| open.contains_key(path);
            session.judge(&is_open, &|| false);
            // Nobody should wait for a whole project to see what is wrong with the file at hand.
            if !self.was_whole && session.is_behind() {
                self.conclude(session, request, false);
            }
            let orders = &self.orders;
            let waiting = Arc::clone(&orders.waiting);
            is_done = session.judge(&|_| true, &|| waiting.load(Ordering::SeqCst) > 0);
            if is_done || !self.questions.is_empty() {
                self.conclude(session, request, is_done);
            }
            self.was_whole |= is_done;
            self.answer();
        }
    }

    /// The answer is how far the change goes, if this session cannot go on after it.
    fn follow(&mut self, order: Order, session: &mut Session<'_>, names: &Names) -> Option<Change> {
        match order {
            Order::Begin { .. } => None,
            Order::Edit { path, uri, version, text, own } => {
                let path = names.of(Path::new(&path));
                let shown = display_path(&path);
                let is_open = text.is_some() && own;
                let is_new = !session.holds(&shown) && !path.exists();
                if self.buffers.set(plain(&path), text.map(|text| Arc::from(text.into_bytes()))) {
                    session.touch(&shown);
                }
                let is_other = if is_open {
                    self.open.insert(shown.clone(), Open { uri, version });
                    !session.holds(&shown) && self.named.insert(path)
                } else {
                    self.open.remove(&shown);
                    self.named.remove(&path)
                };
                is_other.then_some(if is_new { Change::Files } else { Change::Texts })
            }
            Order::Refresh { all: true } => Some(Change::All),
            Order::Refresh { all: false } => Some(session.refresh()).filter(|change| *change != Change::Texts),
            Order::Forgive { path } => {
                session.touch(&path);
                self.quarantined.remove(&path).map(|_| Change::Texts)
            }
            Order::Actions { ticket, uri, range, only } => {
                self.questions.push(Question { ticket, uri, range, only });
                None
            }
        }
    }

    /// Makes the report and tells what is another verdict than before. Of a report that is not whole that is the open files.
    fn conclude(&mut self, session: &mut Session<'_>, request: &Request, all: bool) {
        self.report = session.report(all);
        session.rests_on(self.settled.take_asked());
        let run = Run { configs: &request.configs, paths: &request.paths, trusted: true, changes: None };
        let unknown = KnownOptions::default().apply(&run, &mut self.report).err();
        if unknown != self.unknown {
            unknown.iter().for_each(|why| tell(&Reply::Trouble(why.clone())));
            self.unknown = unknown;
        }
        let mut verdicts: BTreeMap<String, Verdict> =
            self.open.keys().filter_map(|path| Some((path.clone(), self.verdict(path, Vec::new())?))).collect();
        for file in &self.report.files {
            let path = file.source.path();
            let shown = of_file(file, self.client, &|path| self.uri_of(path));
            if let Some(verdict) = self.verdict(path, shown).filter(|_| all || self.open.contains_key(path)) {
                let is_closed = !self.open.contains_key(path);
                // Several reports may be about one file: what failed stands beside what was found.
                match verdicts.get_mut(path) {
                    Some(known) => known.shown.extend(verdict.shown),
                    None if is_closed && verdict.shown.is_empty() => {}
                    None => drop(verdicts.insert(path.to_owned(), verdict)),
                }
            }
        }
        let mut files = Vec::new();
        if all {
            let gone = self.published.extract_if(.., |path, _| !verdicts.contains_key(path));
            let gone = gone.map(|(_, verdict)| Verdict { version: None, shown: Vec::new(), ..verdict });
            files.extend(gone);
        }
        for (path, verdict) in verdicts {
            if self.published.get(&path) != Some(&verdict) {
                files.push(verdict.clone());
                self.published.insert(path, verdict);
            }
        }
        tell(&Reply::Verdicts { files, all });
    }

    fn verdict(&self, path: &str, shown: Vec<super::orders::Shown>) -> Option<Verdict> {
        let open = self.open.get(path);
        Some(Verdict { uri: self.uri_of(path)?.as_str().to_owned(), version: open.map(|open| open.version), shown })
    }

    fn uri_of(&self, path: &str) -> Option<Uri> {
        match self.open.get(path) {
            Some(open) => Uri::from_str(&open.uri).ok(),
            None => uri_of(Path::new(path)),
        }
    }

    fn answer(&mut self) {
        for Question { ticket, uri, range, only } in std::mem::take(&mut self.questions) {
            let open = self.open.iter().find(|(_, open)| open.uri == uri);
            let file = |path: &String| self.report.files.iter().find(|file| file.source.path() == path);
            let actions = open.and_then(|(path, open)| {
                let uri = Uri::from_str(&uri).ok()?;
                let (file, verdict) = (file(path)?, self.published.get(path)?);
                let asked = Asked { client: self.client, uri: &uri, version: open.version, file, verdict };
                Some(asked.actions(range, only.as_deref()))
            });
            tell(&Reply::Actions { ticket, actions: actions.unwrap_or_default() });
        }
    }
}
