//! The direction of the arrows between the rooms of the machine: what a room calls and imports of those above it, counted and argued.
//!
//! Rooms share one struct, so the compiler sees no direction. A call is `self.name(…)`, or `m.name(…)` in a closure, of a method that an `impl Machine` of another room
//! has; methods have one name in all rooms. What stands in `machine.rs` belongs to everybody.

use std::collections::{BTreeMap, BTreeSet};

use crate::{assert_none, files_below, read};

/// The rooms from below, those beside each other with one number.
const ROOMS: [(&str, u8); 7] =
    [("domain", 0), ("interp", 1), ("narrow", 1), ("ecma", 2), ("web", 3), ("messaging", 4), ("analysis", 5)];

/// What runs upward today: from which room, into which, why, and what. Methods by their names, modules and types with `::` before them.
/// The way to shorten it is a hook of what the interpreter has to tell, or a function that moves to the room whose knowledge it holds.
#[rustfmt::skip]
const UPWARD: &[(&str, &str, &str, &[&str])] = &[
    ("interp", "ecma", "the language's own syntax makes and takes apart promises, lists and texts", &["::text", "any_element", "call_builtin", "list_items", "make_list", "promise_of", "rewrite_url", "settled"]),
    ("interp", "web", "calls, reads and constructions of what the platform and libraries have", &["as_scope_of_worker", "by_name", "call_global", "construct_global", "construct_type", "found_of_type", "found_or_made", "global", "imported", "is_of_workers", "is_timer", "jsx_element", "library_call", "markup_element", "package_call", "read_by_name", "read_host", "read_host_computed", "run_stages", "sanitized", "schema_call", "stream_call", "typed", "typed_result"]),
    ("interp", "web", "texts that are addresses", &["::address", "::parameter", "::url_concat", "affix_of", "appended", "behind_words", "fixes_address", "is_own_address", "may_be_named", "note_affix", "note_concat", "note_joined", "picked_from_address", "property_of_address", "secret_field"]),
    ("interp", "messaging", "values that cannot be cloned are known as such where they are made and read", &["held_by_refused", "method_of_refused", "read_refused", "refuse_result", "refused_argument"]),
    ("interp", "messaging", "lives of what is handed over only once begin, go on and end where it is used", &["disposed", "given", "kept_outside", "made_often", "name_channels", "note_read", "pause", "renew"]),
    ("interp", "messaging", "calls that register a listener or send something", &["answers_peer", "member_text", "note_decorators", "posts_for", "unset_side", "while_listening", "wrapper_call"]),
    ("interp", "analysis", "what is noted for the rules as it happens", &["glance", "note_adoption", "note_call", "note_comparison", "note_computed_write", "note_decision", "note_dispatch", "note_effect", "note_flag", "note_keep", "note_loop", "note_membership", "note_outcome", "note_overruled", "note_shown", "note_shown_anywhere", "note_size", "note_told", "note_write", "reach", "set_cell", "settle", "widen_check"]),
    ("interp", "analysis", "a call or a write where message data may do harm", &["fetched_from", "sink_any", "sink_call", "sink_method", "sink_unseen"]),
    ("interp", "analysis", "what the run of a handler is for", &["holds_event", "is_called_itself", "is_left_guessing", "is_shown"]),
    ("interp", "analysis", "what the text tells before anything is run", &["::cost", "::once", "::relevance"]),
    ("narrow", "ecma", "the language's own syntax makes and takes apart promises, lists and texts", &["::builtins", "::regexp", "compiled"]),
    ("narrow", "web", "the objects of the heap carry the types of the platform", &["host_type"]),
    ("narrow", "web", "calls, reads and constructions of what the platform and libraries have", &["element_named"]),
    ("narrow", "web", "texts that are addresses", &["::address"]),
    ("narrow", "messaging", "calls that register a listener or send something", &["tells_sender"]),
    ("ecma", "web", "calls, reads and constructions of what the platform and libraries have", &["host_method", "read_host_computed", "stream_method", "unknown_method"]),
    ("ecma", "web", "texts that are addresses", &["::parameter", "::url", "address_taints", "appended", "is_own_address", "matched_in_address", "note_concat", "origin_taints", "said_fitting"]),
    ("ecma", "messaging", "values that cannot be cloned are known as such where they are made and read", &["held_by_refused"]),
    ("ecma", "messaging", "lives of what is handed over only once begin, go on and end where it is used", &["made_often", "pause", "renew"]),
    ("ecma", "analysis", "what is noted for the rules as it happens", &["note_dispatch", "note_keep", "note_test"]),
    ("web", "messaging", "values that cannot be cloned are known as such where they are made and read", &["refuse", "refuse_made", "refuse_typed"]),
    ("web", "messaging", "lives of what is handed over only once begin, go on and end where it is used", &["begin_life", "carries", "is_random", "judge_transfer", "live_method", "make_carrier", "make_window", "note_method", "note_removed", "pause", "reach_into", "renew", "runs_once"]),
    ("web", "messaging", "calls that register a listener or send something", &["add_listener", "by_library", "content", "handler_functions", "hears_peer", "hears_peer_by_attribute", "is_called_public", "named_secrets", "node_listener", "note_asked", "post", "posts_for", "receiver_of", "receivers_of", "register", "registers_peer", "said_by_peer", "told_of_peer", "wrapper_call"]),
    ("web", "analysis", "what is noted for the rules as it happens", &["flow", "note_change", "note_copy", "note_keep", "note_message_read", "note_spoofable", "note_test"]),
    ("web", "analysis", "a call or a write where message data may do harm", &["only_asks", "sends_credentials", "sink_any", "sink_call", "sink_construct", "sink_method"]),
    ("messaging", "analysis", "what is noted for the rules as it happens", &["note_effect", "note_message_read", "note_ports", "note_relay"]),
    ("messaging", "analysis", "what the run of a handler is for", &["instance_of"]),
    ("messaging", "analysis", "what the text tells before anything is run", &["::Recorder", "::relevance"]),
];

