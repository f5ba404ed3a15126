//! No recursion of the machine is without the guard that counts depth and grows the stack (`Machine::deeper`): a program that the
//! attacker wrote decides how deep it goes. Read from the source itself: which functions call which, by name.

use std::collections::{BTreeMap, BTreeSet};

use syn::visit::{self, Visit};

use crate::{assert_none, files_below, read};

/// Recursions whose depth no program chooses, or not without the parser's leave.
const BOUNDED: [(&str, &[&str]); 4] = [
    (
        "goes down the syntax tree, whose depth is measured before it is parsed",
        &[
            "Machine::alias",
            "Machine::assume",
            "Machine::assume_either",
            "Machine::bind",
            "Machine::eval_test",
            "Machine::is_boolean",
            "Machine::is_constant_read",
            "Machine::is_lasting",
            "Machine::is_plain_place",
            "Machine::is_plain_read",
            "Machine::learn",
            "Machine::note_tags_in",
            "Machine::unwrapped",
            "Machine::write_expr",
            "component::results",
            "namespace::path_of",
            "relevance::holder",
        ],
    ),
    (
        "counts statements, parts or levels itself",
        &[
            "Machine::content_within",
            "Machine::exported",
            "Machine::print",
            "Machine::untested",
            "Machine::ways",
            "Machine::whole_message",
        ],
    ),
    ("goes once more for each of several names", &["Machine::call_on"]),
    (
        "goes down a pattern, whose depth its parser bounds",
        &[
            "Emitter::node",
            "Node::is_bound",
            "Node::is_nullable",
            "Node::rounds",
            "Parser::disjunction",
            "Parser::operand",
            "key::walk",
            "lead::extend",
            "lookalike::words",
        ],
    ),
];

#[test]
fn every_recursion_of_the_machine_is_guarded() {
    let mut calls = Calls::default();
    for path in files_below("src").into_iter().filter(|p| p.starts_with("src/machine") && p.ends_with(".rs")) {
        calls.read(&path, &read(&path));
    }
    assert!(calls.guards.len() > 3 && calls.of.len() > 500, "the machine's functions are no longer found");
    let bounded: BTreeSet<&str> = BOUNDED.iter().flat_map(|(_, names)| names.iter().copied()).collect();
    let open = |name: &str| !calls.guards.contains(name) && !bounded.contains(name);
    let circles: Vec<String> = circles(&calls.of, open)
        .into_iter()
        .map(|circle| format!("{} call each other and none goes through `deeper`", circle.join(", ")))
        .collect();
    assert_none(&circles, "recursions without the guard");
    let idle: Vec<String> =
        bounded.iter().filter(|name| !calls.of.contains_key(**name)).map(|name| (*name).to_owned()).collect();
    assert_none(&idle, "exceptions for functions that are gone");
}

#[test]
fn a_recursion_without_the_guard_is_seen() {
    let text = "impl Machine { fn a(&mut self) { self.b(); } fn b(&mut self) { self.maybe(|m| m.a()); } \
                fn c(&mut self) { self.deeper(|m| m.c()); } #[cfg(test)] fn e() { Self::e() } } fn d() { d() }";
    let mut calls = Calls::default();
    calls.read("m.rs", text);
    let found = circles(&calls.of, |name| !calls.guards.contains(name));
    assert_eq!(found, [vec!["Machine::a".to_owned(), "Machine::b".to_owned()], vec!["m::d".to_owned()]]);
}

/// Which functions mention a call of which. A method is known by its type and name, a function by its module and name.
#[derive(Default)]
struct Calls {
    of: BTreeMap<String, BTreeSet<String>>,
    guards: BTreeSet<String>,
    module: String,
    implementor: Option<String>,
    within: Vec<String>,
}

impl Calls {
    fn read(&mut self, path: &str, text: &str) {
        let name = path.trim_end_matches(".rs").rsplit('/').next().unwrap_or_default();
        name.clone_into(&mut self.module);
        self.visit_file(&syn::parse_file(text).expect("the machine compiles"));
    }

    fn function(&mut self, attributes: &[syn::Attribute], name: &syn::Ident, body: impl FnOnce(&mut Self)) {
        if attributes.iter().any(is_test) {
            return;
        }
        let owner = self.implementor.as_ref().unwrap_or(&self.module);
        let name = format!("{owner}::{name}");
        self.of.entry(name.clone()).or_default();
        self.within.push(name);
        body(self);
        self.within.pop();
    }

