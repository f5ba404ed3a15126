//! What the machine tells the rules. Rules see these facts and nothing of the syntax.

mod listener_life;

use std::sync::Arc;

use serde::Deserialize;

pub use listener_life::{Mismatch, MismatchKind, NeverReceives, Subscription};

use crate::peer::Peer;
use crate::source::Span;
use crate::syntax::program::Name;

/// Everything that is known about one file.
#[derive(Debug, Default)]
pub struct Facts {
    /// Every `postMessage` that was seen, one entry for each way it was reached.
    pub sends: Vec<Send>,
    /// Every registration of a `message` listener.
    pub listeners: Vec<Listener>,
    /// Every channel-like object.
    pub channels: Vec<Channel>,
    /// What transfer lists get wrong.
    pub transfers: Vec<BadTransfer>,
    /// What is done with objects that are transferred or closed already.
    pub detached_uses: Vec<DetachedUse>,
    /// Parts of messages that cannot be cloned.
    pub unclonables: Vec<Unclonable>,
    /// `message` listeners that pile up.
    pub subscriptions: Vec<Subscription>,
    /// Removals of `message` listeners that remove nothing.
    pub mismatches: Vec<Mismatch>,
    /// `message` listeners where no message arrives.
    pub never_receiving: Vec<NeverReceives>,
    /// Posts to windows that no script runs in yet.
    pub early_posts: Vec<EarlyPost>,
    /// Every way from message data to a sink.
    pub flows: Vec<Flow>,
    /// Why the file, which was taken for a window's, may be a worker's.
    pub maybe_worker: Option<crate::platform::MaybeWorker>,
    /// If a handler that anybody can send to calls what other files hand over: the names of the functions that have to do with messages.
    pub hands_on: Vec<String>,
    /// How many steps were taken.
    pub steps: u64,
    /// Bounds that were met.
    pub incomplete: Vec<String>,
    /// Imports that a message handler needs and that could not be followed: where, and why.
    pub unread: Vec<(Span, String)>,
}

/// What kind of thing receives or delivers messages.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Receiver {
    /// Another window; which one.
    Window(WindowKind),
    /// A port of a `MessageChannel`, of a message, or of a `SharedWorker`.
    Port,
    /// A `BroadcastChannel`.
    Broadcast,
    /// A dedicated worker, seen from outside.
    Worker,
    /// A worker's global scope, seen from inside.
    WorkerScope,
    /// A `ServiceWorker` or its container.
    ServiceWorker,
    /// The `SharedWorker` object itself.
    SharedWorker,
    /// An `EventSource`.
    EventSource,
    /// A `WebSocket`.
    WebSocket,
    /// Node's `parentPort` or `Worker`.
    NodePort,
    /// The document or an element, where no message ever arrives.
    Element,
    /// A bridge to an extension, an editor or a native host.
    Bridge,
    /// It is not known what it is.
    Unknown,
}

/// Which window it is, seen from the running script.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum WindowKind {
    /// The script's own.
    Own,
    /// `window.parent`
    Parent,
    /// `window.opener`
    Opener,
    /// `window.top`
    Top,
    /// A frame's.
    Frame,
    /// A frame's whose sandbox leaves it an opaque origin.
    OpaqueFrame,
    /// What `window.open()` returned.
    Popup,
    /// `event.source`
    Sender,
    /// Some window: a parameter typed `Window`, say.
    Some,
}

/// A piece of evidence that something is secret.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Evidence {
    /// The evidence as a noun phrase: `document.cookie`, "`accessToken`".
    pub what: String,
    /// Where the secret is read or named.
    pub span: Span,
    /// What it rests on.
    pub ground: Ground,
    /// The way from there to the send.
    pub path: Vec<Span>,
}

