//! The languages of scripts and of the documents that scripts stand in, told from the extension of a path. Reads nothing.

/// The language of a piece of script, as far as it is known before reading it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(not(feature = "testing"), non_exhaustive)]
pub enum Dialect {
    /// JavaScript, perhaps with JSX, perhaps with types of Flow.
    JavaScript,
    /// TypeScript without JSX, where `<T>value` is a type assertion.
    TypeScript,
    /// TypeScript with JSX.
    Tsx,
}

impl Dialect {
    /// The dialect that the extension of a path promises, in any case. What is not TypeScript is JavaScript.
    pub fn of(path: &str) -> Self {
        match path.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase()).as_deref() {
            Some("ts" | "mts" | "cts") => Self::TypeScript,
            Some("tsx") => Self::Tsx,
            _ => Self::JavaScript,
        }
    }
}

/// The language of a document.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(not(feature = "testing"), non_exhaustive)]
pub enum Language {
    /// A page, or the template of a server that makes one.
    Html(Engine),
    /// A template that is written by indentation: Pug, Haml, Slim.
    Indented,
    /// A page that PHP makes.
    Php,
    /// A single-file component of Vue.
    Vue,
    /// A component of Svelte.
    Svelte,
    /// A component of Astro.
    Astro,
    /// An image in XML, which a browser shows as a document of its own.
    Svg,
}

impl Language {
    /// The language that the extension of a path promises; `None` where the file is script itself.
    pub fn of(path: &str) -> Option<Self> {
        Self::of_extension(path.rsplit('/').next()?.rsplit_once('.')?.1)
    }

    /// The language of files with this extension, in any case.
    pub fn of_extension(extension: &str) -> Option<Self> {
        // Longer than any of them.
        let mut lower = [0; 16];
        let lower = lower.get_mut(..extension.len())?;
        lower.copy_from_slice(extension.as_bytes());
        lower.make_ascii_lowercase();
        DOCUMENTS.iter().find(|(name, _)| name.as_bytes() == &*lower).map(|(_, language)| *language)
    }
}

/// Who fills in a template, as far as that changes how it is read.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
#[cfg_attr(not(feature = "testing"), non_exhaustive)]
pub enum Engine {
    /// Nobody, or one of those that share their brackets: `<% %>`, `<? ?>`, `{{ }}`, `{% %}`.
    #[default]
    Common,
    /// Go's `html/template`.
    Go,
    /// Smarty.
    Smarty,
    /// FreeMarker.
    FreeMarker,
    /// Razor, of ASP.NET.
    Razor,
}

/// The extensions of documents, each with the language.
pub const DOCUMENTS: [(&str, Language); 33] = [
    ("html", Language::Html(Engine::Common)),
    ("htm", Language::Html(Engine::Common)),
    ("xhtml", Language::Html(Engine::Common)),
    ("shtml", Language::Html(Engine::Common)),
    ("ejs", Language::Html(Engine::Common)),
    ("eta", Language::Html(Engine::Common)),
    ("hbs", Language::Html(Engine::Common)),
    ("handlebars", Language::Html(Engine::Common)),
    ("mustache", Language::Html(Engine::Common)),
    ("njk", Language::Html(Engine::Common)),
    ("liquid", Language::Html(Engine::Common)),
    ("twig", Language::Html(Engine::Common)),
    ("jinja", Language::Html(Engine::Common)),
    ("jinja2", Language::Html(Engine::Common)),
    ("j2", Language::Html(Engine::Common)),
    ("erb", Language::Html(Engine::Common)),
    ("heex", Language::Html(Engine::Common)),
    ("jsp", Language::Html(Engine::Common)),
    ("aspx", Language::Html(Engine::Common)),
    ("cshtml", Language::Html(Engine::Razor)),
    ("ftl", Language::Html(Engine::FreeMarker)),
    ("tpl", Language::Html(Engine::Smarty)),
    ("tmpl", Language::Html(Engine::Go)),
    ("gohtml", Language::Html(Engine::Go)),
    ("php", Language::Php),
    ("phtml", Language::Php),
    ("pug", Language::Indented),
    ("haml", Language::Indented),
    ("slim", Language::Indented),
    ("vue", Language::Vue),
    ("svelte", Language::Svelte),
    ("astro", Language::Astro),
    ("svg", Language::Svg),
];
