//! Pages that a program holds in its strings: `frame.srcdoc = "<script>…"`, the answer of a server, the page of a web view. Each is a
//! program of its own, in which every place is one of the file around it. Decides by what the strings hold and by how they are used.

use std::borrow::Cow;

use rustc_hash::{FxHashMap, FxHashSet};

use super::program::{
    Arg, BinaryOp, Binding, BindingId, BindingKind, Const, Element, ElementId, Expr, ExprId, FnId, Key, PatId, Pattern,
    Program, Property, Stmt,
};
use super::{Loaded, document, guarded};
use crate::language::{Engine, Language};
use crate::markup::{self, Hole, Joined, Text};
use crate::prefilter;
use crate::report::Incomplete;
use crate::source::{Comment, SourceFile, Span};

mod place;

/// How many pages of one file are read. A file of tests or samples may have hundreds.
const MAX_PAGES: usize = 64;
/// How many pages stand inside each other.
const MAX_DEPTH: usize = 3;
/// How long a page is made of texts that stand elsewhere in the file, and all of them together, in bytes. A text may be part of many.
const MAX_PAGE: usize = 1 << 20;
const MAX_COPIED: usize = 4 << 20;
/// How many names a text may be behind: `const A = "…"; const B = A + "…";`.
const MAX_NAMES: usize = 4;
/// How many expressions are asked for the name of one value.
const MAX_NAME_STEPS: usize = 64;

/// The pages that the strings of a program hold, and a bound that was met.
pub(crate) fn pages(source: &SourceFile, program: &Program) -> (Vec<Loaded>, Option<Incomplete>) {
    let mut pages = Pages::new(source, program);
    pages.search(0);
    if Language::of(source.path()) == Some(Language::Php) {
        for (text, holes) in markup::printed(source.text()) {
            if is_candidate(text.read("")) {
                pages.page(None, &text, holes, 0);
            }
        }
    }
    (pages.found, pages.incomplete)
}

struct Pages<'a> {
    source: &'a SourceFile,
    program: &'a Program,
    /// The variables that always hold the same expression.
    constants: FxHashMap<BindingId, ExprId>,
    /// Where each function of this file is called by its name.
    calls: FxHashMap<FnId, Vec<ExprId>>,
    /// What is part of a text that was looked at.
    taken: FxHashSet<ExprId>,
    /// What of the text that is looked at stands elsewhere.
    elsewhere: Vec<ExprId>,
    /// How long the texts were beyond what stands in their places.
    copied: usize,
    /// How many texts were looked at closely.
    tried: usize,
    found: Vec<Loaded>,
    incomplete: Option<Incomplete>,
}

/// A part of a text.
#[derive(Clone, Copy)]
enum Part {
    /// A string, a template, or the strings of a tagged one.
    Literal(ExprId),
    /// What is not known.
    Value(ExprId),
}

impl<'a> Pages<'a> {
    fn new(source: &'a SourceFile, program: &'a Program) -> Self {
        Self {
            source,
            program,
            constants: FxHashMap::default(),
            calls: FxHashMap::default(),
            taken: FxHashSet::default(),
            elsewhere: Vec::new(),
            copied: 0,
            tried: 0,
            found: Vec::new(),
            incomplete: None,
        }
    }

    fn search(&mut self, depth: usize) {
        let program = self.program;
        if !program.exprs.iter().any(|(expr, _)| has_markup(expr)) {
            return;
        }
        self.constants = constants(program);
        self.calls = calls(program, &self.constants);
        // The whole comes behind its parts.
        for at in (0..program.exprs.len()).rev() {
            let id = ExprId(at as u32);
            if self.taken.contains(&id) {
                continue;
            }
            self.elsewhere.clear();
            let Some((text, holes)) = self.text(id) else { continue };
            self.page(Some(id), &text, holes, depth);
        }
        self.found.reverse();
    }

