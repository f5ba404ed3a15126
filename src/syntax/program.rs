//! The tree that the machine runs: small, name-resolved, free of the parser's types.
//!
//! Nodes live in arenas and refer to each other by index, so that a deep tree is dropped without recursion
//! and a node can be named in a table. Identifiers are resolved: [`Expr::Var`] names a binding of this file,
//! [`Expr::Global`] a name that no declaration of this file explains.

use std::ops::Range;
use std::sync::Arc;

use crate::source::Span;

/// An identifier, a property name or a string of the source, shared between its uses.
pub type Name = Arc<str>;

macro_rules! index {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
        pub struct $name(pub u32);

        impl $name {
            /// The place in the arena.
            pub const fn index(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}

index! {
    /// Names an expression of a [`Program`].
    ExprId
    /// Names a statement of a [`Program`].
    StmtId
    /// Names a pattern of a [`Program`].
    PatId
    /// Names a function of a [`Program`].
    FnId
    /// Names a class of a [`Program`].
    ClassId
    /// Names a binding of a [`Program`].
    BindingId
    /// Names an element of a [`Program`].
    ElementId
}

/// A whole file, or all script of one embedding document.
#[derive(Clone, Debug, Default)]
pub struct Program {
    /// Expressions with their spans. Children come before their parents.
    pub exprs: Vec<(Expr, Span)>,
    /// Statements with their spans.
    pub stmts: Vec<(Stmt, Span)>,
    /// Patterns with their spans.
    pub patterns: Vec<(Pattern, Span)>,
    /// Functions; the first one is the body of the first unit.
    pub functions: Vec<Function>,
    /// Classes.
    pub classes: Vec<Class>,
    /// Every declared name.
    pub bindings: Vec<Binding>,
    /// `import` declarations, one entry a name.
    pub imports: Vec<Import>,
    /// `export` declarations, one entry a name.
    pub exports: Vec<Export>,
    /// Elements of the markup around the script.
    pub elements: Vec<Element>,
    /// The scripts of frames whose page the document holds (`srcdoc`), with the element of each.
    pub framed: Vec<(Span, ElementId)>,
    /// Files whose scripts share the global scope of the page, as specifiers, with the place that names each.
    pub scripts: Vec<(Name, Span)>,
    /// Libraries named by `/// <reference lib="…" />` at the head of the file.
    pub references: Vec<Name>,
    /// What is evaluated as a whole, in order: the file, or each of its scripts. Never empty.
    pub units: Vec<Unit>,
}

/// A script or module of its own: a file, or one script of a document. See `syntax::link`.
#[derive(Clone, Debug)]
pub struct Unit {
    /// The function that stands for its body.
    pub body: FnId,
    /// Whether it is a module (has `import` or `export`), whose names no other unit sees.
    pub is_module: bool,
    /// Its part of [`Program::imports`].
    pub imports: Range<usize>,
    /// Its part of [`Program::exports`].
    pub exports: Range<usize>,
    /// The bindings at the top of its body. Those of a script are global.
    pub top: Range<u32>,
}

impl Program {
    /// The function that stands for the body of the first unit.
    pub const BODY: FnId = FnId(0);

    /// The frame in whose page the code at `span` runs, where the document holds that page.
    pub fn framed_at(&self, span: Span) -> Option<ElementId> {
        self.framed.iter().find(|(page, _)| page.contains(span)).map(|(_, frame)| *frame)
    }

    /// The expression of that id.
    pub fn expr(&self, id: ExprId) -> &Expr {
        &self.exprs[id.index()].0
    }

    /// Where that expression stands.
    pub fn span(&self, id: ExprId) -> Span {
        self.exprs[id.index()].1
    }

    /// What a call with that callee calls: of `(0, lib.f)(x)`, as compilers write the call of something imported, `lib.f`.
    pub fn called(&self, callee: ExprId) -> ExprId {
        detached(|e| self.expr(e), callee)
    }

    /// The statement of that id.
    pub fn stmt(&self, id: StmtId) -> &Stmt {
        &self.stmts[id.index()].0
    }

    /// The pattern of that id.
    pub fn pattern(&self, id: PatId) -> &Pattern {
        &self.patterns[id.index()].0
    }

    /// Where that pattern stands.
    pub fn pattern_span(&self, id: PatId) -> Span {
        self.patterns[id.index()].1
    }

    /// The function of that id.
    pub fn function(&self, id: FnId) -> &Function {
        &self.functions[id.index()]
    }

    /// The binding of that id.
    pub fn binding(&self, id: BindingId) -> &Binding {
        &self.bindings[id.index()]
    }
}

/// A literal.
#[derive(Clone, PartialEq, Debug)]
pub enum Const {
    /// `undefined`, `void 0`, or nothing where a value is expected.
    Undefined,
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number.
    Num(f64),
    /// A big integer, as it is written without the `n`.
    BigInt(Name),
    /// A string. Lone surrogates are replaced by U+FFFD.
    Str(Name),
    /// A regular expression literal.
    Regex {
        /// What stands between the slashes.
        pattern: Name,
        /// The flags.
        flags: Name,
    },
}

/// An expression. TypeScript's assertions and parentheses are gone.
#[derive(Clone, Debug)]
pub enum Expr {
    /// A literal.
    Const(Const),
    /// A template: `parts` has one more entry than `values`. Cooked text; empty where it cannot be cooked.
    Template {
        /// The text between the values.
        parts: Vec<Name>,
        /// What is inserted.
        values: Vec<ExprId>,
    },
    /// A name declared in this file.
    Var(BindingId),
    /// A name that is not declared in this file: one of the platform, or of another script.
    Global(Name),
    /// `this`
    This,
    /// `super`, only as the object of a member or as a callee.
    Super,
    /// `arguments` of the nearest function that is not an arrow.
    Arguments,
    /// An array literal; `None` is a hole.
    Array(Vec<Option<Arg>>),
    /// An object literal.
    Object(Vec<Property>),
    /// A function or arrow expression, or a method's function.
    Function(FnId),
    /// A class expression (or declaration).
    Class(ClassId),
    /// `object.key`, `object[key]`, `object?.key`.
    Member {
        /// What is read from.
        object: ExprId,
        /// What is read.
        key: Key,
        /// Whether `?.` stands before the key.
        optional: bool,
    },
    /// The extent of an optional chain: a nullish object at any `optional` inside makes all of it `undefined`.
    Chain(ExprId),
    /// A call. A tagged template is a call whose first argument is an array of its strings.
    Call {
        /// What is called.
        callee: ExprId,
        /// The arguments.
        args: Vec<Arg>,
        /// Whether `?.` stands before the parenthesis.
        optional: bool,
        /// Explicit type arguments, as [`Binding::interface`] writes them.
        types: Vec<Name>,
    },
    /// `new callee(args)`
    New {
        /// What is constructed.
        callee: ExprId,
        /// The arguments.
        args: Vec<Arg>,
    },
    /// A unary operator other than `++` and `--`.
    Unary(UnaryOp, ExprId),
    /// A binary operator that evaluates both sides.
    Binary(BinaryOp, ExprId, ExprId),
    /// `&&`, `||`, `??`
    Logical(LogicalOp, ExprId, ExprId),
    /// `test ? then : otherwise`
    Cond(ExprId, ExprId, ExprId),
    /// Evaluates all and yields the last; never empty.
    Seq(Vec<ExprId>),
    /// An assignment. `target` is a [`Pattern`]; with an operator it is always a `Bind` or `Place`.
    Assign {
        /// What is written.
        target: PatId,
        /// `None` for `=`.
        op: Option<AssignOp>,
        /// The right side.
        value: ExprId,
    },
    /// `++` and `--`
    Update {
        /// What is written, as an expression: `Var`, `Global` or `Member`.
        target: ExprId,
        /// `1` or `-1`.
        delta: i8,
        /// Whether the new value is the result.
        prefix: bool,
    },
    /// `await value`
    Await(ExprId),
    /// `yield value`, `yield* value`
    Yield(Option<ExprId>),
    /// `import(source)`
    Import(ExprId),
    /// An element of JSX.
    Jsx {
        /// A string constant for an intrinsic element, the component otherwise; a fragment is the constant `""`.
        tag: ExprId,
        /// Always an [`Expr::Object`]: the attributes, `true` for one without a value.
        props: ExprId,
        /// Text as string constants, expressions, elements.
        children: Vec<ExprId>,
    },
    /// An element of the markup.
    Element(ElementId),
    /// A value that a type assertion names: `value as Window`, `<Window>value`.
    Typed(ExprId, Name),
    /// Something that is not modelled: its parts run, in order, and its value is unknown.
    Opaque(Vec<ExprId>),
}

impl Expr {
    /// The value of the first field of that name, of an object literal.
    pub fn field(&self, name: &str) -> Option<ExprId> {
        let Self::Object(properties) = self else { return None };
        properties.iter().find_map(|property| match property {
            Property::Field(Key::Name(key), value) if **key == *name => Some(*value),
            _ => None,
        })
    }

    /// The text of a string literal.
    pub fn text(&self) -> Option<&str> {
        if let Self::Const(Const::Str(text)) = self { Some(text) } else { None }
    }
}

/// An argument or an array element.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Arg {
    /// The value.
    pub value: ExprId,
    /// Whether `...` stands before it.
    pub spread: bool,
}

/// A property's name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Key {
    /// A known name. Numbers in their canonical form; a private name with its `#`.
    Name(Name),
    /// `[expression]`. A constant string or number there becomes a `Name`.
    Computed(ExprId),
}

