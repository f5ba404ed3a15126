//! The configuration of a run: which file it comes from, and what the command line says over it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use toml::Table;

use super::Console;
use super::base::Was;
use super::changed::Changes;
use crate::config::{Config, Flaw, Mistake, Overlay, Texts, plain, table};
use crate::configs::Configs;
use crate::display::reason;
use crate::finding::{Confidence, Persona, Severity, nearest};
use crate::names::Names;
use crate::page;
use crate::read::{self, MAX_CONFIG, MAX_NOTE, Reach};
use crate::render::{Look, mistake_text};
use crate::scan::Made;
use crate::source::{SourceFile, Span};
use crate::store::Store;

/// Where the configuration comes from, and what of it the command line changes.
#[derive(clap::Args)]
#[command(next_help_heading = "Configuration")]
pub(super) struct ConfigOptions {
    /// Use this configuration for every file [default: for each file the nearest originlint.toml or package.json above it]
    #[arg(long, value_name = "FILE", conflicts_with = "no_config")]
    config: Option<PathBuf>,
    /// Read no configuration
    #[arg(long)]
    no_config: bool,
    /// Print the configurations that apply and the platforms of the files, and scan nothing
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
    /// Run only these rules: ids, families (receivers, senders, data, channels, suppressions), globs (message-to-*) or weaknesses (CWE-79)
    #[arg(long, value_name = "RULE", value_delimiter = ',', value_parser = super::rule_word(), hide_possible_values = true)]
    select: Vec<String>,
    /// Leave out these rules, named as for --select
    #[arg(long, value_name = "RULE", value_delimiter = ',', value_parser = super::rule_word(), hide_possible_values = true)]
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
    /// Report findings that comments suppress, too
    #[arg(long, alias = "no-ignores")]
    no_suppressions: bool,
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

impl ConfigOptions {
    /// The configurations that apply: with `changes`, those of the revision which they are compared with. What is wrong with the one that
    /// is named is said to the console; what is wrong with others shows once they are asked for.
    pub(super) fn resolve(
        &self,
        changes: Option<&Arc<Changes>>,
        max_steps: Option<u64>,
        look: Look,
        console: &mut Console<'_>,
    ) -> Option<Configs> {
        self.resolve_among(Arc::new(Store::Disk), changes, max_steps, look, console)
    }

    /// The same where those that nobody names come from elsewhere.
    pub(super) fn resolve_among(
        &self,
        texts: Arc<dyn Texts>,
        changes: Option<&Arc<Changes>>,
        max_steps: Option<u64>,
        look: Look,
        console: &mut Console<'_>,
    ) -> Option<Configs> {
        let overlay = match self.overlay(max_steps) {
            Ok(overlay) => overlay,
            Err(message) => {
                console.complain(&message);
                return None;
            }
        };
        let here = || std::env::current_dir().unwrap_or_default();
        let config = match (&self.config, changes) {
            (Some(path), _) => self.named(path, changes, look, console)?,
            (None, _) if self.no_config => Config::alone(here()),
            (None, Some(changes)) => return Some(Configs::nearest(Arc::<Changes>::clone(changes), overlay)),
            (None, None) => return Some(Configs::nearest(texts, overlay)),
        };
        Some(Configs::fixed(config, &overlay))
    }

    /// The configuration that a person named. Whoever names a file may name a link to anywhere.
    fn named(
        &self,
        path: &Path,
        changes: Option<&Arc<Changes>>,
        look: Look,
        console: &mut Console<'_>,
    ) -> Option<Config> {
        let shown = Names::from_here().shown_as_given(path);
        let text = match read::text(path, MAX_CONFIG) {
            Ok(text) => text,
            Err(error) => {
                console.complain(&format!("{shown}: {}", reason(&error)));
                return None;
            }
        };
        let place = place(path);
        let now = match Config::read(&place, &text, &Store::Disk) {
            Ok(config) => config.unwrap_or_else(|| Config::none(root_of(&place))),
            Err(flaw) if flaw.path == place && Reach::around(path).admit(path).is_err() => {
                console.complain(&format!(
                    "{shown}: not a configuration, and not quoted: a link leads out of the repository"
                ));
                return None;
            }
            Err(flaw) => {
                complain_of(&[flaw], look, console);
                return None;
            }
        };
        let Some(changes) = changes else { return Some(now) };
        match changes.was(path) {
            Was::Elsewhere => Some(now),
            Was::Absent => {
                changes.note_configuration(path, &Table::new(), &table(path, &text));
                Some(Config::none(root_of(&place)))
            }
            Was::Text(was) => {
                changes.note_configuration(path, &table(path, &was), &table(path, &text));
                match Config::read(&place, &was, &**changes) {
                    Ok(config) => Some(config.unwrap_or_else(|| Config::none(root_of(&place)))),
                    Err(flaw) => {
                        complain_of_earlier(&flaw, console);
                        Some(Config::none(root_of(&place)))
                    }
                }
            }
        }
    }

