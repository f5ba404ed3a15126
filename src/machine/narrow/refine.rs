//! What a condition tells about the values in it, on the side where it holds.

use crate::machine::domain::heap::{EnvId, ObjKind, Place};
use crate::machine::domain::taint::{
    ATTACKER_CONTROLLED, AUTHENTICATING, SECRET_EVIDENCE, SinkSet, TaintKind, TaintKinds, Taints, URL_CONTROLLED,
};
use crate::machine::domain::value::{Alt, Kind, Value};
use crate::machine::narrow::predicate::Outcome;
use crate::machine::web::host::Host;
use crate::machine::{Cond, Machine};
use crate::syntax::program::{Arg, BinaryOp, BindingId, Const, Expr, ExprId, Key, LogicalOp, Name, UnaryOp};

impl<'p> Machine<'p> {
    /// Whether the present path is one on which the program has seen an opaque origin: `"null"`, or a `file:` address,
    /// which has none other. No target origin but `"*"` reaches such a page (browser facts A3, A4).
    pub(in crate::machine) fn knows_opaque(&self) -> bool {
        self.path.iter().any(|c| matches!(c, Cond::OpaqueOriginSeen))
    }

    /// Notes on the path what `"null" === x`, `x === "file:"` tell where they hold.
    fn refine_opaque(&mut self, left: ExprId, right: ExprId, equal: bool) {
        let opaque = |e: ExprId| match self.program.expr(e) {
            Expr::Const(Const::Str(s)) => matches!(&**s, "null" | "file:" | "file://"),
            _ => false,
        };
        if equal && (opaque(left) || opaque(right)) && !self.knows_opaque() {
            self.path = self.path.push(Cond::OpaqueOriginSeen);
        }
    }

    /// Narrows the values in a condition to those for which it comes out as `side`.
    pub(in crate::machine) fn refine(&mut self, condition: ExprId, side: bool) {
        self.note_shape(condition);
        match self.program.expr(condition) {
            Expr::Unary(UnaryOp::Not, inner) => self.refine(*inner, !side),
            Expr::Logical(LogicalOp::And, a, b) if side => {
                self.refine(*a, true);
                self.refine(*b, true);
            }
            Expr::Logical(LogicalOp::Or, a, b) if !side => {
                self.refine(*a, false);
                self.refine(*b, false);
            }
            Expr::Logical(LogicalOp::And | LogicalOp::Or, a, b) => self.refine_either(*a, *b, side),
            Expr::Var(b) => {
                // `const fits = isMessage(data); if (fits) …`
                if let Some(&test) = self.outline.tests.get(b)
                    && self.step()
                {
                    // A step and a level: what a constant holds may name the constant.
                    self.deeper(|m| m.refine(test, side));
                }
                // `let fits = false; … fits = isMessage(data); … if (fits) …`
                if side
                    && let Some(&test) = self.outline.flags.get(b)
                    && !self.narrowing.flags.contains(b)
                    && self.step()
                {
                    // What a variable is set to may ask for the variable.
                    self.narrowing.flags.push(*b);
                    self.deeper(|m| m.refine(test, true));
                    self.narrowing.flags.pop();
                }
                let Some((place, value)) = self.local(*b) else { return };
                let kept = value.clone().filter(|a| {
                    let t = self.truth(&Value::new(a.kind.clone(), a.site, Taints::NONE));
                    if side { t.yes } else { t.no }
                });
                if !kept.is_bottom() && kept.alts().len() < value.alts().len() {
                    self.heap.set(place, kept);
                }
            }
            Expr::Member { object, key, .. } => {
                if let (true, Key::Computed(key)) = (side, key) {
                    self.refine_found(*object, *key);
                }
                // `const result = Schema.safeParse(data); if (result.success) …`
                let verdicts = &self.model.sinks.sanitizers.verdicts;
                if side && matches!(key, Key::Name(name) if verdicts.iter().any(|known| **known == **name)) {
                    self.refine_result(*object);
                }
                self.narrow_property(condition, |m, a| {
                    let t = m.truth(&Value::new(a.kind.clone(), a.site, Taints::NONE));
                    if side { t.yes } else { t.no }
                });
            }
            Expr::Binary(BinaryOp::In, key, table) if side => self.refine_key(*table, *key),
            Expr::Binary(BinaryOp::InstanceOf, subject, class) if side => {
                // The text of a date is the browser's.
                if matches!(self.program.expr(*class), Expr::Global(name) if &**name == "Date") {
                    let date = Value::unknown(self.program.span(*subject), Taints::NONE);
                    self.refine_to(*subject, &date);
                }
            }
            Expr::Binary(op, left, right) => {
                if let Some((list, item)) = self.listed(*op, *left, *right, side) {
                    self.refine_listed(list, item);
                }
                let equal = match op {
                    BinaryOp::Eq | BinaryOp::StrictEq => side,
                    BinaryOp::NotEq | BinaryOp::StrictNotEq => !side,
                    _ => return,
                };
                self.refine_opaque(*left, *right, equal);
                self.note_tag(*left, *right, equal);
                self.note_tag(*right, *left, equal);
                self.refine_equal(*left, *right, equal);
                self.refine_equal(*right, *left, equal);
            }
            Expr::Call { callee, args, .. } => {
                let callee = self.program.called(*callee);
                if side {
                    if let Some((table, key)) = self.own_key_test(callee, args) {
                        self.refine_key(table, key);
                    }
                    self.refine_call(callee, args);
                    self.refine_beginning(callee, args);
                    self.refine_schema(callee, args);
                    self.refine_each(callee, args);
                }
                if !side {
                    self.refine_refused(callee, args);
                }
                self.refine_number(callee, args, side);
                self.note_tags_through(callee, args, side);
                self.refine_through(callee, args, if side { Outcome::True } else { Outcome::False });
            }
            Expr::Chain(inner) | Expr::Typed(inner, _) => self.refine(*inner, side),
            _ => {}
        }
    }

