//! What a condition on this path tells of message data beyond equality: that a URL has an allowed scheme or host, that
//! one of two things holds.

use crate::machine::Machine;
use crate::machine::domain::heap::{ObjKind, Place};
use crate::machine::domain::host_type::HostType;
use crate::machine::domain::taint::{ATTACKER_CONTROLLED, SinkSet, URL_CONTROLLED};
use crate::machine::domain::value::{Kind, ObjId, Value};
use crate::machine::ecma::builtins::PARSED;
use crate::machine::ecma::regexp::Pattern as Regexp;
use crate::machine::web::address;
use crate::syntax::program::{Arg, Expr, ExprId, Key, Name, PatId, Pattern};

impl<'p> Machine<'p> {
    /// `url.protocol === 'https:'`, `url.origin === APP`: an allow-list of one.
    pub(super) fn assume_part_of_address(&mut self, subject: ExprId, other: &Value) {
        let Expr::Member { object, key: Key::Name(part), .. } = self.program.expr(subject) else { return };
        let allowed = match &**part {
            "protocol" => {
                !other.is_bottom()
                    && other.alts().iter().all(|a| matches!(&a.kind, Kind::Str(s) if address::is_harmless_protocol(s)))
            }
            "origin" | "host" | "hostname" => {
                let kinds = other.kinds();
                !other.is_bottom() && !kinds.intersects(ATTACKER_CONTROLLED) && !kinds.intersects(URL_CONTROLLED)
            }
            _ => false,
        };
        if allowed {
            self.allow_parsed(*object);
        }
    }

    /// What is parsed as a URL is one that was allowed.
    fn allow_parsed(&mut self, url: ExprId) {
        match self.program.expr(url) {
            Expr::Chain(inner) | Expr::Typed(inner, _) => self.allow_parsed(*inner),
            Expr::New { callee, args } if matches!(self.program.expr(*callee), Expr::Global(n) if &**n == "URL") => {
                if let Some(text) = args.first() {
                    self.allow_address(text.value);
                }
            }
            _ if self.is_plain_read(url) => {
                // `const url = new URL(text)`: the text is allowed too.
                if let Expr::Var(b) = self.program.expr(url)
                    && let Some(&made) = self.outline.tests.get(b)
                    && self.step()
                {
                    self.deeper(|m| m.allow_parsed(made));
                }
                let value = self.eval(url);
                // `anchor.href = text`, the URL parser of old.
                if let Expr::Var(b) = self.program.expr(url)
                    && let Some(&text) = self.web.anchored.get(b)
                    && value.objects().any(|o| self.host_type(o) == HostType::Anchor)
                {
                    self.allow_address(text);
                }
                let urls: Vec<ObjId> = value.objects().filter(|o| matches!(self.heap.kind(*o), ObjKind::Url)).collect();
                if !urls.is_empty() {
                    self.allow_address(url);
                }
                self.allow_what_was_given(url, &urls);
            }
            _ => {}
        }
    }

    /// `const url = parsed(text)`, where the function parses what it is given: the text is allowed too.
    fn allow_what_was_given(&mut self, url: ExprId, made: &[ObjId]) {
        let Expr::Var(binding) = self.program.expr(url) else { return };
        let Some(Expr::Call { args, .. }) = self.outline.tests.get(binding).map(|call| self.program.expr(*call)) else {
            return;
        };
        for arg in args.iter().filter(|arg| !arg.spread) {
            if !self.is_plain_read(arg.value) {
                continue;
            }
            let given = self.eval(arg.value);
            let is_parsed = |o: &ObjId| {
                let text = self.heap.own(*o, PARSED).and_then(Value::single);
                text.zip(given.single()).is_some_and(|(text, given)| text.site == given.site && text.kind == given.kind)
            };
            if made.iter().any(is_parsed) {
                self.allow_address(arg.value);
            }
        }
    }

    /// `anchor.href = text`: from here on, what a test finds out about the parts of the anchor's address it finds out about the text.
    pub(in crate::machine) fn anchor(&mut self, target: PatId, text: ExprId) {
        if let Pattern::Place(place) = self.program.pattern(target)
            && let Expr::Member { object, key: Key::Name(name), .. } = self.program.expr(*place)
            && &**name == "href"
            && let Expr::Var(b) = self.program.expr(*object)
        {
            self.web.anchored.insert(*b, text);
        }
    }

