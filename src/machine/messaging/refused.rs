//! Values of the sorts that a structured clone refuses, by `rules/model/clones.toml`: where they are made, and what is such a
//! one itself because it is read from one. The sort is a taint of the value; what the value is besides stays as it was.
//! Whether a message holds one is `structured_clone`.

use crate::interned::Interned;
use crate::machine::Machine;
use crate::machine::domain::detail::Detail;
use crate::machine::domain::heap::ObjKind;
use crate::machine::domain::taint::{REFUSED, Taint, TaintKind, Taints};
use crate::machine::domain::value::{Alt, Kind, ObjId, Value};
use crate::model::clones::{Gives, LibraryRow, Refusal};
use crate::source::Span;
use crate::syntax::program::{Expr, ExprId, Key, Name};

/// Methods of texts, which say nothing of what they are called on.
const OF_TEXTS: [&str; 12] = [
    "length",
    "slice",
    "includes",
    "indexOf",
    "concat",
    "at",
    "toString",
    "startsWith",
    "endsWith",
    "trim",
    "split",
    "replace",
];

impl<'p> Machine<'p> {
    /// The value, known to be of that sort from `span` on.
    pub(in crate::machine) fn refuse(&self, value: &Value, refusal: &Refusal, span: Span) -> Value {
        let mut refused = Value::bottom();
        for alt in value.alts() {
            refused.push(refuse(alt, refusal, span));
        }
        refused
    }

    /// What a function or a constructor of the platform gives.
    pub(in crate::machine) fn refuse_made(&self, id: ExprId, name: &str, value: Value) -> Value {
        match self.model.clones.made(name) {
            Some(refusal) if value.alts().iter().all(|a| a.kind == Kind::Unknown) => {
                self.refuse(&value, refusal, self.program.span(id))
            }
            _ => value,
        }
    }

    /// An unknown value of which a type is asserted.
    pub(in crate::machine) fn refuse_typed(&self, value: Value, interface: &Name, span: Span) -> Value {
        let unknown = |a: &Alt| a.kind == Kind::Unknown && !a.taints.has(TaintKind::Data);
        match self.model.clones.of_interface(interface) {
            Some(refusal) if !value.is_bottom() && value.alts().iter().all(unknown) => {
                self.refuse(&value, refusal, span)
            }
            _ => value,
        }
    }

    /// What an event handler of the platform is given.
    pub(in crate::machine) fn refused_event(&self, event: Value, span: Span) -> Value {
        match self.model.clones.made("Event") {
            Some(refusal) => self.refuse(&event, refusal, span),
            None => event,
        }
    }

    /// What `read`, read at `span` from `alt` under `name`, is known to be.
    pub(in crate::machine) fn read_refused(&self, alt: &Alt, name: &str, read: Value, span: Span) -> Value {
        if self.in_sender_run() {
            return read;
        }
        let clones = &self.model.clones;
        let inside = || match alt.kind {
            Kind::Obj(object) => self.channels.observed.get(&object).copied(),
            _ => None,
        };
        let Some(what) = alt.refused().map(Interned::text).or_else(inside) else { return read };
        if let Some(part) = clones.part(what, name) {
            return if read.has_unknown() { self.refuse(&read, part, span) } else { read };
        }
        match clones.find(what).filter(|_| clones.is_deep(what)) {
            Some(refusal) => self.refuse_objects(&read, refusal, span),
            None => read,
        }
    }

    /// What a method `name` of something of such a sort gives.
    pub(in crate::machine) fn method_of_refused(&self, alt: &Alt, name: &str, given: Value, span: Span) -> Value {
        let part = || self.model.clones.part(&alt.refused()?, &format!("{name}()"));
        match part() {
            Some(part) if !self.in_sender_run() => self.refuse(&given, part, span),
            _ => given,
        }
    }

    /// An element of a collection of such a sort, or what a spread copies from an object of it: an object is one, too.
    pub(in crate::machine) fn held_by_refused(&self, alt: &Alt, held: Value) -> Value {
        let clones = &self.model.clones;
        let refusal = || clones.find(&alt.refused()?).filter(|refusal| clones.is_deep(&refusal.what));
        match refusal() {
            Some(refusal) if !self.in_sender_run() => self.refuse_objects(&held, refusal, alt.site),
            _ => held,
        }
    }

