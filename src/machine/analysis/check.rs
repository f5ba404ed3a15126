//! What a run notes of the tests that a handler makes of the sender: what they compare it with, how they come out, and what
//! depends on them. Decides nothing; the sender runs and the rules do.

use crate::facts::{Against, Check, Literal};
use crate::machine::analysis::witness::{ComparedWith, Fragment};
use crate::machine::domain::heap::ObjKind;
use crate::machine::domain::host::Host;
use crate::machine::domain::taint::{ATTACKER_CONTROLLED, AUTHENTICATING, TaintKind, URL_CONTROLLED};
use crate::machine::domain::value::{Alt, Kind, ObjId, Value};
use crate::machine::limits;
use crate::machine::web::url;
use crate::machine::{Cond, Machine, Mode};
use crate::source::Span;
use crate::syntax::program::{Arg, Const, Expr, ExprId, Name, Program};

impl Machine<'_> {
    fn push_check(&mut self, check: Check) {
        let Mode::Handler(run) = &mut self.mode else { return };
        match run.checks.iter_mut().find(|c| c.span == check.span) {
            Some(known) => {
                for against in check.against {
                    if !known.against.contains(&against) {
                        known.against.push(against);
                    }
                }
                for literal in check.literals {
                    if !known.literals.contains(&literal) {
                        known.literals.push(literal);
                    }
                }
                known.opaque_own.extend(check.opaque_own);
                known.of_origin |= check.of_origin;
                known.spoofable |= check.spoofable;
            }
            None => run.checks.push(check),
        }
    }

    fn push_meet(&mut self, meet: ComparedWith) {
        let Mode::Handler(run) = &mut self.mode else { return };
        if run.compared.len() < limits::MEETS && !run.compared.contains(&meet) {
            run.compared.push(meet);
        }
    }

    /// `subject == other`, where the subject tells the sender.
    pub(in crate::machine) fn note_comparison(&mut self, subject: &Value, other: &Value, span: Span) {
        if !self.looking() {
            return;
        }
        let kinds = subject.kinds();
        if !kinds.intersects(AUTHENTICATING) {
            if kinds.intersects(ATTACKER_CONTROLLED) && other.alts().iter().any(is_whole_origin) {
                self.push_check(self_description(span, Against::Message));
            }
            return;
        }
        if self.has_check(span) {
            return;
        }
        if subject.alts().iter().any(|a| self.is_adopted(a)) && !other.alts().iter().any(|a| self.is_adopted(a)) {
            // It is the other way round: the sender is the other side.
            return;
        }
        let of_origin = kinds.has(TaintKind::Sender);
        let mut check = Check { span, of_origin, ..Check::default() };
        for alt in other.alts() {
            self.against(alt, &mut check, |text| match text.contains("://") || text == "null" {
                true => ComparedWith::Literal(text.to_owned()),
                false => ComparedWith::Fragment { text: text.to_owned(), how: Fragment::Part },
            });
        }
        self.push_check(check);
    }

    /// The answer of a check is compared with a constant: that comparison is the check.
    pub(in crate::machine) fn widen_check(&mut self, answer: Span, other: &Value, whole: Span) {
        let Mode::Handler(run) = &mut self.mode else { return };
        let constant = |a: &Alt| matches!(a.kind, Kind::Num(_) | Kind::Bool(_) | Kind::Null | Kind::Undefined);
        if run.sender.is_some() || !other.alts().iter().all(constant) {
            return;
        }
        for check in run.checks.iter_mut().filter(|c| c.span == answer) {
            check.span = whole;
        }
    }

    fn has_check(&self, span: Span) -> bool {
        matches!(&self.mode, Mode::Handler(run) if run.checks.iter().any(|c| c.span == span))
    }

    /// What a message says of itself was bound to a name, and now the name is tested.
    pub(in crate::machine) fn note_flag(&mut self, at: ExprId) {
        let Expr::Var(binding) = self.program.expr(at) else { return };
        let bound = self.program.binding(*binding).span;
        let Mode::Handler(run) = &mut self.mode else { return };
        for check in run.checks.iter_mut().filter(|c| c.spoofable && c.span == bound) {
            check.span = self.program.span(at);
        }
    }

    /// What one alternative of the other side is, as far as a check goes.
    fn against(&mut self, alt: &Alt, check: &mut Check, meet: impl Fn(&str) -> ComparedWith) {
        let kinds = alt.taints.kinds();
        let mut add = |a: Against| {
            if !check.against.contains(&a) {
                check.against.push(a);
            }
        };
        let (own_address, adopted) = (self.is_own_address(alt), self.is_adopted(alt));
        match &alt.kind {
            _ if kinds.intersects(ATTACKER_CONTROLLED) => add(Against::Message),
            _ if own_address => {
                add(Against::Own);
                self.push_meet(ComparedWith::OwnOrigin);
            }
            _ if kinds.intersects(URL_CONTROLLED) || adopted => add(Against::Steered),
            Kind::Unknown if kinds.has(TaintKind::Dom) => add(Against::Document),
            Kind::Str(s) if kinds.has(TaintKind::OwnOpaque) => {
                add(Against::OwnOpaque);
                check.opaque_own.push(alt.site);
                self.push_meet(if s.contains("://") { ComparedWith::OwnOrigin } else { ComparedWith::OwnHost });
            }
            Kind::Str(s) if kinds.has(TaintKind::Own) => {
                add(Against::Own);
                self.push_meet(if s.contains("://") { ComparedWith::OwnOrigin } else { ComparedWith::OwnHost });
            }
            Kind::Str(s) => {
                add(Against::Constant);
                let literal = literal(s, alt.site);
                if !check.literals.contains(&literal) {
                    check.literals.push(literal);
                }
                self.push_meet(meet(s));
            }
            Kind::Unknown if kinds.intersects(AUTHENTICATING) => add(Against::Opaque),
            Kind::Unknown => {
                add(Against::Configured);
                if check.of_origin {
                    self.push_meet(ComparedWith::Unknown);
                }
            }
            Kind::Null | Kind::Undefined => add(if check.of_origin { Against::Nothing } else { Against::Nullable }),
            Kind::Obj(o) => match self.heap.host(*o) {
                Some(Host::Window(kind)) => add(Against::Window(kind)),
                _ => match self.to_text(alt) {
                    Some(text) => {
                        add(Against::Constant);
                        self.push_meet(ComparedWith::Literal(text.to_string()));
                    }
                    None => add(Against::Configured),
                },
            },
            // A verdict or a position is compared, not the sender.
            Kind::Bool(_) | Kind::Num(_) => add(Against::Nothing),
        }
    }

    /// A method that tests a text: a string's, a list's, a pattern's.
    pub(in crate::machine) fn note_test(&mut self, id: ExprId, method: &str, holder: &Value, args: &[Value]) {
        if !self.looking() {
            return;
        }
        let arg = args.first().cloned().unwrap_or_default();
        let (by_holder, by_arg) = (holder.kinds().intersects(AUTHENTICATING), arg.kinds().intersects(AUTHENTICATING));
        if !by_holder && !by_arg {
            return;
        }
        let span = self.program.span(id);
        let subject = if by_holder { holder.kinds() } else { arg.kinds() };
        let finds = matches!(method, "includes" | "startsWith" | "endsWith" | "test" | "has");
        let mut check = Check { span, finds, of_origin: subject.has(TaintKind::Sender), ..Check::default() };
        if by_holder {
            let pattern = arg.objects().find_map(|o| match self.heap.kind(o) {
                ObjKind::Regex { source, flags } => Some((source.clone(), flags.clone())),
                _ => None,
            });
            if let Some((source, flags)) = pattern {
                self.meet_pattern(&source, &flags);
                check.against.push(Against::Constant);
                if matches!(method, "match" | "search") {
                    self.push_check(check);
                }
                return;
            }
            if matches!(method, "match" | "search")
                && let Some(text) = arg.as_str().cloned()
            {
                self.meet_pattern(&text, &"".into());
                check.against.push(Against::Constant);
                check.literals.push(literal(&text, arg.alts()[0].site));
                self.push_check(check);
                return;
            }
            if matches!(method, "test" | "exec") {
                // A pattern made from the origin is looked for in a text.
                for alt in arg.alts() {
                    self.against(alt, &mut check, |text| ComparedWith::Literal(text.to_owned()));
                }
                self.push_check(check);
                return;
            }
            let how = match method {
                "includes" | "indexOf" | "lastIndexOf" => Fragment::Contains,
                "startsWith" => Fragment::Prefix,
                "endsWith" => Fragment::Suffix,
                "localeCompare" => Fragment::Part,
                "replace" | "replaceAll" => {
                    if let Some(text) = arg.as_str().filter(|t| !t.is_empty()) {
                        self.push_meet(ComparedWith::Fragment { text: text.to_string(), how: Fragment::Part });
                    }
                    return;
                }
                _ => return,
            };
            for alt in arg.alts() {
                let method_takes_whole = method == "localeCompare";
                self.against(alt, &mut check, |text| match method_takes_whole {
                    true => ComparedWith::Literal(text.to_owned()),
                    false => ComparedWith::Fragment { text: text.to_owned(), how },
                });
            }
            if matches!(method, "includes" | "startsWith" | "endsWith") {
                check.search = self.search(id);
            }
            self.push_check(check);
            return;
        }
        // The sender's text is looked for in something.
        for alt in holder.alts() {
            match &alt.kind {
                Kind::Obj(o) => match self.heap.kind(*o).clone() {
                    ObjKind::Regex { source, flags } => {
                        self.meet_pattern(&source, &flags);
                        check.against.push(Against::Constant);
                        check.literals.push(literal(&source, alt.site));
                    }
                    ObjKind::Array | ObjKind::Set => {
                        let items = self.items(holder, true, span);
                        let any = items.1;
                        // Nobody asks an empty list: it is filled somewhere out of sight.
                        if any.is_bottom() {
                            self.against(&self.top(span).alts()[0].clone(), &mut check, |t| {
                                ComparedWith::Literal(t.to_owned())
                            });
                        }
                        for item in any.alts() {
                            self.against(item, &mut check, |t| ComparedWith::Literal(t.to_owned()));
                        }
                    }
                    _ => self.meet_keys(*o, &mut check),
                },
                Kind::Str(_) => self.against(alt, &mut check, |t| ComparedWith::Literal(t.to_owned())),
                Kind::Unknown if alt.taints.kinds().intersects(ATTACKER_CONTROLLED) => {
                    check.against.push(Against::Message);
                }
                Kind::Unknown if alt.taints.kinds().intersects(URL_CONTROLLED) => {
                    check.against.push(Against::Steered);
                }
                Kind::Unknown if alt.taints.has(TaintKind::Dom) => check.against.push(Against::Document),
                Kind::Unknown => {
                    let membership = matches!(
                        method,
                        "includes" | "indexOf" | "has" | "hasOwnProperty" | "contains" | "get" | "startsWith"
                    );
                    check.against.push(if membership { Against::Configured } else { Against::Opaque });
                    if membership && check.of_origin {
                        self.push_meet(ComparedWith::Unknown);
                    }
                }
                _ => {}
            }
        }
        self.push_check(check);
    }

    /// The holder and the argument of `holder.method(argument)`.
    fn search(&self, call: ExprId) -> Option<(Span, Span)> {
        let Expr::Call { callee, args, .. } = self.program.expr(call) else { return None };
        let (Expr::Member { object, .. }, [part]) = (self.program.expr(*callee), &args[..]) else { return None };
        Some((self.program.span(*object), self.program.span(part.value)))
    }

    fn meet_pattern(&mut self, source: &Name, flags: &Name) {
        if let Ok(pattern) = crate::machine::ecma::regexp::Pattern::new(source, flags) {
            self.push_meet(ComparedWith::Pattern(pattern));
        }
    }

    /// The keys of an object or map that the origin is looked up in.
    fn meet_keys(&mut self, object: ObjId, check: &mut Check) {
        let keys: Vec<(Name, Span)> = self
            .heap
            .own_entries(object)
            .filter(|(n, _)| &***n != "length" && &***n != "constructor" && !n.starts_with("[["))
            .map(|(n, v)| (n.clone(), v.alts().first().map_or(Span::default(), |a| a.site)))
            .take(limits::MEET_KEYS)
            .collect();
        if keys.is_empty() {
            check.against.push(Against::Configured);
            self.push_meet(ComparedWith::Unknown);
            return;
        }
        check.against.push(Against::Constant);
        for (key, site) in keys {
            let whole = key.contains("://");
            self.push_meet(match whole {
                true => ComparedWith::Literal(key.to_string()),
                false => ComparedWith::Fragment { text: key.to_string(), how: Fragment::Part },
            });
            check.literals.push(literal(&key, site));
        }
    }

    /// `object[origin]`, `origin in object`
    pub(in crate::machine) fn note_membership(&mut self, object: ObjId, key: &Value, span: Span) {
        let table = !matches!(self.heap.kind(object), ObjKind::Host(_));
        if !table || !self.looking() || !key.kinds().intersects(AUTHENTICATING) {
            return;
        }
        let mut check = Check { span, of_origin: key.kinds().has(TaintKind::Sender), ..Check::default() };
        self.meet_keys(object, &mut check);
        self.push_check(check);
    }

    /// A condition that depends on the sender decides what happens.
    pub(in crate::machine) fn note_decision(&mut self, test: &Value, at: ExprId) {
        let span = self.program.span(at);
        let of_origin = test.kinds().has(TaintKind::Sender);
        // A flag that was set where something was known of the sender is not the sender.
        let bare = test.alts().iter().any(|a| a.kind == Kind::Unknown && a.taints.kinds().intersects(AUTHENTICATING));
        let Mode::Handler(run) = &mut self.mode else { return };
        if run.sender.is_some() {
            return;
        }
        if run.checks.is_empty() && bare {
            // The bare value is tested: whether it is there at all.
            run.checks.push(Check {
                span,
                against: vec![Against::Nothing],
                of_origin,
                decides: true,
                ..Check::default()
            });
        }
        // The verdict may have been computed before: in a variable or in a helper.
        for check in &mut run.checks {
            check.decides = true;
        }
    }

    /// A check came out like this for the sender of the run.
    pub(in crate::machine) fn note_outcome(&mut self, span: Span, value: &Value) {
        if value.is_bottom() {
            return;
        }
        let Mode::Handler(run) = &self.mode else { return };
        let Some(&check) = run.watched.get(&span) else { return };
        let certain = self.truth(value).certain();
        let Mode::Handler(run) = &mut self.mode else { return };
        let outcome = &mut run.outcomes[check];
        match certain {
            Some(true) => outcome.yes = true,
            Some(false) => outcome.no = true,
            None => outcome.open = true,
        }
        if !self.path.iter().any(|c| c == Cond::CheckEvaluated(check)) {
            self.path = self.path.push(Cond::CheckEvaluated(check));
        }
    }

    /// A condition was decided by something else than the sender.
    pub(in crate::machine) fn note_overruled(&mut self, condition: Span) {
        let program = self.program;
        let Mode::Handler(run) = &mut self.mode else { return };
        for (span, check) in &run.watched {
            // What a function inside the condition does with its own checks is its own affair.
            let apart =
                || program.scanned().functions.iter().any(|f| condition.contains(f.span) && f.span.contains(*span));
            if condition.contains(*span) && !run.overruled.contains(check) && !apart() {
                run.overruled.push(*check);
            }
        }
    }

    /// In the first run, looks at an operand that the program's constants leave out, for the checks in it.
    pub(in crate::machine) fn glance(&mut self, operand: impl FnOnce(&mut Self) -> Value) {
        if !self.looking() {
            return;
        }
        let (path, exits) = (self.path.clone(), self.frame().exits.len());
        let (sends, registered, queue) =
            (self.recorder.sends.len(), self.listening.registered.len(), self.listening.queue.len());
        let Mode::Handler(run) = &self.mode else { return };
        let (effects, checks) = (run.effects.len(), run.checks.len());
        let mark = self.heap.mark();
        operand(self);
        self.heap.rollback(mark);
        self.unreachable = false;
        self.path = path;
        self.frame().exits.truncate(exits);
        self.recorder.sends.truncate(sends);
        self.listening.registered.truncate(registered);
        self.listening.queue.truncate(queue);
        let Mode::Handler(run) = &mut self.mode else { return };
        run.effects.truncate(effects);
        for check in run.checks.iter_mut().skip(checks) {
            check.decides = true;
        }
    }

    /// `event.isTrusted` is looked at.
    pub(in crate::machine) fn note_spoofable(&mut self, span: Span) {
        if self.looking() {
            self.push_check(self_description(span, Against::Nothing));
        }
    }
}

