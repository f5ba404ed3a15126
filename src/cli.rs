//! The command line: arguments to a subcommand, its outcome to an exit status. Analyses nothing and formats no finding.

mod base;
mod cache;
mod changed;
mod check;
mod child;
mod configure;
mod explain;
mod git;
mod init;
mod known;
mod lsp;
mod mend;
mod progress;
mod rules;
mod shell;
mod stream;
mod supervise;

use std::env;
use std::ffi::{OsStr, OsString};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use clap::builder::{PossibleValue, PossibleValuesParser, StringValueParser, StyledStr, TypedValueParser};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{ColorChoice, CommandFactory, FromArgMatches, Parser, Subcommand};

use child::Link;
use configure::unknown_rule;
use serde::{Deserialize, Serialize};

use crate::defect;
use crate::display::reason;
use crate::finding::{Confidence, Severity, shorten};
use crate::page;
use crate::render::{Look, visible, visible_lines};

/// Nothing at or above the threshold was found.
pub const CLEAN: u8 = 0;
/// Something was found.
pub const FINDINGS: u8 = 1;
/// The run cannot be trusted.
pub const UNTRUSTED: u8 = 2;

const EXIT_STATUSES: &str = "\
Exit status, the same in every format:
  0  nothing for this persona was found at or above the severity of --fail-on
  1  something was found (0 with --exit-zero)
  2  the run cannot be trusted:
     - wrong usage
     - a configuration, a baseline or a revision that cannot be used
     - a path that does not exist, or a named file that cannot be read
     - no file with script under the paths
     - an output that cannot be written
     - a file whose analysis crashed
     - a file with a messaging word that cannot be read or parsed, unless it is a test, a fixture,
       an example or generated; with --strict, any file that is not analysed to its end; with
       --allow-failures, none";

#[derive(Parser)]
#[command(name = "originlint", version, max_term_width = 100, after_long_help = EXIT_STATUSES)]
/// A security linter for browser messaging
///
/// Reads JavaScript and TypeScript, works out who may send a message, who may read one and what a message may do, and
/// reports the flaws with evidence: postMessage, message listeners, ports, channels and workers.
struct Arguments {
    /// Whether to use colours, links and box-drawing characters
    ///
    /// By default they are used in a terminal, unless NO_COLOR is set, CLICOLOR is 0 or TERM is dumb. CLICOLOR_FORCE and FORCE_COLOR turn
    /// them on everywhere.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", hide_default_value = true)]
    #[arg(value_parser = one_of(&[When::Auto, When::Always, When::Never], When::as_str))]
    color: When,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Check(Box<check::Arguments>),
    Stream(Box<stream::Arguments>),
    Lsp(Box<lsp::Arguments>),
    Init(init::Arguments),
    Explain(explain::Arguments),
    Rules(rules::Arguments),
    Cache(cache::Arguments),
    Completions(shell::CompletionArguments),
    Man(shell::ManArguments),
}

#[derive(Clone, Copy)]
enum When {
    Auto,
    Always,
    Never,
}

impl When {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Always => "always",
            Self::Never => "never",
        }
    }
}

/// The severities in the order of their weight.
const SEVERITIES: [Severity; 3] = [Severity::Low, Severity::Medium, Severity::High];

/// How sure a finding may be, the least sure first.
const CONFIDENCES: [Confidence; 3] = [Confidence::Low, Confidence::Medium, Confidence::High];

/// The streams of a run.
pub struct Console<'a> {
    /// Where reports go.
    pub stdout: &'a mut dyn Write,
    /// Where messages about the run go.
    pub stderr: &'a mut dyn Write,
    /// What is known of the two.
    pub terminal: Terminal,
}

