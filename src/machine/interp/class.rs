//! Classes, and functions used as such: construction, fields, inheritance.

use crate::machine::domain::heap::accessor;
use crate::machine::domain::heap::{EnvId, ObjKind, Place};
use crate::machine::domain::host::Host;
use crate::machine::domain::value::{Alt, Kind, ObjId, Value};
use crate::machine::limits;
use crate::machine::{Frame, Machine};
use crate::source::Span;
use crate::syntax::program::{Arg, ClassId, ExprId, FnId, Key, MemberKind, Name};

impl<'p> Machine<'p> {
    /// `new callee(…args)`
    pub(in crate::machine) fn new_expr(&mut self, id: ExprId, callee: ExprId, args: &'p [Arg]) -> Value {
        let function = self.eval(callee);
        let args = self.args(args);
        if self.unreachable {
            return Value::bottom();
        }
        let mut result = Value::bottom();
        self.note_dispatch(id, &function.taints(), None);
        for alt in function.to_alts() {
            result = result.join(&self.construct(id, &alt, &args));
        }
        result
    }

    pub(in crate::machine) fn construct(&mut self, id: ExprId, function: &Alt, args: &[Value]) -> Value {
        let span = self.program.span(id);
        let Kind::Obj(class) = function.kind else {
            let holder = Value::new(Kind::Unknown, function.site, function.taints.clone());
            let name = self.callee_name(id);
            return self.call_unknown(id, &holder, args, name.as_ref());
        };
        match self.heap.kind(class).clone() {
            ObjKind::Class { .. } | ObjKind::Closure { .. } => self.instantiate(class, args, id, span),
            ObjKind::Bound { target, args: first, .. } => {
                let mut all = first;
                all.extend_from_slice(args);
                let target = Alt { kind: Kind::Obj(target), site: function.site, taints: function.taints.clone() };
                self.deeper(|m| m.construct(id, &target, &all)).unwrap_or_else(|| self.call_unseen(span, args))
            }
            ObjKind::Host(Host::Global(name)) => self.construct_global(id, name, args),
            ObjKind::Host(Host::Type(ty)) if let Some(made) = ty.made() => match (made.name(), args.first()) {
                ("@options", Some(options)) => options.clone(),
                _ => self.construct_type(id, made),
            },
            _ => match self.package_call(class, args, span) {
                Some(made) => made,
                None => self.call_unknown(id, &Value::object(class, span), args, None),
            },
        }
    }

    /// A new object of a class or of a function used as one.
    pub(in crate::machine) fn instantiate(&mut self, class: ObjId, args: &[Value], id: ExprId, span: Span) -> Value {
        let object = self.heap.alloc(ObjKind::Plain, span);
        let prototype = self.prototype_of(class);
        self.heap.object_mut(object).proto = Some(prototype);
        self.exploration.instances.entry(class).or_insert(object);
        let this = Value::object(object, span);
        match self.heap.kind(class).clone() {
            ObjKind::Class { .. } => {
                self.construct_into(class, &this, args, id);
                this
            }
            _ => {
                let returned = self.invoke(class, &this, args, id);
                let objects = returned.filter(|a| matches!(a.kind, Kind::Obj(_)));
                if objects.is_bottom() { this } else { objects }
            }
        }
    }

    /// Runs the constructor of a class, or its parent's, on an object.
    pub(in crate::machine) fn construct_into(&mut self, class: ObjId, this: &Value, args: &[Value], id: ExprId) {
        let ObjKind::Class { class: class_id, env } = *self.heap.kind(class) else {
            if matches!(self.heap.kind(class), ObjKind::Closure { .. }) {
                self.invoke(class, this, args, id);
            } else {
                for arg in args {
                    self.escape(arg);
                }
            }
            return;
        };
        let program = self.program;
        let c = program.class(class_id);
        let prototype = self.prototype_of(class);
        if self.frames.len() >= limits::FRAMES || self.frames.iter().filter(|f| f.home == Some(prototype)).count() > 4 {
            return;
        }
        match c.constructor {
            Some(constructor) => {
                if c.extends.is_none() {
                    self.initialise_fields(class_id, env, this);
                }
                self.exploration.runs[constructor.index()] += 1;
                self.activate(constructor, env, this.clone(), Some(prototype), args, Some(id));
            }
            None => {
                if let Some(parent) = self.parent_of(class) {
                    self.deeper(|m| m.construct_into(parent, this, args, id));
                }
                self.initialise_fields(class_id, env, this);
            }
        }
    }

    /// `super(…)`
    pub(in crate::machine) fn super_call(&mut self, args: &[Value], id: ExprId) {
        let Some(home) = self.frames.last().and_then(|f| f.home) else { return };
        let Some(&class) = self.exploration.prototypes.get(&home) else { return };
        let this = self.this();
        match self.parent_of(class) {
            Some(parent) => self.construct_into(parent, &this, args, id),
            None => {
                for arg in args {
                    self.escape(arg);
                }
            }
        }
        if let ObjKind::Class { class: class_id, env } = *self.heap.kind(class) {
            self.initialise_fields(class_id, env, &this);
        }
    }

