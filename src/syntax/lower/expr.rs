//! Lowers expressions. Functions, classes and JSX have files of their own.

use swc_common::Spanned;
use swc_ecma_ast as ast;

use super::{Lower, span};
use crate::source::Span;
use crate::syntax::number;
use crate::syntax::program::{
    Arg, AssignOp, BinaryOp, Const, Expr, ExprId, Key, LogicalOp, Name, Pattern, Property, UnaryOp,
};

impl<'a> Lower<'a> {
    pub(super) fn expr(&mut self, expr: &'a ast::Expr) -> ExprId {
        self.named(expr, None)
    }

    /// Lowers an expression that stands where a function without a name is called `name`.
    ///
    /// Each arm calls a function of its own: this frame is the one that deep code repeats.
    pub(super) fn named(&mut self, expr: &'a ast::Expr, name: Option<&Name>) -> ExprId {
        match silent(expr) {
            ast::Expr::Ident(ident) => self.ident(ident),
            ast::Expr::Lit(lit) => self.lit(lit),
            ast::Expr::Member(_) | ast::Expr::Call(_) | ast::Expr::OptChain(_) | ast::Expr::TaggedTpl(_) => {
                self.postfix(silent(expr))
            }
            ast::Expr::Bin(bin) => self.binary(bin),
            ast::Expr::Assign(assign) => self.assign(assign),
            ast::Expr::Fn(function) => self.fn_expr(function, name),
            ast::Expr::Arrow(arrow) => self.arrow(arrow, name),
            ast::Expr::Class(class) => self.class_expr(class, name),
            ast::Expr::Unary(unary) => self.unary(unary),
            ast::Expr::Update(update) => self.update(update),
            ast::Expr::Cond(cond) => self.cond(cond, name),
            ast::Expr::New(new) => self.new_expr(new),
            ast::Expr::Seq(seq) => self.seq(seq, name),
            ast::Expr::Array(array) => self.array(array),
            ast::Expr::Object(object) => self.object(object),
            ast::Expr::Tpl(tpl) => self.template(tpl),
            ast::Expr::Await(await_expr) => {
                let value = self.expr(&await_expr.arg);
                self.push(Expr::Await(value), span(await_expr.span))
            }
            ast::Expr::Yield(yield_expr) => {
                let value = yield_expr.arg.as_deref().map(|arg| self.expr(arg));
                self.push(Expr::Yield(value), span(yield_expr.span))
            }
            ast::Expr::TsAs(cast) => self.typed(&cast.expr, &cast.type_ann, cast.span, name),
            ast::Expr::TsTypeAssertion(cast) => self.typed(&cast.expr, &cast.type_ann, cast.span, name),
            ast::Expr::SuperProp(prop) => self.super_member(prop),
            ast::Expr::JSXElement(element) => self.jsx_element(element),
            ast::Expr::JSXFragment(fragment) => self.jsx_fragment(fragment),
            ast::Expr::JSXMember(member) => self.jsx_member(member),
            ast::Expr::JSXNamespacedName(name) => {
                let text = format!("{}:{}", name.ns.sym, name.name.sym);
                self.push_str(&text, span(name.span))
            }
            // `#name in object`
            ast::Expr::PrivateName(private) => self.push_str(&format!("#{}", private.name), span(private.span)),
            ast::Expr::This(this) => self.push(Expr::This, span(this.span)),
            other => self.push(Expr::Opaque(Vec::new()), span(other.span())),
        }
    }

    /// A name that is read.
    pub(super) fn ident(&mut self, ident: &ast::Ident) -> ExprId {
        if let Some(value) = self.template_name(ident) {
            return value;
        }
        let name = self.scopes.intern(&ident.sym);
        let expr = match self.scopes.resolve(name) {
            Some(binding) => Expr::Var(binding),
            None => match &*ident.sym {
                "undefined" => Expr::Const(Const::Undefined),
                "NaN" => Expr::Const(Const::Num(f64::NAN)),
                "Infinity" => Expr::Const(Const::Num(f64::INFINITY)),
                "arguments" if self.frames.last().is_some_and(|f| f.arguments) => Expr::Arguments,
                _ => Expr::Global(self.scopes.text(name)),
            },
        };
        self.push(expr, span(ident.span))
    }

