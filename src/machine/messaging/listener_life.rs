//! The life of listeners: where each is added, what removes it, and whether a removal removes anything. What the
//! listeners do is `sender_run`.

use crate::facts::{Mismatch, MismatchKind, NeverReceives, Receiver, Subscription, WindowKind};
use crate::machine::cut::Cut;
use crate::machine::domain::heap::ObjKind;
use crate::machine::domain::host::Host;
use crate::machine::domain::host_type::HostType;
use crate::machine::domain::value::{Kind, ObjId, Value};
use crate::machine::interp::component::parameters;
use crate::machine::limits;
use crate::machine::{Cond, Machine};
use crate::source::Span;
use crate::syntax::program::{Const, Expr, ExprId, FnId, FunctionKind, Key, Name};

/// A call that adds a `message` listener.
#[derive(Clone, Debug)]
pub(in crate::machine) struct Added {
    at: ExprId,
    receiver: Receiver,
    functions: Vec<(ObjId, Option<FnId>)>,
    /// Whether it may be nothing else.
    known: bool,
    /// Whether it listens in the capture phase; `None` where that is not known.
    capture: Option<bool>,
    /// Whether its options end it: `once`, a signal, or something that is not known.
    ends: bool,
    /// Whether it hears a single message.
    once: bool,
    hook: Option<Name>,
    /// The event of the user's of which each one adds another listener.
    user_event: Option<Name>,
    /// The function that adds it, if the listener is for a message that this very call waits for.
    waits: Option<FnId>,
    /// Whether the first run added it whatever the environment was, and no later one did: a flag keeps the hook from
    /// adding another.
    latched: bool,
    /// The listener in whose handler it is added anew each time.
    handler: Option<usize>,
    /// The runs of that handler in which it was added.
    runs: Vec<u32>,
}

/// A call that removes one.
#[derive(Clone, Debug)]
pub(in crate::machine) struct Removed {
    at: ExprId,
    receiver: Receiver,
    functions: Vec<(ObjId, Option<FnId>)>,
    known: bool,
    capture: Option<bool>,
    /// The call of `addEventListener` whose result it is given instead of a function.
    given_result_of: Option<Span>,
}

impl<'p> Machine<'p> {
    /// `holder.addEventListener("message", handler, options)`
    pub(in crate::machine) fn note_added(
        &mut self,
        id: ExprId,
        receiver: Receiver,
        object: Option<ObjId>,
        args: &[Value],
    ) {
        if self.in_sender_run() || self.unreachable {
            return;
        }
        if self.listening.added.len() >= limits::SUBSCRIPTIONS {
            self.cut_short(Cut::Subscriptions, None);
            return;
        }
        let Some(handler) = args.get(1) else { return };
        let (capture, ends) = self.options(args.get(2));
        let functions = self.functions_in(handler);
        let known = is_one(handler) && !functions.is_empty();
        let hook = self.running_hook();
        let user_event = self.running_user_event(&functions).filter(|_| hook.is_none());
        let handler = self.added_per_message(object, &functions);
        let runs = self.senders.handling.filter(|_| handler.is_some()).map(|(_, first)| first).into_iter().collect();
        let once = self.is_once(args.get(2));
        let latched = !self.path.iter().any(|c| matches!(c, Cond::Environment { .. }));
        let waits = self.waits_for_its_own(&functions);
        let added = Added {
            waits,
            latched,
            at: id,
            receiver,
            functions,
            known,
            capture,
            ends,
            once,
            hook,
            user_event,
            handler,
            runs,
        };
        match self.listening.added.iter_mut().find(|a| a.at == id && a.receiver == receiver) {
            Some(before) => {
                for (object, function) in added.functions {
                    let bound = |o: ObjId| matches!(self.heap.kind(o), ObjKind::Bound { .. });
                    let same = |(o, f): &(ObjId, Option<FnId>)| {
                        *o == object || (f.is_some() && *f == function && bound(*o) == bound(object))
                    };
                    if !before.functions.iter().any(same) {
                        before.functions.push((object, function));
                    }
                }
                before.known &= added.known;
                before.ends |= added.ends;
                before.once &= added.once;
                before.latched &= !added.latched;
                before.hook = before.hook.take().or(added.hook);
                before.user_event = before.user_event.take().or(added.user_event);
                before.handler = before.handler.or(added.handler);
                before.waits = before.waits.or(added.waits);
                before.runs.extend(added.runs.into_iter().filter(|r| !before.runs.contains(r)).collect::<Vec<_>>());
                if before.capture != added.capture {
                    before.capture = None;
                }
            }
            None => self.listening.added.push(added),
        }
    }

