//! `postMessage`: who receives it, what is in it, and whose message it answers.

use crate::facts::{Content, EffectKind, Evidence, Ground, Payload, Receiver, Send, WindowKind};
use crate::machine::Machine;
use crate::machine::analysis::Recorder;
use crate::machine::cut::Cut;
use crate::machine::domain::detail::Section;
use crate::machine::domain::heap::{ELEMENTS, ObjKind};
use crate::machine::domain::host::Host;
use crate::machine::domain::host_type::HostType;
use crate::machine::domain::taint::{
    ATTACKER_CONTROLLED, AUTHENTICATING, Taint, TaintKind, TaintKinds, Taints, URL_CONTROLLED,
};
use crate::machine::domain::value::{Alt, Kind, ObjId, Value};
use crate::machine::limits;
use crate::machine::web::host::named;
use crate::machine::web::parameter::{is_parameter, is_whole_address, whole_section};
use crate::source::Span;
use crate::syntax::program::{Expr, ExprId, Name};

/// What the sender of a message chooses or is.
const BROUGHT: TaintKinds = ATTACKER_CONTROLLED.union(AUTHENTICATING);

fn is_brought(taints: &Taints) -> bool {
    taints.kinds().intersects(BROUGHT) && !taints.has(TaintKind::Varying)
}

impl<'p> Machine<'p> {
    pub(in crate::machine) fn receiver_of(&self, value: &Value) -> Vec<(Receiver, Option<ObjId>)> {
        value
            .alts()
            .iter()
            .map(|alt| match alt.kind {
                Kind::Obj(o) => (self.receiver(o).unwrap_or(Receiver::Bridge), Some(o)),
                _ => (Receiver::Unknown, None),
            })
            .collect()
    }

    /// Whether something of the page's own, nothing of a message, is posted to a frame or popup of its own, to an origin that nobody
    /// else chooses, or to whatever page is there what the program's text says: all that whoever brings it about gets is the moment.
    fn is_addressed(&self, receiver: Receiver, args: &[Value]) -> bool {
        let own = matches!(receiver, Receiver::Window(WindowKind::Frame | WindowKind::Popup));
        let chosen = ATTACKER_CONTROLLED.union(URL_CONTROLLED).union(AUTHENTICATING);
        let is_constant = args.first().is_some_and(|message| self.content(message) == Content::Constant);
        own && (is_constant
            || args.get(1).is_some_and(|target| {
                let named = |alt: &Alt| match &alt.kind {
                    Kind::Str(text) => **text != *"*",
                    kind => *kind == Kind::Unknown,
                };
                target.alts().iter().all(named) && !target.kinds().intersects(chosen)
            }) && args.first().is_some_and(|message| !self.deep_taints(message).kinds().intersects(chosen)))
    }

