//! Measures, before parsing, how deeply a text nests, and refuses what would overflow the stack. Builds nothing.
//!
//! Parsing, lowering and dropping are recursive, and a stack overflow aborts the process. Two things are bounded, in one
//! linear pass: open brackets (JSX elements included), and chains that nest without brackets (`a => b => …`,
//! `a ? b : c ? …`, `!!!…`, `a + b + …`, `a.b.c…`). Some further forms are bounded because the parser takes quadratic
//! time for them: `else if`, labels, and `<` where it may begin type arguments.
//!
//! The pass reads tokens, not grammar. Where a slash may be a division or a regular expression it looks at what stands
//! before; where even that does not decide, a large file is refused.
//!
//! Where a `<` may begin the types of an arrow function, or `(b) :` in a conditional its parameters, the parser reads what follows in one
//! way, and in another if that fails. What stands behind ten of them, one in the other, is read a thousand times: so that work is counted.

use crate::language::Dialect;
use crate::report::{Failure, FailureKind};
use crate::source::Span;

mod element;
mod literal;
#[cfg(test)]
mod tests;

/// How many brackets may be open. The deepest published file seen has 68; measured, each costs up to 12 kB of stack.
const BRACKETS: usize = 4_000;
/// How many links the chains around a place may have, summed over the brackets around it. A left-deep link costs some
/// hundred bytes of stack when it is dropped.
const LINKS: u32 = 120_000;
/// What a link counts for that the parser recurses into: each costs up to 5 kB.
const HEAVY: u32 = 12;
/// How many `else if` one block may have: the parser walks the chain for each.
const ELSES: u32 = 10_000;
/// How many labels one statement may have: the parser compares each with all.
const LABELS: u32 = 256;
/// How many `<` may be unclosed, in all brackets that are open, in a typed dialect: the parser tries each as the begin of
/// type arguments and reads to where that fails.
const ANGLES: u32 = 500;
/// How much work the parser may be given, in bytes: of the first megabyte each byte may be read so often on average, and `LEAST` in any
/// case. Of published files, none was seen that comes near.
const READINGS: u64 = 64;
const LEAST: u64 = 4 << 20;
/// What a parenthesis that may be one of a type counts for in Flow.
const TYPE_GUESSES: u32 = 2;
/// How many brackets a file may hold in all if it is not clear which of them are code.
const UNCERTAIN: usize = 20_000;

/// Checks that `text`, which begins at offset `start` of its file, nests no deeper than the stack holds.
pub(super) fn check(text: &str, start: u32, dialect: Dialect) -> Result<(), Failure> {
    scan(text, start, dialect, false)
}

fn scan(text: &str, start: u32, dialect: Dialect, is_guess: bool) -> Result<(), Failure> {
    let scan = Scan {
        bytes: text.as_bytes(),
        at: 0,
        start,
        jsx: dialect != Dialect::TypeScript,
        typed: dialect != Dialect::JavaScript,
        frames: vec![Frame::new(Kind::Block)],
        links: 0,
        prev: Prev::Begin,
        newline: true,
        uncertain: false,
        word_after_colon: false,
        labels: 0,
        casts: 0,
        angles: 0,
        searched: 0,
        is_guess,
        guesses: 0,
        elements: 0,
        work: 0,
        begins: true,
        is_async: false,
        is_typed: false,
    };
    scan.run()
}

/// Whether type arguments are cheap to try everywhere in the text, so that a file that is not JavaScript after all may
/// be read as a typed dialect.
pub(super) fn is_cheap_to_type(text: &str) -> bool {
    scan(text, 0, Dialect::Tsx, true).is_ok()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// `(`; `head` after `if`, `while`, `for`, `with`.
    Paren {
        head: bool,
    },
    Square,
    /// `{` of statements, a class or types.
    Block,
    /// `{` of an expression: an object, or the body of a function expression.
    Value,
    /// `${`
    Template,
    /// `{` within JSX.
    JsxValue,
    /// Between `<` and `>` of an opening tag.
    Tag,
    /// Between an opening and a closing tag.
    Element,
}

struct Frame {
    kind: Kind,
    links: u32,
    angles: u32,
    elses: u32,
    /// `?` that wait for their `:`.
    questions: u32,
    /// Whether a conditional has `(…) :` in it, which may be the parameters and the type of an arrow function.
    forks: bool,
    /// Whether the next `{` belongs to a function or class that is an expression.
    value_body: bool,
    /// How many places of the chain make the parser read what follows twice.
    guesses: u32,
    /// What the bracket itself counts for.
    own_guesses: u32,
    /// Whether the last of the frame's `<` stands behind an operand.
    has_arguments: bool,
    /// Whether the bracket stands behind types that may be those of an arrow function.
    is_typed: bool,
}