    /// A comparison with a constant, or a `typeof` test, for the side on which it holds.
    pub(in crate::machine) fn refine_equal(&mut self, subject: ExprId, other: ExprId, equal: bool) {
        if let Expr::Unary(UnaryOp::TypeOf, inner) = self.program.expr(subject)
            && let Expr::Const(Const::Str(name)) = self.program.expr(other)
        {
            if equal && matches!(&**name, "number" | "boolean" | "undefined") {
                let span = self.program.span(subject);
                self.refine_to(*inner, &Value::unknown(span, Taints::NONE));
            }
            return;
        }
        let other_value = match self.program.expr(other) {
            Expr::Const(_) => self.eval(other),
            Expr::Var(b) => match self.local(*b) {
                Some((_, v)) => v,
                None => return,
            },
            Expr::Member { object, key: Key::Name(_), .. } if self.is_plain_read(*object) => self.eval(other),
            _ => return,
        };
        if equal {
            self.refine_to(subject, &other_value);
            self.refine_part(subject, &other_value);
            self.refine_index(subject, &other_value);
            self.refine_tag(subject, &other_value);
        } else if other_value.as_str().is_some_and(|s| &**s == "__proto__") {
            self.refine_unnamed(subject, SinkSet::NOT_PROTO);
        // To differ from something that is not known tells nothing.
        } else if let Expr::Member { .. } = self.program.expr(subject)
            && let Some(alt) = other_value.single().filter(|a| a.kind != Kind::Unknown).cloned()
        {
            let nullish = alt.is_nullish();
            self.narrow_property(subject, |_, a| a.kind != alt.kind && !(nullish && a.is_nullish()));
        } else if let Expr::Var(b) = self.program.expr(subject)
            && let Some((place, value)) = self.local(*b)
            && let Some(alt) = other_value.single().filter(|a| a.kind != Kind::Unknown)
        {
            let nullish = alt.is_nullish();
            let kept = value.clone().filter(|a| a.kind != alt.kind && !(nullish && a.is_nullish()));
            if !kept.is_bottom() && kept.alts().len() < value.alts().len() {
                self.heap.set(place, kept);
            }
        }
    }