    /// `holder.removeEventListener(event, handler, options)`
    pub(in crate::machine) fn note_removed(&mut self, id: ExprId, receiver: Receiver, args: &[Value]) {
        self.outline.removals.insert(id);
        if self.in_sender_run() || self.unreachable {
            return;
        }
        if self.listening.removed.len() >= limits::SUBSCRIPTIONS {
            self.cut_short(Cut::Subscriptions, None);
            return;
        }
        let (Some(event), Some(handler)) = (args.first(), args.get(1)) else {
            self.outline.vague_removal = true;
            return;
        };
        if event.has_unknown() || event.is_bottom() {
            self.outline.vague_removal |= event.as_str().is_none();
        }
        if !event.strings().any(|(s, _)| &**s == "message") {
            return;
        }
        let functions = self.functions_in(handler);
        let undefined = handler.single().filter(|a| a.kind == Kind::Undefined && !a.site.is_empty());
        let added_there = |a: &&crate::machine::domain::value::Alt| {
            self.listening.added.iter().any(|added| self.program.span(added.at) == a.site)
        };
        let given_result_of = undefined.filter(added_there).map(|a| a.site);
        let known = is_one(handler) && (!functions.is_empty() || given_result_of.is_some());
        let (capture, _) = self.options(args.get(2));
        if !self.listening.removed.iter().any(|r| r.at == id && r.functions == functions) {
            self.listening.removed.push(Removed { at: id, receiver, functions, known, capture, given_result_of });
        }
    }

    /// The listeners that a value may be, each with the function of the program that it calls.
    fn functions_in(&mut self, handler: &Value) -> Vec<(ObjId, Option<FnId>)> {
        let mut functions = Vec::new();
        for object in handler.objects() {
            let method = match self.heap.kind(object) {
                ObjKind::Plain => self.lookup(object, "handleEvent").and_then(|m| m.objects().next()),
                _ => None,
            };
            functions.push((object, self.function_of(method.unwrap_or(object))));
        }
        functions
    }

    /// Whether the options ask for the capture phase, and whether they end the listener.
    fn options(&self, options: Option<&Value>) -> (Option<bool>, bool) {
        let Some(options) = options else { return (Some(false), false) };
        let Some(alt) = options.single() else { return (None, true) };
        match alt.kind {
            Kind::Bool(capture) => (Some(capture), false),
            Kind::Undefined | Kind::Null => (Some(false), false),
            Kind::Obj(o) if matches!(self.heap.kind(o), ObjKind::Plain) && !self.heap.object(o).open => {
                let truth = |name: &str| match self.heap.own(o, name).map(|v| self.truth(v).certain()) {
                    None => Some(false),
                    Some(known) => known,
                };
                let signal = self.heap.own(o, "signal").is_some_and(|v| v.single().is_none_or(|a| !a.is_nullish()));
                (truth("capture"), signal || truth("once") != Some(false))
            }
            _ => (None, true),
        }
    }

    fn is_once(&self, options: Option<&Value>) -> bool {
        let once = |o: ObjId| self.heap.own(o, "once").is_some_and(|v| self.truth(v).certain() == Some(true));
        options.and_then(Value::single).is_some_and(|a| matches!(a.kind, Kind::Obj(o) if once(o)))
    }

    /// Whether the call adds a listener that hears a single message.
    pub(in crate::machine) fn hears_once(&self, call: Span) -> bool {
        self.listening.added.iter().any(|a| a.once && self.program.span(a.at) == call)
    }