/// An entry of an object literal.
#[derive(Clone, Debug)]
pub enum Property {
    /// `key: value`, a shorthand, or a method.
    Field(Key, ExprId),
    /// `get key() { … }`
    Getter(Key, FnId),
    /// `set key(value) { … }`
    Setter(Key, FnId),
    /// `...value`
    Spread(ExprId),
}

/// Unary operators.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)]
pub enum UnaryOp {
    Not,
    Minus,
    Plus,
    BitNot,
    TypeOf,
    Void,
    Delete,
}

/// Binary operators.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)]
pub enum BinaryOp {
    Eq,
    NotEq,
    StrictEq,
    StrictNotEq,
    Less,
    LessEq,
    Greater,
    GreaterEq,
    Add,
    Sub,
    Mul,
    Div,
    Rem,
    Pow,
    BitAnd,
    BitOr,
    BitXor,
    Shl,
    Shr,
    UShr,
    In,
    InstanceOf,
}

impl BinaryOp {
    /// Whether it asks if both sides are the same, or not.
    pub const fn is_equality(self) -> bool {
        matches!(self, Self::Eq | Self::NotEq | Self::StrictEq | Self::StrictNotEq)
    }

    /// Whether the result is a boolean.
    pub const fn compares(self) -> bool {
        matches!(
            self,
            Self::Eq
                | Self::NotEq
                | Self::StrictEq
                | Self::StrictNotEq
                | Self::Less
                | Self::LessEq
                | Self::Greater
                | Self::GreaterEq
                | Self::In
                | Self::InstanceOf
        )
    }
}