    /// `holder.postMessage(…args)`
    pub(in crate::machine) fn post(&mut self, id: ExprId, holder: &Value, args: &[Value]) {
        let call = self.program.span(id);
        let mut noted = false;
        let receivers = self.receiver_of(holder);
        let is_certain = receivers.iter().all(|(r, _)| *r == receivers[0].0 && *r != Receiver::Unknown);
        for (receiver, object) in receivers {
            self.note_relay(id, receiver, object, &holder.taints(), args);
            let receiver = match receiver {
                Receiver::Unknown if self.takes_target(args) => {
                    let unknown = self.unknown_scopes(id, holder);
                    self.recorder.posted_on.extend(unknown.into_iter().map(|scope| (call, scope)));
                    Receiver::Window(WindowKind::Some)
                }
                r => r,
            };
            if receiver == Receiver::Window(WindowKind::Own) && self.posts_as_worker(id, holder, args) {
                self.listening.of_workers.extend(self.senders.listener);
            }
            self.judge_clone(id, receiver, object, args);
            self.judge_transfer(id, receiver, object, args);
            self.note_at_first(id, receiver);
            if let Some(window) = object {
                self.note_early(call, receiver, window);
            }
            let to_window = matches!(receiver, Receiver::Window(_)).then_some(call);
            for arg in args {
                self.transfer(arg, to_window);
            }
            let own = matches!(receiver, Receiver::Window(WindowKind::Own) | Receiver::WorkerScope);
            self.listening.posts_as_scope |= own;
            // A worker answers whoever started it.
            let own = own && !self.handles_as_worker();
            if !noted && !own && receiver != Receiver::Bridge && !self.is_mere_answer(receiver, args) {
                noted = true;
                let name = "postMessage".to_owned();
                let is_addressed = self.is_addressed(receiver, args);
                self.note_effect(call, if is_addressed { EffectKind::Change(name) } else { EffectKind::Act(name) });
            }
            if self.in_sender_run() {
                continue;
            }
            if self.recorder.sends.len() >= limits::SENDS {
                self.cut_short(Cut::Sends, None);
                continue;
            }
            let sorts = args.iter().take(2).map(|arg| self.deep_taints(arg).state()).collect();
            let ways = self.recorder.ways.entry(call).or_default();
            ways.0 += 1;
            if !ways.1.insert(sorts) && ways.0 > limits::SENDS_OF_A_CALL {
                continue;
            }
            let targets = match receiver {
                Receiver::Window(_) => {
                    let loaded = object.and_then(|window| self.frame_source(window));
                    self.targets(call, args, &loaded.map_or(Taints::NONE, Value::taints))
                }
                Receiver::Worker | Receiver::ServiceWorker | Receiver::Port if is_certain => {
                    self.refused_targets(call, args)
                }
                // A file that asks where it runs may run in a window too.
                Receiver::WorkerScope if !crate::machine::web::scope::asks_for_scope(self.program.scanned()) => {
                    self.refused_targets(call, args)
                }
                _ => continue,
            };
            if targets.is_empty() {
                continue;
            }
            let receiver_span = match self.program.expr(id) {
                Expr::Call { callee, .. } => match self.program.expr(*callee) {
                    // Of `(to = to || parent).postMessage(…)` the name is what readers call the receiver.
                    Expr::Member { object, .. } => match self.program.expr(*object) {
                        Expr::Assign { target, .. } => self.program.pattern_span(*target),
                        _ => self.program.span(*object),
                    },
                    _ => self.program.span(*callee),
                },
                _ => call,
            };
            let message = args.first().cloned().unwrap_or_else(Value::undefined);
            let payload = Payload {
                span: self.arg_span(id, 0),
                content: self.content(&message),
                state: self.holds_state(&message),
                random: self.is_random(&message),
                secrets: self.secrets(&message, receiver),
            };
            let transfers_port = self.hands_over_port(args);
            let answered = args.iter().skip(1).chain([holder]).find_map(|v| self.answered(v));
            let listener = self.senders.listener.or(answered).map(|l| l as usize);
            let send = Send {
                call,
                receiver_span,
                receiver,
                is_certain,
                payload,
                targets,
                address: object.and_then(|window| self.frame_address(window)),
                transfers_port,
                listener,
                unchecked: false,
            };
            let same = |s: &Send| {
                s.call == send.call
                    && s.targets == send.targets
                    && s.payload == send.payload
                    && s.receiver == send.receiver
            };
            if !self.recorder.sends.iter().any(same) {
                self.recorder.sends.push(send);
            }
        }
        for arg in args.iter().skip(1) {
            self.escape(arg);
        }
    }

    /// Whether the handler that runs is one of a worker's scope.
    fn handles_as_worker(&self) -> bool {
        let registered = self.senders.listener.and_then(|l| self.listening.registered.get(l as usize));
        registered.is_some_and(|r| r.receiver == Receiver::WorkerScope)
    }

    /// The constant address that the program gave the frame of a window.
    fn frame_address(&self, window: ObjId) -> Option<Name> {
        self.frame_source(window)?.as_str().cloned()
    }

    /// What the program gave the frame of a window as its address.
    fn frame_source(&self, window: ObjId) -> Option<&Value> {
        let frame = Some(self.frame_of(window)).filter(|frame| *frame != window)?;
        self.heap.own(frame, "src")
    }

    /// What a method is called on, as far as it is not known: where it came into being, and how it is named here.
    pub(in crate::machine) fn unknown_scopes(&self, id: ExprId, holder: &Value) -> Vec<(Span, String)> {
        let name = self.holder_name(id);
        let unknown = holder.alts().iter().filter(|a| a.kind == Kind::Unknown);
        unknown.map(|a| (a.site, name.clone())).collect()
    }

    /// Leaves out what is posted to something on which the program listens for messages too. A browser lets nobody add a listener
    /// to a window of another origin (HTML Standard, cross-origin properties), so it is the page's own, or not a window.
    pub(in crate::machine) fn leave_own_posts(&mut self) {
        let Recorder { sends, posted_on, heard_on, .. } = &mut self.recorder;
        sends.retain(|send| {
            let mut places = posted_on.iter().filter(|(call, _)| *call == send.call).peekable();
            let unknown = send.receiver == Receiver::Window(WindowKind::Some) && places.peek().is_some();
            !(unknown && places.all(|(_, scope)| heard_on.contains(scope)))
        });
    }