    /// The lifecycle hook that is running: an effect, or a method that a framework calls when a component appears.
    fn running_hook(&self) -> Option<Name> {
        let hooks = &self.model.wrappers.lifecycle;
        self.frames.iter().rev().find_map(|frame| {
            let f = self.program.function(frame.function);
            let method =
                f.name.as_ref().filter(|n| f.kind == FunctionKind::Method && hooks.methods.iter().any(|m| **m == ***n));
            let called = frame.call.and_then(|call| self.callee_name(call));
            let effect = called.filter(|n| {
                // The effect's own function, not one that happens to have the name.
                f.name.as_ref() != Some(n) && hooks.functions.iter().any(|m| **m == **n)
            });
            method.cloned().or(effect)
        })
    }

    /// The function that runs, if it can run again and the listener settles a promise of this call, or calls back without a word of the
    /// message for which the same call has asked: the next call adds another one.
    fn waits_for_its_own(&self, functions: &[(ObjId, Option<FnId>)]) -> Option<FnId> {
        let [(_, Some(listener))] = functions else { return None };
        let here = self.frames.last()?.function;
        let program = self.program;
        let (inner, outer) = (program.function(*listener), program.function(here));
        let often = |f: FnId| !program.is_body(f) && !self.outline.immediate.contains(&f);
        if inner.parent != Some(here) || !program.is_own(here) || !often(here) {
            return None;
        }
        let params = parameters(program.scanned(), &outer.params);
        let calls = |silently: bool| {
            inner.exprs.clone().map(ExprId).any(|e| match program.expr(e) {
                Expr::Call { callee, args, .. } => {
                    let given = matches!(program.expr(*callee), Expr::Var(b) if params.contains(b));
                    given && (!silently || args.is_empty())
                }
                _ => false,
            })
        };
        let executes = |e: &Expr| match e {
            Expr::New { callee, args } => {
                let is_promise = matches!(program.expr(*callee), Expr::Global(name) if &**name == "Promise");
                is_promise
                    && args.first().is_some_and(|a| matches!(program.expr(a.value), Expr::Function(f) if *f == here))
            }
            _ => false,
        };
        if program.scanned().exprs.iter().any(|(e, _)| executes(e)) {
            return outer.parent.filter(|f| often(*f) && calls(false));
        }
        let asks = || {
            outer.exprs.clone().filter(|e| !inner.exprs.contains(e)).map(ExprId).any(|e| match program.expr(e) {
                Expr::Call { callee, .. } => match program.expr(*callee) {
                    Expr::Member { key: Key::Name(name), .. } | Expr::Global(name) => &**name == "postMessage",
                    _ => false,
                },
                _ => false,
            })
        };
        (calls(true) && asks()).then_some(here)
    }

    /// The listener whose handler runs, if each of its messages adds another function to something that stays.
    fn added_per_message(&self, target: Option<ObjId>, functions: &[(ObjId, Option<FnId>)]) -> Option<usize> {
        let (index, first) = self.senders.handling?;
        let stays = target.is_some_and(|o| o.0 < first);
        let fresh = !functions.is_empty() && functions.iter().all(|(o, _)| o.0 >= first);
        let always = !self.path.iter().any(|c| matches!(c, Cond::Environment { .. } | Cond::Pause));
        (stays && fresh && always).then_some(index)
    }

    /// Whether a handler added a listener when it ran, so that it is worth seeing whether it does so again.
    pub(in crate::machine) fn adds_listeners(&self, index: usize) -> bool {
        self.listening.added.iter().any(|a| a.handler == Some(index) && a.runs.len() == 1 && !a.ends)
    }

