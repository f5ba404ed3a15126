//! The files that one analysis looks at, as one program: the scanned file and what it imports, in one space of ids and
//! offsets that grows while the machine runs. Asks nobody for files.

use std::cell::{Cell, OnceCell};
use std::sync::Arc;

use crate::modules::Module;
use crate::source::{SourceFile, SourceMap, Span};
use crate::syntax::link::Shift;
use crate::syntax::program::{
    Binding, BindingId, Class, ClassId, Element, ElementId, Export, Expr, ExprId, FnId, Function, Import, PatId,
    Pattern, Program, Stmt, StmtId, Unit, detached,
};

/// How many files one analysis looks at, the scanned one included.
pub const MAX_FILES: usize = 512;

/// Names a file of a [`Linked`]; the scanned one is the first.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct FileId(pub usize);

impl FileId {
    /// The file that is scanned.
    pub const SCANNED: Self = Self(0);
}

/// The scanned file, with room for what it imports. Nodes that were given out stay where they are.
#[derive(Debug)]
pub struct Linked {
    scanned: Arc<Module>,
    imported: Box<[OnceCell<Moved>]>,
    count: Cell<usize>,
    /// The imported file that was asked for last.
    last: Cell<usize>,
}

/// An imported file with its ids and spans moved behind those of the files before it.
#[derive(Debug)]
struct Moved {
    module: Arc<Module>,
    program: Program,
    first: Shift,
}

