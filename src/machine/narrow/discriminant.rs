//! What a test of a tag tells of later tests of it: where `m.type === 'SYN'` held, `m.type === 'ACK'` does not. Of what the program is
//! given by its callers; what conditions tell of message data is told in `condition`.

use crate::machine::domain::access_path::{AccessPath, Root};
use crate::machine::domain::taint::{ATTACKER_CONTROLLED, AUTHENTICATING, URL_CONTROLLED};
use crate::machine::domain::value::{Kind, Value};
use crate::machine::{Cond, Machine};
use crate::syntax::program::{
    Arg, BinaryOp, BindingId, BindingKind, Const, Expr, ExprId, FnId, LogicalOp, Name, PatId, Pattern, Stmt, UnaryOp,
};

/// A part of a variable that was compared with a text, and how that came out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::machine) struct Tag {
    of: AccessPath,
    text: Name,
    equal: bool,
}

impl<'p> Machine<'p> {
    /// `m.type === 'SYN'` came out as `equal`.
    pub(in crate::machine) fn note_tag(&mut self, subject: ExprId, text: ExprId, equal: bool) {
        let Some(of) = self.part_of_given(subject) else { return };
        let Some(text) = self.tag_text(text) else { return };
        self.push_tag(Tag { of, text, equal });
    }

    fn push_tag(&mut self, tag: Tag) {
        let known = |c: Cond| matches!(c, Cond::Tag(i) if self.narrowing.tags.get(i as usize) == Some(&tag));
        if self.path.iter().take_while(|c| *c != Cond::Pause).any(known) {
            return;
        }
        self.narrowing.tagged.insert(self.heap.paths.root(tag.of));
        self.path = self.path.push(Cond::Tag(self.narrowing.tags.len() as u32));
        self.narrowing.tags.push(tag);
    }

    /// A variable or a part of it is written: what was found before is of what it held then.
    pub(in crate::machine) fn forget_tags(&mut self, variable: Root) {
        if self.narrowing.tagged.contains(&variable) {
            self.path = self.path.push(Cond::Written(variable));
        }
    }

    /// `isSyn(m)`, where the function is one comparison of a part of its parameter.
    pub(in crate::machine) fn note_tags_through(&mut self, callee: ExprId, args: &'p [Arg], side: bool) {
        let ([arg], true) = (args, self.is_plain_read(callee)) else { return };
        if arg.spread || self.part_of_given(arg.value).is_none() {
            return;
        }
        let Some((function, _)) = self.predicate(callee) else { return };
        let f = self.program.function(function);
        if let ([param], [only]) = (&f.params[..], &f.body[..])
            && let Pattern::Bind(param) = self.program.pattern(*param)
            && let Stmt::Return(Some(verdict)) = self.program.stmt(*only)
        {
            self.note_tags_in(*verdict, side, function, *param, arg.value);
        }
    }

    fn note_tags_in(&mut self, test: ExprId, side: bool, function: FnId, param: BindingId, given: ExprId) {
        match self.program.expr(test) {
            Expr::Unary(UnaryOp::Not, inner) => self.note_tags_in(*inner, !side, function, param, given),
            Expr::Logical(op, a, b) if (*op == LogicalOp::And && side) || (*op == LogicalOp::Or && !side) => {
                self.note_tags_in(*a, side, function, param, given);
                self.note_tags_in(*b, side, function, param, given);
            }
            Expr::Binary(op, left, right) => {
                let Some(equal) = equality(*op).map(|same| same == side) else { return };
                for (subject, other) in [(*left, *right), (*right, *left)] {
                    let own = |b: BindingId| self.program.binding(b).owner == function;
                    let Some((_, steps)) = self.chain(subject).filter(|(base, _)| *base == param) else { continue };
                    // Reading something of the predicate's own needs an activation of it.
                    if self.chain(other).is_some_and(|(base, _)| own(base)) {
                        continue;
                    }
                    let (Some(of), Some(text)) = (self.part_of_given(given), self.tag_text(other)) else { continue };
                    if let Some(of) = self.heap.paths.extend(of, steps) {
                        self.push_tag(Tag { of, text, equal });
                    }
                }
            }
            Expr::Chain(inner) | Expr::Typed(inner, _) => self.note_tags_in(*inner, side, function, param, given),
            _ => {}
        }
    }