/// A file of a room: its path, its room and its code without comments and tests.
struct File {
    path: String,
    room: &'static str,
    code: Vec<String>,
}

fn files() -> Vec<File> {
    let rooms = ROOMS.iter().flat_map(|(room, _)| {
        let mut paths = files_below(&format!("src/machine/{room}"));
        paths.push(format!("src/machine/{room}.rs"));
        paths.into_iter().filter(|path| path.ends_with(".rs")).map(move |path| (*room, path))
    });
    let code = |path: &str| {
        let text = read(path);
        let code = text.split("\n#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        code.lines().filter(|line| !line.trim_start().starts_with("//")).map(str::to_owned).collect()
    };
    rooms.map(|(room, path)| File { code: code(&path), path, room }).collect()
}

fn level(room: &str) -> u8 {
    ROOMS.iter().find(|(name, _)| *name == room).map_or(0, |(_, level)| *level)
}

/// The name at the beginning of a text.
fn name(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    &text[..end]
}

/// The rooms of the machine's methods.
fn methods(files: &[File]) -> BTreeMap<&str, &'static str> {
    let mut methods = BTreeMap::new();
    for file in files {
        let mut of_machine = false;
        for line in &file.code {
            match line.strip_prefix("impl") {
                Some(head) => of_machine = head.trim_start_matches("<'p>").trim_start().starts_with("Machine<"),
                None if line.starts_with('}') => of_machine = false,
                None => {}
            }
            let declared = line.split_once("fn ").filter(|(before, _)| {
                of_machine
                    && before.starts_with("    ")
                    && matches!(before.trim(), "" | "pub" | "pub(in crate::machine)")
            });
            methods.extend(declared.map(|(_, rest)| (name(rest), file.room)));
        }
    }
    methods
}

/// What a line of code names of other rooms: the room, and the name as [`UPWARD`] writes it.
fn named(code: &str, methods: &BTreeMap<&str, &'static str>) -> Vec<(&'static str, String)> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices('.') {
        let holder = code[..at].trim_end();
        let called = name(&code[at + 1..]);
        let is_call = code[at + 1 + called.len()..].starts_with('(');
        let is_machine = ["self", "machine", "m"].iter().any(|word| {
            holder
                .strip_suffix(word)
                .is_some_and(|rest| !rest.ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '.'))
        });
        if let Some(room) = methods.get(called).filter(|_| is_call && is_machine) {
            found.push((*room, called.to_owned()));
        }
    }
    for (at, path) in code.match_indices("crate::machine::") {
        let rest = &code[at + path.len()..];
        let room = ROOMS.iter().map(|(room, _)| *room).find(|room| name(rest) == *room);
        if let Some((room, inner)) = room.and_then(|room| Some((room, rest[room.len()..].strip_prefix("::")?))) {
            found.push((room, format!("::{}", name(inner))));
        }
    }
    found
}

#[test]
fn no_room_of_the_machine_reaches_into_one_above_it() {
    let files = files();
    let methods = methods(&files);
    assert!(methods.len() > 300, "only {} methods of the machine were found", methods.len());
    let mut upward: BTreeMap<(&str, &str, String), &str> = BTreeMap::new();
    for file in &files {
        // A chain of calls begins on a line of its own.
        for (room, name) in named(&file.code.join("\n"), &methods) {
            if level(room) > level(file.room) {
                upward.entry((file.room, room, name)).or_insert(&file.path);
            }
        }
    }
    let argued =
        UPWARD.iter().flat_map(|(from, to, _, names)| names.iter().map(|name| (*from, *to, (*name).to_owned())));
    let argued: BTreeSet<_> = argued.collect();
    let new = upward.iter().filter(|(arrow, _)| !argued.contains(*arrow)).map(|((from, to, name), path)| {
        format!(
            "{path}: `{name}` is of `{to}`, which stands above `{from}`: move it down, or let `{to}` be told by a hook"
        )
    });
    let gone = argued
        .iter()
        .filter(|arrow| !upward.contains_key(*arrow))
        .map(|(from, to, name)| format!("`{from}` no longer uses `{name}` of `{to}`: drop its exception"));
    assert_none(
        &new.chain(gone).collect::<Vec<_>>(),
        "arrows between the rooms of the machine that are not as UPWARD says",
    );
    let pairs: BTreeSet<_> = UPWARD.iter().map(|(from, to, why, _)| (from, to, why)).collect();
    assert_eq!(pairs.len(), UPWARD.len(), "a reason stands once for a pair of rooms");
}

#[test]
fn calls_and_imports_are_seen() {
    let methods = BTreeMap::from([("note_call", "analysis"), ("global", "web")]);
    let seen = |code| named(code, &methods);
    assert_eq!(seen("self.note_call(id)"), [("analysis", "note_call".to_owned())]);
    assert_eq!(seen("    self\n        .global(name)"), [("web", "global".to_owned())]);
    assert_eq!(seen("use crate::machine::web::host::Host;"), [("web", "::host".to_owned())]);
    for other in ["self.heap.global(x)", "myself.global(x)", "self.global", "use crate::machine::Machine;"] {
        assert_eq!(seen(other), [], "{other}");
    }
}
