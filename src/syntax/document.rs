//! Parses the scripts of a document, each as what it is, and has them lowered to one program. What a document holds is told
//! by [`crate::markup`].

use super::lower::document::{Code, ExprTree, Tree, Trees, lower};
use super::{Comment, Dialect, Loaded, check_length, depth, guarded, parse};
use crate::language::Language;
use crate::markup::{self, Document, Scope, Text, UseKind};
use crate::report::{Failure, FailureKind, Incomplete};
use crate::source::{SourceFile, Span};

/// Reads a document.
///
/// # Errors
///
/// As for [`super::load`]. A script that is nested too deeply is left out, and the others are read.
pub(super) fn load(source: &SourceFile, whole: Span, language: Language) -> Result<Loaded, Failure> {
    check_length(source)?;
    guarded(|| parse(source, whole, &markup::read(source.text(), language)))
}

/// Reads a document that was taken apart.
pub(super) fn parse(source: &SourceFile, whole: Span, document: &Document) -> Loaded {
    let marked = document.comments.iter().map(|&(span, text)| Comment { span, text });
    let marked = marked.filter(|comment| source.slice(comment.text).contains("originlint"));
    let mut reader =
        Reader { source, document, failures: Vec::new(), incomplete: Vec::new(), comments: marked.collect() };
    let trees = reader.trees();
    let Reader { failures, mut incomplete, mut comments, .. } = reader;
    comments.sort_unstable_by_key(|comment| (comment.span.start, comment.span.end));
    let left_out =
        document.incomplete.iter().map(|(reason, span)| Incomplete { reason: reason.clone(), span: Some(*span) });
    incomplete.extend(left_out);
    Loaded { program: lower(document, &trees, whole), recovered: failures, incomplete, comments }
}

struct Reader<'a> {
    source: &'a SourceFile,
    document: &'a Document,
    failures: Vec<Failure>,
    incomplete: Vec<Incomplete>,
    comments: Vec<Comment>,
}

impl Reader<'_> {
    fn trees(&mut self) -> Trees {
        let document = self.document;
        let scripts = document.scripts.iter().map(|script| self.script(&script.text, script.dialect)).collect();
        let given = document.scripts.iter().map(|script| match &script.scope {
            Scope::Given(object) => self.expr(object, script.dialect),
            _ => None,
        });
        let given = given.collect();
        let server = document.server.as_ref().map(|text| self.script(text, Dialect::TypeScript));
        let uses = document.uses.iter().map(|part| match part.kind {
            UseKind::WindowHandler(_) | UseKind::Handler(_) => Code::Stmts(self.script(&part.text, part.dialect)),
            UseKind::Callback(..) => self.callback(&part.text, part.dialect),
            UseKind::Listen(_) | UseKind::Write(_) | UseKind::Hold => {
                self.expr(&part.text, part.dialect).map_or(Code::Nothing, Code::Expr)
            }
            UseKind::Ref(_) => Code::Nothing,
        });
        let uses = uses.collect();
        let loops = document
            .loops
            .iter()
            .map(|head| Some((self.expr(&head.pattern, head.dialect)?, self.expr(&head.list, head.dialect)?)));
        Trees { scripts, given, server, uses, loops: loops.collect() }
    }
    /// A script, or what stands before its first error.
    fn script(&mut self, text: &Text, dialect: Dialect) -> Tree {
        let read = text.read(self.source.text());
        if let Err(failure) = depth::check(read, text.start(), dialect) {
            self.fail(failure, text);
            return parse::parse_text("", text.start(), dialect).tree;
        }
        let parsed = parse::parse_text(read, text.start(), dialect);
        let comments = parsed.comments.iter();
        self.comments
            .extend(comments.map(|comment| Comment { span: text.place(comment.span), text: text.place(comment.text) }));
        parsed.errors.into_iter().for_each(|error| self.fail(error, text));
        parsed.tree
    }

    fn expr(&mut self, text: &Text, dialect: Dialect) -> Option<ExprTree> {
        let read = text.read(self.source.text());
        let checked = depth::check(read, text.start(), dialect);
        match checked.and_then(|()| parse::parse_expr(read, text.start(), dialect)) {
            Ok(tree) => Some(tree),
            Err(failure) => {
                self.fail(failure, text);
                None
            }
        }
    }

    /// One expression, which may be the function itself, or else statements.
    fn callback(&mut self, text: &Text, dialect: Dialect) -> Code {
        let read = text.read(self.source.text());
        if depth::check(read, text.start(), dialect).is_ok()
            && let Ok(tree) = parse::parse_expr(read, text.start(), dialect)
        {
            return Code::Expr(tree);
        }
        Code::Stmts(self.script(text, dialect))
    }

    /// Notes an error: one script of many cannot be read, or one attribute, and the rest has its verdict. Where a server fills in text, the
    /// script that it makes may well be right.
    fn fail(&mut self, failure: Failure, text: &Text) {
        // The parser counts some errors from within a character.
        let span = failure.span.map(|span| whole_characters(self.source.text(), text.place(span)));
        let part = text.span();
        let filled = self.document.holes.iter().any(|hole| part.contains(hole.span));
        let what = match failure.kind {
            FailureKind::Parse if filled => "a script that a template makes was not read behind this place",
            FailureKind::Parse | FailureKind::Depth => "a script does not parse",
            _ => return self.failures.push(Failure { span, ..failure }),
        };
        self.incomplete.push(Incomplete { reason: format!("{what}: {}", failure.message), span });
    }
}

/// The span with the characters whole that it begins and ends in.
fn whole_characters(text: &str, span: Span) -> Span {
    let begins = |at: &u32| text.is_char_boundary(*at as usize);
    let start = (0..=span.start).rev().find(begins).unwrap_or(0);
    let end = (span.end..=text.len() as u32).find(begins).unwrap_or(text.len() as u32);
    Span::new(start, end.max(start))
}
