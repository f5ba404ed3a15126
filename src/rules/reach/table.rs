//! How loudly it is reported that somebody gets to an effect: the impact of each effect, and the table of severities and personas.

use super::Who;
use crate::facts::{Effect, EffectKind, SenderRun, SinkKind};
use crate::finding::{Persona, Severity};
use crate::rules::Case;

/// What an effect is to the page, the worst first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(in crate::rules) enum Impact {
    /// Code, markup that runs, `javascript:`, a call of any function, the address of a script or a frame.
    Script,
    /// A port, every object's prototype.
    Capability,
    /// Data that outlives the handler, storage, a request, a message in this page's name, a navigation elsewhere.
    State,
    /// A call with message data that cannot be seen into.
    Unresolved,
    /// What is shown.
    Page,
}

/// How bad something is, and who is told.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::rules) struct Grade {
    pub(in crate::rules) severity: Severity,
    pub(in crate::rules) persona: Persona,
}

impl Grade {
    const fn new(severity: Severity, persona: Persona) -> Self {
        Self { severity, persona }
    }

    /// What is larger is reported to more readers, or is worse.
    pub(in crate::rules) fn weight(self) -> (std::cmp::Reverse<Persona>, Severity) {
        (std::cmp::Reverse(self.persona), self.severity)
    }

    /// Where the message has to hold a random value of the program too, which only whoever was sent it has.
    pub(in crate::rules) fn of_run(self, run: Option<&SenderRun>) -> Self {
        if run.is_some_and(|run| run.told) && PEDANTIC.weight() < self.weight() { PEDANTIC } else { self }
    }

    pub(in crate::rules) fn step_down(self) -> Self {
        let severity = if self.severity == Severity::High { Severity::Medium } else { Severity::Low };
        Self { severity, ..self }
    }
}

/// A row of the table: what an effect is worth, by the columns of [`Impact::column`].
type Row = [Grade; 3];

pub(in crate::rules) const HIGH: Grade = Grade::new(Severity::High, Persona::Regular);
pub(in crate::rules) const MEDIUM: Grade = Grade::new(Severity::Medium, Persona::Regular);
pub(in crate::rules) const LOW: Grade = Grade::new(Severity::Low, Persona::Regular);
pub(in crate::rules) const PEDANTIC: Grade = Grade::new(Severity::Low, Persona::Pedantic);
pub(in crate::rules) const AUDITOR: Grade = Grade::new(Severity::Low, Persona::Auditor);

const ANYONE: Row = [HIGH, MEDIUM, PEDANTIC];
/// What the page that frames a guest gets kept or sent there: the guest cannot know that page, and nobody else can use the guest.
const GUEST: Grade = PEDANTIC;
const NEIGHBOUR: Row = [MEDIUM, LOW, PEDANTIC];
/// Only a page that is sandboxed itself lets them in.
const SANDBOXED: Row = [LOW, LOW, PEDANTIC];
/// Whoever frames the page can navigate the frame (browser facts D4).
const OWN_FRAME: Row = [Grade::new(Severity::Medium, Persona::Pedantic), AUDITOR, AUDITOR];
const EXPECTED: Row = [PEDANTIC, AUDITOR, AUDITOR];
const UNKNOWN: Row = [AUDITOR, AUDITOR, AUDITOR];

impl Impact {
    /// What an effect of a listener is to the page.
    pub(in crate::rules) fn of(effect: &Effect, case: &Case) -> Self {
        match &effect.kind {
            EffectKind::Sink(SinkKind::Relay) if case.reach.is_picked(effect.span) => Self::Capability,
            EffectKind::Sink(kind) => Self::of_sink(*kind, case.reach.is_elsewhere(effect.span, *kind)),
            EffectKind::Pick | EffectKind::Call(_) => Self::Unresolved,
            EffectKind::PersistentWrite(_) | EffectKind::Act(_) => Self::State,
            EffectKind::Change(_) => Self::Page,
            EffectKind::Port => Self::Capability,
        }
    }

    /// What a sink is to the page; in another window or program no script runs in this one.
    pub(in crate::rules) fn of_sink(kind: SinkKind, elsewhere: bool) -> Self {
        match kind {
            _ if elsewhere => Self::State,
            SinkKind::Html | SinkKind::Code | SinkKind::Navigation | SinkKind::Dispatch => Self::Script,
            SinkKind::Prototype => Self::Capability,
            SinkKind::Request | SinkKind::Storage | SinkKind::Relay | SinkKind::Untested => Self::State,
        }
    }

    const fn column(self) -> usize {
        match self {
            Self::Script | Self::Capability => 0,
            Self::State | Self::Unresolved => 1,
            Self::Page => 2,
        }
    }
}

/// How loudly it is said that somebody gets to an effect, in a page that may be a `guest`'s.
pub(in crate::rules) fn grade(who: Who, impact: Impact, guest: bool) -> Grade {
    match (who, impact) {
        (Who::Framer, Impact::State) if guest => GUEST,
        _ => who.row()[impact.column()],
    }
}

/// How loudly it is said that their data does so. What a page sandboxes it takes for a stranger, whose only mark its window is.
pub(in crate::rules) fn grade_of_data(who: Who, impact: Impact, guest: bool) -> Grade {
    match (who, impact) {
        (Who::OpaqueFrame, Impact::Script | Impact::Capability) => MEDIUM,
        _ => grade(who, impact, guest),
    }
}

impl Who {
    const fn row(self) -> Row {
        match self {
            Self::Stranger
            | Self::LookAlike
            | Self::NoSource
            | Self::Null
            | Self::SharedHost
            | Self::Framer
            | Self::Opener
            | Self::Page => ANYONE,
            Self::Subdomain | Self::Insecure => NEIGHBOUR,
            Self::Sandboxed => SANDBOXED,
            Self::OwnFrame => OWN_FRAME,
            Self::OpaqueFrame | Self::Unresolved => UNKNOWN,
            Self::Expected | Self::Own => EXPECTED,
        }
    }
}