/// A look at something that the message says of itself.
fn self_description(span: Span, against: Against) -> Check {
    Check { span, against: vec![against], spoofable: true, decides: true, ..Check::default() }
}

/// Whether it is a text that the origin of a message could be.
fn is_whole_origin(alt: &Alt) -> bool {
    matches!(&alt.kind, Kind::Str(s) if url::is_origin(s) && &**s != "null")
}

/// A constant that the sender is compared with.
fn literal(text: &Name, span: Span) -> Literal {
    Literal {
        text: text.clone(),
        span,
        possible: url::is_origin(text),
        origin: url::serialized_origin(text).filter(|o| o != "null"),
    }
}

/// Whether a program makes events of that origin itself, or a text of it does, which is code for a shell to run in the page: an event that
/// a script makes has any text as its origin (HTML, 9.2.2).
pub(super) fn makes_origin(program: &Program, origin: &str) -> bool {
    let is_code = |text: &str| text.contains("MessageEvent") && text.contains(origin);
    program.exprs.iter().any(|(expr, _)| match expr {
        Expr::Const(Const::Str(text)) => is_code(text),
        Expr::Template { parts, .. } => {
            parts.iter().any(|part| part.contains("MessageEvent")) && parts.iter().any(|part| part.contains(origin))
        }
        Expr::New { callee, args } => {
            let is_event = matches!(program.expr(*callee), Expr::Global(name) if &**name == "MessageEvent");
            let of = |given: &Arg| program.expr(program.expr(given.value).field("origin")?).text();
            is_event && args.get(1).and_then(of) == Some(origin)
        }
        _ => false,
    })
}