/// What is known of the terminal, if there is one.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub struct Terminal {
    /// Whether standard output is a terminal.
    pub stdout: bool,
    /// Whether standard error is a terminal.
    pub stderr: bool,
    /// Width in columns, where known.
    pub width: Option<usize>,
    /// Whether the environment asks for colour (`CLICOLOR_FORCE`, `FORCE_COLOR`) or against it (`CLICOLOR=0`, `TERM=dumb`, and
    /// `NO_COLOR`, which wins).
    pub color: Option<bool>,
    /// Whether standard output is a terminal that follows links.
    pub links: bool,
    /// Whether GitHub Actions is who reads standard output.
    pub github: bool,
}

impl Terminal {
    /// Looks at the streams and the environment of the process.
    pub fn detect() -> Self {
        let color = color(|name| env::var_os(name));
        Self {
            stdout: io::stdout().is_terminal(),
            stderr: io::stderr().is_terminal(),
            width: terminal_size::terminal_size().map(|(width, _)| usize::from(width.0)),
            color,
            links: supports_hyperlinks::on(supports_hyperlinks::Stream::Stdout),
            github: env::var_os("GITHUB_ACTIONS").is_some_and(|value| value == "true"),
        }
    }
}

/// Whether the variables of an environment ask for colour, or against it. The conventions take an empty variable for none
/// (no-color.org, bixense.com/clicolors, force-color.org).
fn color(variable: impl Fn(&str) -> Option<OsString>) -> Option<bool> {
    let set = |name: &str| variable(name).filter(|value| !value.is_empty());
    let is = |name: &str, wanted: &str| set(name).is_some_and(|value| value == wanted);
    let is_forced = ["CLICOLOR_FORCE", "FORCE_COLOR"].iter().any(|name| set(name).is_some_and(|value| value != "0"));
    if set("NO_COLOR").is_some() {
        Some(false)
    } else if is_forced {
        Some(true)
    } else {
        let is_refused = is("CLICOLOR", "0") || is("FORCE_COLOR", "0") || is("TERM", "dumb");
        is_refused.then_some(false)
    }
}

/// How many characters of a complaint are shown: a path, which may have 4,096 bytes, and what is wrong with it.
const MAX_COMPLAINT: usize = 5_000;

impl Console<'_> {
    /// Says something about the run. A standard error that cannot be written to has nobody listening.
    fn complain(&mut self, message: &str) {
        let mut message = message.to_owned();
        shorten(&mut message, MAX_COMPLAINT);
        let _ = writeln!(self.stderr, "originlint: {}", visible(&message));
    }

    /// The same with an excerpt below it.
    fn complain_of(&mut self, message: &str, excerpt: &str) {
        self.complain(message);
        let _ = write!(self.stderr, "{excerpt}");
    }

    /// How standard output wants its text.
    fn look(&self, when: When) -> Look {
        self.look_of(when, self.terminal.stdout)
    }

    /// How a stream wants its text; `is_terminal` says whether it is one.
    fn look_of(&self, when: When, is_terminal: bool) -> Look {
        let color = match when {
            When::Always => true,
            When::Never => false,
            When::Auto => self.terminal.color.unwrap_or(is_terminal),
        };
        let width = self.terminal.width.filter(|_| is_terminal).unwrap_or(Look::PLAIN.width);
        // Below 40 columns excerpts cannot be read, above 120 prose cannot.
        Look {
            color,
            links: color && (self.terminal.links || matches!(when, When::Always)),
            summary: true,
            width: width.clamp(40, 120),
        }
    }

    /// The status of a run that wrote to standard output: a reader that has gone away has seen enough, and any other
    /// failure to write is one of the run.
    fn written(&mut self, outcome: io::Result<()>, status: u8) -> u8 {
        match outcome.and_then(|()| self.stdout.flush()) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                self.complain(&format!("standard output: {}", reason(&error)));
                UNTRUSTED
            }
            _ => status,
        }
    }
}

/// The word with which the program starts itself. Nobody types it.
const CHILD: &str = "__child";

