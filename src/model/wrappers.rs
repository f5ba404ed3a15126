//! `wrappers.toml`: functions of libraries and what they do for the functions that they are given.

use serde::Deserialize;

/// `wrappers.toml`, and the rows that a configuration adds to it.
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Wrappers {
    /// Functions that register a listener.
    pub function: Vec<Wrapper>,
    /// Methods that register a listener.
    pub method: Vec<Wrapper>,
    /// Decorators that register the method they stand on.
    pub decorator: Vec<Decorator>,
    /// Functions that make a holder of state.
    pub state: Vec<StateHolder>,
    /// Functions that make a stage of a stream of events.
    pub stage: Vec<StageRow>,
    /// How streams of events are listened to.
    pub stream: Streams,
    /// Where events of libraries hold the browser's.
    pub event: LibraryEvents,
    /// Methods of what jQuery wraps.
    pub jquery: JQuery,
    /// Functions that only ask whether something is so.
    pub assertion: Assertion,
    /// Functions that give back the function that they are given.
    pub identity: Identity,
    /// What frameworks run, and when.
    pub lifecycle: Lifecycle,
}

impl Wrappers {
    /// Adds rows.
    pub(crate) fn extend(&mut self, rows: Self) {
        let Self { function, method, decorator, state, stage, stream, event, jquery, assertion, identity, lifecycle } =
            rows;
        self.function.extend(function);
        self.method.extend(method);
        self.decorator.extend(decorator);
        self.state.extend(state);
        self.stage.extend(stage);
        self.stream.subscribes.extend(stream.subscribes);
        self.stream.pipes.extend(stream.pipes);
        self.event.properties.extend(event.properties);
        self.event.methods.extend(event.methods);
        self.jquery.listens.extend(jquery.listens);
        self.assertion.functions.extend(assertion.functions);
        self.identity.names.extend(identity.names);
        self.identity.limits.extend(identity.limits);
        let Lifecycle { functions, methods, fields, setters, rendered_by, effects, once, dependent, ends, user_events } =
            lifecycle;
        let own = &mut self.lifecycle;
        own.functions.extend(functions);
        own.methods.extend(methods);
        own.fields.extend(fields);
        own.setters.extend(setters);
        own.rendered_by.extend(rendered_by);
        own.user_events.extend(user_events);
        own.effects.extend(effects);
        own.once.extend(once);
        own.dependent.extend(dependent);
        own.ends.extend(ends);
    }

    /// The names of the functions, methods and decorators that register listeners.
    pub(crate) fn registering(&self) -> impl Iterator<Item = &String> {
        let calls = self.function.iter().chain(&self.method).flat_map(|row| &row.names);
        calls.chain(self.decorator.iter().flat_map(|row| &row.names))
    }
}

/// Methods of streams of events.
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Streams {
    /// Those that call a function for each event.
    pub subscribes: Vec<String>,
    /// Those that hand the events through the stages that they are given.
    pub pipes: Vec<String>,
}

/// Methods of what jQuery wraps.
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub(crate) struct JQuery {
    /// Those that register a listener.
    pub listens: Vec<String>,
}

/// Functions of tests that ask whether something is so, and make nothing of it.
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Assertion {
    /// Their names, or those of the objects whose methods they are.
    pub functions: Vec<String>,
}

/// What an event of a library holds of the browser's.
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub(crate) struct LibraryEvents {
    /// Properties that are the browser's event.
    pub properties: Vec<String>,
    /// Methods that give it.
    pub methods: Vec<String>,
}

impl LibraryEvents {
    /// Whether a property is the browser's event.
    pub(crate) fn holds(&self, property: &str) -> bool {
        self.properties.iter().any(|known| known == property)
    }

    /// Whether a method gives the browser's event.
    pub(crate) fn gives(&self, method: &str) -> bool {
        self.methods.iter().any(|known| known == method)
    }
}

/// Functions that frameworks run at certain times in the life of a component.
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Lifecycle {
    /// Functions that are given what to run.
    pub functions: Vec<String>,
    /// Methods of classes and of objects of options.
    pub methods: Vec<String>,
    /// Fields of classes whose properties a method of the base class sets.
    pub fields: Vec<String>,
    /// Those methods.
    pub setters: Vec<String>,
    /// Beginnings of the names of packages whose components are functions, which run at each rendering.
    pub rendered_by: Vec<String>,
    /// Events of the user's, which come again and again.
    pub user_events: Vec<String>,
    /// Functions that are given what runs after a rendering; what that returns runs before the next one.
    pub effects: Vec<String>,
    /// Those whose function runs after the first rendering alone, whatever else they are given.
    pub once: Vec<String>,
    /// Functions of which an argument says when they run again.
    pub dependent: Vec<Dependent>,
    /// Functions that are given what runs when a component goes.
    pub ends: Vec<String>,
}

/// Functions with a list of what they depend on, which is compared and handed to nobody.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct Dependent {
    /// Their names.
    pub names: Vec<String>,
    /// The place of the list among the arguments, counted from 0.
    pub at: usize,
}

/// A function that registers a listener.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct Wrapper {
    /// Its names.
    pub names: Vec<String>,
    /// The ways of calling it.
    pub forms: Vec<Form>,
}

/// One way of calling a wrapper: places of arguments, counted from 0.
#[derive(Clone, Copy, Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct Form {
    /// The target; the window without it.
    #[serde(default)]
    pub target: Option<usize>,
    /// The event's name.
    pub event: usize,
    /// The handler; the result is a stream of events without it.
    #[serde(default)]
    pub handler: Option<usize>,
    /// Whether the result is a stream of events.
    #[serde(default)]
    pub stream: bool,
}

/// A decorator that registers the method it stands on.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct Decorator {
    /// Its names.
    pub names: Vec<String>,
    /// The first arguments that mean a message of the window.
    pub events: Vec<String>,
}

/// A function that makes a holder of state.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct StateHolder {
    /// Its names.
    pub names: Vec<String>,
    /// `pair`; `store`, which has `set` and `update`; or the name of the property that holds the value.
    pub shape: String,
}

/// Functions that make a stage of a stream of events, each given the function that it calls for an event.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct StageRow {
    /// Their names.
    pub names: Vec<String>,
    /// What becomes of the event.
    pub does: StageKind,
}

/// What a stage of a stream does with an event.
#[derive(Clone, Copy, Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub(crate) enum StageKind {
    /// It goes on if the function says so.
    Filter,
    /// What the function makes of it goes on.
    Map,
    /// It goes on as it is.
    Watch,
}

/// Functions that return their argument.
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Identity {
    /// Their names.
    pub names: Vec<String>,
    /// Those among them whose result calls it less often than it is called.
    #[serde(default)]
    pub limits: Vec<String>,
}
