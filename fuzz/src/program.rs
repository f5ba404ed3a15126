//! Valid programs by the grammar of the language, with the names of messaging in them. Names are mostly declared before they are used.

use crate::choices::Choices;
use crate::names::{NAMES, STATICS};

/// What a program is written in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Dialect {
    Js,
    Jsx,
    Mjs,
    Ts,
    Tsx,
}

impl Dialect {
    pub(crate) const ALL: [Self; 5] = [Self::Js, Self::Jsx, Self::Mjs, Self::Ts, Self::Tsx];

    pub(crate) const fn extension(self) -> &'static str {
        match self {
            Self::Js => "js",
            Self::Jsx => "jsx",
            Self::Mjs => "mjs",
            Self::Ts => "ts",
            Self::Tsx => "tsx",
        }
    }

    const fn is_typed(self) -> bool {
        matches!(self, Self::Ts | Self::Tsx)
    }

    const fn has_elements(self) -> bool {
        matches!(self, Self::Jsx | Self::Tsx)
    }
}

/// Writes one program.
pub(crate) struct Writer<'c, 'b> {
    choices: &'c mut Choices<'b>,
    dialect: Dialect,
    names: Vec<String>,
    made: usize,
    /// Whether `yield`, `await`, `return`, `break` may stand here.
    inside: Inside,
    /// Files that may be imported.
    modules: Vec<String>,
}

#[derive(Clone, Copy, Default)]
struct Inside {
    function: bool,
    is_async: bool,
    is_generator: bool,
    turn: bool,
}

/// Values that are written down.
const LITERALS: &[&str] = &[
    "1",
    "0",
    "null",
    "''",
    "'*'",
    "'message'",
    "'https://a.example'",
    "'https://'",
    "true",
    "false",
    "undefined",
    "NaN",
    "-1",
    "1e9",
    "0.1",
    "10n",
    "/^https:\\/\\/a\\.example$/",
    "/a|b/gi",
    "'__proto__'",
    "'/'",
    "'.example'",
    "[]",
    "{}",
    "`t`",
    "'null'",
    "this",
    "'\\u2028'",
    "''.length",
    "'ß\\u{1F600}'",
];

/// What the page and the message give.
const SOURCES: &[&str] = &[
    "event",
    "e.data",
    "e.origin",
    "e.source",
    "e.ports[0]",
    "e.data.type",
    "e.origin",
    "e",
    "location.hash",
    "location",
    "document.cookie",
    "window.opener",
    "parent",
    "top",
    "self",
    "window",
    "document.referrer",
    "localStorage.token",
    "document.querySelector('iframe').contentWindow",
    "new MessageChannel()",
    "new Worker('w.js')",
    "navigator.serviceWorker",
    "new BroadcastChannel('b')",
    "import.meta",
    "globalThis",
    "arguments",
    "new URL(e.origin)",
    "e.currentTarget",
    "new Map()",
    "new Set(['https://a.example'])",
    "chrome.runtime",
    "$('#a')",
    "process.env.A",
    "document.body",
];

const PROPERTIES: &[&str] = &[
    "a",
    "b",
    "data",
    "origin",
    "source",
    "ports",
    "type",
    "payload",
    "length",
    "target",
    "hostname",
    "constructor",
    "prototype",
    "contentWindow",
    "current",
    "value",
    "onmessage",
    "token",
    "__proto__",
    "href",
    "innerHTML",
    "port1",
    "port2",
];

const BINARY: &[&str] = &[
    "+",
    "===",
    "!==",
    "==",
    "!=",
    "<",
    ">",
    "<=",
    "-",
    "*",
    "/",
    "%",
    "&",
    "|",
    "^",
    "<<",
    ">>>",
    "in",
    "instanceof",
    "&&",
    "||",
];

const ASSIGNED: &[&str] = &["=", "+=", "||=", "&&=", "??=", "-=", "**=", "|="];