/// What the evidence of a secret rests on, the most telling first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Ground {
    /// It is read where only secrets are.
    Source,
    /// Its name says so.
    Name,
    /// Its name says so, and it is random bytes: a secret only if the program compares with them later.
    Nonce,
    /// It is no secret but the user's own: typed, pasted, opened, or what a server answers this user.
    Content,
    /// Its name says that it is the user's own.
    ContentName,
    /// It is a whole of which part may be secret: the address, a user, a session, a state.
    Whole,
}

/// What is posted.
#[derive(Clone, PartialEq, Debug)]
pub struct Payload {
    /// The argument.
    pub span: Span,
    /// How much of it can be known from the program text alone.
    pub content: Content,
    /// Whether it holds something of this page: more than constants and what the message that is answered brought.
    pub state: bool,
    /// Whether all that is not constant is random bytes.
    pub random: bool,
    /// Why it may be secret, or the user's own.
    pub secrets: Vec<Evidence>,
}

/// How much a payload tells.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Content {
    /// Written in the program.
    Constant,
    /// Sizes, positions, booleans, counters.
    Measure,
    /// It varies, and nothing more is known.
    Varying,
}

/// One value that the target origin may have.
#[derive(Clone, PartialEq, Debug)]
pub struct Target {
    /// Where that value is written, or the call where it is implied.
    pub span: Span,
    /// What it is.
    pub kind: TargetKind,
}

/// What a target origin is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum TargetKind {
    /// Not given: the same origin only (browser facts A1).
    Absent,
    /// `"*"`
    Wildcard,
    /// `"*"`, and only where the program has seen that the receiver's origin is opaque, which no other target origin reaches.
    Opaque,
    /// A constant.
    Constant(Name),
    /// A constant of plain http, on another machine than this one.
    Insecure(Name),
    /// A constant that reaches nobody.
    Invalid {
        /// The text.
        text: Name,
        /// What the browser does with it.
        fault: Fault,
    },
    /// A list of objects where a window expects a target origin or options: none of them is transferred (browser facts E4).
    List,
    /// The page's own origin, or `/`.
    Own,
    /// `event.origin` of the message that is answered.
    Sender,
    /// Chosen by whoever links to the page, or by message data: what it is.
    Steered(String),
    /// It cannot be known.
    Unknown,
}

/// How a target origin fails.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fault {
    /// The call throws.
    Throws,
    /// Nothing arrives, and nobody is told.
    NeverArrives,
    /// The call throws in some browsers; in the others nothing arrives.
    Differs,
}

/// One post, as it was reached on one way through the program.
#[derive(Clone, Debug)]
pub struct Send {
    /// The call.
    pub call: Span,
    /// The receiver's expression.
    pub receiver_span: Span,
    /// What receives.
    pub receiver: Receiver,
    /// Whether it can be nothing else.
    pub is_certain: bool,
    /// What is posted.
    pub payload: Payload,
    /// The values that the target origin may have.
    pub targets: Vec<Target>,
    /// The constant address that the program itself gave the frame whose page receives it.
    pub address: Option<Name>,
    /// Whether a port is in the transfer list.
    pub transfers_port: bool,
    /// The listener in whose handler it stands, or whose sender it answers later, as an index of [`Facts::listeners`].
    pub listener: Option<usize>,
    /// Whether a page of any origin can bring it about.
    pub unchecked: bool,
}

/// A hostile or expected sender, and what it reached.
#[derive(Clone, Debug)]
pub struct SenderRun {
    /// `event.origin`
    pub origin: String,
    /// What the origin is, compared with the expected ones.
    pub sender: SenderClass,
    /// What `event.source` is.
    pub source: SourceWindow,
    /// The effects reached, as indices of [`Listener::effects`].
    pub reached: Vec<usize>,
    /// The effects that were reached behind a check that cannot be seen into.
    pub opaque: Vec<usize>,
    /// The checks that were made before any of the reached effects, as indices of [`Listener::checks`].
    pub passed: Vec<usize>,
    /// Why it passes, as a fragment.
    pub why: String,
    /// How each of [`Listener::checks`] came out.
    pub outcomes: Vec<Outcome>,
    /// The checks that stand in a condition which went its way whatever they would have said, as indices of
    /// [`Listener::checks`].
    pub overruled: Vec<usize>,
    /// A setting that it is asked for before the sender is compared with it, and that need not be there.
    pub unset: Option<Span>,
    /// Whether the message has to hold a random value of the program.
    pub told: bool,
}