/// Operators that may leave their right side alone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)]
pub enum LogicalOp {
    And,
    Or,
    Coalesce,
}

/// The operator of a compound assignment.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AssignOp {
    /// `+=` and its like.
    Binary(BinaryOp),
    /// `&&=`, `||=`, `??=`: the right side runs only if needed.
    Logical(LogicalOp),
}

/// What a declaration, a parameter or an assignment writes to.
#[derive(Clone, Debug)]
pub enum Pattern {
    /// A name of this file.
    Bind(BindingId),
    /// An assignable expression: a `Member` or a `Global`.
    Place(ExprId),
    /// `{ key: pattern, …rest }`
    Object {
        /// The named parts.
        fields: Vec<(Key, PatId)>,
        /// What takes the others.
        rest: Option<PatId>,
    },
    /// `[pattern, …rest]`
    Array {
        /// The parts; `None` is skipped.
        items: Vec<Option<PatId>>,
        /// What takes the others.
        rest: Option<PatId>,
    },
    /// `pattern = value`, where the value is taken for `undefined`.
    Default(PatId, ExprId),
}

/// A statement. Function declarations are not among them: see [`Function::hoisted`].
#[derive(Clone, Debug)]
pub enum Stmt {
    /// An expression for its effect.
    Expr(ExprId),
    /// A declaration with a value. `let x;` has `Undefined`; a `var` without a value is no statement.
    Declare(PatId, ExprId),
    /// `return value`; the body of an arrow without braces too.
    Return(Option<ExprId>),
    /// `throw value`
    Throw(ExprId),
    /// `if (test) then else otherwise`
    If(ExprId, StmtId, Option<StmtId>),
    /// `{ … }`; also what one source statement becomes when it needs several.
    Block(Vec<StmtId>),
    /// `for`, `while`, `do`. What initialises a `for` stands before the loop in a `Block`.
    Loop {
        /// `None` runs for ever.
        test: Option<ExprId>,
        /// What runs after each turn.
        update: Option<ExprId>,
        /// What is repeated.
        body: StmtId,
        /// Whether the body runs before the first test (`do`).
        body_first: bool,
    },
    /// `for (pattern of object)`, `for (pattern in object)`, `for await`.
    ForEach {
        /// What is written on each turn.
        pattern: PatId,
        /// What is walked.
        object: ExprId,
        /// Whether it is `of` (values) rather than `in` (keys).
        of: bool,
        /// What is repeated.
        body: StmtId,
    },
    /// `switch (value) { case test: … }`; `None` is `default`.
    Switch(ExprId, Vec<(Option<ExprId>, Vec<StmtId>)>),
    /// `try { … } catch (param) { … } finally { … }`
    Try {
        /// What is tried.
        block: StmtId,
        /// The parameter and body of `catch`.
        handler: Option<(Option<PatId>, StmtId)>,
        /// `finally`
        finalizer: Option<StmtId>,
    },
    /// `break`, `break label`
    Break(Option<Name>),
    /// `continue`, `continue label`
    Continue(Option<Name>),
    /// `label: statement`
    Labeled(Name, StmtId),
}