impl Frame {
    fn new(kind: Kind) -> Self {
        Self {
            kind,
            links: 0,
            angles: 0,
            elses: 0,
            questions: 0,
            forks: false,
            value_body: false,
            guesses: 0,
            own_guesses: 0,
            has_arguments: false,
            is_typed: false,
        }
    }
}

/// The token before, as far as it tells what a slash, a brace or a new line means.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Prev {
    Begin,
    Operator,
    Dot,
    Colon,
    Arrow,
    /// A keyword before an expression: `return`, `typeof`, `case`.
    Prefix,
    /// `yield`, `await` and `of`, which may be names.
    MaybePrefix,
    /// A keyword before a block or a statement: `else`, `do`, `try`.
    Opener,
    /// `if`, `while`, `for`, `with`.
    Control,
    Word,
    Literal,
    /// `)`, `]`, or the `}` of an expression.
    Close,
    /// The `)` of a control statement.
    Head,
    /// The `}` of a block.
    Block,
    /// `>` that may close type arguments.
    Greater,
}

impl Prev {
    fn ends_operand(self) -> bool {
        matches!(self, Self::Word | Self::Literal | Self::Close)
    }
}

struct Scan<'t> {
    bytes: &'t [u8],
    at: usize,
    start: u32,
    jsx: bool,
    typed: bool,
    frames: Vec<Frame>,
    /// The sum of the frames' links.
    links: u32,
    prev: Prev,
    newline: bool,
    uncertain: bool,
    word_after_colon: bool,
    labels: u32,
    /// Length of a run of `<a><a>…`, which may be type assertions.
    casts: u32,
    /// The sum of the frames' angles.
    angles: u32,
    /// Bytes that were searched for the end of a regular expression, in vain.
    searched: usize,
    /// Whether the text is JavaScript that may have types. In Flow a parenthesis may begin the type of a function, and what looks like an
    /// element be type parameters.
    is_guess: bool,
    /// The sum of the frames' guesses.
    guesses: u32,
    /// How many tags and elements are open.
    elements: u32,
    work: u64,
    /// Whether the token before is one behind which an assignment may begin: `=`, `(`, `?`, but not `+`.
    begins: bool,
    /// Whether the word before is `async`.
    is_async: bool,
    /// Whether the parenthesis before closed what may be the typed parameters of an arrow function.
    is_typed: bool,
}