    fn lit(&mut self, lit: &ast::Lit) -> ExprId {
        let value = match lit {
            ast::Lit::Str(value) => Const::Str(self.string(&value.value)),
            ast::Lit::Bool(value) => Const::Bool(value.value),
            ast::Lit::Null(_) => Const::Null,
            ast::Lit::Num(value) => Const::Num(value.value),
            ast::Lit::BigInt(value) => Const::BigInt(self.big_int(value)),
            ast::Lit::Regex(value) => Const::Regex { pattern: self.name(&value.exp), flags: self.name(&value.flags) },
            ast::Lit::JSXText(text) => Const::Str(self.string(&text.value)),
        };
        self.push(Expr::Const(value), span(lit.span()))
    }

    fn big_int(&mut self, value: &ast::BigInt) -> Name {
        match &value.raw {
            Some(raw) => self.name(raw.trim_end_matches('n')),
            None => self.name(&value.value.to_string()),
        }
    }

    /// Members, calls and tagged templates, from the innermost object outwards.
    fn postfix(&mut self, expr: &'a ast::Expr) -> ExprId {
        let floor = self.spine.len();
        let mut inner = expr;
        loop {
            let object = match inner {
                ast::Expr::Member(member) => &*member.obj,
                ast::Expr::Call(ast::CallExpr { callee: ast::Callee::Expr(callee), .. }) => &**callee,
                ast::Expr::TaggedTpl(tagged) => &*tagged.tag,
                ast::Expr::OptChain(chain) => match &*chain.base {
                    ast::OptChainBase::Member(member) => &*member.obj,
                    ast::OptChainBase::Call(call) => &*call.callee,
                },
                ast::Expr::TsNonNull(assertion) => {
                    inner = &assertion.expr;
                    continue;
                }
                _ => break,
            };
            self.spine.push(inner);
            inner = object;
        }
        let mut value = match inner {
            ast::Expr::Call(call) => self.special_call(call),
            other => self.expr(other),
        };
        while self.spine.len() > floor {
            let Some(link) = self.spine.pop() else { break };
            value = self.link(link, value);
            let goes_on = self.spine[floor..].last().is_some_and(|next| matches!(next, ast::Expr::OptChain(_)));
            if matches!(link, ast::Expr::OptChain(_)) && !goes_on {
                value = self.push(Expr::Chain(value), span(link.span()));
            }
        }
        value
    }

    fn link(&mut self, link: &'a ast::Expr, value: ExprId) -> ExprId {
        let at = span(link.span());
        match link {
            ast::Expr::Member(member) => {
                let key = self.member_key(&member.prop);
                self.push_member(value, key, at)
            }
            ast::Expr::Call(call) => self.call(value, &call.args, call.type_args.as_deref(), false, at),
            ast::Expr::TaggedTpl(tagged) => self.tagged(value, tagged),
            ast::Expr::OptChain(chain) => match &*chain.base {
                ast::OptChainBase::Member(member) => {
                    let key = self.member_key(&member.prop);
                    self.push(Expr::Member { object: value, key, optional: chain.optional }, at)
                }
                ast::OptChainBase::Call(call) => {
                    self.call(value, &call.args, call.type_args.as_deref(), chain.optional, at)
                }
            },
            _ => value,
        }
    }

    fn call(
        &mut self,
        callee: ExprId,
        args: &'a [ast::ExprOrSpread],
        types: Option<&ast::TsTypeParamInstantiation>,
        optional: bool,
        at: Span,
    ) -> ExprId {
        let args = self.args(args);
        let types = self.type_arguments(types);
        self.push(Expr::Call { callee, args, optional, types }, at)
    }

    /// `super(…)` and `import(…)`. A second argument of `import` is attributes: constants.
    fn special_call(&mut self, call: &'a ast::CallExpr) -> ExprId {
        let at = span(call.span);
        match &call.callee {
            ast::Callee::Super(keyword) => {
                let callee = self.push(Expr::Super, span(keyword.span));
                self.call(callee, &call.args, None, false, at)
            }
            ast::Callee::Import(_) => match call.args.first() {
                Some(source) => {
                    let source = self.expr(&source.expr);
                    self.push(Expr::Import(source), at)
                }
                None => self.push(Expr::Opaque(Vec::new()), at),
            },
            ast::Callee::Expr(callee) => {
                let callee = self.expr(callee);
                self.call(callee, &call.args, call.type_args.as_deref(), false, at)
            }
        }
    }