/// The whole program: `args`, the first of which is its own name, and the streams of the process to the exit status.
///
/// A scan is supervised: it runs in a child process, so that a file whose analysis crashes costs its own verdict and no other.
pub fn start(args: impl IntoIterator<Item = OsString>) -> u8 {
    let mut args: Vec<OsString> = args.into_iter().collect();
    if args.get(1).is_some_and(|word| word == CHILD) {
        args.remove(1);
        return child::serve(args);
    }
    // Neither stream is locked: other threads may have something to say while this one waits for them.
    let mut stdout = BufWriter::new(io::stdout());
    let mut stderr = io::stderr();
    let mut console = Console { stdout: &mut stdout, stderr: &mut stderr, terminal: Terminal::detect() };
    // A stream has children of its own, and the other subcommands analyse nothing.
    if subcommand(&args).is_some_and(|word| word == "check") {
        match supervise::run(&args[1..], &mut console) {
            Ok(status) => return status,
            Err(why) => {
                console.complain(&format!("no process can be started, so that a crash would end the whole run: {why}"));
            }
        }
    }
    guarded(args, &mut console, None)
}

/// The subcommand, found without reading the whole command line: only one option stands before it, and that has a value.
fn subcommand(args: &[OsString]) -> Option<&OsString> {
    let mut args = args.iter().skip(1);
    loop {
        let arg = args.next()?;
        if arg == "--color" {
            args.next();
        } else if !arg.as_encoded_bytes().starts_with(b"-") {
            return Some(arg);
        }
    }
}

/// As [`run`]. A defect that is nobody's else ends the run with a message, and with the status of a run that cannot be trusted.
fn guarded(args: impl IntoIterator<Item = OsString>, console: &mut Console<'_>, link: Option<&Link>) -> u8 {
    let ran = catch_unwind(AssertUnwindSafe(|| run_linked(args, console, link)));
    ran.unwrap_or_else(|panic| {
        console.complain(&format!("a defect of originlint, please report it: {}", defect::message(&*panic)));
        UNTRUSTED
    })
}

/// Runs the program with `args`, the first of which is its own name, in this process, and returns the exit status.
pub fn run(args: impl IntoIterator<Item = OsString>, console: &mut Console<'_>) -> u8 {
    run_linked(args, console, None)
}

fn run_linked(args: impl IntoIterator<Item = OsString>, console: &mut Console<'_>, link: Option<&Link>) -> u8 {
    let args: Vec<OsString> = args.into_iter().collect();
    let mut command = Arguments::command().color(ColorChoice::Never);
    let matches = command.try_get_matches_from_mut(&args);
    let arguments = match matches.and_then(|matches| Arguments::from_arg_matches(&matches)) {
        Ok(arguments) => arguments,
        Err(mut error) => {
            suggest_check(&mut error, args.get(1), &command);
            return report_usage(&error, console);
        }
    };
    let look = console.look(arguments.color);
    let stderr_look = console.look_of(arguments.color, console.terminal.stderr);
    match arguments.command {
        Command::Check(arguments) => check::run(&arguments, look, stderr_look, link, console),
        Command::Stream(arguments) => stream::run(&arguments, &args[1..], stderr_look, link, console),
        Command::Lsp(arguments) => lsp::run(&arguments, &args[1..], stderr_look, link, console),
        Command::Init(init::Arguments {}) => init::run(console),
        Command::Explain(arguments) => explain::run(&arguments, look, console),
        Command::Rules(arguments) => rules::run(&arguments, console),
        Command::Cache(arguments) => cache::run(&arguments, console),
        Command::Completions(arguments) => shell::completions(&arguments, console),
        Command::Man(arguments) => shell::man(&arguments, console),
    }
}

/// Other linters take paths and options without a word before them: whoever writes `originlint .` is told of `check`.
fn suggest_check(error: &mut clap::Error, first: Option<&OsString>, command: &clap::Command) {
    let Some(first) = first.and_then(|first| first.to_str()) else { return };
    let is_meant = match error.kind() {
        ErrorKind::InvalidSubcommand => first == "-" || first.contains(['/', '\\', '.']) || Path::new(first).exists(),
        ErrorKind::UnknownArgument => {
            let name = first.split('=').next().unwrap_or_default();
            let known = |arg: &clap::Arg| arg.get_long().is_some_and(|long| name.strip_prefix("--") == Some(long));
            command.find_subcommand("check").is_some_and(|check| check.get_arguments().any(known))
        }
        _ => false,
    };
    if is_meant {
        let tip = StyledStr::from(format!("files are scanned by `originlint check {}`", visible(first)));
        error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![tip]));
    }
}