    /// The text that an expression makes, if it may be a page.
    fn text(&mut self, id: ExprId) -> Option<(Text, Vec<Hole>)> {
        let span = self.program.span(id);
        let mut joined = Joined::new(self.source.text());
        match self.program.expr(id) {
            Expr::Jsx { tag, props, children } => {
                let content = self.script_of(*tag, *props, children)?;
                let at = Span::new(span.start, span.start);
                joined.written("<script>", at);
                for part in content {
                    self.join(part, &mut joined, 0);
                }
                joined.written("</script>", Span::new(span.end, span.end));
            }
            Expr::Const(Const::Str(text)) if !text.contains('<') => return None,
            Expr::Const(Const::Str(_)) | Expr::Template { .. } | Expr::Binary(BinaryOp::Add, ..) | Expr::Array(_) => {
                let parts = self.parts(id);
                // No part of this text is one of its own.
                self.taken.extend(self.elsewhere.drain(..));
                if !parts.iter().any(|part| self.shows_markup(*part)) {
                    return None;
                }
                self.join(id, &mut joined, 0);
            }
            Expr::Call { callee, args, .. } => {
                let (list, separator) = joined_list(self.program, *callee, args)?;
                let Expr::Array(items) = self.program.expr(list) else { return None };
                self.taken.insert(list);
                for (i, item) in items.iter().flatten().enumerate() {
                    let at = self.program.span(item.value).start;
                    joined.written(if i > 0 { &separator } else { "" }, Span::new(at, at));
                    self.join(item.value, &mut joined, 0);
                }
            }
            _ => return None,
        }
        self.copied += joined.len().saturating_sub(span.len() as usize);
        let (text, holes) = joined.finish(span);
        is_candidate(text.read("")).then_some((text, holes))
    }

    /// The code of `<script>{…}</script>` and of `<script dangerouslySetInnerHTML={{ __html: … }} />`.
    fn script_of(&self, tag: ExprId, props: ExprId, children: &[ExprId]) -> Option<Vec<ExprId>> {
        let (is_script, props) = (self.program.expr(tag).text() == Some("script"), self.program.expr(props));
        let is_data = self.constant(props.field("type")).is_some_and(|ty| ty.contains("json"));
        if !is_script || is_data || props.field("src").is_some() {
            return None;
        }
        let set = props.field("dangerouslySetInnerHTML").and_then(|set| self.program.expr(set).field("__html"));
        Some(set.map_or_else(|| children.to_vec(), |code| vec![code]))
    }