    fn tagged(&mut self, callee: ExprId, tagged: &'a ast::TaggedTpl) -> ExprId {
        let quasis = &tagged.tpl.quasis;
        let mut strings = Vec::with_capacity(quasis.len());
        for quasi in quasis {
            let text = self.cooked(quasi);
            let value = self.push(Expr::Const(Const::Str(text)), span(quasi.span));
            strings.push(Some(Arg { value, spread: false }));
        }
        let strings = self.push(Expr::Array(strings), span(tagged.tpl.span));
        let mut args = vec![Arg { value: strings, spread: false }];
        for value in &tagged.tpl.exprs {
            args.push(Arg { value: self.expr(value), spread: false });
        }
        let types = self.type_arguments(tagged.type_params.as_deref());
        self.push(Expr::Call { callee, args, optional: false, types }, span(tagged.span))
    }

    fn cooked(&mut self, quasi: &ast::TplElement) -> Name {
        match &quasi.cooked {
            Some(text) => self.string(text),
            None => self.name(""),
        }
    }

    fn template(&mut self, tpl: &'a ast::Tpl) -> ExprId {
        let parts = tpl.quasis.iter().map(|quasi| self.cooked(quasi)).collect();
        let values = tpl.exprs.iter().map(|value| self.expr(value)).collect();
        self.push(Expr::Template { parts, values }, span(tpl.span))
    }

    fn binary(&mut self, bin: &'a ast::BinExpr) -> ExprId {
        let mut spine = vec![bin];
        let mut left = &*bin.left;
        while let ast::Expr::Bin(next) = silent(left) {
            spine.push(next);
            left = &next.left;
        }
        let mut value = self.expr(left);
        while let Some(bin) = spine.pop() {
            let right = self.expr(&bin.right);
            let expr = match binary_op(bin.op) {
                AssignOp::Binary(op) => Expr::Binary(op, value, right),
                AssignOp::Logical(op) => Expr::Logical(op, value, right),
            };
            value = self.push(expr, span(bin.span));
        }
        value
    }

    fn assign(&mut self, assign: &'a ast::AssignExpr) -> ExprId {
        let at = span(assign.span);
        let target = self.assign_target(&assign.left);
        let name = self.written_name(target);
        let value = self.named(&assign.right, name.as_ref());
        let op = assign.op.to_update().map(binary_op);
        if op.is_some() && !matches!(self.program.pattern(target), Pattern::Bind(_) | Pattern::Place(_)) {
            return self.push(Expr::Opaque(vec![value]), at);
        }
        self.push(Expr::Assign { target, op, value }, at)
    }

    fn unary(&mut self, unary: &'a ast::UnaryExpr) -> ExprId {
        let mut spine = vec![unary];
        let mut arg = &*unary.arg;
        while let ast::Expr::Unary(next) = silent(arg) {
            spine.push(next);
            arg = &next.arg;
        }
        let mut value = self.expr(arg);
        while let Some(unary) = spine.pop() {
            value = self.push(Expr::Unary(unary_op(unary.op), value), span(unary.span));
        }
        value
    }

    fn update(&mut self, update: &'a ast::UpdateExpr) -> ExprId {
        let at = span(update.span);
        let target = self.expr(bare(&update.arg));
        if !matches!(self.program.expr(target), Expr::Var(_) | Expr::Global(_) | Expr::Member { .. }) {
            return self.push(Expr::Opaque(vec![target]), at);
        }
        let delta = match update.op {
            ast::UpdateOp::PlusPlus => 1,
            ast::UpdateOp::MinusMinus => -1,
        };
        self.push(Expr::Update { target, delta, prefix: update.prefix }, at)
    }

    fn cond(&mut self, cond: &'a ast::CondExpr, name: Option<&Name>) -> ExprId {
        let mut arms = Vec::new();
        let mut next = Some(cond);
        let mut last = &*cond.alt;
        while let Some(cond) = next {
            let test = self.expr(&cond.test);
            let then = self.named(&cond.cons, name);
            arms.push((test, then, span(cond.span)));
            last = &*cond.alt;
            next = match silent(last) {
                ast::Expr::Cond(cond) => Some(cond),
                _ => None,
            };
        }
        let mut value = self.named(last, name);
        while let Some((test, then, at)) = arms.pop() {
            value = self.push(Expr::Cond(test, then, value), at);
        }
        value
    }

    fn new_expr(&mut self, new: &'a ast::NewExpr) -> ExprId {
        let callee = self.expr(&new.callee);
        let args = new.args.as_deref().map(|args| self.args(args)).unwrap_or_default();
        self.push(Expr::New { callee, args }, span(new.span))
    }