    /// What is known of the arguments of a call, as what is known of the parameters.
    pub(in crate::machine) fn tags_of_arguments(
        &self,
        call: Option<ExprId>,
        given: &[Value],
        params: &[PatId],
    ) -> Vec<(BindingId, Tag)> {
        let mut carried = Vec::new();
        if self.narrowing.tags.is_empty() {
            return carried;
        }
        let Some(Expr::Call { args, .. }) = call.map(|id| self.program.expr(id)) else { return carried };
        if args.len() != given.len() || args.iter().any(|a| a.spread) {
            return carried;
        }
        for ((arg, value), param) in args.iter().zip(given).zip(params) {
            let (Expr::Var(binding), Pattern::Bind(param)) =
                (self.program.expr(arg.value), self.program.pattern(*param))
            else {
                continue;
            };
            let Some(root) = self.root(*binding) else { continue };
            // A callback is called with other arguments than the call has that is given it.
            let same = |held: Value| {
                held.alts().len() == value.alts().len()
                    && held.alts().iter().zip(value.alts()).all(|(a, b)| a.kind == b.kind && a.site == b.site)
            };
            if self.narrowing.tagged.contains(&root) && self.local(*binding).is_some_and(|(_, held)| same(held)) {
                carried.extend(self.tags_of(root).cloned().map(|tag| (*param, tag)));
            }
        }
        carried
    }

    /// The activation that was just begun knows of its parameters what its caller knew of the arguments.
    pub(in crate::machine) fn carry_tags(&mut self, carried: Vec<(BindingId, Tag)>) {
        let env = self.env();
        for (binding, tag) in carried {
            let steps = self.heap.paths.steps(tag.of);
            if let Some(of) = self.heap.paths.intern(Root::Variable(env, binding), steps) {
                self.push_tag(Tag { of, ..tag });
            }
        }
    }

    fn tags_of(&self, root: Root) -> impl Iterator<Item = &Tag> {
        let stale = move |c: &Cond| matches!(c, Cond::Pause) || *c == Cond::Written(root);
        let tags = self.path.iter().take_while(move |c| !stale(c)).filter_map(|c| match c {
            Cond::Tag(i) => self.narrowing.tags.get(i as usize),
            _ => None,
        });
        tags.filter(move |tag| self.heap.paths.root(tag.of) == root)
    }

    /// What `subject == text` is known to be on this path.
    pub(in crate::machine) fn recall_equal(&self, subject: ExprId, text: &Value) -> Option<bool> {
        if self.narrowing.tags.is_empty() {
            return None;
        }
        let text = text.as_str()?;
        let part = self.known_path(subject).filter(|_| self.is_steady(subject))?;
        let root = self.heap.paths.root(part);
        if !self.narrowing.tagged.contains(&root) {
            return None;
        }
        self.tags_of(root).filter(|tag| tag.of == part).find_map(|tag| match tag.equal {
            true => Some(tag.text == *text),
            false => (tag.text == *text).then_some(false),
        })
    }

    /// What a comparison is known to come out as.
    pub(in crate::machine) fn recall_comparison(&self, at: ExprId, left: &Value, right: &Value) -> Option<Value> {
        let Expr::Binary(op, l, r) = self.program.expr(at) else { return None };
        let same = equality(*op)?;
        let equal = match (is_given(left), is_given(right)) {
            (true, false) => self.recall_equal(*l, right),
            (false, true) => self.recall_equal(*r, left),
            _ => None,
        }?;
        Some(Value::constant(Kind::Bool(equal == same), self.program.span(at)))
    }

    fn tag_text(&mut self, e: ExprId) -> Option<Name> {
        match self.program.expr(e) {
            Expr::Const(Const::Str(text)) => Some(text.clone()),
            Expr::Var(_) | Expr::Member { .. } if self.is_plain_read(e) => self.eval(e).as_str().cloned(),
            _ => None,
        }
    }

    /// A part of a parameter or a constant of the running function, of which nothing is known but that it was given.
    fn part_of_given(&mut self, e: ExprId) -> Option<AccessPath> {
        if self.is_steady(e) && is_given(&self.eval(e)) { self.path_of(e) } else { None }
    }

    /// Whether it is a part of a parameter or a constant of the running function.
    fn is_steady(&self, e: ExprId) -> bool {
        let Some((binding, _)) = self.chain(e) else { return false };
        let declared = self.program.binding(binding);
        matches!(declared.kind, BindingKind::Param | BindingKind::Const)
            && self.scope(declared.owner) == Some(self.env())
    }
}

/// Whether it is the caller's, and nobody else's.
fn is_given(value: &Value) -> bool {
    let kinds = value.kinds();
    !value.is_bottom()
        && value.alts().iter().all(|a| a.kind == Kind::Unknown)
        && !kinds.intersects(ATTACKER_CONTROLLED)
        && !kinds.intersects(URL_CONTROLLED)
        && !kinds.intersects(AUTHENTICATING)
}

/// Whether an operator asks for equality (`true`) or for its opposite.
pub(super) fn equality(op: BinaryOp) -> Option<bool> {
    match op {
        BinaryOp::Eq | BinaryOp::StrictEq => Some(true),
        BinaryOp::NotEq | BinaryOp::StrictNotEq => Some(false),
        _ => None,
    }
}