/// How a test came out in a sender run. A loop may ask it more than once, with different answers.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Outcome {
    /// It was true.
    pub yes: bool,
    /// It was false.
    pub no: bool,
    /// It could not be told, because it depends on more than the sender.
    pub open: bool,
}

impl Outcome {
    /// Whether the test was made at all.
    pub fn asked(self) -> bool {
        self.yes || self.no || self.open
    }
}

/// What sort of sender a run stands for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum SenderClass {
    /// Another site.
    Foreign,
    /// An opaque origin, `"null"`.
    Null,
    /// Another tenant of a shared hosting suffix.
    SharedHost,
    /// A subdomain of an expected origin's domain that is not itself expected.
    Subdomain,
    /// An expected host on another port, or with a dot at its end.
    OtherPort,
    /// An expected host over plain http.
    Insecure,
    /// An expected origin.
    Expected,
}

/// What `event.source` is in a sender run.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum SourceWindow {
    /// A window that is none of the page's own relations.
    Stranger,
    /// The window that framed the page.
    Parent,
    /// The window that opened the page.
    Opener,
    /// The window that the script runs in, whose page is not the script's.
    Page,
    /// The sender removed itself: `null` (browser facts D1).
    Null,
}

/// What an origin check compares with.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Against {
    /// A constant of the program.
    Constant,
    /// The page's own origin, as `location` tells it.
    Own,
    /// `window.origin`
    OwnOpaque,
    /// A value that is configured elsewhere.
    Configured,
    /// Something that the sender put in the message.
    Message,
    /// Something that whoever links to the page chooses: the URL, the referrer, `window.name`.
    Steered,
    /// Something that stands in the document: a form field, the address of some element.
    Document,
    /// A window, compared with `event.source`.
    Window(WindowKind),
    /// Something that may be null or undefined, compared with `event.source`.
    Nullable,
    /// Nothing: the bare value is tested, or its type.
    Nothing,
    /// It cannot be seen into.
    Opaque,
}

/// A test that depends on the sender.
#[derive(Clone, PartialEq, Default, Debug)]
pub struct Check {
    /// The test.
    pub span: Span,
    /// What it compares with.
    pub against: Vec<Against>,
    /// The constants among them.
    pub literals: Vec<Literal>,
    /// Where `window.origin`, which it compares with, is read.
    pub opaque_own: Vec<Span>,
    /// If it looks for a part of the sender's origin (`origin.includes(part)`) and says whether it is there: the origin and the part, as
    /// they are written.
    pub search: Option<(Span, Span)>,
    /// Whether it is a method that says yes where it finds something: `pattern.test(origin)`, `list.includes(origin)`.
    pub finds: bool,
    /// Whether it looks at `event.origin`.
    pub of_origin: bool,
    /// Whether it looks at something of the sender's choice in place of the sender: `event.isTrusted`, an origin in the data.
    pub spoofable: bool,
    /// Whether a branch of the program depends on it.
    pub decides: bool,
}

impl Check {
    /// Whether it looks at the sender's window.
    pub fn is_of_source(&self) -> bool {
        !self.of_origin && !self.spoofable
    }

    /// Whether it only tells opaque origins, which are written `null`, from all others.
    pub fn is_of_null(&self) -> bool {
        !self.literals.is_empty()
            && self.literals.iter().all(|l| &*l.text == "null")
            && self.against.iter().all(|a| *a == Against::Constant)
    }