    fn call(&mut self, owner: &str, name: &syn::Ident) {
        let Some(caller) = self.within.last().cloned() else { return };
        let called = format!("{owner}::{name}");
        if called == "Machine::deeper" {
            self.guards.insert(caller);
        } else {
            self.of.entry(caller).or_default().insert(called);
        }
    }
}

fn is_test(attribute: &syn::Attribute) -> bool {
    let text = match &attribute.meta {
        syn::Meta::List(list) => format!("{}({})", list.path.segments[0].ident, list.tokens),
        meta => meta.path().segments[0].ident.to_string(),
    };
    text == "test" || text == "cfg(test)"
}

impl<'a> Visit<'a> for Calls {
    fn visit_item_mod(&mut self, item: &'a syn::ItemMod) {
        if !item.attrs.iter().any(is_test) {
            visit::visit_item_mod(self, item);
        }
    }

    fn visit_item_impl(&mut self, item: &'a syn::ItemImpl) {
        let name = match &*item.self_ty {
            syn::Type::Path(path) => path.path.segments.last().map(|s| s.ident.to_string()),
            _ => None,
        };
        let outer = std::mem::replace(&mut self.implementor, name);
        visit::visit_item_impl(self, item);
        self.implementor = outer;
    }

    fn visit_item_fn(&mut self, item: &'a syn::ItemFn) {
        let outer = self.implementor.take();
        self.function(&item.attrs, &item.sig.ident, |calls| visit::visit_item_fn(calls, item));
        self.implementor = outer;
    }

    fn visit_impl_item_fn(&mut self, item: &'a syn::ImplItemFn) {
        self.function(&item.attrs, &item.sig.ident, |calls| visit::visit_impl_item_fn(calls, item));
    }

    /// `self.name(…)`, or `m.name(…)` in what a branch of the machine runs. Other receivers are values that do not call back.
    fn visit_expr_method_call(&mut self, call: &'a syn::ExprMethodCall) {
        if let syn::Expr::Path(path) = &*call.receiver
            && let Some(receiver) = path.path.get_ident()
        {
            let owner = match receiver.to_string().as_str() {
                "self" => self.implementor.clone(),
                "m" | "machine" => Some("Machine".to_owned()),
                _ => None,
            };
            if let Some(owner) = owner {
                self.call(&owner, &call.method);
            }
        }
        visit::visit_expr_method_call(self, call);
    }

    fn visit_expr_call(&mut self, call: &'a syn::ExprCall) {
        if let syn::Expr::Path(path) = &*call.func
            && let Some(name) = path.path.get_ident()
        {
            let module = self.module.clone();
            self.call(&module, name);
        }
        visit::visit_expr_call(self, call);
    }

    /// `Self::name`, `module::name`, called or handed on. A lone name that is not called is a variable.
    fn visit_expr_path(&mut self, path: &'a syn::ExprPath) {
        let mut names = path.path.segments.iter().rev().map(|s| &s.ident);
        if let (Some(name), Some(owner)) = (names.next(), names.next()) {
            let owner = match owner.to_string().as_str() {
                "Self" => self.implementor.clone().unwrap_or_default(),
                other => other.to_owned(),
            };
            self.call(&owner, name);
        }
        visit::visit_expr_path(self, path);
    }
}

/// The sets of functions that reach each other through those that are `open`, each sorted.
fn circles(calls: &BTreeMap<String, BTreeSet<String>>, open: impl Fn(&str) -> bool) -> Vec<Vec<String>> {
    let reach = |from: &str| {
        let mut seen = BTreeSet::new();
        let mut todo = vec![from];
        while let Some(name) = todo.pop() {
            for next in calls.get(name).into_iter().flatten().filter(|n| calls.contains_key(*n) && open(n)) {
                if seen.insert(next.as_str()) {
                    todo.push(next);
                }
            }
        }
        seen
    };
    let reached: BTreeMap<&str, BTreeSet<&str>> =
        calls.keys().filter(|n| open(n)).map(|n| (n.as_str(), reach(n))).collect();
    let circle = |name: &str| -> Vec<String> {
        let both = |other: &&&str| reached[name].contains(**other) && reached[**other].contains(name);
        reached.keys().filter(both).map(|n| (*n).to_owned()).collect()
    };
    let found: BTreeSet<Vec<String>> = reached.keys().map(|name| circle(name)).filter(|c| !c.is_empty()).collect();
    found.into_iter().collect()
}