    /// The objects among the alternatives are of that sort, and so is what is unknown if it is an object.
    fn refuse_objects(&self, value: &Value, refusal: &Refusal, span: Span) -> Value {
        let is_object = |alt: &Alt| matches!(alt.kind, Kind::Obj(object) if self.is_data(object));
        let objects = value.alts().iter().any(is_object) || (value.has_unknown() && self.is_used_as_object(span));
        let mut all = Value::bottom();
        for alt in value.alts() {
            let refused = is_object(alt) || (objects && alt.kind == Kind::Unknown && !alt.taints.has(TaintKind::Data));
            all.push(if refused { refuse(alt, refusal, span) } else { alt.clone() });
        }
        all
    }

    /// An object of the program that is no instance of a class: of those, libraries make no proxies.
    fn is_data(&self, object: ObjId) -> bool {
        match self.heap.kind(object) {
            ObjKind::Plain => self.heap.object(object).proto.is_none(),
            ObjKind::Array | ObjKind::Map | ObjKind::Set => true,
            _ => false,
        }
    }

    /// Whether the program does with what it reads at `span`, there or where it is written alike, what only objects allow.
    fn is_used_as_object(&self, span: Span) -> bool {
        let text = self.program.slice(span);
        let program = self.program.scanned();
        !text.is_empty()
            && program.exprs.iter().any(|(expr, _)| match expr {
                Expr::Member { object, key: Key::Name(name), .. } if !OF_TEXTS.contains(&&**name) => {
                    self.program.slice(program.span(*object)) == text
                }
                _ => false,
            })
    }

    /// The row of what a call or a construction calls, if it is something of a library that makes what cannot be cloned.
    fn refusing_row(&self, id: ExprId) -> Option<&'p LibraryRow> {
        let (Expr::Call { callee, .. } | Expr::New { callee, .. }) = self.program.expr(id) else { return None };
        let clones = &self.model.clones;
        match self.program.expr(self.program.called(*callee)) {
            Expr::Var(binding) => {
                let (source, name) = self.import_of(*binding)?;
                clones.library(Some(source), name)
            }
            Expr::Global(name) => clones.library(None, name),
            Expr::Member { object, key: Key::Name(name), .. } => match self.program.expr(*object) {
                Expr::Var(binding) => {
                    let (source, part) = self.import_of(*binding)?;
                    match part {
                        "*" | "default" => clones.library(Some(source), name),
                        // `observable.array(…)`: what makes one in another way.
                        part => clones.library(Some(source), part).filter(|row| row.gives == Gives::Result),
                    }
                }
                Expr::Global(holder) => clones.library(Some(holder), name),
                _ => None,
            },
            _ => None,
        }
    }

    /// What a callback at that place of a call of a library is given, where it cannot be cloned.
    pub(in crate::machine) fn refused_argument(&self, id: ExprId, place: usize, args: &[Value]) -> Option<Value> {
        let row = self.refusing_row(id).filter(|row| row.gives == Gives::Callback)?;
        let span = self.program.span(id);
        // Without a state before it, it is a function that waits for one.
        match place {
            0 => Some(self.refuse(&self.top(span), &row.refusal, span)),
            1 => Some(self.refuse(args.first()?, &row.refusal, span)),
            _ => None,
        }
    }

    /// What a call of a library gives, `value` as far as is known without its row.
    pub(in crate::machine) fn refuse_result(&mut self, id: ExprId, value: Value, args: &[Value]) -> Value {
        let Some(row) = self.refusing_row(id).filter(|_| !self.in_sender_run()) else { return value };
        let span = self.program.span(id);
        let given = || args.get(row.at).filter(|given| given.objects().any(|o| self.is_data(o)));
        match row.gives {
            Gives::Result if row.objects => {
                let first = args.get(row.at).cloned().unwrap_or_else(Value::undefined);
                self.refuse_objects(&first, &row.refusal, span)
            }
            Gives::Result => self.refuse(given().unwrap_or(&value), &row.refusal, span),
            Gives::Pair => {
                let first = self.refuse(given().unwrap_or(&self.top(span)), &row.refusal, span);
                let list = self.make_list(vec![first, self.top(span)], span);
                Value::object(list, span)
            }
            Gives::Value | Gives::Argument => {
                let holders = if row.gives == Gives::Value { &value } else { args.get(row.at).unwrap_or(&value) };
                self.channels.observed.extend(holders.objects().map(|o| (o, row.refusal.what.text())));
                value
            }
            Gives::Callback => value,
        }
    }
}

fn refuse(alt: &Alt, refusal: &Refusal, span: Span) -> Alt {
    let taint = Taint { detail: Some(Detail::Refused(refusal.what)), ..Taint::new(TaintKind::Refused, span) };
    let taints = alt.taints.without(REFUSED).union(&Taints::one(taint));
    Alt { kind: alt.kind.clone(), site: span, taints }
}