    /// What a listener is put on where no message ever arrives (browser facts G).
    pub(in crate::machine) fn note_never_receiving(&mut self, span: Span, object: ObjId, handler: &Value) {
        let what = match self.heap.host(object) {
            Some(Host::Type(HostType::Document)) if self.is_of_frame(object) => "the document of a frame",
            Some(Host::Type(HostType::Document)) => "the document",
            Some(Host::Type(HostType::Iframe | HostType::OpaqueIframe)) => "an iframe element",
            Some(Host::Type(HostType::SharedWorker)) => "a SharedWorker itself",
            _ => return,
        };
        if self.in_sender_run()
            || self.unreachable
            || self.listening.never_receiving.iter().any(|(d, _)| d.span == span)
        {
            return;
        }
        let functions = self.functions_in(handler).into_iter().filter_map(|(_, f)| f).collect();
        if handler.objects().next().is_some() {
            self.listening.never_receiving.push((NeverReceives { span, what }, functions));
        }
    }

    pub(in crate::machine) fn is_of_frame(&self, document: ObjId) -> bool {
        self.owner_of(document).is_some_and(|(_, step)| step.is_field("contentDocument"))
    }

    /// The handler that runs asks who sent the message, which only a message between windows can tell.
    pub(in crate::machine) fn note_asked(&mut self) {
        let Some((index, _)) = self.senders.handling else { return };
        let handlers = self.listening.registered.get(index).map_or(&[][..], |r| &r.handlers);
        let functions: Vec<FnId> = handlers.iter().filter_map(|(h, _)| self.function_of(*h)).collect();
        self.outline.asking.extend(functions);
    }

    /// Listeners where no message arrives. Where the file makes events of its own, they may arrive; and a listener that
    /// is on the window too is for embedders that dispatch at either. At a document, applications that show pages dispatch
    /// events of their own: only who asks for a sender waits for those of browsers.
    pub(in crate::machine) fn never_receiving(&self) -> Vec<NeverReceives> {
        let words = ["dispatchEvent", "fireEvent", "ReactNativeWebView", "createEvent"];
        let program = self.program.scanned();
        let makes_events = program.exprs.iter().any(|(e, _)| match e {
            Expr::Member { key: Key::Name(name), .. } | Expr::Global(name) => words.contains(&&**name),
            _ => false,
        });
        let on_window = |f: &FnId| {
            self.listening.added.iter().any(|a| {
                matches!(a.receiver, Receiver::Window(_)) && a.functions.iter().any(|(_, g)| g.as_ref() == Some(f))
            })
        };
        // One call for several targets is told apart by something that is not seen here.
        let elsewhere = |d: &NeverReceives| {
            let hears = |a: &Added| !matches!(a.receiver, Receiver::Element | Receiver::SharedWorker);
            self.listening.added.iter().any(|a| self.program.span(a.at) == d.span && hears(a))
        };
        let never_receiving =
            self.listening.never_receiving.iter().filter(|(d, _)| !elsewhere(d)).filter(|(d, functions)| {
                match d.what {
                    "a SharedWorker itself" => true,
                    "the document" if !functions.iter().any(|f| self.outline.asking.contains(f)) => false,
                    _ => !(makes_events || functions.iter().any(on_window)),
                }
            });
        never_receiving.map(|(d, _)| d.clone()).collect()
    }

    /// Whether it is worth running everything once more: a removal was not reached, as that of a `close()` that throws
    /// unless it is open, or a hook has added a listener and may not do so again.
    pub(in crate::machine) fn may_tell_more(&self) -> bool {
        let unsure = |a: &Added| (a.hook.is_some() || a.user_event.is_some()) && a.latched && !a.ends;
        self.listening.added.iter().any(unsure) || (!self.listening.added.is_empty() && !self.sees_removals())
    }

    /// Whether every removal of the file was seen, so that what none of them removes stays.
    fn sees_removals(&self) -> bool {
        let program = self.program.scanned();
        let removes = |(i, (expr, _)): (usize, &(Expr, Span))| {
            let Expr::Call { callee, args, .. } = expr else { return false };
            let name = match program.expr(*callee) {
                Expr::Member { key: Key::Name(name), .. } | Expr::Global(name) => name,
                _ => return false,
            };
            let of_other = args.first().is_some_and(|a| match program.expr(a.value) {
                Expr::Const(Const::Str(event)) => !matches!(&**event, "message" | "onmessage"),
                _ => false,
            });
            matches!(&**name, "removeEventListener" | "detachEvent")
                && !of_other
                && !self.outline.removals.contains(&ExprId(i as u32))
        };
        !self.outline.vague_removal && !program.exprs.iter().enumerate().any(removes)
    }