    /// `element.tagName === "TEXTAREA"`, in whatever case it is asked for.
    fn refine_tag(&mut self, subject: ExprId, name: &Value) {
        let asked = match self.program.expr(subject) {
            Expr::Call { callee, args, .. } if args.is_empty() => match self.program.expr(*callee) {
                Expr::Member { object, key: Key::Name(method), .. }
                    if matches!(&**method, "toUpperCase" | "toLowerCase") =>
                {
                    *object
                }
                _ => return,
            },
            _ => subject,
        };
        let (Expr::Member { object, key: Key::Name(key), .. }, Some(tag)) = (self.program.expr(asked), name.as_str())
        else {
            return;
        };
        if let ("tagName" | "nodeName" | "localName", Expr::Var(binding)) = (&**key, self.program.expr(*object))
            && let Some((place, before)) = self.local(*binding)
            && let Some(Kind::Obj(element)) =
                before.clone().filter(|a| !a.is_nullish()).single().map(|a| a.kind.clone())
            && let Some(element) = self.element_named(element, tag, self.program.span(subject))
        {
            self.heap.set(place, element);
        }
    }

    /// Keeps, on this path, the alternatives of a property of one known object.
    fn narrow_property(&mut self, member: ExprId, keep: impl Fn(&Self, &Alt) -> bool) {
        let Expr::Member { object, key: Key::Name(name), .. } = self.program.expr(member) else { return };
        if !self.is_plain_read(*object) {
            return;
        }
        let Some(Kind::Obj(id)) = self.eval(*object).single().map(|a| a.kind.clone()) else { return };
        if !matches!(self.heap.kind(id), ObjKind::Plain) {
            return;
        }
        let Some(value) = self.heap.own(id, name).cloned() else { return };
        let kept = value.clone().filter(|a| keep(self, a));
        if !kept.is_bottom() && kept.alts().len() < value.alts().len() {
            self.heap.set(Place::Prop(id, name.clone()), kept);
        }
    }

    pub(in crate::machine) fn is_plain_read(&self, e: ExprId) -> bool {
        match self.program.expr(e) {
            Expr::Var(_) | Expr::This | Expr::Global(_) => true,
            Expr::Chain(inner) | Expr::Typed(inner, _) => self.is_plain_read(*inner),
            Expr::Member { object, key: Key::Name(_), .. } => self.is_plain_read(*object),
            _ => false,
        }
    }

    /// `LIST.includes(x)`, `SET.has(x)`: where it holds, `x` is one of the members.
    pub(in crate::machine) fn refine_call(&mut self, callee: ExprId, args: &'p [Arg]) {
        let (Expr::Member { object, key: Key::Name(name), .. }, [arg]) = (self.program.expr(callee), args) else {
            return;
        };
        if matches!(&**name, "includes" | "has") {
            self.refine_listed(*object, arg.value);
        }
    }

    /// The list and the item of `LIST.indexOf(x) !== -1` or another form of it, for the side on which the item was found.
    fn listed(&self, op: BinaryOp, left: ExprId, right: ExprId, side: bool) -> Option<(ExprId, ExprId)> {
        let Expr::Call { callee, args, .. } = self.program.expr(left) else { return None };
        let (Expr::Member { object, key: Key::Name(name), .. }, [arg]) = (self.program.expr(*callee), args.as_slice())
        else {
            return None;
        };
        let zero = |e: ExprId| matches!(self.program.expr(e), Expr::Const(Const::Num(n)) if *n == 0.0);
        let none = match self.program.expr(right) {
            Expr::Const(Const::Num(n)) => *n == -1.0,
            Expr::Unary(UnaryOp::Minus, one) => {
                matches!(self.program.expr(*one), Expr::Const(Const::Num(n)) if *n == 1.0)
            }
            _ => false,
        };
        let found = match op {
            BinaryOp::NotEq | BinaryOp::StrictNotEq | BinaryOp::Greater if none => side,
            BinaryOp::Eq | BinaryOp::StrictEq | BinaryOp::LessEq if none => !side,
            BinaryOp::GreaterEq if zero(right) => side,
            BinaryOp::Less if zero(right) => !side,
            _ => return None,
        };
        (found && &**name == "indexOf").then_some((*object, arg.value))
    }