    fn constant(&self, id: Option<ExprId>) -> Option<&'a str> {
        self.program.expr(id?).text()
    }

    /// What is put together by `+`, from left to right.
    fn parts(&mut self, id: ExprId) -> Vec<Part> {
        let (mut parts, mut open) = (Vec::new(), vec![id]);
        while let Some(id) = open.pop() {
            self.elsewhere.push(id);
            match self.program.expr(id) {
                Expr::Binary(BinaryOp::Add, left, right) => open.extend([*right, *left]),
                Expr::Typed(inner, _) => open.push(*inner),
                Expr::Const(Const::Str(_)) | Expr::Template { .. } => parts.push(Part::Literal(id)),
                Expr::Array(_) if self.source.slice(self.program.span(id)).starts_with('`') => {
                    parts.push(Part::Literal(id));
                }
                Expr::Call { args, .. } if let Some(strings) = self.tagged(args) => open.push(strings),
                _ => parts.push(Part::Value(id)),
            }
        }
        parts
    }

    /// The strings of a tagged template, if the arguments are those of one.
    fn tagged(&self, args: &[Arg]) -> Option<ExprId> {
        let first = args.first()?.value;
        let is_list = matches!(self.program.expr(first), Expr::Array(_));
        (is_list && self.source.slice(self.program.span(first)).starts_with('`')).then_some(first)
    }

    fn shows_markup(&self, part: Part) -> bool {
        let expr = |id: ExprId| self.program.expr(id);
        match part {
            Part::Literal(id) => match expr(id) {
                Expr::Array(strings) => strings.iter().flatten().any(|string| has_markup(expr(string.value))),
                literal => has_markup(literal),
            },
            Part::Value(_) => false,
        }
    }

    /// Adds what an expression is to a text.
    fn join(&mut self, id: ExprId, joined: &mut Joined<'a>, names: usize) {
        for part in self.parts(id) {
            match part {
                Part::Literal(id) => {
                    let program = self.program;
                    let values = match program.expr(id) {
                        Expr::Template { values, .. } => values.as_slice(),
                        _ => &[],
                    };
                    joined.literal(program.span(id), &mut |joined, i, span| match values.get(i) {
                        Some(value) => self.value(*value, span, joined, names),
                        None => joined.unknown(span, Vec::new()),
                    });
                }
                Part::Value(value) => self.value(value, self.program.span(value), joined, names),
            }
        }
    }

    /// Adds a value that stands at `span`: the text that a variable always holds, or something that is not known.
    fn value(&mut self, id: ExprId, span: Span, joined: &mut Joined<'a>, names: usize) {
        let held = match self.program.expr(id) {
            Expr::Var(binding) => self.constants.get(binding).copied(),
            _ => None,
        };
        let Some(held) = held.filter(|held| names < MAX_NAMES && self.is_text(*held)) else {
            return joined.unknown(span, self.names(id));
        };
        if joined.len() > MAX_PAGE || self.copied > MAX_COPIED {
            self.cut(span);
            return joined.unknown(span, Vec::new());
        }
        self.join(held, joined, names + 1);
    }

    /// Notes that a bound was met.
    fn cut(&mut self, span: Span) {
        let reason = "not every page in the strings of this file was looked at".to_owned();
        self.incomplete.get_or_insert(Incomplete { reason, span: Some(span) });
    }

    fn is_text(&self, id: ExprId) -> bool {
        matches!(
            self.program.expr(id),
            Expr::Const(Const::Str(_)) | Expr::Template { .. } | Expr::Binary(BinaryOp::Add, ..)
        )
    }

    /// How a value is called, or what it is made of.
    fn names(&self, id: ExprId) -> Vec<String> {
        let (mut names, mut open, mut steps) = (Vec::new(), vec![id], 0);
        while let Some(id) = open.pop().filter(|_| steps < MAX_NAME_STEPS) {
            steps += 1;
            match self.program.expr(id) {
                Expr::Var(binding) => {
                    names.push(self.program.binding(*binding).name.to_string());
                    open.extend(self.constants.get(binding));
                    open.extend(self.arguments(*binding));
                }
                Expr::Global(name) | Expr::Member { key: Key::Name(name), .. } => names.push(name.to_string()),
                Expr::Chain(inner) | Expr::Await(inner) | Expr::Typed(inner, _) => open.push(*inner),
                Expr::Logical(_, left, right) | Expr::Cond(_, left, right) => open.extend([*right, *left]),
                Expr::Object(properties) => {
                    open.extend(properties.iter().filter_map(|property| match property {
                        Property::Field(_, value) | Property::Spread(value) => Some(*value),
                        _ => None,
                    }));
                }
                // What a function out of sight gives back is made of what it is given.
                Expr::Call { callee, args, .. } if is_out_of_sight(self.program.expr(*callee)) => {
                    open.extend(args.iter().map(|arg| arg.value));
                }
                _ => {}
            }
        }
        names
    }

    /// What a parameter is given.
    fn arguments(&self, binding: BindingId) -> impl Iterator<Item = ExprId> {
        let Binding { owner, kind, .. } = self.program.binding(binding);
        let calls = self.calls.get(owner).filter(|_| *kind == BindingKind::Param);
        let is_it = |pattern: &PatId| matches!(self.program.pattern(*pattern), Pattern::Bind(b) if *b == binding);
        let at = calls.and_then(|_| self.program.function(*owner).params.iter().position(is_it));
        let calls = calls.into_iter().flatten();
        calls.filter_map(move |call| match self.program.expr(*call) {
            Expr::Call { args, .. } => Some(args.get(at?)?.value),
            _ => None,
        })
    }

    /// Reads a text as a page, if it has script and is used as one.
    fn page(&mut self, id: Option<ExprId>, text: &Text, mut holes: Vec<Hole>, depth: usize) {
        let meant = text.read("");
        let whole = Span::new(0, meant.len() as u32);
        let mut page = markup::read(meant, Language::Html(Engine::Common));
        // Whose files those are is not known.
        page.sources.clear();
        page.scripts.retain(|script| !script.text.read(meant).trim().is_empty());
        if page.scripts.is_empty() && page.uses.is_empty() {
            return;
        }
        if self.tried == MAX_PAGES {
            return self.cut(text.span());
        }
        self.tried += 1;
        let place = id.map(|id| self.place(id)).unwrap_or_default();
        if place.is_inert {
            page.scripts.clear();
        }
        if place.is_shown || (page.scripts.is_empty() && page.uses.is_empty()) {
            return;
        }
        self.taken.extend(self.elsewhere.drain(..));
        page.holes.append(&mut holes);
        let inner = SourceFile::new(self.source.path(), meant);
        let loaded = guarded(|| {
            let loaded = document::parse(&inner, whole, &page);
            let mut nested = Pages::new(&inner, &loaded.program);
            if depth + 1 < MAX_DEPTH {
                nested.search(depth + 1);
            }
            (nested.found, loaded)
        });
        let Ok((nested, mut loaded)) = loaded else { return };
        let mut framed = None;
        if let Some(frame) = place.frame {
            loaded.program.elements.push(Element { span: whole, ..frame });
            // Parts of the page may stand anywhere in the file.
            let all = Span::new(0, self.source.text().len() as u32);
            framed = Some((all, ElementId(loaded.program.elements.len() as u32 - 1)));
        }
        let mut found: Vec<Loaded> = nested.into_iter().chain([loaded]).map(|loaded| moved(loaded, text)).collect();
        if let Some(page) = found.last_mut() {
            page.program.framed.extend(framed);
        }
        self.found.append(&mut found);
    }
}