const TYPES: &[&str] = &[
    "any",
    "string",
    "MessageEvent",
    "MessageEvent<{ a: string }>",
    "unknown[]",
    "Record<string, (d: any) => void>",
    "Window | null",
    "typeof window",
    "{ a?: number; readonly b: string }",
    "keyof Map<string, any>",
    "`a${string}`",
    "[a: string, ...b: any[]]",
    "MessagePort",
    "HTMLIFrameElement",
    "Window['postMessage']",
    "asserts e is MessageEvent",
    "React.RefObject<HTMLIFrameElement>",
];

impl<'c, 'b> Writer<'c, 'b> {
    pub(crate) fn new(choices: &'c mut Choices<'b>, dialect: Dialect, modules: Vec<String>) -> Self {
        Self { choices, dialect, names: Vec::new(), made: 0, inside: Inside::default(), modules }
    }

    /// A whole file.
    pub(crate) fn program(&mut self) -> String {
        let mut text = String::new();
        if !self.modules.is_empty() || self.dialect == Dialect::Mjs {
            text.push_str(&self.imports());
        }
        for _ in 0..2 + self.choices.below(10) {
            text.push_str(&self.statement(4));
        }
        if self.choices.once_in(2) {
            text.push_str(&self.listener(4));
        }
        if !self.modules.is_empty() {
            text.push_str(&self.exports());
        }
        if !text.contains("essage") {
            text.push_str("postMessage(1, '*');\n");
        }
        text
    }

    fn imports(&mut self) -> String {
        let mut text = String::new();
        for _ in 0..self.choices.below(4) {
            let from = match self.modules.is_empty() {
                true => "./a.js".to_owned(),
                false => self.choices.pick(&self.modules).clone(),
            };
            let name = self.fresh();
            let exported = self.choices.word(&["a", "default", "b", "c", "send", "check"]);
            let line = match self.choices.below(7) {
                0 => format!("import {{ {exported} as {name} }} from '{from}';\n"),
                1 => format!("import {name} from '{from}';\n"),
                2 => format!("import * as {name} from '{from}';\n"),
                3 => format!("import '{from}';\nlet {name};\n"),
                4 => format!("const {name} = require('{from}');\n"),
                5 => format!("const {name} = await import('{from}');\n"),
                _ => format!("import {{ {exported} as {name} }} from '{from}' with {{ type: 'json' }};\n"),
            };
            text.push_str(&line);
        }
        text
    }

    fn exports(&mut self) -> String {
        let mut text = String::new();
        for (i, name) in ["a", "b", "c"].into_iter().enumerate() {
            let from = self.choices.pick(&self.modules).clone();
            let line = match self.choices.below(8) {
                0 => format!("export {{ {} as {name} }};\n", self.name()),
                1 => format!("export {{ {name} }} from '{from}';\n"),
                2 => format!("export {{ default as {name} }} from '{from}';\n"),
                3 if i == 0 => format!("export * from '{from}';\n"),
                4 => format!("export * as {name} from '{from}';\n"),
                5 if i == 0 => format!("export default {};\n", self.expression(2)),
                6 => format!("module.exports.{name} = {};\n", self.expression(2)),
                _ => format!("export const {name} = {};\n", self.expression(2)),
            };
            text.push_str(&line);
        }
        text
    }

    fn fresh(&mut self) -> String {
        self.made += 1;
        let name = format!("n{}", self.made);
        self.names.push(name.clone());
        name
    }

    fn name(&mut self) -> String {
        if self.names.is_empty() || self.choices.once_in(16) {
            return "x".to_owned();
        }
        self.choices.pick(&self.names).clone()
    }

    fn block(&mut self, depth: usize) -> String {
        let known = self.names.len();
        let count = 1 + self.choices.below(if depth > 2 { 4 } else { 2 });
        let inner: String = (0..count).map(|_| self.statement(depth.saturating_sub(1))).collect();
        // What a block declares ends with it, mostly.
        if !self.choices.once_in(8) {
            self.names.truncate(known);
        }
        format!("{{\n{inner}}}")
    }