    /// What the command line says over every configuration.
    fn overlay(&self, max_steps: Option<u64>) -> Result<Overlay, String> {
        Ok(Overlay {
            persona: self.persona.or(self.pedantic.then_some(Persona::Pedantic)),
            generated: self.generated,
            tests: self.tests,
            no_suppressions: self.no_suppressions,
            least: self.severity,
            least_confidence: self.min_confidence,
            fail_on: self.fail_on,
            select: known(&self.select)?,
            ignore: known(&self.ignore)?,
            max_steps,
        })
    }
}

/// Whether the configurations of a run can be used. What is wrong with one is said to the console.
pub(super) fn are_usable(configs: &Configs, look: Look, console: &mut Console<'_>) -> bool {
    let mut flaws = configs.flaws();
    if !configs.are_broken() {
        flaws.iter().for_each(|flaw| complain_of_earlier(flaw, console));
        // The run goes by what was; what is has to be usable all the same.
        flaws = if configs.are_past() { configs.flaws_of(Arc::new(Store::Disk)) } else { Vec::new() };
    }
    complain_of(&flaws, look, console);
    flaws.is_empty()
}

/// Says what is wrong with configurations, each with an excerpt.
pub(super) fn complain_of(flaws: &[Flaw], look: Look, console: &mut Console<'_>) {
    for Flaw { path, text, mistake: Mistake { message, help, span } } in flaws {
        let shown = Names::from_here().shown_as_given(path);
        if text.is_empty() {
            console.complain(&format!("{shown}: {message}"));
            continue;
        }
        let source = SourceFile::new(shown, text.as_str());
        let span = span.clone().map(|span| Span::new(span.start as u32, span.end as u32));
        let text = mistake_text(&source, span, message, help.as_deref(), look);
        console.complain_of("the configuration cannot be used", &text);
    }
}

/// Says that a configuration could not be used before it was changed.
fn complain_of_earlier(flaw: &Flaw, console: &mut Console<'_>) {
    let path = Names::from_here().shown_as_given(&flaw.path);
    let message = &flaw.mistake.message;
    console.complain(&format!("{path}: as it was, it cannot be used, and nothing of it counts: {message}"));
}

/// The rules that the words of a list stand for.
fn known(given: &[String]) -> Result<BTreeSet<&'static str>, String> {
    let mut rules = BTreeSet::new();
    for word in given {
        let pages = page::matching(word.trim());
        if pages.is_empty() {
            return Err(unknown_rule(word));
        }
        rules.extend(pages.iter().map(|page| page.id));
    }
    Ok(rules)
}

/// Where a configuration lies, in a folder without links: files are called by their places.
fn place(file: &Path) -> PathBuf {
    let file = plain(file);
    root_of(&file).join(file.file_name().unwrap_or_default())
}

/// The folder from which the paths of a configuration start.
fn root_of(file: &Path) -> PathBuf {
    let folder = plain(file).parent().unwrap_or(Path::new("")).to_owned();
    read::real(&folder).unwrap_or(folder)
}

/// The configurations that apply, as one would write them.
pub(super) fn shown(configs: &Configs) -> String {
    let found = configs.found();
    let written: Vec<_> = found.iter().filter(|config| config.file.is_some()).collect();
    let of_one = |config: &Arc<Config>| shown_one(config);
    match written.is_empty() {
        true => found.first().map(of_one).unwrap_or_default(),
        // Where every file has one, nobody asks what holds without.
        false => written.into_iter().map(of_one).collect::<Vec<_>>().join("\n"),
    }
}

fn shown_one(config: &Config) -> String {
    let file = config.file.as_deref();
    let text = file.and_then(|file| read::text(file, MAX_NOTE).ok());
    let mut table = file.zip(text).map(|(file, text)| table(file, &text)).unwrap_or_default();
    let origin =
        file.map_or_else(|| "no configuration file".to_owned(), |file| Names::from_here().shown_as_given(file));
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
    let stance = |rule: &str| {
        let level = level(rule)?;
        let Some(persona) = settings.personas.get(rule).filter(|_| level != "off") else { return Some(level.into()) };
        let details = [("severity", level), ("persona", persona.as_str())];
        Some(toml::Value::Table(details.map(|(key, word)| (key.to_owned(), word.into())).into_iter().collect()))
    };
    // Naming a rule would show what it reports to this persona, too.
    let pages = page::all()
        .iter()
        .filter(|page| settings.personas.contains_key(page.id) || settings.shows(page.id, page.persona));
    let rules = pages.filter_map(|page| Some((page.id.to_owned(), stance(page.id)?)));
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
    let similar = nearest(given, page::words());
    let hint = similar.map(|id| format!(" (did you mean {id}?)")).unwrap_or_default();
    format!("unknown rule \"{given}\"{hint}; `originlint rules` lists them")
}
