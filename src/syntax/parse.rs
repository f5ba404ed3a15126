//! Sets up swc's parser: which dialect a file is in, and what is kept of a file that it cannot read. Lowers nothing.

use std::panic::{AssertUnwindSafe, catch_unwind};

use swc_common::comments::{CommentKind, SingleThreadedComments};
use swc_common::input::StringInput;
use swc_common::{BytePos, DUMMY_SP, Spanned};
use swc_ecma_ast as ast;
use swc_ecma_parser::error::{Error, SyntaxError};
use swc_ecma_parser::{EsSyntax, FlowSyntax, Lexer, Parser, Syntax, TsSyntax};

use crate::language::Dialect;
use crate::report::{Failure, FailureKind};
use crate::source::{Comment, SourceFile, Span};

/// The syntaxes that are tried, in order.
fn syntaxes(dialect: Dialect, head: &str) -> &'static [Syntax] {
    match dialect {
        Dialect::TypeScript => &[TYPESCRIPT],
        Dialect::Tsx => &[TSX],
        Dialect::JavaScript if is_flow(head) => &[FLOW, ECMASCRIPT, TSX],
        Dialect::JavaScript => &[ECMASCRIPT, FLOW, TSX],
    }
}

const ECMASCRIPT: Syntax = Syntax::Es(EsSyntax {
    jsx: true,
    fn_bind: false,
    decorators: true,
    decorators_before_export: true,
    export_default_from: true,
    import_attributes: true,
    allow_super_outside_method: true,
    allow_return_outside_function: true,
    auto_accessors: true,
    explicit_resource_management: true,
});

const TYPESCRIPT: Syntax = Syntax::Typescript(TsSyntax {
    tsx: false,
    decorators: true,
    dts: false,
    no_early_errors: true,
    disallow_ambiguous_jsx_like: false,
});

const TSX: Syntax = Syntax::Typescript(TsSyntax {
    tsx: true,
    decorators: true,
    dts: false,
    no_early_errors: true,
    disallow_ambiguous_jsx_like: false,
});

const FLOW: Syntax = Syntax::Flow(FlowSyntax {
    jsx: true,
    all: true,
    require_directive: false,
    enums: true,
    decorators: true,
    components: true,
    pattern_matching: false,
});

/// Whether a comment at the head says `@flow`. The pragma stands in the first comment; 512 bytes reach past a licence's
/// first lines and not into code that matters.
fn is_flow(head: &str) -> bool {
    let head = head.trim_start_matches('\u{feff}').trim_start();
    let mut end = head.len().min(512);
    while !head.is_char_boundary(end) {
        end -= 1;
    }
    head.starts_with('/') && head[..end].contains("@flow")
}

/// What the parser made of a text.
pub(super) struct Parsed {
    /// The tree, or what stands before the place where the parser gave up.
    pub(super) tree: ast::Program,
    /// The errors, recovered or fatal.
    pub(super) errors: Vec<Failure>,
    /// The comments, by offset.
    pub(super) comments: Vec<Comment>,
}

/// Parses the part of a file that `part` covers. Positions are those of the file, plus one.
///
/// The text is one script. A syntax error that the parser does not recover from ends the tree, not the run: the
/// statements before it are kept.
pub(super) fn parse(source: &SourceFile, part: Span, dialect: Dialect) -> Parsed {
    parse_text(source.slice(part), part.start, dialect)
}

/// Parses one script, of which the first byte stands at the offset `start`.
pub(super) fn parse_text(text: &str, start: u32, dialect: Dialect) -> Parsed {
    let mut parsed = parse_as_is(text, start, dialect);
    let mut plain: Option<String> = None;
    for _ in 0..MAX_BINDS.min(MAX_REREAD / text.len().max(1)) {
        let first = parsed.errors.first().and_then(|error| error.span);
        let text = plain.as_deref().unwrap_or(text);
        let Some(written) = first.and_then(|span| without_bind(text, span.start.checked_sub(start)? as usize)) else {
            break;
        };
        parsed = parse_as_is(&written, start, dialect);
        plain = Some(written);
    }
    parsed
}

