//! The languages of scripts and of the documents that scripts stand in, told from the extension of a path. Reads nothing.

/// The language of a piece of script, as far as it is known before reading it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
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
pub enum Language {
    /// A page, or the template of a server that makes one.
    Html,
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
        Some(match str::from_utf8(lower).ok()? {
            "vue" => Self::Vue,
            "svelte" => Self::Svelte,
            "astro" => Self::Astro,
            "svg" => Self::Svg,
            "php" | "phtml" => Self::Php,
            extension if PAGES.contains(&extension) => Self::Html,
            _ => return None,
        })
    }
}

/// The extensions of pages and of the templates that make pages.
pub const PAGES: [&str; 14] = [
    "html",
    "htm",
    "xhtml",
    "ejs",
    "eta",
    "hbs",
    "handlebars",
    "mustache",
    "njk",
    "liquid",
    "twig",
    "erb",
    "jsp",
    "jinja",
];
