//! Methods of things of which nothing is known but where they come from.

use crate::facts::Receiver;
use crate::machine::Machine;
use crate::machine::domain::heap::{ELEMENTS, ObjKind, Place};
use crate::machine::domain::origin::CONFIGURED_ORIGIN;
use crate::machine::domain::taint::{
    ATTACKER_CONTROLLED, AUTHENTICATING, REFUSED, SinkSet, TaintKind, Taints, URL_CONTROLLED,
};
use crate::machine::domain::value::{Alt, Kind, Value};
use crate::machine::ecma::regexp::Pattern;
use crate::machine::web::platform::ITERATORS;
use crate::syntax::program::{ExprId, Name};

impl Machine<'_> {
    /// A method of something of which nothing is known but its sources.
    pub(in crate::machine) fn unknown_method(
        &mut self,
        id: ExprId,
        holder: &Value,
        alt: &Alt,
        name: &Name,
        args: &[Value],
    ) -> Option<Value> {
        let span = self.program.span(id);
        let callback = args.iter().flat_map(Value::objects).find(|o| self.is_callable(*o));
        match &**name {
            "postMessage" => {
                self.post(id, holder, args);
                return Some(self.top(span));
            }
            "removeEventListener" | "detachEvent" => {
                self.note_removed(id, Receiver::Unknown, args);
                return Some(Value::undefined());
            }
            "addEventListener" if args.len() > 1 => {
                self.add_listener(id, holder, args);
                return Some(Value::undefined());
            }
            "then" | "catch" | "finally" if callback.is_some() => {
                let taints = alt.taints.clone();
                let mut result = Value::unknown(span, taints.clone());
                for callback in args.iter().flat_map(Value::objects).collect::<Vec<_>>() {
                    let function = Value::object(callback, span);
                    let passed = Value::unknown(span, taints.union(&Taints::source(TaintKind::Varying, span)));
                    let mut returned = Value::bottom();
                    self.maybe(|m| {
                        m.pause();
                        returned = m.call_value(id, &function, &Value::undefined(), &[passed]);
                    });
                    result = result.join(&self.settled(&returned));
                }
                return Some(self.promise_of(result, span));
            }
            "bind" => return Some(Value::new(Kind::Unknown, span, alt.taints.clone())),
            _ => {}
        }
        if let Some(callback) = callback
            && ITERATORS.contains(&&**name)
        {
            let list = self.make_list(Vec::new(), span);
            let taints = alt.taints.without(REFUSED).union(&Taints::source(TaintKind::Varying, alt.site));
            let item = Value::unknown(alt.site, taints);
            self.heap.set(Place::Prop(list, ELEMENTS.into()), item);
            let list_value = Value::object(list, span);
            let list_alt = list_value.single().cloned()?;
            let callback = Value::object(callback, span);
            return self.call_builtin(id, &list_value, &list_alt, name, &[callback]);
        }
        if alt.taints.has(TaintKind::Data)
            && matches!(&**name, "replace" | "replaceAll")
            && self.removes_markup(id, name, args)
        {
            return Some(Value::unknown(span, alt.taints.safe_for(SinkSet::NO_MARKUP)));
        }
        // A single character does no harm. One of a place that varies may be followed by all the others.
        if alt.taints.has(TaintKind::Data)
            && &**name == "charAt"
            && args.iter().all(|at| at.single().is_some_and(|a| matches!(a.kind, Kind::Num(_))))
        {
            return Some(Value::unknown(span, alt.taints.safe_for(SinkSet::WORD)));
        }
        self.sink_any(id, name, args, alt);
        if !alt.taints.has(TaintKind::Data)
            && (self.posts_for(id, None, name, args) || self.hears_peer(id, None, name, args))
        {
            return Some(self.top(span));
        }
        if &**name == "setAttribute" && !alt.taints.has(TaintKind::Data) {
            self.set_attribute(id, None, args);
        }
        let tested = args.iter().find(|a| a.kinds().intersects(AUTHENTICATING));
        if &**name == "concat" && tested.is_none() && !alt.taints.kinds().intersects(AUTHENTICATING) {
            return Some(self.concat_unknown(alt, args, span));
        }
        let of_sender = alt.taints.kinds().intersects(AUTHENTICATING);
        if tested.is_some() || of_sender {
            self.note_test(id, name, holder, args);
        }
        let of_attacker = [ATTACKER_CONTROLLED, URL_CONTROLLED].iter().any(|o| alt.taints.kinds().intersects(*o))
            || alt.taints.has(TaintKind::Dom);
        if tested.is_some() && of_attacker && self.in_sender_run() {
            // Both sides are the attacker's: it passes, and it is no test of the sender any more.
            let taints = args.iter().fold(alt.taints.clone(), |taints, arg| taints.union(&arg.taints()));
            return Some(Value::unknown(span, taints.without(AUTHENTICATING)));
        }
        if let Some(needle) = tested
            && self.in_sender_run()
            && !of_sender
            && &**name == "startsWith"
            && !alt.taints.has(TaintKind::Data)
        {
            let begins = needle.as_str().is_some_and(|s| CONFIGURED_ORIGIN.starts_with(&**s));
            return Some(Value::new(Kind::Bool(begins), span, needle.taints()));
        }
        if let Some(needle) = tested
            && self.in_sender_run()
            && !of_sender
            && matches!(&**name, "includes" | "indexOf" | "has" | "contains" | "hasOwnProperty")
            && !alt.taints.has(TaintKind::Data)
        {
            // A list that the environment holds: the hostile origin is not on it. What is asked for its beginning is a text.
            let begins = needle.as_str().is_some_and(|s| CONFIGURED_ORIGIN.starts_with(&**s));
            if self.outline.of_beginnings.contains(&id) {
                return Some(Value::new(Kind::Num(if begins { 0.0 } else { -1.0 }), span, needle.taints()));
            }
            let configured = needle.as_str().is_some_and(|s| **s == *CONFIGURED_ORIGIN);
            let kind = match &**name {
                "indexOf" => Kind::Num(if configured { 0.0 } else { -1.0 }),
                _ => Kind::Bool(configured),
            };
            return Some(Value::new(kind, span, needle.taints()));
        }
        if (of_sender || alt.taints.has(TaintKind::Data)) && self.is_string_method(name) {
            let mut taints = alt.taints.clone();
            for arg in args {
                taints = taints.union(&arg.taints());
            }
            return Some(Value::unknown(span, taints));
        }
        if alt.taints.has(TaintKind::Data) {
            return None;
        }
        if let Some(value) = self.returned_anywhere(id, name, args) {
            return Some(value);
        }
        // `headers.get('Authorization')`: what is looked up by a telling name.
        let key = args.first().and_then(Value::as_str).filter(|_| matches!(&**name, "get" | "getItem" | "header"))?;
        let varying = alt.taints.union(&Taints::source(TaintKind::Varying, span));
        let taints = self.secret_field(key, span, varying);
        taints.has(TaintKind::Named).then(|| Value::unknown(span, taints))
    }

    /// Whether `text.replace(…)` leaves no `<` in a text: then it is no markup any more.
    fn removes_markup(&mut self, id: ExprId, name: &str, args: &[Value]) -> bool {
        let (Some(what), Some(by)) = (args.first().and_then(Value::single), args.get(1)) else { return false };
        let all = match &what.kind {
            Kind::Str(s) => &**s == "<" && name == "replaceAll",
            Kind::Obj(o) => {
                let ObjKind::Regex { source, flags } = self.heap.kind(*o).clone() else { return false };
                let pattern = self.compiled(&source, &flags).filter(Pattern::is_global);
                pattern.is_some_and(|p| {
                    p.find_iter("<").next().is_some_and(|found| found.is_ok_and(|found| found.whole() == "<"))
                })
            }
            _ => false,
        };
        if !all {
            return false;
        }
        let callback = by.objects().any(|o| self.is_callable(o));
        let span = self.program.span(id);
        let replacement = match callback {
            true => {
                let found = Value::string("<", span, Taints::NONE);
                self.call_value(id, by, &Value::undefined(), &[found])
            }
            false => by.clone(),
        };
        let texts = replacement.alts().iter().map(|a| self.to_text(a));
        !replacement.is_bottom() && texts.into_iter().all(|t| t.is_some_and(|t| !t.contains('<')))
    }
}