    fn seq(&mut self, seq: &'a ast::SeqExpr, name: Option<&Name>) -> ExprId {
        let mut values = Vec::with_capacity(seq.exprs.len());
        for (i, value) in seq.exprs.iter().enumerate() {
            let name = name.filter(|_| i + 1 == seq.exprs.len());
            values.push(self.named(value, name));
        }
        if values.is_empty() {
            return self.push_undefined(span(seq.span));
        }
        self.push(Expr::Seq(values), span(seq.span))
    }

    fn array(&mut self, array: &'a ast::ArrayLit) -> ExprId {
        let mut items = Vec::with_capacity(array.elems.len());
        for item in &array.elems {
            let item = item.as_ref().map(|item| Arg { value: self.expr(&item.expr), spread: item.spread.is_some() });
            items.push(item);
        }
        self.push(Expr::Array(items), span(array.span))
    }

    fn object(&mut self, object: &'a ast::ObjectLit) -> ExprId {
        let mut props = Vec::with_capacity(object.props.len());
        for prop in &object.props {
            let prop = match prop {
                ast::PropOrSpread::Spread(spread) => Property::Spread(self.expr(&spread.expr)),
                ast::PropOrSpread::Prop(prop) => self.property(prop),
            };
            props.push(prop);
        }
        self.push(Expr::Object(props), span(object.span))
    }

    fn property(&mut self, prop: &'a ast::Prop) -> Property {
        match prop {
            ast::Prop::Shorthand(ident) => {
                let key = self.name(&ident.sym);
                Property::Field(Key::Name(key), self.ident(ident))
            }
            ast::Prop::KeyValue(prop) => {
                let key = self.key(&prop.key);
                let value = self.named(&prop.value, key_name(&key));
                Property::Field(key, value)
            }
            // `{ a = 1 }` is no object; the parser has said so.
            ast::Prop::Assign(prop) => {
                let key = self.name(&prop.key.sym);
                Property::Field(Key::Name(key), self.expr(&prop.value))
            }
            ast::Prop::Getter(prop) => {
                let (key, function) = self.object_method(&prop.key, &prop.function, ast::MethodKind::Getter);
                Property::Getter(key, function)
            }
            ast::Prop::Setter(prop) => {
                let (key, function) = self.object_method(&prop.key, &prop.function, ast::MethodKind::Setter);
                Property::Setter(key, function)
            }
            ast::Prop::Method(prop) => {
                let (key, function) = self.object_method(&prop.key, &prop.function, ast::MethodKind::Method);
                let at = self.program.function(function).span;
                let value = self.push(Expr::Function(function), at);
                Property::Field(key, value)
            }
        }
    }

    pub(super) fn super_member(&mut self, prop: &'a ast::SuperPropExpr) -> ExprId {
        let object = self.push(Expr::Super, span(prop.obj.span));
        let key = match &prop.prop {
            ast::SuperProp::Ident(ident) => Key::Name(self.name(&ident.sym)),
            ast::SuperProp::Computed(computed) => self.computed_key(&computed.expr),
        };
        self.push_member(object, key, span(prop.span))
    }

    pub(super) fn member_key(&mut self, prop: &'a ast::MemberProp) -> Key {
        match prop {
            ast::MemberProp::Ident(ident) => Key::Name(self.name(&ident.sym)),
            ast::MemberProp::PrivateName(private) => Key::Name(self.private_name(private)),
            ast::MemberProp::Computed(computed) => self.computed_key(&computed.expr),
        }
    }

    pub(super) fn key(&mut self, key: &'a ast::PropName) -> Key {
        Key::Name(match key {
            ast::PropName::Ident(ident) => self.name(&ident.sym),
            ast::PropName::Str(value) => self.string(&value.value),
            ast::PropName::Num(value) => self.name(&number::to_string(value.value)),
            ast::PropName::BigInt(value) => self.name(&value.value.to_string()),
            ast::PropName::Computed(computed) => return self.computed_key(&computed.expr),
        })
    }

    pub(super) fn private_name(&mut self, private: &ast::PrivateName) -> Name {
        self.name(&format!("#{}", private.name))
    }