    /// Listeners that stay when what added them is gone, or of which each message adds one.
    pub(in crate::machine) fn subscriptions(&self) -> Vec<Subscription> {
        if !self.sees_removals() {
            return Vec::new();
        }
        let removed = |functions: &[(ObjId, Option<FnId>)]| {
            self.listening.removed.iter().any(|r| {
                !r.known
                    || self.is_fresh(r).is_some()
                    || r.functions.iter().any(|(o, f)| functions.iter().any(|(p, g)| o == p || (f.is_some() && f == g)))
            })
        };
        let mut found = Vec::new();
        for added in &self.listening.added {
            let own = added.receiver == Receiver::Window(WindowKind::Own);
            if added.ends || !added.known || removed(&added.functions) {
                continue;
            }
            let hook = added.hook.as_ref().filter(|_| own && added.handler.is_none() && !added.latched);
            // What the first message leaves may keep the second one from adding another.
            let often = added.runs.len() > 1;
            let handler =
                added.handler.filter(|_| often).and_then(|i| self.listening.registered.get(i)).filter(|outer| {
                    // A handler that ends itself runs once.
                    let functions: Vec<_> = outer.handlers.iter().map(|(o, _)| (*o, self.function_of(*o))).collect();
                    let once = self
                        .listening
                        .added
                        .iter()
                        .any(|a| a.ends && a.functions.iter().any(|f| functions.iter().any(|g| g.1 == f.1)));
                    !once && !removed(&functions)
                });
            let waits = added.waits.filter(|_| own && hook.is_none() && handler.is_none());
            let user_event = added.user_event.as_ref().filter(|_| own && handler.is_none() && !added.latched);
            if hook.is_none() && handler.is_none() && waits.is_none() && user_event.is_none() {
                continue;
            }
            found.push(Subscription {
                span: self.program.span(added.at),
                hook: hook.map(ToString::to_string),
                handler: handler.map(|h| h.span),
                user_event: user_event.map(ToString::to_string),
                call: waits.map(|f| self.program.function(f).name.as_deref().unwrap_or_default().to_owned()),
            });
        }
        found
    }

    /// Whether a removal is given a function that is made for it, which nothing was ever added with.
    fn is_fresh(&self, removed: &Removed) -> Option<MismatchKind> {
        let [(object, _)] = removed.functions.as_slice() else { return None };
        let call = self.program.span(removed.at);
        let made = self.heap.object(*object).site;
        if !call.contains(made) {
            return None;
        }
        match self.heap.kind(*object) {
            ObjKind::Closure { .. } => Some(MismatchKind::Fresh),
            ObjKind::Bound { .. } => Some(MismatchKind::FreshBind),
            _ => None,
        }
    }

    /// Removals that remove nothing.
    pub(in crate::machine) fn mismatches(&self) -> Vec<Mismatch> {
        let mut found: Vec<Mismatch> = Vec::new();
        for removed in self.listening.removed.iter().filter(|r| r.known) {
            let same_place = |a: &&Added| a.receiver == removed.receiver;
            let there: Vec<&Added> = self.listening.added.iter().filter(same_place).collect();
            let Some((kind, added, edit)) = self.mismatch(removed, &there) else { continue };
            let span = self.arg_span(removed.at, 1);
            if !found.iter().any(|m| m.span == span) {
                found.push(Mismatch { span, kind, added: added.map(|a| self.program.span(a.at)), edit });
            }
        }
        found
    }

