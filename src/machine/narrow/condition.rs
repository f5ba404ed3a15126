//! What a condition tells about the values in it, on the side where it holds.

use crate::machine::domain::host::Host;
use crate::machine::domain::host_type::HostType;
use crate::machine::domain::taint::{ATTACKER_CONTROLLED, AUTHENTICATING, SinkSet, TaintKind, Taints};
use crate::machine::domain::value::{Alt, Kind, Value};
use crate::machine::narrow::discriminant::equality;
use crate::machine::narrow::predicate::Outcome;
use crate::machine::{Cond, Machine};
use crate::syntax::program::{
    Arg, BinaryOp, BindingId, BindingKind, Const, Expr, ExprId, Key, LogicalOp, Name, PatId, Pattern, UnaryOp,
};

impl<'p> Machine<'p> {
    /// Narrows the values in a condition to those for which it comes out as `truth`.
    pub(in crate::machine) fn assume(&mut self, condition: ExprId, truth: bool) {
        self.note_asked_of(condition);
        match self.program.expr(condition) {
            Expr::Unary(UnaryOp::Not, inner) => self.assume(*inner, !truth),
            Expr::Logical(LogicalOp::And, a, b) if truth => {
                self.assume(*a, true);
                self.assume(*b, true);
            }
            Expr::Logical(LogicalOp::Or, a, b) if !truth => {
                self.assume(*a, false);
                self.assume(*b, false);
            }
            Expr::Logical(LogicalOp::And | LogicalOp::Or, a, b) => self.assume_either(*a, *b, truth),
            Expr::Var(binding) => {
                self.assume_what_it_holds(*binding, truth);
                self.learn_truth(condition, truth);
            }
            Expr::Member { object, key, .. } => {
                match key {
                    Key::Computed(key) if truth => self.assume_found(*object, *key),
                    // `const result = Schema.safeParse(data); if (result.success) …`
                    Key::Name(name) if truth && self.is_verdict(name) => {
                        self.assume_result(*object);
                    }
                    _ => {}
                }
                self.learn_truth(condition, truth);
            }
            Expr::Binary(op, left, right) => self.assume_comparison(*op, *left, *right, truth),
            Expr::Call { callee, args, .. } => self.assume_call(self.program.called(*callee), args, truth),
            Expr::Chain(inner) | Expr::Typed(inner, _) => self.assume(*inner, truth),
            _ => {}
        }
    }

    /// One of two conditions comes out as `side`: what both tell is known.
    pub(in crate::machine) fn assume_either(&mut self, a: ExprId, b: ExprId, side: bool) {
        let base = self.path.clone();
        let mark = self.heap.mark();
        self.assume(a, side);
        let delta = self.heap.rollback(mark);
        let opaque = self.knows_opaque();
        self.path = base.clone();
        let mark = self.heap.mark();
        self.assume(b, side);
        self.heap.join(mark, &delta, Value::join);
        let opaque = opaque && self.knows_opaque();
        self.path = if opaque { base.push(Cond::OpaqueOriginSeen) } else { base };
    }

    /// A variable is true or false: so is the condition that it holds.
    fn assume_what_it_holds(&mut self, binding: BindingId, truth: bool) {
        // `const fits = isMessage(data); if (fits) …`
        if let Some(&test) = self.outline.tests.get(&binding)
            && self.step()
        {
            // A step and a level: what a constant holds may name the constant.
            self.deeper(|m| m.assume(test, truth));
        }
        // `let fits = false; … fits = isMessage(data); … if (fits) …`
        if truth
            && let Some(&test) = self.outline.flags.get(&binding)
            && !self.narrowing.flags.contains(&binding)
            && self.step()
        {
            // What a variable is set to may ask for the variable.
            self.narrowing.flags.push(binding);
            self.deeper(|m| m.assume(test, true));
            self.narrowing.flags.pop();
        }
    }

    /// Whether it is the property of what a schema gives that says whether the data fits.
    fn is_verdict(&self, name: &str) -> bool {
        self.model.sinks.sanitizers.verdicts.iter().any(|known| **known == *name)
    }

    fn learn_truth(&mut self, e: ExprId, truth: bool) {
        self.learn_one_of(e, |m, alt| {
            let held = m.truth(&Value::new(alt.kind.clone(), alt.site, Taints::NONE));
            if truth { held.yes } else { held.no }
        });
    }