    /// The address may be gone to: where message data is in it, it does not decide the scheme.
    fn allow_address(&mut self, e: ExprId) {
        if !self.is_plain_read(e) {
            return;
        }
        let value = self.eval(e);
        let tail = |v: &Value| v.clone().map_taints(|l| l.safe_for(SinkSet::FIXED_HOST));
        for object in value.objects().collect::<Vec<_>>() {
            if !matches!(self.heap.kind(object), ObjKind::Url) {
                continue;
            }
            let parts: Vec<(Name, Value)> =
                self.heap.own_entries(object).map(|(name, part)| (name.clone(), tail(part))).collect();
            for (name, part) in parts {
                self.heap.set(Place::Prop(object, name), part);
            }
        }
        self.learn(e, tail(&value));
    }

    /// A test of how a text begins, where it holds: `url.startsWith('https://')`, `/^https?:/.test(url)`.
    pub(super) fn assume_beginning(&mut self, callee: ExprId, args: &'p [Arg]) {
        let (Expr::Member { object, key: Key::Name(name), .. }, Some(first)) =
            (self.program.expr(callee), args.first())
        else {
            return;
        };
        let (subject, test) = match &**name {
            "startsWith" if args.len() == 1 => (*object, first.value),
            "match" => (*object, first.value),
            "test" => (first.value, *object),
            _ => return,
        };
        if !self.is_constant_read(test) {
            return;
        }
        let test = self.eval(test);
        let kinds = test.kinds();
        if test.is_bottom() || kinds.intersects(ATTACKER_CONTROLLED) || kinds.intersects(URL_CONTROLLED) {
            return;
        }
        let tests = test.to_alts();
        if &**name == "startsWith" {
            let texts = tests.iter().map(|a| if let Kind::Str(s) = &a.kind { Some(s) } else { None });
            if texts.into_iter().all(|text| text.is_some_and(|s| address::fixes_scheme(s))) {
                self.allow_address(subject);
            }
            return;
        }
        let patterns: Option<Vec<Regexp>> = tests.iter().map(|a| self.pattern_of(&a.kind)).collect();
        let Some(patterns) = patterns else { return };
        let fixes_scheme = |p: &Regexp| p.leads().is_some_and(|leads| leads.iter().all(|l| address::fixes_scheme(l)));
        if patterns.iter().all(fixes_scheme) {
            self.allow_address(subject);
        }
        if patterns.iter().all(Regexp::is_of_words) {
            self.learn_safe(subject, SinkSet::WORD);
        }
        let whole = self.before_replacements(subject);
        if whole != subject && patterns.iter().all(Regexp::is_of_json_punctuation) {
            self.learn_safe(whole, SinkSet::LITERALS);
        }
    }

    /// The regular expression that a value is, if it can be run.
    fn pattern_of(&mut self, kind: &Kind) -> Option<Regexp> {
        let Kind::Obj(o) = kind else { return None };
        let ObjKind::Regex { source, flags } = self.heap.kind(*o).clone() else { return None };
        self.compiled(&source, &flags)
    }

    /// The text of which something was replaced: `text` of `text.replace(STRINGS, ']').replace(SPACES, '')`. Where nothing but
    /// the punctuation of JSON is left so, the text was literals.
    fn before_replacements(&self, mut e: ExprId) -> ExprId {
        while let Expr::Call { callee, .. } = self.program.expr(e)
            && let Expr::Member { object, key: Key::Name(name), .. } = self.program.expr(*callee)
            && matches!(&**name, "replace" | "replaceAll")
        {
            e = *object;
        }
        e
    }

    /// `url.indexOf('https://') === 0`
    pub(super) fn assume_index_in_address(&mut self, subject: ExprId, other: &Value) {
        let at_start = other.single().is_some_and(|a| a.kind == Kind::Num(0.0));
        let Expr::Call { callee, args, .. } = self.program.expr(subject) else { return };
        let (Expr::Member { object, key: Key::Name(name), .. }, [Arg { value, .. }]) =
            (self.program.expr(*callee), args.as_slice())
        else {
            return;
        };
        if at_start && &**name == "indexOf" && self.is_constant_read(*value) {
            let text = self.eval(*value);
            if text.as_str().is_some_and(|s| address::fixes_scheme(s)) {
                self.allow_address(*object);
            }
        }
    }

    /// Whether reading the expression has no effect and gives something of the program's own.
    fn is_constant_read(&self, e: ExprId) -> bool {
        match self.program.expr(e) {
            Expr::Const(_) => true,
            Expr::Template { values, .. } => values.iter().all(|v| self.is_constant_read(*v)),
            Expr::Binary(_, a, b) => self.is_constant_read(*a) && self.is_constant_read(*b),
            _ => self.is_plain_read(e),
        }
    }
}
