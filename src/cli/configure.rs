//! The configuration of a run: which file it comes from, and what the command line says over it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use super::Console;
use super::base::Was;
use super::changed::Changes;
use crate::config::{Config, FILE, Mistake, loosened, plain};
use crate::display::{display_path, reason};
use crate::finding::{Confidence, Persona, Severity, nearest};
use crate::names::Names;
use crate::page;
use crate::read::{self, MAX_CONFIG, Reach};
use crate::render::{Look, mistake_text};
use crate::report::ExemptionKind;
use crate::scan::Made;
use crate::source::{SourceFile, Span};

/// Where the configuration comes from, and what of it the command line changes.
#[derive(clap::Args)]
#[command(next_help_heading = "Configuration")]
pub(super) struct ConfigOptions {
    /// The configuration [default: originlint.toml, from here up to the root of the repository]
    #[arg(long, value_name = "FILE", conflicts_with = "no_config")]
    config: Option<PathBuf>,
    /// Read no configuration
    #[arg(long)]
    no_config: bool,
    /// Show the configuration that applies and the platforms that files belong to, and scan nothing
    #[arg(long)]
    pub show_config: bool,
    /// For whom the report is [default: regular]
    #[arg(long, value_name = "PERSONA", value_parser = personas())]
    persona: Option<Persona>,
    /// The same as --persona pedantic
    #[arg(long, conflicts_with = "persona")]
    pedantic: bool,
    /// Report generated and vendored files like the project's own, not to auditors only
    #[arg(long)]
    generated: bool,
    /// Report tests, fixtures and examples like the project's own, not to auditors only
    #[arg(long)]
    tests: bool,
    /// Ask these rules only
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    select: Vec<String>,
    /// Leave these rules out
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    ignore: Vec<String>,
    /// The lowest severity to report
    #[arg(long, value_name = "SEVERITY", value_parser = super::one_of(&super::SEVERITIES, Severity::as_str))]
    severity: Option<Severity>,
    /// The lowest confidence to report
    #[arg(long, value_name = "CONFIDENCE", value_parser = super::one_of(&super::CONFIDENCES, Confidence::as_str))]
    min_confidence: Option<Confidence>,
    /// The lowest severity that makes the exit status 1 [default: low]
    #[arg(long, value_name = "SEVERITY", value_parser = super::one_of(&super::SEVERITIES, Severity::as_str))]
    fail_on: Option<Severity>,
    /// Report what comments in the sources suppress too
    #[arg(long)]
    no_ignores: bool,
}

fn personas() -> impl TypedValueParser<Value = Persona> {
    let help = |persona| match persona {
        Persona::Regular => "what a careful maintainer would fix",
        Persona::Pedantic => "hygiene of the project's own code, too",
        Persona::Auditor => "everything that is technically so",
    };
    let values = Persona::ALL.map(|persona| PossibleValue::new(persona.as_str()).help(help(persona)));
    let named = |name: String| Persona::ALL.into_iter().find(|persona| persona.as_str() == name);
    PossibleValuesParser::new(values).try_map(move |name| named(name).ok_or("not a persona"))
}

/// A configuration with the file that it was read from.
pub(super) struct Configured {
    pub(super) config: Config,
    /// The file and its text; `None` if there is no file.
    pub(super) file: Option<(PathBuf, String)>,
}

impl ConfigOptions {
    /// The configuration that applies: with `changes`, that of the revision which they are compared with. What is wrong is said to
    /// the console.
    pub(super) fn resolve(
        &self,
        changes: Option<&Changes>,
        look: Look,
        console: &mut Console<'_>,
    ) -> Option<Configured> {
        let now = self.read(look, console)?;
        let mut configured = match changes.filter(|_| !self.no_config) {
            Some(changes) => self.earlier(changes, now, console),
            None => now,
        };
        match self.apply(&mut configured.config) {
            Ok(()) => Some(configured),
            Err(message) => {
                console.complain(&message);
                None
            }
        }
    }

    fn read(&self, look: Look, console: &mut Console<'_>) -> Option<Configured> {
        let here = std::env::current_dir().unwrap_or_default();
        let path = match &self.config {
            Some(path) => Some(path.clone()),
            None if self.no_config => None,
            // What is there and cannot be read is complained of.
            None => find(&here, |file| fs::symlink_metadata(file).ok()).map(|(path, _)| path),
        };
        let Some(path) = path else {
            return Some(Configured { config: Config::none(here), file: None });
        };
        let shown = Names::from_here().shown_as_given(&path);
        let around = Reach::around(&path);
        // Whoever names a file may name a link to anywhere.
        let text = match self.config {
            Some(_) => read::text(&path, MAX_CONFIG),
            None => around.text(&path, MAX_CONFIG),
        };
        let text = match text {
            Ok(text) => text,
            Err(error) => {
                console.complain(&format!("{shown}: {}", reason(&error)));
                return None;
            }
        };
        match Config::parse(&text, &root_of(&path)) {
            Ok(config) => Some(Configured { config, file: Some((path, text)) }),
            Err(_) if around.admit(&path).is_err() => {
                console.complain(&format!(
                    "{shown}: not a configuration, and not quoted: a link leads out of the repository"
                ));
                None
            }
            Err(Mistake { message, help, span }) => {
                let source = SourceFile::new(shown, text);
                let span = span.map(|span| Span::new(span.start as u32, span.end as u32));
                let text = mistake_text(&source, span, &message, help.as_deref(), look);
                console.complain_of("the configuration cannot be used", &text);
                None
            }
        }
    }