    fn assume_comparison(&mut self, op: BinaryOp, left: ExprId, right: ExprId, truth: bool) {
        match op {
            BinaryOp::In if truth => self.assume_key(right, left),
            // The text of a date is the browser's.
            BinaryOp::InstanceOf if truth && self.is_global(right, &["Date"]) => self.learn_unharmful(left),
            _ => {}
        }
        if let Some((list, item)) = self.index_test(op, left, right, truth) {
            self.assume_listed(list, item);
        }
        let Some(equal) = equality(op).map(|same| same == truth) else { return };
        self.note_opaque(left, right, equal);
        for (subject, other) in [(left, right), (right, left)] {
            self.note_tag(subject, other, equal);
        }
        for (subject, other) in [(left, right), (right, left)] {
            self.assume_equal(subject, other, equal);
        }
    }

    /// What is there is a text that the program or the browser makes, whoever chose what it is made of.
    fn learn_unharmful(&mut self, e: ExprId) {
        let text = Value::unknown(self.program.span(e), Taints::NONE);
        self.learn_equal(e, &text);
    }

    fn is_global(&self, e: ExprId, names: &[&str]) -> bool {
        matches!(self.program.expr(e), Expr::Global(name) if names.contains(&&**name))
    }

    /// What a comparison with a constant, or a `typeof` test, tells of one of its sides.
    fn assume_equal(&mut self, subject: ExprId, other: ExprId, equal: bool) {
        if let Expr::Unary(UnaryOp::TypeOf, inner) = self.program.expr(subject)
            && let Expr::Const(Const::Str(name)) = self.program.expr(other)
        {
            if equal && matches!(&**name, "number" | "boolean" | "undefined") {
                self.learn_unharmful(*inner);
            }
            return;
        }
        let Some(other) = self.compared_value(other) else { return };
        if equal {
            self.learn_equal(subject, &other);
            self.assume_part_of_address(subject, &other);
            self.assume_index_in_address(subject, &other);
            self.assume_tag_of_element(subject, &other);
        } else if other.as_str().is_some_and(|s| &**s == "__proto__") {
            self.learn_safe(subject, SinkSet::NOT_PROTO);
        // To differ from something that is not known tells nothing.
        } else if let Some(alt) = other.single().filter(|a| a.kind != Kind::Unknown) {
            let nullish = alt.is_nullish();
            self.learn_one_of(subject, |_, a: &Alt| a.kind != alt.kind && !(nullish && a.is_nullish()));
        }
    }

    /// What something is compared with, where reading it again has no effect.
    fn compared_value(&mut self, e: ExprId) -> Option<Value> {
        match self.program.expr(e) {
            Expr::Const(_) => Some(self.eval(e)),
            Expr::Var(b) => self.local(*b).map(|(_, value)| value),
            Expr::Member { object, key: Key::Name(_), .. } if self.is_plain_read(*object) => Some(self.eval(e)),
            _ => None,
        }
    }

    /// `case test:` of a `switch` over `subject` was taken, or was not.
    pub(in crate::machine) fn assume_case(&mut self, subject: ExprId, test: ExprId, value: &Value, taken: bool) {
        if taken {
            self.learn_equal(subject, value);
        }
        self.note_tag(subject, test, taken);
    }

    /// `element.tagName === "TEXTAREA"`, in whatever case it is asked for.
    fn assume_tag_of_element(&mut self, subject: ExprId, name: &Value) {
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

    /// Whether the present path is one on which the program has seen an opaque origin: `"null"`, or a `file:` address,
    /// which has none other. No target origin but `"*"` reaches such a page (browser facts A3, A4).
    pub(in crate::machine) fn knows_opaque(&self) -> bool {
        self.path.iter().any(|c| matches!(c, Cond::OpaqueOriginSeen))
    }

    /// Notes on the path what `"null" === x`, `x === "file:"` tell where they hold.
    fn note_opaque(&mut self, left: ExprId, right: ExprId, equal: bool) {
        let opaque = |e: ExprId| match self.program.expr(e) {
            Expr::Const(Const::Str(s)) => matches!(&**s, "null" | "file:" | "file://"),
            _ => false,
        };
        if equal && (opaque(left) || opaque(right)) && !self.knows_opaque() {
            self.path = self.path.push(Cond::OpaqueOriginSeen);
        }
    }

    /// What a call tells of its arguments, and of what its method belongs to.
    fn assume_call(&mut self, callee: ExprId, args: &'p [Arg], truth: bool) {
        if truth && let Some((table, key)) = self.own_key_test(callee, args) {
            self.assume_key(table, key);
        }
        if let (Expr::Member { object, key: Key::Name(name), .. }, [arg]) = (self.program.expr(callee), args) {
            match (&**name, truth) {
                ("includes" | "has", true) => self.assume_listed(*object, arg.value),
                ("includes" | "has" | "test", false) => self.assume_unlisted(*object, arg.value),
                ("every" | "some", true) => self.assume_each(*object, name, arg.value),
                ("startsWith", false) if self.is_text(arg.value, "on") => {
                    self.learn_safe(*object, SinkSet::NO_HANDLER);
                }
                _ => {}
            }
        }
        if truth {
            self.assume_beginning(callee, args);
            self.assume_schema(callee, args);
        }
        if let [arg] = args
            && self.is_number_test(callee, truth)
        {
            self.learn_unharmful(arg.value);
        }
        self.note_tags_through(callee, args, truth);
        self.assume_through(callee, args, if truth { Outcome::True } else { Outcome::False });
    }

    fn is_text(&self, e: ExprId, text: &str) -> bool {
        matches!(self.program.expr(e), Expr::Const(Const::Str(s)) if **s == *text)
    }

    /// `Number.isInteger(x)`, `isFinite(x)`, and `isNaN(x)` where it does not hold: the text of `x` is that of a number.
    fn is_number_test(&self, callee: ExprId, truth: bool) -> bool {
        match self.program.expr(callee) {
            Expr::Member { object, key: Key::Name(name), .. } => {
                let tells = matches!(&**name, "isInteger" | "isSafeInteger" | "isFinite");
                truth && tells && self.is_global(*object, &["Number"])
            }
            _ => self.is_global(callee, if truth { &["isFinite"] } else { &["isNaN"] }),
        }
    }

    /// A statement that is only an expression has come to its end: where it is a call, what it asks came out well, because it
    /// throws otherwise.
    pub(in crate::machine) fn assume_returned(&mut self, statement: ExprId, value: &Value) {
        self.assume_assertion_of_sender(statement, value);
        if let Expr::Call { callee, args, .. } = self.program.expr(statement)
            && !self.unreachable
        {
            self.assume_assertion_of_data(self.program.called(*callee), args);
        }
    }

    /// A statement that is only a call of something out of sight with the sender's origin: it throws if it does not like it.
    fn assume_assertion_of_sender(&mut self, statement: ExprId, value: &Value) {
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
            self.consult(Cond::Opaque(span));
        }
    }

