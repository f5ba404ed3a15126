//! From a document that holds script to its parts: what runs, in which language, and what the markup around it says.
//!
//! Knows HTML, SVG, the templates of servers, Vue, Svelte and Astro. Parses no script; [`crate::syntax`] does, and joins the
//! parts to one program.

use crate::language::{Dialect, Engine, Language};
use crate::source::Span;

mod astro;
mod braces;
mod engine;
mod holes;
mod html;
mod indented;
mod joined;
mod php;
mod svelte;
mod svg;
mod tags;
mod text;
mod vue;

pub use joined::Joined;
pub use php::printed;
pub use text::Text;

/// The script of a document, and what the markup around it says.
#[derive(Debug, Default)]
pub struct Document {
    /// Whether scripts and template share the scope of one module, as in a component. The classic scripts of a page share
    /// the global scope.
    pub component: bool,
    /// Whether the template opens what holds a value, and finds what is no variable in the component's options (Vue).
    pub unwraps: bool,
    /// Whether `$name` is what the store `name` holds, and `$: statement` runs again when something changes (Svelte).
    pub reacts: bool,
    /// Scripts in the order in which they run.
    pub scripts: Vec<Script>,
    /// Files whose scripts share the global scope of the page, as specifiers of an import: `./app.js`.
    pub sources: Vec<(String, Span)>,
    /// Code that runs on the server and whose constants a script may be given.
    pub server: Option<Text>,
    /// Elements that the markup uses.
    pub elements: Vec<Element>,
    /// What the markup does with script, in the order of the source.
    pub uses: Vec<Use>,
    /// Loops of the template, outer ones first.
    pub loops: Vec<Loop>,
    /// Who fills in what a script holds of a template.
    engine: Engine,
    /// Where a server, or the program around it, inserts text that is not known.
    pub holes: Vec<Hole>,
    /// The comments of the markup: all of each, and what stands between its marks.
    pub comments: Vec<(Span, Span)>,
    /// What was left out, and why.
    pub incomplete: Vec<(String, Span)>,
}

/// Where something is inserted that is not known.
#[derive(Clone, Debug)]
pub struct Hole {
    /// What stands in its place.
    pub span: Span,
    /// How the values that it is made of are called, as far as that is known.
    pub names: Vec<String>,
}

/// What is read as one script.
#[derive(Clone, Debug)]
pub struct Script {
    /// The text.
    pub text: Text,
    /// Its language.
    pub dialect: Dialect,
    /// Whether it has a scope of its own.
    pub scope: Scope,
}

/// What the names of a script's top level belong to.
#[derive(Clone, PartialEq, Debug)]
pub enum Scope {
    /// The scope of the document: the global one of a page, the module of a component.
    Shared,
    /// Their own.
    Own,
    /// Their own, together with constants that the server sets from this object literal.
    Given(Text),
    /// As `Shared`, in which exported variables are set by whoever uses the component.
    Props,
    /// Their own, in the page of a frame inside the document: the element of that number.
    Frame(usize),
}

/// An element of the markup.
#[derive(Clone, Debug)]
pub struct Element {
    /// The tag's name, in lower case.
    pub tag: String,
    /// The start tag.
    pub span: Span,
    /// The attributes whose value is known, with names in lower case.
    pub attributes: Vec<(String, String)>,
}

/// Something that the markup does with script.
#[derive(Debug)]
pub struct Use {
    /// The element it stands at, by its place in [`Document::elements`].
    pub element: usize,
    /// What a finding points at: the attribute.
    pub span: Span,
    /// What is done.
    pub kind: UseKind,
    /// The script.
    pub text: Text,
    /// Its language.
    pub dialect: Dialect,
    /// The loops around it, outer ones first, by their places in [`Document::loops`].
    pub loops: Vec<usize>,
}

/// What the markup does with a piece of script.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum UseKind {
    /// `onmessage="…"`: statements that handle an event of the window. The property's name.
    WindowHandler(String),
    /// `onclick="…"`: statements that handle an event of the element. The property's name.
    Handler(String),
    /// Statements, or the function itself, that handle an event of the element or component. The event's name with its
    /// modifiers, and the name of the parameter.
    Callback(String, &'static str),
    /// A function that listens to an event of the window. The event's name.
    Listen(String),
    /// The value of a property of the element.
    Write(String),
    /// What is written to is the element from now on.
    Hold,
    /// The element goes by this name in script. There is no script in it.
    Ref(String),
}

/// `v-for`, `{#each}`: what stands inside is repeated for each element of a list.
#[derive(Debug)]
pub struct Loop {
    /// An arrow function, of which the first parameter is the pattern that takes each element.
    pub pattern: Text,
    /// The list.
    pub list: Text,
    /// The language of both.
    pub dialect: Dialect,
    /// All of the attribute or the block's head.
    pub span: Span,
}

/// How many loops around a place are followed; what stands in more of them is read as if it stood in these.
const MAX_LOOPS: usize = 32;

/// Takes a document apart.
pub fn read(text: &str, language: Language) -> Document {
    match language {
        Language::Html(engine) => html::read(text, engine),
        Language::Indented => indented::read(text),
        Language::Php => php::read(text),
        Language::Vue => vue::read(text),
        Language::Svelte => svelte::read(text),
        Language::Astro => astro::read(text),
        Language::Svg => svg::read(text),
    }
}