    /// Where `item` is known to be in `list`, it is one of the members.
    fn refine_listed(&mut self, list: ExprId, item: ExprId) {
        let written = matches!(self.program.expr(list), Expr::Array(_));
        if !written && !self.is_plain_read(list) {
            return;
        }
        let holder = self.eval(list);
        let span = self.program.span(item);
        let kinds = holder.kinds();
        if holder.alts().iter().all(|a| a.kind == Kind::Unknown)
            && !kinds.intersects(ATTACKER_CONTROLLED)
            && !kinds.intersects(AUTHENTICATING)
            && !kinds.intersects(URL_CONTROLLED)
        {
            // A list from elsewhere, or a text: what it includes is the program's own.
            let member = self.top(span);
            self.refine_to(item, &member);
            self.refine_part(item, &member);
            return;
        }
        let Some(Kind::Obj(id)) = holder.single().map(|a| a.kind.clone()) else { return };
        if !matches!(self.heap.kind(id), ObjKind::Array | ObjKind::Set) {
            return;
        }
        let (_, member) = self.items(&holder, true, span);
        self.refine_to(item, &member);
        self.refine_part(item, &member);
    }

    /// `Object.hasOwn(table, key)`, `table.hasOwnProperty(key)`, `hasOwn.call(table, key)`: the table and the key.
    fn own_key_test(&mut self, callee: ExprId, args: &'p [Arg]) -> Option<(ExprId, ExprId)> {
        let Expr::Member { object, key: Key::Name(name), .. } = self.program.expr(callee) else { return None };
        if args.iter().any(|a| a.spread) {
            return None;
        }
        match (&**name, args) {
            ("hasOwnProperty", [key]) => Some((*object, key.value)),
            ("hasOwn" | "has", [table, key]) => {
                let of = self.is_plain_read(*object).then(|| self.eval(*object))?;
                let of = of.objects().next().and_then(|o| self.heap.host(o));
                matches!(of, Some(Host::Global("Object" | "Reflect"))).then_some((table.value, key.value))
            }
            ("call", [table, key]) => {
                let borrowed = match self.program.expr(*object) {
                    Expr::Member { key: Key::Name(name), .. } => &**name == "hasOwnProperty",
                    _ if self.is_plain_read(*object) => self.eval(*object).objects().any(
                        |o| matches!(self.heap.kind(o), ObjKind::Method { name, .. } if &**name == "hasOwnProperty"),
                    ),
                    _ => false,
                };
                borrowed.then_some((table.value, key.value))
            }
            _ => None,
        }
    }

    /// The name is known not to be one that does harm to those sinks.
    fn refine_unnamed(&mut self, name: ExprId, safe_for: SinkSet) {
        if self.is_plain_read(name) {
            let value = self.eval(name);
            self.narrow(name, value.map_taints(|taints| taints.safe_for(safe_for)));
        }
    }

    /// `FORBIDDEN.includes(name)`, `/^__proto__$/.test(name)`, `name.startsWith('on')`, where it does not hold.
    fn refine_refused(&mut self, callee: ExprId, args: &'p [Arg]) {
        let (Expr::Member { object, key: Key::Name(method), .. }, [arg]) = (self.program.expr(callee), args) else {
            return;
        };
        if &**method == "startsWith" {
            if matches!(self.program.expr(arg.value), Expr::Const(Const::Str(s)) if &**s == "on") {
                self.refine_unnamed(*object, SinkSet::NO_HANDLER);
            }
            return;
        }
        let listed = matches!(self.program.expr(*object), Expr::Array(_) | Expr::Const(_));
        if !matches!(&**method, "includes" | "has" | "test") || !(listed || self.is_plain_read(*object)) {
            return;
        }
        let holder = self.eval(*object);
        let Some(Kind::Obj(id)) = holder.single().map(|a| a.kind.clone()) else { return };
        for (text, safe_for) in [("__proto__", SinkSet::NOT_PROTO), ("onclick", SinkSet::NO_HANDLER)] {
            let refuses = match self.heap.kind(id).clone() {
                ObjKind::Array | ObjKind::Set => {
                    let span = self.program.span(callee);
                    self.items(&holder, true, span).1.strings().any(|(s, _)| &**s == text)
                }
                ObjKind::Regex { source, flags } => {
                    let pattern = self.compiled(&source, &flags);
                    pattern.is_some_and(|p| p.test(text, &mut 0).unwrap_or(false))
                }
                _ => false,
            };
            if refuses {
                self.refine_unnamed(arg.value, safe_for);
            }
        }
    }