    /// Random bytes are a secret where the program asks for them again: whoever has them passes. Others only tell things apart.
    pub(in crate::machine) fn settle_nonces(&mut self) {
        for send in &mut self.recorder.sends {
            let evidence = &mut send.payload.secrets;
            evidence.retain(|e| e.ground != Ground::Nonce || self.outline.compares_random);
            evidence.iter_mut().filter(|e| e.ground == Ground::Nonce).for_each(|e| e.ground = Ground::Name);
        }
    }

    /// Whether a constant goes to the window that asked, or may have: whoever made the page say it learns nothing, and
    /// nothing of the page's own acts on it.
    fn is_mere_answer(&self, receiver: Receiver, args: &[Value]) -> bool {
        use WindowKind::{Opener, Parent, Sender, Top};
        matches!(receiver, Receiver::Window(Sender | Parent | Opener | Top))
            && args.first().is_none_or(|m| match receiver {
                // Its own words tell the sender nothing either.
                Receiver::Window(Sender) => !self.holds_state(m),
                _ => self.content(m) != Content::Varying || (self.in_sender_run() && self.hangs_on_sender(m)),
            })
            && !self.hands_over_port(args)
    }

    /// Whether the global scope is posted to by a name that workers have for it, or as what it heard a message on, and
    /// without a target origin. In a window that is a message to itself, which a listener that answers with it would get
    /// again.
    fn posts_as_worker(&self, id: ExprId, holder: &Value, args: &[Value]) -> bool {
        let is_list = |a: &Alt| matches!(a.kind, Kind::Obj(o) if matches!(self.heap.kind(o), ObjKind::Array));
        let list = |v: &Value| {
            v.alts().iter().any(|a| is_list(a) || a.is_nullish())
                && v.alts().iter().all(|a| is_list(a) || a.is_nullish() || a.kind == Kind::Unknown)
        };
        let bare = matches!(self.program.expr(id), Expr::Call { callee, .. }
            if matches!(self.program.expr(*callee), Expr::Global(_)));
        let is_own = |a: &&Alt| a.kind == Kind::Obj(self.web.window);
        let named = || {
            let mut sites = holder.alts().iter().filter(is_own).map(|a| self.program.slice(a.site));
            sites.any(|text| matches!(text, "self" | "globalThis") || text.ends_with(".target"))
        };
        args.len() <= 2 && args.get(1).is_none_or(list) && (bare || named())
    }

    /// Whether all in a message that varies is what a test of the sender has decided, such as the result of a request that
    /// is refused.
    fn hangs_on_sender(&self, message: &Value) -> bool {
        let mut todo: Vec<(Value, u8)> = vec![(message.clone(), 0)];
        while let Some((value, depth)) = todo.pop() {
            for alt in value.alts().iter().filter(|a| !a.taints.kinds().intersects(AUTHENTICATING)) {
                match alt.kind {
                    Kind::Obj(o) if depth < 6 && matches!(self.heap.kind(o), ObjKind::Plain | ObjKind::Array) => {
                        let held = self.heap.own_entries(o).map(|(_, v)| v).chain(self.heap.own(o, ELEMENTS));
                        todo.extend(held.map(|v| (v.clone(), depth + 1)));
                    }
                    _ => {
                        let one = Value::new(alt.kind.clone(), alt.site, alt.taints.clone());
                        if self.holds_state(&one) {
                            return false;
                        }
                    }
                }
            }
        }
        true
    }

    /// Whether only a window takes these arguments: a string in second place throws a TypeError elsewhere (browser facts E6).
    fn takes_target(&self, args: &[Value]) -> bool {
        let Some(second) = args.get(1) else { return false };
        second.alts().iter().any(|a| match &a.kind {
            Kind::Str(s) => &**s == "*" || &**s == "/" || s.contains("://"),
            Kind::Obj(o) => matches!(self.heap.kind(*o), ObjKind::Plain) && self.heap.own(*o, "targetOrigin").is_some(),
            _ => a.taints.has(TaintKind::Sender),
        })
    }

    /// The listener whose sender it tells.
    fn answered(&self, value: &Value) -> Option<u32> {
        let taints = self.deep_taints(value);
        taints.find(TaintKind::Sender).or_else(|| taints.find(TaintKind::Source)).and_then(|l| l.listener)
    }