impl Scan<'_> {
    fn run(mut self) -> Result<(), Failure> {
        let len = self.bytes.len() as u64;
        let most = LEAST + READINGS * len.min(1 << 20) + 4 * len;
        while self.at < self.bytes.len() {
            let before = self.at;
            match self.frame().kind {
                Kind::Tag => self.tag()?,
                Kind::Element => self.element()?,
                _ => self.code()?,
            }
            let read = (self.at - before) as u64;
            self.work = self.work.saturating_add((read * u64::from(1 + self.elements)) << self.guesses.min(24));
            if self.typed && self.work > most {
                return Err(self.refuse("type arguments around type arguments, and it is not clear which are"));
            }
        }
        // Text that looked like JSX and never ended may have been something else.
        self.uncertain |= self.frames.iter().any(|f| matches!(f.kind, Kind::Tag | Kind::Element));
        let brackets = || self.bytes.iter().filter(|b| matches!(b, b'(' | b'[' | b'{')).count();
        if self.uncertain && brackets() > UNCERTAIN {
            return Err(self.refuse(format!("more than {UNCERTAIN} brackets, and it is not clear which are code")));
        }
        Ok(())
    }

    fn refuse(&self, what: impl std::fmt::Display) -> Failure {
        let at = self.start + self.at.min(self.bytes.len()) as u32;
        let span = Some(Span::new(at, at));
        Failure { kind: FailureKind::Depth, message: format!("nested too deeply: {what}"), span }
    }

    fn frame(&mut self) -> &mut Frame {
        if self.frames.is_empty() {
            self.frames.push(Frame::new(Kind::Block));
        }
        let last = self.frames.len() - 1;
        &mut self.frames[last]
    }

    fn peek(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or(0)
    }

    fn starts_with(&self, text: &str) -> bool {
        self.bytes[self.at..].starts_with(text.as_bytes())
    }

    fn push(&mut self, kind: Kind) -> Result<(), Failure> {
        if self.frames.len() > BRACKETS {
            return Err(self.refuse(format!("more than {BRACKETS} brackets are open")));
        }
        self.link(1)?;
        self.elements += u32::from(kind == Kind::Tag);
        let own_guesses = match kind {
            // Of a type in Flow: what is in parentheses, the parameters of a function, and the parentheses again.
            Kind::Paren { .. } if self.is_guess && self.begins && !self.prev.ends_operand() => TYPE_GUESSES,
            Kind::Paren { .. } | Kind::Template | Kind::JsxValue if self.is_guess => 1,
            _ => 0,
        };
        self.guesses += own_guesses;
        let is_typed = self.prev == Prev::Greater && !self.frame().has_arguments;
        self.frames.push(Frame { own_guesses, is_typed, ..Frame::new(kind) });
        Ok(())
    }

    /// Closes a bracket. One that does not fit is a syntax error, at which the parser stops.
    fn pop(&mut self, fits: impl Fn(Kind) -> bool) -> Option<Kind> {
        let frame = self.frames.last().filter(|f| fits(f.kind))?;
        let kind = frame.kind;
        self.links -= frame.links;
        self.angles -= frame.angles;
        self.guesses -= frame.guesses + frame.own_guesses;
        self.elements -= u32::from(matches!(kind, Kind::Tag | Kind::Element));
        self.frames.pop();
        Some(kind)
    }

    fn link(&mut self, weight: u32) -> Result<(), Failure> {
        self.frame().links += weight;
        self.links += weight;
        if self.links > LINKS {
            return Err(self.refuse(format!("a chain of more than {} links", LINKS / weight)));
        }
        Ok(())
    }

    /// A place where a chain cannot go on.
    fn cut(&mut self) {
        let frame = self.frame();
        let links = std::mem::take(&mut frame.links);
        let angles = std::mem::take(&mut frame.angles);
        frame.questions = 0;
        frame.forks = false;
        let guesses = std::mem::take(&mut frame.guesses);
        self.links -= links;
        self.angles -= angles;
        self.guesses -= guesses;
    }

    /// A place from which the parser may have to read again.
    fn guess(&mut self) {
        self.frame().guesses += 1;
        self.guesses += 1;
    }

    /// Takes `len` bytes of an operator.
    fn operator(&mut self, len: usize, weight: u32, prev: Prev) -> Result<(), Failure> {
        self.at += len;
        self.is_typed = false;
        self.begins = self.bytes.get(self.at - 1).is_some_and(|last| b"=>([{,;?:.".contains(last));
        self.newline = false;
        self.prev = prev;
        self.link(weight)
    }

    fn literal(&mut self, end: usize) {
        self.at = end;
        self.newline = false;
        self.prev = Prev::Literal;
    }

    fn code(&mut self) -> Result<(), Failure> {
        let byte = self.peek(0);
        match byte {
            b'\n' | b'\r' => {
                self.newline = true;
                self.at += 1;
            }
            b' ' | b'\t' | 0x0b | 0x0c => self.at += 1,
            b'/' if self.peek(1) == b'/' => self.line_comment(),
            b'/' if self.peek(1) == b'*' => self.block_comment(),
            b'/' => return self.slash(),
            b'\'' | b'"' => self.literal(self.string_end(byte)),
            b'`' => {
                if self.prev.ends_operand() {
                    self.link(1)?;
                } else if self.prev == Prev::Greater {
                    self.guess();
                }
                self.at += 1;
                return self.template();
            }
            b'0'..=b'9' => self.literal(self.number_end()),
            b'.' if self.peek(1).is_ascii_digit() && !self.prev.ends_operand() => self.literal(self.number_end()),
            b'.' if self.starts_with("...") => return self.operator(3, 1, Prev::Operator),
            b'.' => return self.operator(1, 1, Prev::Dot),
            b'(' => {
                let head = self.prev == Prev::Control;
                self.push(Kind::Paren { head })?;
                self.operator(1, 0, Prev::Operator)?;
            }
            b'[' => {
                self.push(Kind::Square)?;
                self.operator(1, 0, Prev::Operator)?;
            }
            b'{' => {
                let kind = self.brace();
                self.push(kind)?;
                self.operator(1, 0, Prev::Begin)?;
            }
            b')' | b']' | b'}' => return self.close(byte),
            b';' | b',' => {
                // The comma of type parameters (`<T,>(a) => …`) ends nothing.
                if byte == b';' || self.frame().angles == 0 {
                    self.cut();
                }
                self.labels = 0;
                return self.operator(1, 0, if byte == b';' { Prev::Begin } else { Prev::Operator });
            }
            b'<' => return self.less(),
            b'>' => return self.greater(),
            b'#' if self.at == 0 && self.peek(1) == b'!' => self.line_comment(),
            b'-' if self.newline && self.starts_with("-->") => self.html_comment(),
            b'_' | b'$' | b'#' | b'\\' | b'a'..=b'z' | b'A'..=b'Z' | 0x80.. => return self.word(),
            _ => return self.punctuation(byte),
        }
        Ok(())
    }

    fn brace(&mut self) -> Kind {
        let value_body = std::mem::take(&mut self.frame().value_body);
        match self.prev {
            Prev::Operator | Prev::Colon | Prev::Prefix | Prev::MaybePrefix | Prev::Dot => Kind::Value,
            Prev::Close | Prev::Word | Prev::Greater if value_body => Kind::Value,
            _ => Kind::Block,
        }
    }

    fn close(&mut self, byte: u8) -> Result<(), Failure> {
        self.at += 1;
        self.newline = false;
        self.is_typed = byte == b')' && self.frame().is_typed;
        let closed = match byte {
            b')' => self.pop(|kind| matches!(kind, Kind::Paren { .. })),
            b']' => self.pop(|kind| kind == Kind::Square),
            _ => self.pop(|kind| matches!(kind, Kind::Block | Kind::Value | Kind::Template | Kind::JsxValue)),
        };
        self.prev = match closed {
            Some(Kind::Paren { head: true }) => Prev::Head,
            Some(Kind::Block) => Prev::Block,
            Some(Kind::Template) => return self.template(),
            _ => Prev::Close,
        };
        Ok(())
    }

    fn less(&mut self) -> Result<(), Failure> {
        if self.starts_with("<!--") && !self.typed {
            self.html_comment();
            return Ok(());
        }
        if self.starts_with("<<") || self.starts_with("<=") {
            return self.operator(2, 1, Prev::Operator);
        }
        if self.jsx && !self.prev.ends_operand() && self.is_element() {
            self.push(Kind::Tag)?;
            self.at += 1;
            return Ok(());
        }
        self.casts = if self.prev == Prev::Greater { self.casts + 1 } else { 0 };
        let begins = match self.prev {
            Prev::Word => self.is_async,
            Prev::Literal | Prev::Close | Prev::Greater | Prev::Dot => false,
            Prev::Operator => self.begins,
            _ => true,
        };
        if begins {
            self.guess();
        }
        if self.frame().angles == 0 {
            self.frame().has_arguments = self.prev.ends_operand();
        }
        self.open_angle()?;
        self.operator(1, 1, Prev::Operator)
    }

    /// Counts a `<` that may begin type arguments.
    fn open_angle(&mut self) -> Result<(), Failure> {
        self.frame().angles += 1;
        self.angles += 1;
        if self.typed && (self.angles > ANGLES || self.casts > ANGLES) {
            return Err(self.refuse(format!("more than {ANGLES} type arguments or assertions are open")));
        }
        Ok(())
    }

    /// Closes what a `<` began, if one is open.
    fn close_angle(&mut self) -> bool {
        let frame = self.frame();
        let is_open = frame.angles > 0;
        frame.angles -= u32::from(is_open);
        self.angles -= u32::from(is_open);
        is_open
    }

    fn greater(&mut self) -> Result<(), Failure> {
        if self.peek(1) == b'=' {
            return self.operator(2, 1, Prev::Operator);
        }
        if self.close_angle() {
            self.at += 1;
            self.newline = false;
            self.prev = Prev::Greater;
            return Ok(());
        }
        self.operator(1, 1, Prev::Operator)
    }

    fn word(&mut self) -> Result<(), Failure> {
        let rest = &self.bytes[self.at..];
        let is_part = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'$' | b'#' | b'\\' | 0x80..);
        let word = &rest[..rest.iter().take_while(|b| is_part(b)).count().max(1)];
        self.at += word.len();
        let (prev, newline) = (self.prev, std::mem::take(&mut self.newline));
        self.word_after_colon = prev == Prev::Colon;
        if prev == Prev::Dot {
            self.prev = Prev::Word;
            return Ok(());
        }
        let joins = matches!(
            word,
            b"in" | b"instanceof" | b"of" | b"as" | b"satisfies" | b"is" | b"extends" | b"implements" | b"from"
        );
        let follows = matches!(word, b"else" | b"catch" | b"finally" | b"while");
        // Two operands next to each other on two lines are two statements, and so is what stands behind a block.
        let ends = prev.ends_operand() || (prev == Prev::Greater && self.frame().has_arguments);
        if (newline && ends && !joins && !follows) || (prev == Prev::Block && !follows) {
            self.cut();
        }
        self.is_async = word == b"async";
        self.is_typed = false;
        let (prev, weight) = match word {
            // Names too, but not behind an operand.
            b"as" | b"satisfies" | b"of" if !prev.ends_operand() => (Prev::Word, 0),
            b"if" | b"while" | b"for" | b"with" => (Prev::Control, HEAVY),
            b"await" if prev == Prev::Control => (Prev::Control, 0),
            b"await" | b"yield" => (Prev::MaybePrefix, HEAVY),
            b"of" => (Prev::MaybePrefix, 1),
            b"typeof" | b"void" | b"delete" | b"new" | b"throw" | b"as" | b"satisfies" => (Prev::Prefix, HEAVY),
            b"return" | b"case" | b"in" | b"instanceof" | b"default" => (Prev::Prefix, 1),
            b"do" => (Prev::Opener, HEAVY),
            b"else" => {
                let frame = self.frame();
                frame.elses += 1;
                if frame.elses > ELSES {
                    return Err(self.refuse(format!("more than {ELSES} else branches in one block")));
                }
                (Prev::Opener, 0)
            }
            b"try" | b"finally" => (Prev::Opener, 1),
            b"function" | b"class" => {
                let is_statement = matches!(prev, Prev::Begin | Prev::Block | Prev::Head | Prev::Opener | Prev::Prefix)
                    || (prev.ends_operand() && newline);
                self.frame().value_body = !is_statement;
                (Prev::Word, HEAVY)
            }
            b"extends" | b"async" | b"keyof" | b"infer" | b"readonly" | b"unique" | b"asserts" => (Prev::Word, HEAVY),
            _ => (Prev::Word, 0),
        };
        self.prev = prev;
        self.link(weight)
    }

    fn punctuation(&mut self, byte: u8) -> Result<(), Failure> {
        let operand = self.prev.ends_operand();
        let next = self.peek(1);
        let assigns = |len: usize| if self.peek(len) == b'=' { (len + 1, HEAVY) } else { (len, 1) };
        let (len, weight) = match (byte, next) {
            (b'=', b'>') => {
                // `a ? (b) : c => d`: what stands behind is read once for `(b) : c =>` being an arrow function, and once for `c =>`.
                if std::mem::take(&mut self.frame().forks) {
                    self.guess();
                }
                // Those were its types, and nothing is read again.
                if self.is_typed && self.frame().guesses > 0 {
                    self.frame().guesses -= 1;
                    self.guesses -= 1;
                }
                return self.operator(2, HEAVY, Prev::Arrow);
            }
            (b'=' | b'!', b'=') => (if self.peek(2) == b'=' { 3 } else { 2 }, 1),
            (b'=', _) => (1, HEAVY),
            (b'?', b'.') if !self.peek(2).is_ascii_digit() => return self.operator(2, 1, Prev::Dot),
            (b'?', b'?') | (b'&', b'&') | (b'|', b'|') => assigns(2),
            (b'?', _) => {
                self.frame().questions += 1;
                (1, HEAVY)
            }
            (b'*', b'*') => (assigns(2).0, HEAVY),
            (b'+', b'+') | (b'-', b'-') if operand && !self.newline => {
                let prev = self.prev;
                return self.operator(2, 1, prev);
            }
            (b'+', b'+') | (b'-', b'-') => (2, HEAVY),
            // TypeScript's `value!`.
            (b'!', _) if operand && !self.newline && self.typed => {
                let prev = self.prev;
                return self.operator(1, 1, prev);
            }
            (b'+' | b'-', _) if operand => assigns(1),
            (b'+' | b'-' | b'!' | b'~', _) => (1, HEAVY),
            (b'*' | b'%' | b'&' | b'|' | b'^', _) => assigns(1),
            (b':', _) => return self.colon(),
            _ => (1, 1),
        };
        self.operator(len, weight, Prev::Operator)
    }

    fn colon(&mut self) -> Result<(), Failure> {
        let is_close = self.prev == Prev::Close;
        let frame = self.frame();
        if frame.questions > 0 {
            frame.forks |= is_close;
            frame.questions -= 1;
            return self.operator(1, 1, Prev::Colon);
        }
        let is_chain = self.prev == Prev::Word && self.word_after_colon;
        self.labels = if is_chain { self.labels + 1 } else { 0 };
        if self.labels > LABELS {
            return Err(self.refuse(format!("more than {LABELS} labels on one statement")));
        }
        self.operator(1, 1, Prev::Colon)
    }
}