    pub(crate) fn statement(&mut self, depth: usize) -> String {
        if depth == 0 || self.choices.is_spent() {
            return format!("{};\n", self.simple());
        }
        let d = depth - 1;
        match self.choices.below(26) {
            0..=3 => format!("{};\n", self.guarded(d)),
            4..=6 => self.declaration(d),
            7 | 8 => {
                let name = self.fresh();
                self.function("function", &name, d) + "\n"
            }
            9 => {
                let name = self.fresh();
                self.class(&name, d) + "\n"
            }
            10 | 11 => {
                let test = self.expression(d);
                let then = self.block(d);
                match self.choices.below(3) {
                    0 => format!("if ({test}) {then}\n"),
                    1 => format!("if ({test}) {then} else {}\n", self.block(d)),
                    _ => format!("if ({test}) {}", self.leaving()),
                }
            }
            12 => {
                let head = match self.choices.below(6) {
                    0 => format!("for (const {} of {})", self.pattern(2), self.expression(d)),
                    1 => format!("for (const {} in {})", self.fresh(), self.expression(d)),
                    2 => format!("for (let i = 0; i < {}; i++)", self.expression(1)),
                    3 => format!("while ({})", self.expression(d)),
                    4 => "for (;;)".to_owned(),
                    _ => format!(
                        "for (var {} = {}; {}; {})",
                        self.fresh(),
                        self.expression(1),
                        self.expression(1),
                        self.expression(1)
                    ),
                };
                let before = std::mem::replace(&mut self.inside.turn, true);
                let body = self.block(d);
                self.inside.turn = before;
                format!("{head} {body}\n")
            }
            13 => {
                let before = std::mem::replace(&mut self.inside.turn, true);
                let body = self.block(d);
                self.inside.turn = before;
                format!("do {body} while ({});\n", self.expression(d))
            }
            14 => {
                let tested = self.expression(d);
                let before = std::mem::replace(&mut self.inside.turn, true);
                let cases: String = (0..1 + self.choices.below(4))
                    .map(|_| format!("case {}:\n{}", self.expression(1), self.statement(d)))
                    .collect();
                let rest =
                    if self.choices.once_in(2) { format!("default: {}", self.statement(d)) } else { String::new() };
                self.inside.turn = before;
                format!("switch ({tested}) {{\n{cases}{rest}}}\n")
            }
            15 => {
                let block = self.block(d);
                match self.choices.below(3) {
                    0 => format!("try {block} catch {}\n", self.block(d)),
                    1 => format!("try {block} catch ({}) {}\n", self.pattern(1), self.block(d)),
                    _ => format!("try {block} finally {}\n", self.block(d)),
                }
            }
            16 => self.leaving(),
            17 => format!("label{depth}: {}\n", self.block(d)),
            18..=20 => self.listener(d),
            21 => format!("{};\n", self.send(d)),
            22 => format!("{};\n", self.sink(d)),
            23 if self.dialect.is_typed() => self.typed_statement(d),
            23 => self.block(d) + "\n",
            24 => format!("{} {} {};\n", self.place(), self.choices.word(ASSIGNED), self.expression(d)),
            _ => format!("({} = {});\n", self.pattern_of_places(2), self.expression(d)),
        }
    }

    /// An expression that may begin a statement.
    fn guarded(&mut self, depth: usize) -> String {
        let text = self.expression(depth);
        let odd = text.starts_with(['{', '[', '`', '<', '/'])
            || ["function", "class", "let", "async"].iter().any(|w| text.starts_with(w));
        if odd { format!("({text})") } else { text }
    }

    fn leaving(&mut self) -> String {
        match self.choices.below(5) {
            0 | 1 if self.inside.function => format!("return {};\n", self.expression(1)),
            2 if self.inside.function => "return;\n".to_owned(),
            3 if self.inside.turn => "break;\n".to_owned(),
            4 if self.inside.turn && self.choices.once_in(2) => "break;\n".to_owned(),
            _ => format!("throw {};\n", self.expression(1)),
        }
    }