    /// Whether it only compares with `*`: who gets past it does so beside it.
    pub fn is_of_wildcard(&self) -> bool {
        !self.literals.is_empty()
            && self.literals.iter().all(|l| &*l.text == "*")
            && self.against.iter().all(|a| matches!(a, Against::Constant | Against::Configured))
    }

    /// Whether it compares with something that an origin may be, instead of asking whether, or of what type, it is.
    pub fn compares(&self) -> bool {
        let types = self.literals.iter().all(|l| matches!(&*l.text, "string" | "undefined" | "object"));
        let constant = self.against.iter().all(|a| *a == Against::Constant);
        let of_type = !self.literals.is_empty() && types && constant;
        !of_type && self.against.iter().any(|a| *a != Against::Nothing)
    }

    /// Whether it compares with something that the analysis does not know.
    pub fn is_opaque(&self) -> bool {
        self.against.contains(&Against::Opaque)
    }
}

/// A constant that the sender is compared with.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Literal {
    /// The text.
    pub text: Name,
    /// Where it is written.
    pub span: Span,
    /// Whether the origin of a message can be written like this.
    pub possible: bool,
    /// The origin that it means, as the browser writes it: `https://example.com` for `https://Example.com:443/`.
    pub origin: Option<String>,
}

/// Something that makes an unauthenticated handler matter.
#[derive(Clone, PartialEq, Debug)]
pub struct Effect {
    /// Where it happens.
    pub span: Span,
    /// What it is.
    pub kind: EffectKind,
}

/// What sort of effect it is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum EffectKind {
    /// Message data reaches a sink.
    Sink(SinkKind),
    /// Message data says which function out of sight is called, out of a table that is filled while the program runs.
    Pick,
    /// Message data goes to a function out of sight; its name as far as known.
    Call(String),
    /// Message data is kept in something that outlives the handler; its name as far as known.
    PersistentWrite(String),
    /// What the page shows changes.
    Change(String),
    /// Something happens beyond what the page shows: a request, a message, a navigation, a change of storage.
    Act(String),
    /// A port of the message is kept or listened to.
    Port,
}

/// Something that each message makes the page pay for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Cost {
    /// The request, or the condition of the loop.
    pub span: Span,
    /// What it is.
    pub kind: CostKind,
}

/// What a message costs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CostKind {
    /// Something is sent over the network.
    Request,
    /// A loop turns as often as the message says.
    Loop,
}

/// A registration of a `message` listener.
#[derive(Clone, Debug)]
pub struct Listener {
    /// The registration: the call, or the target of the assignment.
    pub registration: Span,
    /// Where the scanned file calls code of another one that registers the listener.
    pub through: Option<Span>,
    /// What delivers the messages.
    pub receiver: Receiver,
    /// Of a port, the posts that hand its other end to a window: whoever is there sends.
    pub handed: Vec<Span>,
    /// Who sends, where that is not another window, a worker or the holder of a port.
    pub(crate) peer: Option<Arc<Peer>>,
    /// Between the braces of the handler, where a check would be inserted, or the expression that it consists of.
    pub body: Option<Span>,
    /// How the handler calls the event: `event`, `e`, or the pattern in its place.
    pub event_name: Option<String>,
    /// Where the handler first reads what a message says.
    pub reads: Option<Span>,
    /// Where it hands the event, or what tells the sender, to a function out of sight, which may be the check.
    pub handed_on: Option<Span>,
    /// Whether a bound ended the runs of its handler before everything was tried.
    pub cut: bool,
    /// The tests that depend on the sender. Of a port or a worker, those of `event.origin`, if the handler does nothing
    /// because the origin is always empty there (browser facts E).
    pub checks: Vec<Check>,
    /// What the handler does that matters.
    pub effects: Vec<Effect>,
    /// What each message costs, whoever sends it, with nothing in between that could keep messages from coming often.
    pub costs: Vec<Cost>,
    /// The senders that were tried.
    pub sender_runs: Vec<SenderRun>,
    /// Why the sender runs may not tell the whole truth.
    pub doubts: Vec<String>,
}

