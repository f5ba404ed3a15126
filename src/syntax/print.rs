//! Writes a [`Program`] as short pseudo-code, for tests: `x#2` is binding 2, `@x` a global, `!` what is implied.

use std::fmt::Write;

use super::program::*;

/// The bodies of the units, with a bar between them.
pub(super) fn print(program: &Program) -> String {
    let mut printer = Printer { program, out: String::new() };
    printer.each(&program.units, " | ", |p, unit| p.body(program.function(unit.body)));
    printer.out.trim_end().to_owned()
}

struct Printer<'p> {
    program: &'p Program,
    out: String,
}

impl Printer<'_> {
    fn text(&mut self, text: impl AsRef<str>) {
        self.out.push_str(text.as_ref());
    }

    fn binding(&mut self, id: BindingId) {
        let _ = write!(self.out, "{}#{}", self.program.binding(id).name, id.0);
    }

    fn each<T>(&mut self, items: impl IntoIterator<Item = T>, separator: &str, mut write: impl FnMut(&mut Self, T)) {
        for (i, item) in items.into_iter().enumerate() {
            if i > 0 {
                self.text(separator);
            }
            write(self, item);
        }
    }

    fn body(&mut self, function: &Function) {
        for (binding, id) in &function.hoisted {
            self.text("hoist ");
            self.binding(*binding);
            self.text(" = ");
            self.function(*id);
            self.text("; ");
        }
        self.each(&function.body, " ", |p, s| p.stmt(*s));
    }

    fn function(&mut self, id: FnId) {
        let program = self.program;
        let function = program.function(id);
        let kind = format!("{:?}", function.kind).to_lowercase();
        self.text(if function.is_async { "async " } else { "" });
        self.text(kind);
        self.text(if function.is_generator { "*" } else { "" });
        if let Some(name) = &function.name {
            self.text(" ");
            self.text(name);
        }
        if let Some(own) = function.own_name {
            self.text("~");
            self.binding(own);
        }
        self.text("(");
        self.each(&function.params, ", ", |p, x| p.pattern(*x));
        if let Some(rest) = function.rest {
            self.text(" ...");
            self.pattern(rest);
        }
        self.text(") {");
        self.body(function);
        self.text("}");
    }

    fn stmt(&mut self, id: StmtId) {
        let program = self.program;
        match program.stmt(id) {
            Stmt::Expr(value) => {
                self.expr(*value);
                self.text(";");
            }
            Stmt::Declare(pattern, value) => {
                self.text("let ");
                self.pattern(*pattern);
                self.text(" = ");
                self.expr(*value);
                self.text(";");
            }
            Stmt::Return(value) => {
                self.text("return ");
                self.each(value, "", |p, v| p.expr(*v));
                self.text(";");
            }
            Stmt::Throw(value) => {
                self.text("throw ");
                self.expr(*value);
                self.text(";");
            }
            Stmt::If(test, then, otherwise) => {
                self.text("if ");
                self.expr(*test);
                self.text(" ");
                self.stmt(*then);
                if let Some(otherwise) = otherwise {
                    self.text(" else ");
                    self.stmt(*otherwise);
                }
            }
            Stmt::Block(stmts) => {
                self.text("{");
                self.each(stmts, " ", |p, s| p.stmt(*s));
                self.text("}");
            }
            Stmt::Loop { test, update, body, body_first } => {
                self.text(if *body_first { "do(" } else { "loop(" });
                self.each(test, "", |p, e| p.expr(*e));
                self.text("; ");
                self.each(update, "", |p, e| p.expr(*e));
                self.text(") ");
                self.stmt(*body);
            }
            Stmt::ForEach { pattern, object, of, body } => {
                self.text("for ");
                self.pattern(*pattern);
                self.text(if *of { " of " } else { " in " });
                self.expr(*object);
                self.text(" ");
                self.stmt(*body);
            }
            Stmt::Switch(value, cases) => {
                self.text("switch ");
                self.expr(*value);
                for (test, stmts) in cases {
                    self.text(" case ");
                    self.each(test, "", |p, e| p.expr(*e));
                    self.text(": ");
                    self.each(stmts, " ", |p, s| p.stmt(*s));
                }
            }
            Stmt::Try { block, handler, finalizer } => {
                self.text("try ");
                self.stmt(*block);
                if let Some((param, body)) = handler {
                    self.text(" catch ");
                    self.each(param, "", |p, x| p.pattern(*x));
                    self.text(" ");
                    self.stmt(*body);
                }
                if let Some(finalizer) = finalizer {
                    self.text(" finally ");
                    self.stmt(*finalizer);
                }
            }
            Stmt::Break(label) => {
                self.text("break");
                self.each(label, "", |p, l| p.text(format!(" {l}")));
                self.text(";");
            }
            Stmt::Continue(label) => {
                self.text("continue");
                self.each(label, "", |p, l| p.text(format!(" {l}")));
                self.text(";");
            }
            Stmt::Labeled(label, body) => {
                self.text(format!("{label}: "));
                self.stmt(*body);
            }
        }
    }

    fn pattern(&mut self, id: PatId) {
        let program = self.program;
        match program.pattern(id) {
            Pattern::Bind(binding) => self.binding(*binding),
            Pattern::Place(place) => self.expr(*place),
            Pattern::Object { fields, rest } => {
                self.text("{");
                self.each(fields, ", ", |p, (key, value)| {
                    p.key(key);
                    p.text(": ");
                    p.pattern(*value);
                });
                self.each(rest, "", |p, r| {
                    p.text(" ...");
                    p.pattern(*r);
                });
                self.text("}");
            }
            Pattern::Array { items, rest } => {
                self.text("[");
                self.each(items, ", ", |p, item| p.each(item, "", |p, x| p.pattern(*x)));
                self.each(rest, "", |p, r| {
                    p.text(" ...");
                    p.pattern(*r);
                });
                self.text("]");
            }
            Pattern::Default(pattern, value) => {
                self.pattern(*pattern);
                self.text(" ?= ");
                self.expr(*value);
            }
        }
    }

    fn key(&mut self, key: &Key) {
        match key {
            Key::Name(name) => self.text(name),
            Key::Computed(value) => {
                self.text("[");
                self.expr(*value);
                self.text("]");
            }
        }
    }

    fn args(&mut self, args: &[Arg]) {
        self.each(args, ", ", |p, arg| {
            p.text(if arg.spread { "..." } else { "" });
            p.expr(arg.value);
        });
    }

    fn operator(&mut self, op: &str, values: &[ExprId]) {
        self.text(format!("({op}"));
        for value in values {
            self.text(" ");
            self.expr(*value);
        }
        self.text(")");
    }

    fn expr(&mut self, id: ExprId) {
        let program = self.program;
        match program.expr(id) {
            Expr::Const(Const::Undefined) => self.text("undefined"),
            Expr::Const(Const::Null) => self.text("null"),
            Expr::Const(Const::Bool(value)) => self.text(value.to_string()),
            Expr::Const(Const::Num(value)) => self.text(super::number::to_string(*value)),
            Expr::Const(Const::BigInt(value)) => self.text(format!("{value}n")),
            Expr::Const(Const::Str(value)) => self.text(format!("{value:?}")),
            Expr::Const(Const::Regex { pattern, flags }) => self.text(format!("/{pattern}/{flags}")),
            Expr::Template { parts, values } => {
                self.text("`");
                for (i, part) in parts.iter().enumerate() {
                    self.text(part);
                    if let Some(value) = values.get(i) {
                        self.text("${");
                        self.expr(*value);
                        self.text("}");
                    }
                }
                self.text("`");
            }
            Expr::Var(binding) => self.binding(*binding),
            Expr::Global(name) => self.text(format!("@{name}")),
            Expr::This => self.text("this"),
            Expr::Super => self.text("super"),
            Expr::Arguments => self.text("!arguments"),
            Expr::Array(items) => {
                self.text("[");
                self.each(items, ", ", |p, item| p.args(item.as_slice()));
                self.text("]");
            }
            Expr::Object(props) => {
                self.text("{");
                self.each(props, ", ", Self::property);
                self.text("}");
            }
            Expr::Function(id) => self.function(*id),
            Expr::Class(id) => self.class(*id),
            Expr::Member { object, key, optional } => {
                self.expr(*object);
                self.text(if *optional { "?." } else { "" });
                match key {
                    Key::Name(name) => self.text(format!(".{name}")),
                    Key::Computed(_) => self.key(key),
                }
            }
            Expr::Chain(value) => {
                self.text("<");
                self.expr(*value);
                self.text(">");
            }
            Expr::Call { callee, args, optional, types } => {
                self.expr(*callee);
                self.text(if *optional { "?." } else { "" });
                if !types.is_empty() {
                    self.text(format!("::<{}>", types.join("; ")));
                }
                self.text("(");
                self.args(args);
                self.text(")");
            }
            Expr::New { callee, args } => {
                self.text("new ");
                self.expr(*callee);
                self.text("(");
                self.args(args);
                self.text(")");
            }
            Expr::Unary(op, value) => self.operator(&format!("{op:?}"), &[*value]),
            Expr::Binary(op, left, right) => self.operator(&format!("{op:?}"), &[*left, *right]),
            Expr::Logical(op, left, right) => self.operator(&format!("{op:?}"), &[*left, *right]),
            Expr::Cond(test, then, otherwise) => self.operator("?", &[*test, *then, *otherwise]),
            Expr::Seq(values) => self.operator(",", values),
            Expr::Assign { target, op, value } => {
                self.text("(");
                self.pattern(*target);
                self.text(op.map_or(" = ".to_owned(), |op| format!(" {op:?}= ")));
                self.expr(*value);
                self.text(")");
            }
            Expr::Update { target, delta, prefix } => {
                self.operator(&format!("{}{delta}", if *prefix { "pre" } else { "post" }), &[*target]);
            }
            Expr::Await(value) => self.operator("await", &[*value]),
            Expr::Yield(value) => self.operator("yield", value.as_slice()),
            Expr::Import(source) => self.operator("import", &[*source]),
            Expr::Jsx { tag, props, children } => {
                self.text("(jsx ");
                self.expr(*tag);
                self.text(" ");
                self.expr(*props);
                self.text(" [");
                self.each(children, ", ", |p, c| p.expr(*c));
                self.text("])");
            }
            Expr::Element(element) => {
                let tag = self.program.elements[element.index()].tag.clone();
                self.text(format!("<{tag}>"));
            }
            Expr::Typed(value, name) => {
                self.text("(");
                self.expr(*value);
                self.text(format!(" as {name})"));
            }
            Expr::Opaque(values) => self.operator("opaque", values),
        }
    }

    fn property(&mut self, property: &Property) {
        match property {
            Property::Field(key, value) => {
                self.key(key);
                self.text(": ");
                self.expr(*value);
            }
            Property::Getter(key, id) | Property::Setter(key, id) => {
                self.key(key);
                self.text(": ");
                self.function(*id);
            }
            Property::Spread(value) => {
                self.text("...");
                self.expr(*value);
            }
        }
    }

    fn class(&mut self, id: ClassId) {
        let program = self.program;
        let class = &program.classes[id.index()];
        for decorator in &class.decorators {
            self.text("@");
            self.expr(*decorator);
            self.text(" ");
        }
        self.text("class");
        if let Some(name) = &class.name {
            self.text(format!(" {name}"));
        }
        if let Some(own) = class.own_name {
            self.text("~");
            self.binding(own);
        }
        if let Some(parent) = class.extends {
            self.text(" extends ");
            self.expr(parent);
        }
        self.text(" {");
        self.each(&class.constructor, "", |p, id| p.function(*id));
        for member in &class.members {
            self.text("; ");
            for decorator in &member.decorators {
                self.text("@");
                self.expr(*decorator);
                self.text(" ");
            }
            self.text(if member.is_static { "static " } else { "" });
            if let Some(key) = &member.key {
                self.key(key);
                self.text(" ");
            }
            if let Some(interface) = &member.interface {
                self.text(format!(":{interface} "));
            }
            match member.kind {
                MemberKind::Method(id) | MemberKind::Getter(id) | MemberKind::Setter(id) => self.function(id),
                MemberKind::Field(value) => {
                    self.text("= ");
                    self.each(value, "", Self::expr);
                }
                MemberKind::StaticBlock(block) => self.stmt(block),
            }
        }
        self.text("}");
    }
}