    /// Whether a payload holds something of this page.
    fn holds_state(&self, value: &Value) -> bool {
        self.content_within(value, &mut Vec::new(), 0, &is_brought) == Content::Varying
    }

    /// How much a payload tells that is not in the program's text.
    pub(in crate::machine) fn content(&self, value: &Value) -> Content {
        self.content_within(value, &mut Vec::new(), 0, &|_| false)
    }

    /// Whether all in it that varies is random bytes.
    pub(in crate::machine) fn is_random(&self, value: &Value) -> bool {
        let random = |taints: &Taints| taints.has(TaintKind::Random);
        self.content(value) == Content::Varying
            && self.content_within(value, &mut Vec::new(), 0, &random) != Content::Varying
    }

    /// `void`: what has these sources counts for nothing.
    fn content_within(
        &self,
        value: &Value,
        seen: &mut Vec<ObjId>,
        depth: usize,
        void: &dyn Fn(&Taints) -> bool,
    ) -> Content {
        let mut most = Content::Constant;
        for alt in value.alts() {
            let this = match &alt.kind {
                Kind::Unknown | Kind::Str(_) if void(&alt.taints) => Content::Constant,
                Kind::Unknown if alt.taints.is_empty() => Content::Measure,
                Kind::Unknown => Content::Varying,
                Kind::Str(_) if alt.taints.kinds().intersects(ATTACKER_CONTROLLED) => Content::Varying,
                Kind::Obj(o) if seen.contains(o) => Content::Constant,
                Kind::Obj(o) if depth < 6 => {
                    seen.push(*o);
                    match self.heap.kind(*o) {
                        ObjKind::Plain | ObjKind::Array | ObjKind::Set | ObjKind::Map => {
                            let inner = self.heap.own_entries(*o).map(|(_, v)| v).chain(self.heap.own(*o, ELEMENTS));
                            let mut most = if self.heap.object(*o).open { Content::Varying } else { Content::Constant };
                            for v in inner {
                                most = most.max(self.content_within(v, seen, depth + 1, void));
                            }
                            if self.heap.object(*o).proto.is_some() { Content::Varying } else { most }
                        }
                        ObjKind::Host(Host::Type(
                            HostType::MessagePort
                            | HostType::MessageChannel
                            | HostType::NodePort
                            | HostType::MainPort
                            | HostType::MainChannel
                            | HostType::NodeChannel,
                        )) => Content::Constant,
                        ObjKind::Closure { .. } | ObjKind::Regex { .. } => Content::Constant,
                        _ => Content::Varying,
                    }
                }
                Kind::Obj(_) => Content::Varying,
                _ => Content::Constant,
            };
            most = most.max(this);
        }
        most
    }

    /// Why a payload may be secret, the most telling reason first.
    fn secrets(&self, value: &Value, receiver: Receiver) -> Vec<Evidence> {
        let taints = self.deep_taints(value).union(&self.named_secrets(value));
        let evidence = |l: &Taint, ground| Evidence {
            what: l.detail.as_ref().map_or_else(|| "a secret".to_owned(), ToString::to_string),
            span: l.span,
            ground,
            path: l.path(),
        };
        let opened = receiver == Receiver::Window(WindowKind::Opener);
        // Who frames the page wrote its address. What a sign-in adds to it is a secret all the same, and so is what is asked for by its name.
        let framed = matches!(receiver, Receiver::Window(WindowKind::Parent | WindowKind::Top));
        let mut found: Vec<Evidence> = Vec::new();
        for taint in taints.iter() {
            let ground = match taint.kind {
                TaintKind::Secret => Ground::Source,
                TaintKind::Named if opened && is_parameter(taint) => Ground::Source,
                TaintKind::Named if framed && is_parameter(taint) => continue,
                TaintKind::Named => Ground::Name,
                TaintKind::Nonce => Ground::Nonce,
                TaintKind::Content => Ground::Content,
                _ => continue,
            };
            found.push(evidence(taint, ground));
        }
        if found.is_empty() {
            // A popup that hands its query or fragment to its opener is what ends a sign-in, and so is what says that it
            // does, or one that has looked for what a sign-in hands over. A whole address may also say where the popup is.
            let handed_back = |l: &Taint| opened && whole_section(l) != Some(Section::Href);
            found.extend(taints.iter().find(|l| is_whole_address(l)).and_then(|l| {
                let ends_sign_in = handed_back(l) || self.web.asks_sign_in || self.speaks_of_sign_in(value);
                let ground = if ends_sign_in { Ground::Source } else { Ground::Whole };
                (ends_sign_in || !framed).then(|| evidence(l, ground))
            }));
        }
        if found.is_empty() {
            found.extend(self.whole(value));
        }
        found.sort_by_key(|e| (e.ground, e.span));
        found
    }