/// What sort of channel-like object it is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ChannelKind {
    /// `new MessageChannel()`
    MessageChannel,
    /// A port from elsewhere: of a message, of a `SharedWorker`.
    Port,
    /// `new BroadcastChannel()`
    Broadcast,
    /// `new EventSource()`
    EventSource,
    /// `new WebSocket()`
    WebSocket,
}

/// Where a channel is made, as far as its life depends on it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Scope {
    /// Once, when the file is loaded.
    Module,
    /// Each time a function runs.
    Function,
}

/// How a component leaves a channel behind.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Left {
    /// Each rendering makes another one.
    EachRendering,
    /// Each rendering makes one for a hook that keeps the first.
    Initial,
    /// The first rendering makes it.
    Component,
    /// Something that happens makes it.
    Handler,
}

/// A channel-like object and its life.
#[derive(Clone, Debug)]
pub struct Channel {
    /// The constructor, or the expression that gives the port.
    pub creation: Span,
    /// What it is.
    pub kind: ChannelKind,
    /// Where it is made.
    pub scope: Scope,
    /// Its name as far as known: `channel`, `this.port`.
    pub name: Option<String>,
    /// Where messages of it, or of either port of a `MessageChannel`, are read by code that hears of none that fail.
    pub unsafe_reads: Vec<Span>,
    /// Listeners on it, or on either port of a `MessageChannel`, that nothing starts.
    pub unstarted: Vec<Unstarted>,
    /// Whether it is ever closed.
    pub closed: bool,
    /// Whether something out of sight may close or start it.
    pub escaped: bool,
    /// Whether it is transferred to another window or worker.
    pub transferred: bool,
    /// Whether something waits for its events, which keeps it alive; one that is only posted on is collected.
    pub heard: bool,
    /// If a component makes it, and leaves it behind: how.
    pub left: Option<Left>,
}

/// A `message` listener on a port that stays paused.
#[derive(Clone, Debug)]
pub struct Unstarted {
    /// The `addEventListener` call.
    pub listener: Span,
    /// The port as the call names it.
    pub port: String,
    /// Whether a caller gave the port, so that it could have started it before.
    pub given: bool,
    /// Whether it is a port of Electron's main process, which no property starts.
    pub of_main: bool,
    /// Where a statement that starts it could be inserted, and its text.
    pub start: Option<(u32, String)>,
}

/// What is wrong with an entry of a transfer list, or with a part of the message that belongs into it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum TransferFault {
    /// It is in the list twice.
    Duplicate,
    /// A port is to be transferred through itself.
    Itself,
    /// It is in the message, cannot be cloned, and is not in the list.
    Unlisted,
    /// A `BroadcastChannel` takes no list.
    Broadcast,
    /// It was transferred before.
    Again,
    /// It is nothing that can be transferred.
    NotTransferable,
}

/// Something that a transfer gets wrong.
#[derive(Clone, Debug)]
pub struct BadTransfer {
    /// The entry, or the part of the message.
    pub span: Span,
    /// What is wrong.
    pub fault: TransferFault,
    /// The type of what is transferred.
    pub what: &'static str,
    /// The entry that it repeats, or the transfer before.
    pub first: Option<Span>,
    /// What could be deleted so that the flaw goes.
    pub edit: Option<Span>,
    /// Whether it is Node that receives it, whose exceptions differ.
    pub node: bool,
}

/// How an object came to its end.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Detached {
    /// It belongs to somebody else.
    Transferred,
    /// It, or the port at its other end, was closed.
    Closed,
}

