//! Streams of events, as libraries of observables make them: `fromEvent(window, 'message').pipe(filter(…)).subscribe(…)`.
//! Which functions make streams and stages is in `rules/model/wrappers.toml`.

use crate::facts::Receiver;
use crate::machine::Machine;
use crate::machine::domain::heap::ObjKind;
use crate::machine::domain::host::{Stage, Stream};
use crate::machine::domain::value::{ObjId, Value};
use crate::model::{Form, StageKind};
use crate::source::Span;
use crate::syntax::program::{ExprId, Name};

impl Machine<'_> {
    /// A call of a library function that makes a stream or a stage of one.
    pub(in crate::machine) fn stream_call(&mut self, id: ExprId, name: &Name, args: &[Value]) -> Option<Value> {
        let span = self.program.span(id);
        if let Some(stage) = self.stage(id, name, args) {
            return Some(Value::object(self.heap.alloc(ObjKind::Stage(stage), span), span));
        }
        let model = self.model;
        let makers = model.wrappers.function.iter().filter(|w| w.names.iter().any(|n| **n == **name));
        let form = makers.flat_map(|w| &w.forms).find(|form| form.stream && form.is_for_messages(args))?;
        let receivers: Vec<Receiver> =
            self.receivers_of(form, args).into_iter().map(|(receiver, _)| receiver).collect();
        if receivers.is_empty() {
            return None;
        }
        let stream = Stream { at: id, receivers, stages: Vec::new() };
        Some(Value::object(self.heap.alloc(ObjKind::Stream(stream), span), span))
    }

    fn stage(&self, id: ExprId, name: &Name, args: &[Value]) -> Option<Stage> {
        let row = self.model.wrappers.stage.iter().find(|row| row.names.iter().any(|n| **n == **name))?;
        let function = args.first()?.objects().find(|o| self.is_callable(*o))?;
        Some(Stage { kind: row.does, at: id, function })
    }

    /// A method of a stream. One that is not known hands the events on as they are.
    pub(in crate::machine) fn stream_method(
        &mut self,
        id: ExprId,
        stream: Stream,
        name: &Name,
        args: &[Value],
    ) -> Value {
        let span = self.program.span(id);
        let mut stream = stream;
        let methods = &self.model.wrappers.stream;
        let is_in = |names: &[String]| names.iter().any(|known| **known == **name);
        if is_in(&methods.subscribes) {
            self.subscribe(&stream, args);
            return self.top(span);
        }
        if is_in(&methods.pipes) {
            let stages = args.iter().flat_map(Value::objects).filter_map(|o| match self.heap.kind(o) {
                ObjKind::Stage(stage) => Some(stage.clone()),
                _ => None,
            });
            stream.stages.extend(stages);
        } else {
            stream.stages.extend(self.stage(id, name, args));
        }
        Value::object(self.heap.alloc(ObjKind::Stream(stream), span), span)
    }

    /// The stream listens from here on: a function, or the `next` of an observer, is called for each event.
    fn subscribe(&mut self, stream: &Stream, args: &[Value]) {
        let observers: Vec<ObjId> = args.first().into_iter().flat_map(Value::objects).collect();
        for observer in observers {
            let next = match self.is_callable(observer) {
                true => Some(observer),
                false => self.lookup(observer, "next").and_then(|v| v.objects().find(|o| self.is_callable(*o))),
            };
            let Some(next) = next else { continue };
            let span = self.program.span(stream.at);
            let handler = self.heap.alloc(ObjKind::Staged(stream.stages.clone(), next), span);
            for receiver in &stream.receivers {
                self.register(stream.at, span, *receiver, &Value::object(handler, span));
            }
        }
    }

    /// An event goes through the stages from the first of these to the handler.
    pub(in crate::machine) fn run_stages(&mut self, at: ExprId, stages: &[Stage], handler: ObjId, value: Value) {
        let this = Value::undefined();
        let Some((stage, rest)) = stages.split_first() else {
            let function = Value::object(handler, Span::default());
            self.call_value(at, &function, &this, &[value]);
            return;
        };
        let span = self.program.span(stage.at);
        let function = Value::object(stage.function, span);
        let outcome = self.call_value(stage.at, &function, &this, std::slice::from_ref(&value));
        self.deeper(|m| match stage.kind {
            StageKind::Map => m.run_stages(at, rest, handler, outcome),
            StageKind::Watch => m.run_stages(at, rest, handler, value),
            StageKind::Filter => {
                m.fork(&outcome, stage.at, |m| m.run_stages(at, rest, handler, value), |_| ());
            }
        });
    }
}

impl Form {
    /// Whether the arguments of a call name the `message` event in its place.
    pub(in crate::machine) fn is_for_messages(&self, args: &[Value]) -> bool {
        args.get(self.event).is_some_and(|event| event.strings().any(|(text, _)| &**text == "message"))
    }
}