    /// The configuration as it was, and a note of what the present one would keep out besides.
    fn earlier(&self, changes: &Changes, now: Configured, console: &mut Console<'_>) -> Configured {
        let here = std::env::current_dir().unwrap_or_default();
        let was = match &now.file {
            Some((path, _)) if changes.was(path) == Was::Elsewhere => return now,
            Some((path, _)) if self.config.is_some() => match changes.was(path) {
                Was::Text(text) => Some((path.clone(), text)),
                _ => None,
            },
            _ => find(&here, |file| match changes.was(file) {
                Was::Text(text) => Some(text),
                _ => None,
            }),
        };
        if let Some((path, text)) = &now.file {
            let before = was.as_ref().map_or("", |(_, text)| text);
            let added = loosened(before, text).into_iter().map(|message| (None, message));
            changes.note(ExemptionKind::Configuration, path, added);
        }
        let Some((path, text)) = was else { return Configured { config: Config::none(here), file: None } };
        match Config::parse(&text, &root_of(&path)) {
            Ok(config) => Configured { config, file: Some((path, text)) },
            Err(Mistake { message, .. }) => {
                let path = Names::from_here().shown_as_given(&path);
                console.complain(&format!("{path}: as it was, it cannot be used, and nothing of it counts: {message}"));
                Configured { config: Config::none(here), file: None }
            }
        }
    }

    /// The command line has the last word.
    fn apply(&self, config: &mut Config) -> Result<(), String> {
        let settings = &mut config.settings;
        let pedantic = self.pedantic.then_some(Persona::Pedantic);
        settings.persona = self.persona.or(pedantic).unwrap_or(settings.persona);
        settings.generated = self.generated;
        settings.tests = self.tests;
        settings.no_suppressions = self.no_ignores;
        if let Some(least) = self.severity {
            settings.least = least;
        }
        if let Some(least) = self.min_confidence {
            settings.least_confidence = least;
        }
        config.fail_on = self.fail_on.or(config.fail_on);
        if !self.select.is_empty() || !self.ignore.is_empty() {
            let all = || page::all().iter().map(|page| page.id);
            let ignored = known(&self.ignore)?;
            let named = known(&self.select)?;
            let mut selected: BTreeSet<_> = match named.is_empty() {
                true => all().filter(|rule| settings.speaks(rule)).collect(),
                false => named.clone(),
            };
            selected.retain(|rule| !ignored.contains(rule));
            // Whoever selects a rule wants it, even if the project does not.
            settings.levels.retain(|rule, level| level.is_some() || !named.contains(rule));
            settings.selection = Some(selected);
            settings.named = named;
        }
        Ok(())
    }
}

/// The ids in a list of rules.
fn known(given: &[String]) -> Result<BTreeSet<&'static str>, String> {
    let find = |id: &String| page::find(id.trim()).map(|page| page.id).ok_or_else(|| super::unknown_rule(id));
    given.iter().map(find).collect()
}

/// The folder from which the paths of a configuration start, without links: files are called by their places.
fn root_of(file: &Path) -> PathBuf {
    let folder = plain(file).parent().unwrap_or(Path::new("")).to_owned();
    read::real(&folder).unwrap_or(folder)
}

/// The nearest configuration above `folder`, not beyond the root of its repository, and what `look` finds there.
fn find<T>(folder: &Path, look: impl Fn(&Path) -> Option<T>) -> Option<(PathBuf, T)> {
    for folder in folder.ancestors() {
        let file = folder.join(FILE);
        if let Some(found) = look(&file) {
            return Some((file, found));
        }
        // A folder in a clone, a file in a worktree.
        if folder.join(".git").exists() {
            return None;
        }
    }
    None
}

/// The configuration that applies, as one would write it.
pub(super) fn shown(configured: &Configured) -> String {
    let Configured { config, file } = configured;
    let (origin, mut table) = match file {
        Some((path, text)) => (
            display_path(path.strip_prefix(&config.root).unwrap_or(path)),
            toml::from_str::<toml::Table>(text).unwrap_or_default(),
        ),
        None => ("no configuration file".to_owned(), toml::Table::new()),
    };
    let settings = &config.settings;
    let fail_on = config.fail_on.unwrap_or(Severity::Low).as_str();
    table.insert("fail-on".to_owned(), fail_on.into());
    table.insert("persona".to_owned(), settings.persona.as_str().into());
    table.entry("exclude").or_insert_with(|| toml::Value::Array(Vec::new()));
    let level = |rule: &str| match settings.levels.get(rule) {
        _ if !settings.speaks(rule) => Some("off"),
        Some(level) => level.map(Severity::as_str),
        None => page::find(rule).map(|page| page.severity.as_str()),
    };
    // Naming a rule would show what it reports to this persona, too.
    let pages = page::all().iter().filter(|page| settings.shows(page.id, page.persona));
    let rules = pages.filter_map(|page| Some((page.id.to_owned(), level(page.id)?.into())));
    table.insert("rules".to_owned(), toml::Value::Table(rules.collect()));
    let mut text = format!("# {origin}\n");
    text.push_str(&toml::to_string_pretty(&table).unwrap_or_default());
    text
}

/// The files that belong to a platform, each with what tells so, as comments behind the configuration.
pub(super) fn shown_platforms(made: &[Made]) -> String {
    let line = |made: &Made| format!("# {}: {}, as {}\n", made.path, made.platform, made.why);
    let lines: String = made.iter().map(line).collect();
    if lines.is_empty() { lines } else { format!("\n# Platforms\n{lines}") }
}

/// Says that no rule has that name, and which one may have been meant.
pub(super) fn unknown_rule(given: &str) -> String {
    let similar = nearest(given, page::all().iter().map(|page| page.id));
    let hint = similar.map(|id| format!(" (did you mean {id}?)")).unwrap_or_default();
    format!("unknown rule \"{given}\"{hint}; `originlint rules` lists them")
}