    /// A key of a table of the program is one of those that the program wrote. What an instance of a class or the
    /// window has is no such list.
    fn refine_key(&mut self, table: ExprId, key: ExprId) {
        if !matches!(self.program.expr(table), Expr::Object(_)) && !self.is_plain_read(table) {
            return;
        }
        let held = self.eval(table);
        let kinds = held.kinds();
        let listed = held.alts().iter().all(|a| match a.kind {
            Kind::Obj(o) => match self.heap.kind(o) {
                ObjKind::Plain => self.heap.object(o).proto.is_none(),
                ObjKind::Array | ObjKind::Set | ObjKind::Map => true,
                _ => false,
            },
            Kind::Unknown => true,
            _ => false,
        });
        if held.is_bottom() || !listed || kinds.intersects(ATTACKER_CONTROLLED) || kinds.intersects(URL_CONTROLLED) {
            return;
        }
        let own = self.top(self.program.span(key));
        self.refine_to(key, &own);
    }

    /// `if (variants[key])`: a name under which a table of the program holds something tells two things apart, and is no secret
    /// however the user's browser came to know it.
    fn refine_found(&mut self, table: ExprId, key: ExprId) {
        let Expr::Var(binding) = self.program.expr(key) else { return };
        if !self.is_plain_read(table) || self.eval(table).kinds().intersects(ATTACKER_CONTROLLED) {
            return;
        }
        if let Some((place, value)) =
            self.local(*binding).filter(|(_, value)| value.kinds().intersects(SECRET_EVIDENCE))
        {
            self.heap.set(place, value.map_taints(|taints| taints.without(SECRET_EVIDENCE)));
        }
    }

    /// Where `subject` is now known to be `value`, it carries the sources of that and no longer those of its own.
    pub(in crate::machine) fn refine_to(&mut self, subject: ExprId, value: &Value) {
        let taints = value.kinds();
        if taints.intersects(AUTHENTICATING) || taints.intersects(ATTACKER_CONTROLLED) || value.is_bottom() {
            return;
        }
        match self.program.expr(subject) {
            Expr::Var(b) => {
                let Some((place, before)) = self.local(*b) else { return };
                // The sender's origin stays the sender's: what was compared with it is a decision of its own.
                if is_attackers(before.kinds()) {
                    self.heap.set(place, value.clone());
                }
            }
            Expr::Member { key: Key::Name(_), .. } => self.refine_member(subject, value),
            Expr::Chain(inner) | Expr::Typed(inner, _) => self.refine_to(*inner, value),
            _ => {}
        }
    }

    /// The value of a member expression that a condition on this path has narrowed.
    pub(in crate::machine) fn refined(&self, member: ExprId) -> Option<Value> {
        let path =
            self.narrowing.narrowed_bases.contains(&self.path_base(member)?).then(|| self.path_text(member))??;
        self.heap.own(self.narrowing.narrowed, &path).cloned()
    }

    /// The variable at which a chain of known keys begins.
    pub(in crate::machine) fn path_base(&self, mut e: ExprId) -> Option<(EnvId, BindingId)> {
        loop {
            match self.program.expr(e) {
                Expr::Member { object, key: Key::Name(_), .. } => e = *object,
                Expr::Chain(inner) | Expr::Typed(inner, _) => e = *inner,
                Expr::Var(b) => return Some((self.scope(self.program.binding(*b).owner)?, *b)),
                _ => return None,
            }
        }
    }