/// Help and version go to standard output and are no error; the rest goes to standard error.
fn report_usage(error: &clap::Error, console: &mut Console<'_>) -> u8 {
    let text: StyledStr = error.render();
    let plain = text.to_string();
    // It repeats arguments, which a shell may have taken from the names of files.
    let shown = visible_lines(&plain);
    let terminal = console.terminal;
    let print = |out: &mut dyn Write, is_terminal: bool| match terminal.color.unwrap_or(is_terminal) && shown == plain {
        true => write!(out, "{}", text.ansi()),
        false => write!(out, "{shown}"),
    };
    if error.use_stderr() {
        let _ = print(console.stderr, terminal.stderr);
        return UNTRUSTED;
    }
    let outcome = print(console.stdout, terminal.stdout);
    console.written(outcome, CLEAN)
}

/// The long help of the program and of each subcommand: what `docs/cli.txt` holds.
pub fn reference() -> String {
    let mut command = Arguments::command().color(ColorChoice::Never).term_width(100);
    command.build();
    let mut text = format!("$ originlint --help\n{}", command.render_long_help());
    for subcommand in command.get_subcommands_mut().filter(|command| command.get_name() != "help") {
        let name = subcommand.get_name().to_owned();
        text.push_str(&format!("\n\n$ originlint {name} --help\n{}", subcommand.render_long_help()));
    }
    let lines: Vec<_> = text.lines().map(str::trim_end).collect();
    lines.join("\n") + "\n"
}

/// `1 entry`, `2 entries`.
fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// Accepts any word. Shells complete it with the rules and their families; [`page::matching`] says what it stands for.
fn rule_word() -> impl TypedValueParser<Value = String> {
    RuleWord
}

#[derive(Clone)]
struct RuleWord;

impl TypedValueParser for RuleWord {
    type Value = String;

    fn parse_ref(
        &self,
        command: &clap::Command,
        arg: Option<&clap::Arg>,
        value: &OsStr,
    ) -> Result<String, clap::Error> {
        StringValueParser::new().parse_ref(command, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(page::words().map(PossibleValue::new)))
    }
}

/// Accepts the names of `all`; for any other, clap answers with the nearest of them.
fn one_of<T: Copy + Send + Sync + 'static>(
    all: &'static [T],
    name: fn(T) -> &'static str,
) -> impl TypedValueParser<Value = T> {
    let find = move |given: String| all.iter().copied().find(|value| name(*value) == given).ok_or("not a known value");
    PossibleValuesParser::new(all.iter().map(|value| name(*value))).try_map(find)
}

#[cfg(test)]
mod tests {
    use super::color;

    #[test]
    fn the_environment_asks_for_colour_or_against_it() {
        for (variables, expected) in [
            (&[][..], None),
            (&[("TERM", "xterm"), ("CLICOLOR", "1")], None),
            (&[("TERM", "dumb")], Some(false)),
            (&[("CLICOLOR", "0")], Some(false)),
            (&[("FORCE_COLOR", "0")], Some(false)),
            (&[("FORCE_COLOR", "1"), ("TERM", "dumb")], Some(true)),
            (&[("CLICOLOR_FORCE", "1"), ("CLICOLOR", "0")], Some(true)),
            (&[("CLICOLOR_FORCE", "0")], None),
            (&[("FORCE_COLOR", "3"), ("NO_COLOR", "1")], Some(false)),
            (&[("FORCE_COLOR", "3"), ("NO_COLOR", "")], Some(true)),
        ] {
            let variable = |name: &str| variables.iter().find(|(own, _)| *own == name).map(|(_, value)| value.into());
            assert_eq!(color(variable), expected, "{variables:?}");
        }
    }
}