    pub(in crate::machine) fn initialise_fields(&mut self, class: ClassId, env: EnvId, this: &Value) {
        let program = self.program;
        for member in &program.class(class).members {
            if member.is_static {
                continue;
            }
            let (MemberKind::Field(value), Some(key)) = (member.kind, &member.key) else { continue };
            self.field(class, env, this, key, value, member.interface.as_ref());
        }
    }

    pub(in crate::machine) fn field(
        &mut self,
        class: ClassId,
        env: EnvId,
        this: &Value,
        key: &'p Key,
        value: Option<ExprId>,
        interface: Option<&'p Name>,
    ) {
        let span = self.program.class(class).span;
        let function = self.frames.last().map_or(FnId(0), |f| f.function);
        self.frames.push(Frame::new(function, env, this.clone()));
        let name = self.key(key);
        let mut value = match value {
            Some(v) => self.eval(v),
            // Declared without a value: set somewhere, one may assume.
            None => self.top(span),
        };
        self.frames.pop();
        if let Some(interface) = interface {
            value = self.typed(value, interface, span);
        }
        if let Some(name) = name.as_str() {
            self.name_channels(&value, &format!("this.{name}"));
            self.set_in_time(name, &value, span);
        }
        for object in this.objects() {
            self.define(object, &name, value.clone());
        }
    }

    /// The class that `class` extends, if it is one of this program.
    pub(in crate::machine) fn parent_of(&self, class: ObjId) -> Option<ObjId> {
        let parent = self.heap.own(class, PARENT)?;
        parent.objects().find(|o| matches!(self.heap.kind(*o), ObjKind::Class { .. } | ObjKind::Closure { .. }))
    }

    /// What instances of a class or function inherit from.
    pub(in crate::machine) fn prototype_of(&mut self, class: ObjId) -> ObjId {
        let known = self.heap.own(class, "prototype").and_then(|v| v.objects().next());
        if let Some(known) = known {
            self.exploration.prototypes.entry(known).or_insert(class);
            return known;
        }
        let site = self.heap.object(class).site;
        let prototype = self.heap.alloc(ObjKind::Plain, site);
        self.heap.object_mut(prototype).open = false;
        self.heap.set(Place::Prop(class, "prototype".into()), Value::object(prototype, site));
        self.heap.set(Place::Prop(prototype, "constructor".into()), Value::object(class, site));
        self.exploration.prototypes.insert(prototype, class);
        prototype
    }

    /// The methods that `super` names.
    pub(in crate::machine) fn super_object(&mut self) -> Value {
        let home = self.frames.last().and_then(|f| f.home);
        let parent = home.and_then(|h| self.heap.object(h).proto);
        match parent {
            Some(p) => Value::object(p, self.heap.object(p).site),
            None => self.top(Span::default()),
        }
    }

    pub(in crate::machine) fn make_class(&mut self, id: ClassId, span: Span) -> Value {
        let program = self.program;
        let c = program.class(id);
        let parent = c.extends.map(|e| self.eval(e));
        let env = self.env();
        let class = self.heap.alloc(ObjKind::Class { class: id, env }, span);
        let value = Value::object(class, span);
        if let Some(own) = c.own_name {
            let owner = program.binding(own).owner;
            if let Some(env) = self.heap.scope(env, owner) {
                self.heap.set(Place::Var(env, own), value.clone());
            }
        }
        let prototype = self.prototype_of(class);
        if let Some(parent) = parent {
            if let Some(p) = parent.objects().find(|o| self.is_class_like(*o)) {
                let inherited = self.prototype_of(p);
                self.heap.object_mut(prototype).proto = Some(inherited);
                self.heap.object_mut(class).proto = Some(p);
            }
            self.heap.set(Place::Prop(class, PARENT.into()), parent);
        }
        if self.program.is_own_class(id) {
            self.exploration.classes.push(class);
        }
        for member in &c.members {
            for decorator in &member.decorators {
                self.eval(*decorator);
            }
            let holder = if member.is_static { class } else { prototype };
            match (&member.kind, &member.key) {
                (MemberKind::Method(f), Some(key)) => {
                    let name = self.key(key);
                    let method = self.close_over(*f, Some(holder));
                    self.define(holder, &name, Value::object(method, program.function(*f).span));
                    self.note_decorators(class, method, &member.decorators);
                }
                (MemberKind::Getter(f), Some(key)) => {
                    let name = self.key(key);
                    let getter = self.close_over(*f, Some(holder));
                    if let Some(name) = name.as_str() {
                        self.heap
                            .set(Place::Prop(holder, accessor(name)), Value::object(getter, program.function(*f).span));
                    }
                }
                (MemberKind::Setter(f), Some(_)) => {
                    self.close_over(*f, Some(holder));
                }
                (MemberKind::Field(init), Some(key)) if member.is_static => {
                    let env = self.env();
                    self.field(id, env, &value, key, *init, member.interface.as_ref());
                }
                (MemberKind::StaticBlock(body), _) => self.stmt(*body),
                _ => {}
            }
        }
        value
    }

    pub(in crate::machine) fn is_class_like(&self, object: ObjId) -> bool {
        matches!(self.heap.kind(object), ObjKind::Class { .. } | ObjKind::Closure { .. })
    }
}

/// The property of a class that holds what it extends.
const PARENT: &str = "[[parent]]";