    /// A statement that is only a call, behind which a test must have come out well, because it throws otherwise.
    fn assume_assertion_of_data(&mut self, callee: ExprId, args: &'p [Arg]) {
        let name = match self.program.expr(callee) {
            Expr::Member { key: Key::Name(name), .. } => Some(name.clone()),
            Expr::Var(b) => Some(self.program.binding(*b).known_as().clone()),
            _ => None,
        };
        let throws = |n: &Name| self.model.sinks.sanitizers.assertions.iter().any(|known| **known == **n);
        if name.is_some_and(|n| throws(&n)) {
            self.assume_schema(callee, args);
        }
        self.assume_through(callee, args, Outcome::Returned);
    }

    /// Where a call of a schema says that data fits it, the data is what the program asks for.
    fn assume_schema(&mut self, callee: ExprId, args: &'p [Arg]) {
        let holder = match self.program.expr(callee) {
            Expr::Member { object, .. } => *object,
            _ => callee,
        };
        if !self.is_plain_read(holder) {
            return;
        }
        let schema = self.eval(holder);
        if !schema.objects().any(|o| self.heap.host(o) == Some(Host::Type(HostType::Schema))) {
            return;
        }
        for arg in args.iter().filter(|a| !a.spread) {
            if self.peek(arg.value).kinds().intersects(ATTACKER_CONTROLLED) {
                let said = self.peek(arg.value).taints().fitting();
                let fits = self.top(self.program.span(arg.value)).with(&said);
                self.learn_equal(arg.value, &fits);
            }
        }
    }

    /// What `Schema.safeParse(x)` gave says that `x` fits.
    fn assume_result(&mut self, result: ExprId) {
        match self.program.expr(result) {
            Expr::Var(b) => {
                if let Some(&call) = self.outline.tests.get(b)
                    && self.step()
                {
                    self.deeper(|m| m.assume_result(call));
                }
            }
            Expr::Call { callee, args, .. } => self.assume_schema(self.program.called(*callee), args),
            Expr::Chain(inner) | Expr::Typed(inner, _) | Expr::Await(inner) => self.assume_result(*inner),
            _ => {}
        }
    }

    /// `const fits = isMessage(data)`, `const url = new URL(data)`: what is asked of the constant is asked of that.
    pub(in crate::machine) fn remember_test(&mut self, pattern: PatId, value: ExprId) {
        if let Pattern::Bind(binding) = self.program.pattern(pattern)
            && self.program.binding(*binding).kind == BindingKind::Const
            && matches!(
                self.program.expr(value),
                Expr::Call { .. }
                    | Expr::New { .. }
                    | Expr::Binary(..)
                    | Expr::Logical(..)
                    | Expr::Unary(..)
                    | Expr::Await(_)
                    | Expr::Member { key: Key::Computed(_), .. }
            )
        {
            self.outline.tests.insert(*binding, value);
        }
    }
}