    fn declaration(&mut self, depth: usize) -> String {
        let word = self.choices.word(&["const", "let", "var"]);
        let value = self.expression(depth);
        let target = self.pattern(2);
        let typed = if self.dialect.is_typed() && self.choices.once_in(3) { self.type_note() } else { String::new() };
        format!("{word} {target}{typed} = {value};\n")
    }

    fn type_note(&mut self) -> String {
        // What asserts is a type of results only.
        let ty = *self.choices.pick(&TYPES[..TYPES.len() - 2]);
        format!(": {ty}")
    }

    fn typed_statement(&mut self, depth: usize) -> String {
        let name = self.fresh();
        match self.choices.below(6) {
            0 => format!("interface {name} {{ a: string; on(type: 'message', f: (e: MessageEvent) => void): void }}\n"),
            1 => format!("type {name} = {};\n", self.choices.pick(&TYPES[..TYPES.len() - 2])),
            2 => format!("enum {name} {{ A, B = {}, C = 'https://a.example' }}\n", self.choices.below(9)),
            3 => format!("declare const {name}: any;\n"),
            4 => format!(
                "abstract class {name}<T> {{ constructor(private a: T, public b = {}) {{}} abstract m(): void; }}\n",
                self.expression(1)
            ),
            _ => format!("const {name} = ({} as any)!;\n", self.expression(depth)),
        }
    }

    fn pattern(&mut self, depth: usize) -> String {
        if depth == 0 {
            return self.fresh();
        }
        let d = depth - 1;
        match self.choices.below(8) {
            0..=4 => self.fresh(),
            5 => {
                let key = self.choices.word(PROPERTIES);
                let inner = self.pattern(d);
                let default =
                    if self.choices.once_in(3) { format!(" = {}", self.expression(1)) } else { String::new() };
                let rest = if self.choices.once_in(3) { format!(", ...{}", self.fresh()) } else { String::new() };
                format!("{{ {key}: {inner}{default}{rest} }}")
            }
            6 => {
                let (first, second) = (self.pattern(d), self.pattern(d));
                let rest = if self.choices.once_in(3) { format!(", ...{}", self.fresh()) } else { String::new() };
                format!("[{first}, , {second}{rest}]")
            }
            _ => format!("{{ [{}]: {} }}", self.expression(1), self.pattern(d)),
        }
    }

    fn pattern_of_places(&mut self, depth: usize) -> String {
        match self.choices.below(3) {
            0 => self.place(),
            1 if depth > 0 => format!("{{ a: {}, ...{} }}", self.pattern_of_places(depth - 1), self.place()),
            _ => format!("[{}, {}]", self.place(), self.place()),
        }
    }

    fn place(&mut self) -> String {
        let name = self.name();
        match self.choices.below(6) {
            0 | 1 => name,
            2 => format!("{name}.{}", self.choices.word(PROPERTIES)),
            3 => format!("{name}[{}]", self.expression(1)),
            4 => format!(
                "{}.{}",
                self.choices.pick(&["window", "this", "document.body", "exports", "globalThis"]),
                self.choices.word(PROPERTIES)
            ),
            _ => format!("{name}.{}.{}", self.choices.word(PROPERTIES), self.choices.word(PROPERTIES)),
        }
    }

    fn listener(&mut self, depth: usize) -> String {
        let known = self.names.len();
        let handler = self.handler(depth);
        self.names.truncate(known);
        match self.choices.below(8) {
            0..=2 => format!("addEventListener('message', {handler});\n"),
            3 => format!("window.onmessage = {handler};\n"),
            4 => format!("{}.addEventListener('message', {handler}, {});\n", self.simple(), self.simple()),
            5 => format!("{}.onmessage = {handler};\n", self.simple()),
            6 => format!("removeEventListener('message', {});\n", self.name()),
            _ => format!(
                "useEffect(() => {{ window.addEventListener('message', {handler}); return () => window.removeEventListener('message', {}); }}, []);\n",
                self.name()
            ),
        }
    }