    /// What was known of a variable's members is no longer, now that it or one of them is written.
    pub(in crate::machine) fn forget_narrowed(&mut self, env: EnvId, binding: BindingId) {
        self.forget_tags(env, binding);
        if !self.narrowing.narrowed_bases.contains(&(env, binding)) {
            return;
        }
        let base = format!("{}:{}.", env.0, binding.0);
        let names = self.heap.own_entries(self.narrowing.narrowed).map(|(name, _)| name.clone());
        let stale: Vec<Name> = names
            .filter(|name| name.trim_start_matches(crate::machine::narrow::predicate::ASKED).starts_with(&base))
            .collect();
        for name in stale {
            self.heap.set(Place::Prop(self.narrowing.narrowed, name), Value::bottom());
        }
    }

    /// Forgets what conditions told of members.
    pub(in crate::machine) fn forget_all_narrowed(&mut self) {
        let names: Vec<Name> = self.heap.own_entries(self.narrowing.narrowed).map(|(name, _)| name.clone()).collect();
        for name in names {
            self.heap.set(Place::Prop(self.narrowing.narrowed, name), Value::bottom());
        }
    }

    /// A chain of known keys that begins at a variable, as the key under which narrowed values are kept.
    pub(in crate::machine) fn path_text(&self, e: ExprId) -> Option<Name> {
        let mut keys = Vec::new();
        let mut at = e;
        loop {
            match self.program.expr(at) {
                Expr::Member { object, key: Key::Name(name), .. } => {
                    keys.push(name.clone());
                    at = *object;
                }
                Expr::Chain(inner) | Expr::Typed(inner, _) => at = *inner,
                Expr::Var(b) => {
                    let env = self.scope(self.program.binding(*b).owner)?;
                    keys.push(format!("{}:{}", env.0, b.0).into());
                    keys.reverse();
                    return Some(keys.join(".").into());
                }
                _ => return None,
            }
        }
    }

    /// Narrows what a member expression gives on this path.
    pub(in crate::machine) fn refine_member(&mut self, member: ExprId, value: &Value) {
        let before = self.eval(member);
        if !is_attackers(before.kinds()) {
            return;
        }
        let Some(path) = self.path_text(member) else { return };
        if let Some(base) = self.path_base(member) {
            self.narrowing.narrowed_bases.insert(base);
        }
        self.heap.set(Place::Prop(self.narrowing.narrowed, path), value.clone());
    }

    /// A statement that is only a call of something out of sight with the sender's origin: it throws if it does not like it.
    pub(in crate::machine) fn assume_assertion(&mut self, statement: ExprId, value: &Value) {
        let call = match self.program.expr(statement) {
            Expr::Await(inner) => *inner,
            _ => statement,
        };
        let Expr::Call { args, .. } = self.program.expr(call) else { return };
        let told = value.kinds().has(TaintKind::Sender) || value.kinds().has(TaintKind::Event);
        // What a function in sight gives back is known: it is no assertion that cannot be seen into, though another may be called in
        // its place.
        let unseen = !value.is_bottom() && value.alts().iter().all(|a| a.kind == Kind::Unknown);
        if self.unreachable || !unseen || !told || !self.in_handler() {
            return;
        }
        let only_sender = args.iter().all(|a| {
            let value = self.peek(a.value);
            let kinds = value.kinds();
            (kinds.intersects(AUTHENTICATING) && !kinds.intersects(ATTACKER_CONTROLLED))
                || value.objects().any(|o| self.tells_sender(o))
        });
        if only_sender {
            let span = self.program.span(call);
            self.consult(crate::machine::Cond::Opaque(span));
        }
    }

    /// The value of an argument that was just evaluated, where reading it again has no effect.
    pub(in crate::machine) fn peek(&mut self, e: ExprId) -> Value {
        if self.is_plain_read(e) { self.eval(e) } else { Value::bottom() }
    }
}

/// Whether a value is one that somebody else chooses, and not who sent the message.
fn is_attackers(kinds: TaintKinds) -> bool {
    (kinds.intersects(ATTACKER_CONTROLLED) || kinds.intersects(URL_CONTROLLED)) && !kinds.intersects(AUTHENTICATING)
}