/// What sort of function it is, as far as `this`, `new` and calls differ.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FunctionKind {
    /// The body of the file.
    Body,
    /// `function`, with its own `this`.
    Function,
    /// `=>`, with the `this` and `arguments` around it.
    Arrow,
    /// A method of a class or an object literal.
    Method,
    /// `get`
    Getter,
    /// `set`
    Setter,
    /// The constructor of a class.
    Constructor,
}

/// A function, an arrow, a method, or the body of the file.
#[derive(Clone, Debug)]
pub struct Function {
    /// The name in the source, or the one that the place gives it (`const f = () => …`, `{ f() {} }`).
    pub name: Option<Name>,
    /// The binding of a named function expression inside itself.
    pub own_name: Option<BindingId>,
    /// What sort it is.
    pub kind: FunctionKind,
    /// Whether it is `async`.
    pub is_async: bool,
    /// Whether it is a generator.
    pub is_generator: bool,
    /// The parameters, defaults included.
    pub params: Vec<PatId>,
    /// The rest parameter.
    pub rest: Option<PatId>,
    /// The body. Parameter properties of TypeScript are assignments at its head.
    pub body: Vec<StmtId>,
    /// Function declarations anywhere in the body (not inside nested functions), which exist from the start.
    pub hoisted: Vec<(BindingId, FnId)>,
    /// Its own names by their numbers: parameters, what `var` declares, and what is declared at the top of the body. Empty for the
    /// body of a file.
    pub names: Range<u32>,
    /// The function around it; `None` for the body of the file.
    pub parent: Option<FnId>,
    /// All of it, from `async` or the parameters to the closing brace.
    pub span: Span,
    /// Between the braces, without them; the expression of an arrow without braces. Where a check could be inserted.
    pub body_span: Span,
    /// The expressions that belong to it, those of nested functions included.
    pub exprs: Range<u32>,
}