/// What is done with an object.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Use {
    /// Something is posted on it.
    Post,
    /// Something is posted on it, after a clean-up that may run while it is still kept.
    PostLater,
    /// It is listened to.
    Listen,
    /// It is started.
    Start,
    /// Its size is read.
    Size,
    /// An element is read.
    Element,
    /// A view of it is made.
    View,
    /// It is part of a message.
    Clone,
    /// A method of that name is called.
    Method(String),
}

/// A use of an object after its end.
#[derive(Clone, Debug)]
pub struct DetachedUse {
    /// The use.
    pub span: Span,
    /// The object as the use names it.
    pub name: Option<String>,
    /// Its type.
    pub kind: &'static str,
    /// How it ended.
    pub spent: Detached,
    /// Where it ended.
    pub at: Span,
    /// What is done with it.
    pub what: Use,
}

/// A part of a message that no structured clone takes.
#[derive(Clone, Debug)]
pub struct Unclonable {
    /// The part.
    pub span: Span,
    /// What it is, with its article.
    pub what: &'static str,
    /// What to post in its place.
    pub instead: &'static str,
    /// Where it is made, if that is somewhere else.
    pub made: Option<Span>,
    /// Whether it is concluded from another post that the receiver clones what it is given.
    pub inferred: bool,
}

/// A post in the turn in which its window was made.
#[derive(Clone, Debug)]
pub struct EarlyPost {
    /// The post.
    pub call: Span,
    /// Where the window is made.
    pub made: Span,
    /// Whether it is a popup rather than a frame.
    pub popup: bool,
}

/// What message data does at the end of its way.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum SinkKind {
    /// It is parsed as markup.
    #[serde(rename = "message-to-html")]
    Html,
    /// It is run as code.
    #[serde(rename = "message-to-code")]
    Code,
    /// It is an address to go to.
    #[serde(rename = "message-to-navigation")]
    Navigation,
    /// It names what is called.
    #[serde(rename = "message-to-dispatch")]
    Dispatch,
    /// It names a property of what every object inherits.
    #[serde(rename = "message-to-prototype")]
    Prototype,
    /// It is in a request.
    #[serde(rename = "message-to-request")]
    Request,
    /// It is stored.
    #[serde(rename = "message-to-storage")]
    Storage,
    /// It is handed on as it came.
    #[serde(rename = "message-relay")]
    Relay,
    /// It is used in a way that is no sink, and nothing has tested it. No table names such a use.
    #[serde(skip)]
    Untested,
}

/// A way from message data to a sink, or to a place where it is used as whatever it is.
#[derive(Clone, Debug)]
pub struct Flow {
    /// What sort of sink it is.
    pub kind: SinkKind,
    /// The sink: the call, or the target of the assignment.
    pub sink: Span,
    /// What happens to the data there, as a noun phrase: `innerHTML`.
    pub what: String,
    /// Where the data is read, and each place that it passes, the sink not included.
    pub path: Vec<Span>,
    /// The listener whose message it is, as an index of [`Facts::listeners`].
    pub listener: usize,
    /// Whether later versions of the library at the sink refuse what does harm.
    pub doubtful: bool,
    /// Whether the sink acts in another window or program, so that no script runs in this page.
    pub elsewhere: bool,
    /// Whether the data only chooses among what the program itself put into one table.
    pub limited: bool,
    /// Whether the data says what is asked of a privileged receiver.
    pub picks: bool,
    /// Whether the data is only in the body of a request.
    pub body: bool,
    /// Whether the type or the shape of all of it was tested.
    pub tested: bool,
}

impl Flow {
    /// A way of which nothing else is known.
    pub(crate) fn new(kind: SinkKind, sink: Span, what: &str, path: Vec<Span>, listener: usize) -> Self {
        let what = what.to_owned();
        let (doubtful, elsewhere, limited, picks, body, tested) = (false, false, false, false, false, false);
        Self { kind, sink, what, path, listener, doubtful, elsewhere, limited, picks, body, tested }
    }
}