    fn handler(&mut self, depth: usize) -> String {
        if self.choices.once_in(5) {
            return self.name();
        }
        let head = *self.choices.pick(&[
            "(e) => ",
            "async (e) => ",
            "function (e) ",
            "({ data, origin, ...e }) => ",
            "function h(e) ",
        ]);
        let outer = std::mem::replace(
            &mut self.inside,
            Inside { function: true, is_async: head.starts_with("async"), ..Inside::default() },
        );
        let check = match self.choices.below(6) {
            0 => format!("if (e.origin !== {}) return;\n", self.simple()),
            1 => format!("if (!{}.includes(e.origin)) return;\n", self.name()),
            2 => format!(
                "if (!{}.test(e.origin)) return;\n",
                self.choices.pick(&["/a\\.example$/", "/^https:\\/\\/a/", "new RegExp(x)"])
            ),
            3 => format!("if (!{}(e)) return;\n", self.name()),
            4 => format!(
                "if (e.origin.endsWith({}) && e.source === {}) {}\n",
                self.simple(),
                self.simple(),
                self.block(depth)
            ),
            _ => String::new(),
        };
        let body = self.block(depth);
        self.inside = outer;
        format!("{head}{{\n{check}{body}\n}}")
    }

    fn send(&mut self, depth: usize) -> String {
        let target = self.simple();
        let message = self.expression(depth);
        let origin = match self.choices.below(4) {
            0 => "'*'".to_owned(),
            1 => "e.origin".to_owned(),
            2 => "{ targetOrigin: '*', transfer: [x] }".to_owned(),
            _ => self.expression(1),
        };
        format!("{target}.postMessage({message}, {origin})")
    }

    fn sink(&mut self, depth: usize) -> String {
        let value = self.expression(depth);
        match self.choices.below(6) {
            0 => format!("document.body.innerHTML = {value}"),
            1 => format!("eval({value})"),
            2 => format!("location.href = {value}"),
            3 => format!("fetch({value})"),
            4 => format!("{}[{value}]({})", self.name(), self.expression(1)),
            _ => format!("localStorage.setItem({}, {value})", self.expression(1)),
        }
    }

    /// A leaf.
    fn simple(&mut self) -> String {
        match self.choices.below(4) {
            0 => (self.choices.word(LITERALS)).replace("{}", "({})"),
            1 | 2 => self.name(),
            _ => {
                let source = self.choices.word(SOURCES);
                // `arguments` and `import.meta` do not stand everywhere.
                if source == "import.meta" && self.dialect != Dialect::Mjs { "x".to_owned() } else { source.to_owned() }
            }
        }
    }

    fn list(&mut self, depth: usize) -> String {
        let count = self.choices.below(4);
        let items: Vec<String> = (0..count)
            .map(|_| {
                let spread = if self.choices.once_in(6) { "..." } else { "" };
                format!("{spread}{}", self.expression(depth))
            })
            .collect();
        items.join(", ")
    }