/// A class.
#[derive(Clone, Debug)]
pub struct Class {
    /// Its name in the source, or the one that the place gives it.
    pub name: Option<Name>,
    /// The binding of its name inside itself.
    pub own_name: Option<BindingId>,
    /// What it extends.
    pub extends: Option<ExprId>,
    /// Its constructor, if it is written out.
    pub constructor: Option<FnId>,
    /// Methods, fields, accessors and static blocks, in order.
    pub members: Vec<ClassMember>,
    /// Decorators of the class: the expression behind each `@`.
    pub decorators: Vec<ExprId>,
    /// All of it.
    pub span: Span,
}

/// A member of a class.
#[derive(Clone, Debug)]
pub struct ClassMember {
    /// Its name; `None` for a static block.
    pub key: Option<Key>,
    /// What it is.
    pub kind: MemberKind,
    /// Whether it belongs to the class rather than to its instances.
    pub is_static: bool,
    /// The expression behind each `@`.
    pub decorators: Vec<ExprId>,
    /// The declared type, as [`Binding::interface`] writes it.
    pub interface: Option<Name>,
}

/// What a member of a class is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MemberKind {
    /// A method.
    Method(FnId),
    /// `get`
    Getter(FnId),
    /// `set`
    Setter(FnId),
    /// A field with its initial value, evaluated with `this` being the instance (or the class).
    Field(Option<ExprId>),
    /// `static { … }`
    StaticBlock(StmtId),
}

/// How a name was declared.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)]
pub enum BindingKind {
    Var,
    Let,
    Const,
    Using,
    Param,
    Function,
    Class,
    Catch,
    Import,
    Enum,
    Namespace,
}

/// A declared name.
#[derive(Clone, Debug)]
pub struct Binding {
    /// The name.
    pub name: Name,
    /// How it was declared.
    pub kind: BindingKind,
    /// The function whose activation holds it.
    pub owner: FnId,
    /// The declaring identifier.
    pub span: Span,
    /// The declared type where it is a single name besides `null` and `undefined`:
    /// `Window`, `MessageEvent`, `RefObject<HTMLIFrameElement>`. Qualifiers are dropped.
    pub interface: Option<Name>,
    /// What the file that it is imported from calls it, where that has a name for it.
    pub exported: Option<Name>,
}

impl Binding {
    /// The name by which tables know it: `useState`, of `import { useState as s } from "react"`.
    pub fn known_as(&self) -> &Name {
        self.exported.as_ref().unwrap_or(&self.name)
    }
}

/// An element of the markup around the script.
#[derive(Clone, Debug)]
pub struct Element {
    /// The tag's name, in lower case; empty where it is not known.
    pub tag: Name,
    /// The start tag.
    pub span: Span,
    /// Attributes with names in lower case.
    pub attributes: Vec<(Name, Name)>,
}

/// A name that comes from another file.
#[derive(Clone, Debug)]
pub struct Import {
    /// The local name.
    pub binding: BindingId,
    /// The specifier.
    pub source: Name,
    /// What is taken: a name, `default`, or `*` for the namespace.
    pub imported: Name,
    /// The specifier's span in the source.
    pub span: Span,
}

/// A name that other files can import.
#[derive(Clone, Debug)]
pub struct Export {
    /// The public name; `*` for `export * from`.
    pub name: Name,
    /// What it is.
    pub value: ExportValue,
}

/// What an export gives.
#[derive(Clone, Debug)]
pub enum ExportValue {
    /// A declared name.
    Binding(BindingId),
    /// `name` of another module; `*` for its namespace.
    From {
        /// The specifier.
        source: Name,
        /// What is taken there.
        name: Name,
    },
}

/// The last part of a sequence whose other parts are constants.
pub(crate) fn detached<'a>(expr: impl Fn(ExprId) -> &'a Expr, callee: ExprId) -> ExprId {
    match expr(callee) {
        Expr::Seq(parts) => match parts.split_last() {
            Some((last, before)) if before.iter().all(|e| matches!(expr(*e), Expr::Const(_))) => *last,
            _ => callee,
        },
        _ => callee,
    }
}