/// How many function-bind operators of one script are read: the script is parsed once more for each.
const MAX_BINDS: usize = 32;
/// How many bytes are parsed once more for them.
const MAX_REREAD: usize = 8 << 20;
/// Words behind which an operand begins, and not one ends.
const PREFIXES: [&str; 12] =
    ["return", "typeof", "await", "yield", "void", "delete", "case", "in", "of", "else", "throw", "do"];

/// A text without the function-bind operator at `at`, which the parser does not read, and as long. `object::method(x)`, which calls a
/// function with another `this`, becomes a call of a method; `::object.method`, which binds one, becomes that method.
fn without_bind(text: &str, at: usize) -> Option<String> {
    const OPERATOR: &str = "::";
    let at = (0..=OPERATOR.len())
        .filter_map(|back| at.checked_sub(back))
        .find(|at| text.get(*at..).is_some_and(|t| t.starts_with(OPERATOR)))?;
    let before = text[..at].trim_end();
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$');
    let word = &before[before.trim_end_matches(is_name).len()..];
    let has_object = (!word.is_empty() && !PREFIXES.contains(&word)) || before.ends_with([')', ']']);
    let mut written = text.to_owned();
    written.replace_range(at..at + OPERATOR.len(), if has_object { ". " } else { "  " });
    Some(written)
}

/// The same, for what the parser reads as it is written.
fn parse_as_is(text: &str, start: u32, dialect: Dialect) -> Parsed {
    // The dialect that reads furthest is the one that the text is in, and its error is the one to show.
    let mut furthest: Option<(Syntax, Failure)> = None;
    for &syntax in syntaxes(dialect, text) {
        if is_costly_guess(text, syntax, dialect) {
            continue;
        }
        let comments = kept_comments(text);
        let mut parser = parser(text, start, syntax, comments.as_ref());
        let error = match guarded(|| parser.parse_program()) {
            Ok(Ok(tree)) => {
                let errors = parser.take_errors();
                let errors = errors.iter().filter(|error| !is_sloppy(error)).take(RECOVERED).map(failure).collect();
                return Parsed { tree, errors, comments: in_order(comments) };
            }
            Ok(Err(error)) => failure(&error),
            Err(panicked) => panicked,
        };
        let reach = |failure: &Failure| failure.span.map(|span| span.start);
        if furthest.as_ref().is_none_or(|(_, old)| reach(old) < reach(&error)) {
            furthest = Some((syntax, error));
        }
    }
    let comments = kept_comments(text);
    let body = furthest.as_ref().map_or_else(Vec::new, |(syntax, _)| salvage(text, start, *syntax, comments.as_ref()));
    Parsed {
        tree: ast::Program::Module(ast::Module { span: DUMMY_SP, body, shebang: None }),
        errors: furthest.into_iter().map(|(_, error)| error).collect(),
        comments: in_order(comments),
    }
}

/// Parses one expression, which is all of the text.
pub(super) fn parse_expr(text: &str, start: u32, dialect: Dialect) -> Result<Box<ast::Expr>, Failure> {
    let end = BytePos(start + 1 + text.len() as u32);
    let mut first = None;
    for &syntax in syntaxes(dialect, "") {
        if is_costly_guess(text, syntax, dialect) {
            continue;
        }
        let mut parser = parser(text, start, syntax, None);
        let error = match guarded(|| parser.parse_expr()) {
            Ok(Ok(tree)) if parser.cur_pos() >= end => return Ok(tree),
            Ok(Ok(_)) => {
                let at = parser.cur_pos().0.saturating_sub(1);
                let message = "more than one expression".to_owned();
                Failure { kind: FailureKind::Parse, message, span: Some(Span::new(at, at)) }
            }
            Ok(Err(error)) => failure(&error),
            Err(panicked) => panicked,
        };
        first.get_or_insert(error);
    }
    Err(first.unwrap_or_else(|| Failure {
        kind: FailureKind::Parse,
        message: "expected an expression".to_owned(),
        span: Some(Span::new(start, start)),
    }))
}