    pub(crate) fn expression(&mut self, depth: usize) -> String {
        if depth == 0 || self.choices.is_spent() {
            return self.simple();
        }
        let d = depth - 1;
        match self.choices.below(30) {
            0..=3 => self.simple(),
            4 | 5 => format!("{}.{}", self.operand(d), self.choices.word(PROPERTIES)),
            6..=8 => format!("{}.{}({})", self.operand(d), self.choices.word(&NAMES), self.list(d)),
            9 => format!("{}({})", self.name(), self.list(d)),
            10 => format!("{}[{}]", self.operand(d), self.expression(d)),
            11 => format!("{}?.{}?.({})", self.operand(d), self.choices.word(PROPERTIES), self.list(d)),
            12 | 13 => format!("({} {} {})", self.operand(d), self.choices.word(BINARY), self.operand(d)),
            14 => format!("({} ?? {})", self.operand(d), self.operand(d)),
            15 => format!("({} ? {} : {})", self.expression(d), self.expression(d), self.expression(d)),
            16 => format!("[{}]", self.list(d)),
            17 => self.object(d),
            18 | 19 => self.arrow(d),
            20 => format!("(`a${{{}}}b${{{}}}`)", self.expression(d), self.expression(d)),
            21 => format!(
                "{}({})",
                self.choices.pick(&["!", "-", "typeof ", "void ", "+", "~", "delete "]),
                self.expression(d)
            ),
            22 => format!("new {}({})", self.choices.word(&STATICS), self.list(d)),
            23 => format!("{}.{}({})", self.choices.word(&STATICS), self.choices.word(&NAMES), self.list(d)),
            24 => format!("({} {} {})", self.place(), self.choices.word(ASSIGNED), self.expression(d)),
            25 => format!("({}, {})", self.expression(d), self.expression(d)),
            26 if self.inside.is_async => format!("(await {})", self.expression(d)),
            26 if self.inside.is_generator => format!("(yield* {})", self.expression(d)),
            26 => format!("({}++)", self.place()),
            27 => {
                let known = self.names.len();
                let text = if self.choices.once_in(2) { self.class("", d) } else { self.function("function", "", d) };
                self.names.truncate(known);
                format!("({text})")
            }
            28 if self.dialect.has_elements() => self.element(d),
            28 => format!("import({})", self.expression(1)),
            _ => format!("{}`x${{{}}}`", self.name(), self.expression(d)),
        }
    }

    /// An expression that an operator or a dot may follow.
    fn operand(&mut self, depth: usize) -> String {
        let text = self.expression(depth);
        let plain = text.chars().all(|c| c.is_ascii_alphabetic() || c == '_' || c == '.') || text.starts_with('(');
        if plain { text } else { format!("({text})") }
    }

    fn key(&mut self) -> String {
        match self.choices.below(6) {
            0..=3 => (self.choices.word(PROPERTIES)).to_owned(),
            4 => format!("[{}]", self.expression(1)),
            _ => {
                format!("[Symbol.{}]", self.choices.pick(&["iterator", "toPrimitive", "asyncIterator", "hasInstance"]))
            }
        }
    }

    fn object(&mut self, depth: usize) -> String {
        let count = self.choices.below(4);
        let fields: Vec<String> = (0..count)
            .map(|_| {
                let key = self.key();
                match self.choices.below(7) {
                    0 | 1 => format!("{key}: {}", self.expression(depth)),
                    2 => self.name(),
                    3 => format!("...{}", self.expression(depth)),
                    4 => format!("get {key}() {}", self.body(depth, Inside::default())),
                    5 => format!("set {key}(v) {}", self.body(depth, Inside::default())),
                    _ => self.function("", &key, depth),
                }
            })
            .collect();
        format!("{{ {} }}", fields.join(", "))
    }

    fn body(&mut self, depth: usize, inside: Inside) -> String {
        let outer = std::mem::replace(&mut self.inside, Inside { function: true, ..inside });
        let text = self.block(depth);
        self.inside = outer;
        text
    }

    fn params(&mut self) -> String {
        let count = self.choices.below(3);
        let mut params: Vec<String> = (0..count)
            .map(|_| {
                let pattern = self.pattern(1);
                let typed =
                    if self.dialect.is_typed() && self.choices.once_in(3) { self.type_note() } else { String::new() };
                let default =
                    if self.choices.once_in(5) { format!(" = {}", self.expression(1)) } else { String::new() };
                format!("{pattern}{typed}{default}")
            })
            .collect();
        if self.choices.once_in(5) {
            params.push(format!("...{}", self.fresh()));
        }
        params.join(", ")
    }