    fn computed_key(&mut self, expr: &'a ast::Expr) -> Key {
        match bare(expr) {
            ast::Expr::Lit(ast::Lit::Str(value)) => Key::Name(self.string(&value.value)),
            ast::Expr::Lit(ast::Lit::Num(value)) => Key::Name(self.name(&number::to_string(value.value))),
            ast::Expr::Tpl(tpl) if tpl.exprs.is_empty() && tpl.quasis.len() == 1 => {
                Key::Name(self.cooked(&tpl.quasis[0]))
            }
            _ => Key::Computed(self.expr(expr)),
        }
    }

    fn typed(&mut self, expr: &'a ast::Expr, ty: &ast::TsType, at: swc_common::Span, name: Option<&Name>) -> ExprId {
        let value = self.named(expr, name);
        match self.type_name(ty) {
            Some(interface) => self.push(Expr::Typed(value, interface), span(at)),
            None => value,
        }
    }
}

/// The name in a key that is known.
pub(super) fn key_name(key: &Key) -> Option<&Name> {
    match key {
        Key::Name(name) => Some(name),
        Key::Computed(_) => None,
    }
}

/// The expression without the parentheses and assertions that say nothing about its value.
fn silent(mut expr: &ast::Expr) -> &ast::Expr {
    loop {
        expr = match expr {
            ast::Expr::Paren(inner) => &inner.expr,
            ast::Expr::TsNonNull(inner) => &inner.expr,
            ast::Expr::TsSatisfies(inner) => &inner.expr,
            ast::Expr::TsConstAssertion(inner) => &inner.expr,
            ast::Expr::TsInstantiation(inner) => &inner.expr,
            other => return other,
        };
    }
}

/// The expression without parentheses and any assertion: what is written to.
pub(super) fn bare(mut expr: &ast::Expr) -> &ast::Expr {
    loop {
        expr = match silent(expr) {
            ast::Expr::TsAs(inner) => &inner.expr,
            ast::Expr::TsTypeAssertion(inner) => &inner.expr,
            other => return other,
        };
    }
}

fn unary_op(op: ast::UnaryOp) -> UnaryOp {
    match op {
        ast::UnaryOp::Minus => UnaryOp::Minus,
        ast::UnaryOp::Plus => UnaryOp::Plus,
        ast::UnaryOp::Bang => UnaryOp::Not,
        ast::UnaryOp::Tilde => UnaryOp::BitNot,
        ast::UnaryOp::TypeOf => UnaryOp::TypeOf,
        ast::UnaryOp::Void => UnaryOp::Void,
        ast::UnaryOp::Delete => UnaryOp::Delete,
    }
}

fn binary_op(op: ast::BinaryOp) -> AssignOp {
    AssignOp::Binary(match op {
        ast::BinaryOp::EqEq => BinaryOp::Eq,
        ast::BinaryOp::NotEq => BinaryOp::NotEq,
        ast::BinaryOp::EqEqEq => BinaryOp::StrictEq,
        ast::BinaryOp::NotEqEq => BinaryOp::StrictNotEq,
        ast::BinaryOp::Lt => BinaryOp::Less,
        ast::BinaryOp::LtEq => BinaryOp::LessEq,
        ast::BinaryOp::Gt => BinaryOp::Greater,
        ast::BinaryOp::GtEq => BinaryOp::GreaterEq,
        ast::BinaryOp::LShift => BinaryOp::Shl,
        ast::BinaryOp::RShift => BinaryOp::Shr,
        ast::BinaryOp::ZeroFillRShift => BinaryOp::UShr,
        ast::BinaryOp::Add => BinaryOp::Add,
        ast::BinaryOp::Sub => BinaryOp::Sub,
        ast::BinaryOp::Mul => BinaryOp::Mul,
        ast::BinaryOp::Div => BinaryOp::Div,
        ast::BinaryOp::Mod => BinaryOp::Rem,
        ast::BinaryOp::BitOr => BinaryOp::BitOr,
        ast::BinaryOp::BitXor => BinaryOp::BitXor,
        ast::BinaryOp::BitAnd => BinaryOp::BitAnd,
        ast::BinaryOp::In => BinaryOp::In,
        ast::BinaryOp::InstanceOf => BinaryOp::InstanceOf,
        ast::BinaryOp::Exp => BinaryOp::Pow,
        ast::BinaryOp::LogicalOr => return AssignOp::Logical(LogicalOp::Or),
        ast::BinaryOp::LogicalAnd => return AssignOp::Logical(LogicalOp::And),
        ast::BinaryOp::NullishCoalescing => return AssignOp::Logical(LogicalOp::Coalesce),
    })
}