/// Whether nothing in the program says what is called.
const fn is_out_of_sight(callee: &Expr) -> bool {
    matches!(callee, Expr::Global(_) | Expr::Member { key: Key::Name(_), .. })
}

/// Whether a text may be a page with script that matters. What stands in a fence of Markdown is shown, not run.
fn is_candidate(text: &str) -> bool {
    text.contains('<')
        && !text.contains("```")
        && prefilter::is_candidate(text.as_bytes(), Some(Language::Html(Engine::Common)))
}

fn has_markup(expr: &Expr) -> bool {
    match expr {
        Expr::Const(Const::Str(text)) => text.contains('<'),
        Expr::Template { parts, .. } => parts.iter().any(|part| part.contains('<')),
        // Its text is script.
        Expr::Jsx { .. } => true,
        _ => false,
    }
}

/// What each variable holds that is declared with `const`.
fn constants(program: &Program) -> FxHashMap<BindingId, ExprId> {
    let declared = program.stmts.iter().filter_map(|(stmt, _)| {
        let Stmt::Declare(pattern, value) = stmt else { return None };
        let Pattern::Bind(binding) = program.pattern(*pattern) else { return None };
        (program.binding(*binding).kind == BindingKind::Const).then_some((*binding, *value))
    });
    declared.collect()
}

/// Where the functions of a program are called by the name that they are declared with.
fn calls(program: &Program, constants: &FxHashMap<BindingId, ExprId>) -> FxHashMap<FnId, Vec<ExprId>> {
    let hoisted: FxHashMap<BindingId, FnId> =
        program.functions.iter().flat_map(|f| f.hoisted.iter().copied()).collect();
    let mut calls: FxHashMap<FnId, Vec<ExprId>> = FxHashMap::default();
    for (at, (expr, _)) in program.exprs.iter().enumerate() {
        let Expr::Call { callee, .. } = expr else { continue };
        let Expr::Var(name) = program.expr(*callee) else { continue };
        let function = hoisted.get(name).copied().or_else(|| match program.expr(*constants.get(name)?) {
            Expr::Function(function) => Some(*function),
            _ => None,
        });
        if let Some(function) = function {
            calls.entry(function).or_default().push(ExprId(at as u32));
        }
    }
    calls
}

/// The list and the separator of `[…].join("…")`.
fn joined_list<'a>(program: &'a Program, callee: ExprId, args: &[Arg]) -> Option<(ExprId, Cow<'a, str>)> {
    let Expr::Member { object, key: Key::Name(method), .. } = program.expr(callee) else { return None };
    if &**method != "join" {
        return None;
    }
    let separator = match args.first().map(|arg| program.expr(arg.value)) {
        None => ",",
        Some(Expr::Const(Const::Str(text))) => text,
        Some(_) => return None,
    };
    Some((*object, Cow::Borrowed(separator)))
}

/// What was read of a text, with the places of the file that the text stands in.
fn moved(mut loaded: Loaded, text: &Text) -> Loaded {
    loaded.program.relocate(|span| text.place(span));
    for Comment { span, text: inside } in &mut loaded.comments {
        (*span, *inside) = (text.place(*span), text.place(*inside));
    }
    // That not all of a page is script that can be read is a bound, as it is for every page.
    let failures = loaded.recovered.drain(..).map(|failure| Incomplete { reason: failure.message, span: failure.span });
    loaded.incomplete.extend(failures);
    for part in &mut loaded.incomplete {
        part.span = part.span.map(|span| text.place(span));
    }
    loaded
}