    #[allow(clippy::type_complexity, reason = "what, where and how to mend it")]
    fn mismatch<'a>(
        &self,
        removed: &Removed,
        there: &[&'a Added],
    ) -> Option<(MismatchKind, Option<&'a Added>, Option<(Span, String)>)> {
        if let Some(call) = removed.given_result_of {
            let added = there.iter().find(|a| self.program.span(a.at) == call).copied();
            return Some((MismatchKind::Nothing, added, None));
        }
        let only = if let [one] = there { Some(*one) } else { None };
        let [(object, function)] = removed.functions.as_slice() else { return None };
        let same = |a: &&&Added| a.functions.iter().any(|(_, f)| f.is_some() && f == function);
        if let Some(kind) = self.is_fresh(removed) {
            let added = there.iter().find(same).copied().or(only);
            let edit = added.filter(|_| kind == MismatchKind::FreshBind).and_then(|a| self.unbound(removed, a));
            return Some((kind, added, edit));
        }
        if there.is_empty() || there.iter().any(|a| !a.known) {
            return None;
        }
        let is_bound = |o: &ObjId| matches!(self.heap.kind(*o), ObjKind::Bound { .. });
        let identical = |a: &&&Added| {
            a.functions
                .iter()
                .any(|(o, f)| o == object || (f.is_some() && f == function && is_bound(o) == is_bound(object)))
        };
        let matching: Vec<&'a Added> = there.iter().filter(identical).copied().collect();
        if matching.is_empty() {
            if let Some(added) = there.iter().find(same) {
                return Some((MismatchKind::Bound, Some(added), None));
            }
            let added = there.iter().find(|a| self.wraps(a, removed))?;
            return Some((MismatchKind::Wrapped, Some(added), None));
        }
        let asked = removed.capture?;
        let other = matching.iter().all(|a| a.capture.is_some_and(|c| c != asked));
        if !other {
            return None;
        }
        let edit = match self.arg_expr(removed.at, 2) {
            Some(options) => (self.program.span(options), (!asked).to_string()),
            None => {
                let end = self.arg_span(removed.at, 1).end;
                (Span::new(end, end), format!(", {}", !asked))
            }
        };
        Some((MismatchKind::Capture, matching.first().copied(), Some(edit)))
    }

    /// `remove(…, this.f.bind(this))` of what was added as `this.f`: without the `bind` it is the same function.
    fn unbound(&self, removed: &Removed, added: &Added) -> Option<(Span, String)> {
        let [(listener, _)] = added.functions.as_slice() else { return None };
        if matches!(self.heap.kind(*listener), ObjKind::Bound { .. }) {
            return None;
        }
        let given = self.arg_expr(removed.at, 1)?;
        let Expr::Call { callee, .. } = self.program.expr(given) else { return None };
        let Expr::Member { object, .. } = self.program.expr(*callee) else { return None };
        let text = self.program.slice(self.program.span(*object));
        let as_added = self.program.slice(self.arg_span(added.at, 1));
        (text == as_added).then(|| (self.program.span(given), text.to_owned()))
    }

    /// Whether what was added is a function that calls what is removed, by the same name.
    fn wraps(&self, added: &Added, removed: &Removed) -> bool {
        let Some(given) = self.arg_expr(removed.at, 1) else { return false };
        let [(_, Some(function))] = added.functions.as_slice() else { return false };
        let written = matches!(self.arg_expr(added.at, 1).map(|e| self.program.expr(e)), Some(Expr::Function(_)));
        let range = self.program.function(*function).exprs.clone();
        written
            && range.map(ExprId).any(|e| {
                let Expr::Call { callee, .. } = self.program.expr(e) else { return false };
                match (self.program.expr(*callee), self.program.expr(given)) {
                    (Expr::Var(a), Expr::Var(b)) => a == b,
                    (
                        Expr::Member { object: a, key: Key::Name(m), .. },
                        Expr::Member { object: b, key: Key::Name(n), .. },
                    ) => m == n && matches!((self.program.expr(*a), self.program.expr(*b)), (Expr::This, Expr::This)),
                    _ => false,
                }
            })
    }
}

/// Whether it can be only one thing, if it is there at all: nothing is neither added nor removed.
fn is_one(listener: &Value) -> bool {
    let mut there = listener.alts().iter().filter(|a| !a.is_nullish());
    match (there.next(), there.next()) {
        (Some(_), None) => true,
        (None, _) => listener.single().is_some(),
        _ => false,
    }
}