    /// Whether a constant or a field's name in the payload speaks of signing in.
    fn speaks_of_sign_in(&self, value: &Value) -> bool {
        let secrets = &self.model.secrets;
        let said = |v: &Value| v.alts().iter().any(|a| matches!(&a.kind, Kind::Str(s) if secrets.is_sign_in(s)));
        let listed = |o| matches!(self.heap.kind(o), ObjKind::Plain | ObjKind::Array);
        said(value)
            || value
                .objects()
                .filter(|o| listed(*o))
                .any(|o| self.heap.own_entries(o).any(|(name, held)| secrets.is_sign_in(name) || said(held)))
    }

    /// An object that nobody has looked into, under a name that tells of somebody or of all that the program knows: the
    /// payload, or a field of it.
    fn whole(&self, value: &Value) -> Option<Evidence> {
        let plain = value.objects().filter(|o| matches!(self.heap.kind(*o), ObjKind::Plain));
        let fields = plain.flat_map(|o| self.heap.own_entries(o)).map(|(name, held)| (Some(name), held));
        let parts = std::iter::once((None, value)).chain(fields);
        let unseen = |a: &&Alt| {
            a.kind == Kind::Unknown && a.taints.has(TaintKind::Varying) && !a.taints.kinds().intersects(BROUGHT)
        };
        parts.flat_map(|(key, held)| held.alts().iter().filter(unseen).map(move |a| (key, a))).find_map(|(key, alt)| {
            let read = self.name_where_read(alt.site);
            let ground = |name: &str| match &self.model.secrets {
                secrets if secrets.is_whole(name) => Some(Ground::Whole),
                secrets if secrets.is_content(name) => Some(Ground::ContentName),
                _ => None,
            };
            let mut names = key.map(|k| &**k).into_iter().chain(read);
            let (name, ground) = names.find_map(|name| Some((name, ground(name)?)))?;
            Some(Evidence { what: format!("`{name}`"), span: alt.site, ground, path: Vec::new() })
        })
    }

    /// Whether the name under which it is read says that everybody may have it.
    pub(in crate::machine) fn is_called_public(&self, alt: &Alt) -> bool {
        self.name_where_read(alt.site).is_some_and(|name| self.model.secrets.is_public(name))
    }

    /// The last name of what is read or called at a place: `user` of `props.user`, `getState` of `store.getState()`.
    fn name_where_read(&self, site: Span) -> Option<&str> {
        let text = self.program.slice(site);
        let path = text.strip_suffix("()").unwrap_or(text);
        let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$' | '.' | '#' | '?' | '!');
        path.chars().all(plain).then(|| path.rsplit('.').next().unwrap_or(path))
    }

    /// Fields of an object whose names tell of a secret and whose values are not written in the program.
    pub(in crate::machine) fn named_secrets(&self, value: &Value) -> Taints {
        let mut taints = Taints::NONE;
        let mut todo: Vec<(ObjId, usize)> = value.objects().map(|o| (o, 0)).collect();
        while let Some((object, depth)) = todo.pop() {
            if depth > 4 || !matches!(self.heap.kind(object), ObjKind::Plain | ObjKind::Array) {
                continue;
            }
            for (name, held) in self.heap.own_entries(object) {
                if self.model.secrets.is_secret_name(name)
                    && self.content_within(held, &mut Vec::new(), 0, &is_brought) == Content::Varying
                    && !self.is_flag(held)
                    && !held.alts().iter().any(|alt| self.is_called_public(alt))
                {
                    let span = held.alts().iter().map(|a| a.site).find(|s| !s.is_empty()).unwrap_or_default();
                    taints = taints.union(&Taints::one(named(name, span, &self.deep_taints(held))));
                }
                todo.extend(held.objects().map(|o| (o, depth + 1)));
            }
        }
        taints
    }

    fn is_flag(&self, value: &Value) -> bool {
        value.alts().iter().all(|a| matches!(a.kind, Kind::Bool(_) | Kind::Num(_) | Kind::Null | Kind::Undefined))
    }
}