    fn function(&mut self, word: &str, name: &str, depth: usize) -> String {
        let known = self.names.len();
        let outer = std::mem::take(&mut self.inside);
        let params = self.params();
        self.inside = outer;
        let (before, star) = *self.choices.pick(&[("", ""), ("", ""), ("async ", ""), ("", "*"), ("async ", "*")]);
        let inside = Inside {
            is_async: !before.is_empty(),
            is_generator: !star.is_empty() && before.is_empty(),
            ..Inside::default()
        };
        let body = self.body(depth, inside);
        self.names.truncate(known);
        match word {
            "" => format!("{before}{star}{name}({params}) {body}"),
            word => format!("{before}{word}{star} {name}({params}) {body}"),
        }
    }

    fn arrow(&mut self, depth: usize) -> String {
        let known = self.names.len();
        let is_async = self.choices.once_in(5);
        let outer = std::mem::take(&mut self.inside);
        let params = self.params();
        self.inside = Inside { function: true, is_async, ..Inside::default() };
        let body = if self.choices.once_in(2) { self.block(depth) } else { format!("({})", self.expression(depth)) };
        self.inside = outer;
        self.names.truncate(known);
        format!("({}({params}) => {body})", if is_async { "async " } else { "" })
    }

    fn class(&mut self, name: &str, depth: usize) -> String {
        let outer = std::mem::take(&mut self.inside);
        let extends = match self.choices.below(4) {
            0 => format!(" extends {}", self.operand(1)),
            1 if !name.is_empty() => format!(" extends (() => {name})()"),
            _ => String::new(),
        };
        let count = self.choices.below(4);
        let mut members: Vec<String> = (0..count)
            .map(|_| {
                let stat = if self.choices.once_in(3) { "static " } else { "" };
                // A static member cannot be called `prototype`, nor a field `constructor`.
                let key = self.key().replace("prototype", "proto").replace("constructor", "construct");
                match self.choices.below(6) {
                    0 | 1 => format!("{stat}{}", self.function("", &key, depth)),
                    2 => format!("{stat}{key} = {};", self.expression(depth)),
                    3 => format!("{stat}get {key}() {}", self.body(depth, Inside::default())),
                    4 => format!("static {}", self.block_without_function(depth)),
                    _ => format!("{stat}set {key}(v) {}", self.body(depth, Inside::default())),
                }
            })
            .collect();
        if self.choices.once_in(3) {
            let call = if extends.is_empty() { "" } else { "super(...arguments); super.a?.(this);\n" };
            let body = self.body(depth, Inside::default());
            members.push(format!("constructor(p) {{\n{call}{body}\n}}"));
        }
        self.inside = outer;
        format!("class {name}{extends} {{\n{}\n}}", members.join("\n"))
    }

    fn block_without_function(&mut self, depth: usize) -> String {
        let outer = std::mem::take(&mut self.inside);
        let text = self.block(depth);
        self.inside = outer;
        text
    }

    fn element(&mut self, depth: usize) -> String {
        let tag = self.choices.word(&["iframe", "div", "A", "a.b", "script"]);
        let attributes: String = (0..self.choices.below(3))
            .map(|_| {
                let name = *self.choices.pick(&[
                    "ref",
                    "onMessage",
                    "src",
                    "dangerouslySetInnerHTML",
                    "onLoad",
                    "srcDoc",
                    "key",
                ]);
                match self.choices.below(3) {
                    0 => format!(" {name}={{{}}}", self.expression(depth)),
                    1 => format!(" {{...{}}}", self.expression(depth)),
                    _ => format!(" {name}='a'"),
                }
            })
            .collect();
        match self.choices.below(3) {
            0 => format!("<{tag}{attributes} />"),
            1 => format!("<{tag}{attributes}>t {{{}}}</{tag}>", self.expression(depth)),
            _ => format!("<>{}</>", self.element(depth.saturating_sub(1))),
        }
    }
}