macro_rules! arenas {
    ($($(#[$doc:meta])* $name:ident: $id:ty => $arena:ident, $node:ty, $first:ident;)*) => {$(
        $(#[$doc])*
        pub fn $name(&self, id: $id) -> &$node {
            let own = &self.scanned.program.$arena;
            match own.get(id.index()) {
                Some(node) => node,
                None => {
                    let file = self.holding(|file| (file.first.$first, file.program.$arena.len()), id.0);
                    &file.program.$arena[(id.0 - file.first.$first) as usize]
                }
            }
        }
    )*};
}

impl Linked {
    /// Only the scanned file.
    pub fn new(scanned: Arc<Module>) -> Self {
        let imported = (1..MAX_FILES).map(|_| OnceCell::new()).collect();
        Self { scanned, imported, count: Cell::new(0), last: Cell::new(0) }
    }

    /// Appends an imported file; `None` where there is no room left.
    pub fn add(&self, module: Arc<Module>) -> Option<FileId> {
        let count = self.count.get();
        let place = self.imported.get(count)?;
        let first = match count.checked_sub(1).and_then(|last| self.imported[last].get()) {
            Some(last) => last.first.past(&last.program, &last.module.source),
            None => Shift::default().past(&self.scanned.program, &self.scanned.source),
        }?;
        let mut program = module.program.clone();
        program.shift(&first);
        place.set(Moved { module, program, first }).ok()?;
        self.count.set(count + 1);
        Some(FileId(count + 1))
    }

    /// The program of the scanned file, whose ids are those of [`Self`].
    pub fn scanned(&self) -> &Program {
        &self.scanned.program
    }

    /// The file as it was read. Ids in its program begin at 0.
    pub fn module(&self, file: FileId) -> &Arc<Module> {
        self.moved(file).map_or(&self.scanned, |moved| &moved.module)
    }

    /// Every file as it was read.
    pub fn modules(&self) -> impl Iterator<Item = &Arc<Module>> {
        std::iter::once(&self.scanned).chain(self.files().map(|file| &file.module))
    }

    fn moved(&self, file: FileId) -> Option<&Moved> {
        self.imported.get(file.0.checked_sub(1)?)?.get()
    }

    fn files(&self) -> impl Iterator<Item = &Moved> {
        self.imported[..self.count.get()].iter().filter_map(OnceCell::get)
    }

    /// The program of a file with the ids of [`Self`]. Nodes are to be had from [`Self`] only.
    fn program(&self, file: FileId) -> &Program {
        self.moved(file).map_or(&self.scanned.program, |moved| &moved.program)
    }

    /// What of a file is evaluated, in order.
    pub fn units(&self, file: FileId) -> &[Unit] {
        &self.program(file).units
    }

    /// The imports of a file.
    pub fn imports(&self, file: FileId) -> &[Import] {
        &self.program(file).imports
    }

    /// The exports of a file.
    pub fn exports(&self, file: FileId) -> &[Export] {
        &self.program(file).exports
    }

    /// The file that a function is in.
    pub fn file_of(&self, function: FnId) -> FileId {
        if function.index() < self.scanned.program.functions.len() {
            return FileId::SCANNED;
        }
        let behind = self.files().take_while(|file| file.first.functions <= function.0).count();
        FileId(behind)
    }

    /// Whether a function is one of the scanned file.
    pub fn is_own(&self, function: FnId) -> bool {
        function.index() < self.scanned.program.functions.len()
    }

    /// Whether an expression is one of the scanned file.
    pub fn is_own_expr(&self, expr: ExprId) -> bool {
        expr.index() < self.scanned.program.exprs.len()
    }

    /// Whether a variable is one of the scanned file.
    pub fn is_own_binding(&self, binding: BindingId) -> bool {
        (binding.0 as usize) < self.scanned.program.bindings.len()
    }

    /// Whether a class is one of the scanned file.
    pub fn is_own_class(&self, class: ClassId) -> bool {
        class.index() < self.scanned.program.classes.len()
    }

    /// How many files were appended.
    pub fn imported_count(&self) -> usize {
        self.count.get()
    }

    /// What the ids of functions of a file begin with.
    pub fn first_function(&self, file: FileId) -> u32 {
        self.moved(file).map_or(0, |moved| moved.first.functions)
    }

    /// What the ids of variables of a file begin with.
    pub fn first_binding(&self, file: FileId) -> u32 {
        self.moved(file).map_or(0, |moved| moved.first.bindings)
    }

    /// How many functions there are in all files.
    pub fn function_count(&self) -> usize {
        self.scanned.program.functions.len() + self.files().map(|file| file.program.functions.len()).sum::<usize>()
    }

    fn holding(&self, range: impl Fn(&Moved) -> (u32, usize), id: u32) -> &Moved {
        let holds = |file: &&Moved| {
            let (first, len) = range(file);
            id.checked_sub(first).is_some_and(|i| (i as usize) < len)
        };
        if let Some(file) = self.imported[self.last.get()].get().filter(|file| holds(file)) {
            return file;
        }
        let at = self.files().position(|file| holds(&file)).unwrap_or(0);
        self.last.set(at);
        self.imported[at].get().expect("ids come from the files that were linked")
    }

    arenas! {
        /// The expression of that id with its span.
        spanned_expr: ExprId => exprs, (Expr, Span), exprs;
        /// The statement of that id with its span.
        spanned_stmt: StmtId => stmts, (Stmt, Span), stmts;
        /// The pattern of that id with its span.
        spanned_pattern: PatId => patterns, (Pattern, Span), patterns;
        /// The function of that id.
        function: FnId => functions, Function, functions;
        /// The class of that id.
        class: ClassId => classes, Class, classes;
        /// The binding of that id.
        binding: BindingId => bindings, Binding, bindings;
        /// The element of that id.
        element: ElementId => elements, Element, elements;
    }

    /// The expression of that id.
    pub fn expr(&self, id: ExprId) -> &Expr {
        &self.spanned_expr(id).0
    }

    /// Where that expression stands.
    pub fn span(&self, id: ExprId) -> Span {
        self.spanned_expr(id).1
    }

    /// What a call with that callee calls, as [`Program::called`] tells.
    pub fn called(&self, callee: ExprId) -> ExprId {
        detached(|e| self.expr(e), callee)
    }

    /// The statement of that id.
    pub fn stmt(&self, id: StmtId) -> &Stmt {
        &self.spanned_stmt(id).0
    }

    /// Where that statement stands.
    pub fn stmt_span(&self, id: StmtId) -> Span {
        self.spanned_stmt(id).1
    }

    /// The pattern of that id.
    pub fn pattern(&self, id: PatId) -> &Pattern {
        &self.spanned_pattern(id).0
    }

    /// Where that pattern stands.
    pub fn pattern_span(&self, id: PatId) -> Span {
        self.spanned_pattern(id).1
    }

    /// Whether the function is the body of a unit.
    pub fn is_body(&self, id: FnId) -> bool {
        self.function(id).kind == crate::syntax::program::FunctionKind::Body
    }

    /// The text at a span.
    pub fn slice(&self, span: Span) -> &str {
        let holds = |file: &&Moved| file.first.text <= span.start;
        match self.files().take_while(holds).last() {
            Some(file) => file.module.source.slice(Span::new(span.start - file.first.text, span.end - file.first.text)),
            None => self.scanned.source.slice(span),
        }
    }

    /// Where the spans of each file begin.
    pub fn sources(&self) -> SourceMap {
        let mut sources = SourceMap::new(Arc::clone(&self.scanned.source));
        for file in self.files() {
            sources.add(file.first.text, Arc::clone(&file.module.source));
        }
        sources
    }
}

impl Shift {
    /// Behind a program that begins here; `None` where ids would overflow.
    fn past(&self, program: &Program, source: &SourceFile) -> Option<Self> {
        let add = |first: u32, len: usize| first.checked_add(u32::try_from(len).ok()?);
        Some(Self {
            // One more, so that the end of a file is not the beginning of the next.
            text: add(self.text, source.text().len() + 1)?,
            exprs: add(self.exprs, program.exprs.len())?,
            stmts: add(self.stmts, program.stmts.len())?,
            patterns: add(self.patterns, program.patterns.len())?,
            functions: add(self.functions, program.functions.len())?,
            classes: add(self.classes, program.classes.len())?,
            bindings: add(self.bindings, program.bindings.len())?,
            elements: add(self.elements, program.elements.len())?,
        })
    }
}