/// Whether a text that may be JavaScript would take too long to be read with types. The guard has looked at it without.
fn is_costly_guess(text: &str, syntax: Syntax, dialect: Dialect) -> bool {
    dialect == Dialect::JavaScript && syntax.typescript() && !super::depth::is_cheap_to_type(text)
}

/// `if (a) function f() {}` is what annex B.3.3 allows, and the parser reports it even in a script.
fn is_sloppy(error: &Error) -> bool {
    matches!(error.kind(), SyntaxError::DeclNotAllowed)
}

/// How many recovered errors of one file are kept. Broken code yields one a token, and a reader looks at the first.
const RECOVERED: usize = 100;

/// The parser is not ours, and a panic in one file must not end the run. What makes it panic it cannot read.
fn guarded<T>(parse: impl FnOnce() -> T) -> Result<T, Failure> {
    catch_unwind(AssertUnwindSafe(parse)).map_err(|_| Failure {
        kind: FailureKind::Parse,
        message: "the parser panicked".to_owned(),
        span: None,
    })
}

/// Where the parser is to put comments. Nobody reads those of a file that does not name this program.
fn kept_comments(text: &str) -> Option<SingleThreadedComments> {
    text.contains("originlint").then(SingleThreadedComments::default)
}

/// The comments that the parser found, each once, however often it read a piece of the text.
fn in_order(comments: Option<SingleThreadedComments>) -> Vec<Comment> {
    let Some(comments) = comments else { return Vec::new() };
    let (leading, trailing) = comments.take_all();
    let span = |lo: u32, hi: u32| Span::new(lo.saturating_sub(1), hi.saturating_sub(1));
    let mut found = Vec::new();
    for map in [leading, trailing] {
        for comment in map.borrow().values().flatten() {
            let (lo, hi) = (comment.span.lo.0, comment.span.hi.0);
            let close = if comment.kind == CommentKind::Block { 2 } else { 0 };
            found.push(Comment { span: span(lo, hi), text: span(lo + 2, hi - close) });
        }
    }
    found.sort_unstable_by_key(|comment| (comment.span.start, comment.span.end));
    found.dedup();
    found
}

fn parser<'a>(
    text: &'a str,
    start: u32,
    syntax: Syntax,
    comments: Option<&'a SingleThreadedComments>,
) -> Parser<Lexer<'a>> {
    // swc's position 0 is its dummy, so the file begins at 1.
    let first = BytePos(start + 1);
    let input = StringInput::new(text, first, first + BytePos(text.len() as u32));
    Parser::new_from(Lexer::new(syntax, ast::EsVersion::latest(), input, comments.map(|comments| comments as _)))
}

/// Everything at the top level that stands whole before the first error.
fn salvage(text: &str, start: u32, syntax: Syntax, comments: Option<&SingleThreadedComments>) -> Vec<ast::ModuleItem> {
    let end = BytePos(start + 1 + text.len() as u32);
    let mut parser = parser(text, start, syntax, comments);
    parser.allow_module_syntax();
    let mut items = Vec::new();
    if parser.parse_shebang().is_err() {
        return items;
    }
    loop {
        let before = parser.cur_pos();
        if before >= end {
            return items;
        }
        match guarded(|| parser.parse_module_item()) {
            Ok(Ok(item)) if parser.cur_pos() > before => items.push(item),
            _ => return items,
        }
    }
}

fn failure(error: &Error) -> Failure {
    let message = error.kind().msg();
    let mut message = message.trim_end_matches('.').to_owned();
    // Messages of originlint begin in lower case, unless the first word is a name.
    let is_word = message.chars().nth(1).is_some_and(|c| c.is_lowercase() || c == ' ');
    if is_word && let Some(first) = message.get_mut(..1) {
        first.make_ascii_lowercase();
    }
    let at = error.span();
    let span = (!at.is_dummy()).then(|| Span::new(at.lo.0.saturating_sub(1), at.hi.0.saturating_sub(1)));
    Failure { kind: FailureKind::Parse, message, span }
}
