//! What a change of `originlint.toml` would keep out of reports: compares two texts of it. Applies nothing.

use toml::{Table, Value};

use crate::finding::{Persona, Severity};
use crate::page::{self, Page};

use super::Stance;

/// What the keys of `now` leave out, switch off or lower that those of `was` did not, one thing a line: lower case, no full stop.
pub fn loosened(was: &Table, now: &Table) -> Vec<String> {
    let mut found = Vec::new();
    let bases = |table: &Table| match table.get("extends") {
        Some(Value::Array(paths)) => paths.clone(),
        path => path.cloned().into_iter().collect(),
    };
    let (old, new) = (bases(was), bases(now));
    found.extend(new.iter().filter(|path| !old.contains(path)).map(|path| format!("`extends` names {path}")));
    found.extend(old.iter().filter(|path| !new.contains(path)).map(|path| format!("`extends` no longer names {path}")));
    match (was.get("include"), now.get("include")) {
        (None, Some(_)) => found.push("`include` leaves out all other files".to_owned()),
        (Some(_), Some(_)) => {
            let gone = beyond(was, now, "include");
            found.extend(gone.map(|glob| format!("`include` no longer names {glob}")));
        }
        _ => {}
    }
    found.extend(beyond(now, was, "exclude").map(|glob| format!("`exclude` names {glob}")));
    for key in ["generated", "tests"] {
        found.extend(beyond(now, was, key).map(|glob| format!("`{key}` names {glob}")));
    }
    found.extend(beyond(was, now, "own").map(|glob| format!("`own` no longer names {glob}")));
    if persona(now) < persona(was) {
        found.push(format!("`persona` is \"{}\"", persona(now).as_str()));
    }
    if threshold(now) > threshold(was) {
        found.push(format!("`fail-on` is \"{}\"", threshold(now).as_str()));
    }
    if let Some(baseline) = now.get("baseline").filter(|baseline| was.get("baseline") != Some(baseline)) {
        found.push(format!("`baseline` is {baseline}"));
    }
    if was.contains_key("trusted-origins") {
        found.extend(beyond(now, was, "trusted-origins").map(|origin| format!("`trusted-origins` names {origin}")));
        if !now.contains_key("trusted-origins") {
            found.push("`trusted-origins` is gone".to_owned());
        }
    }
    for page in page::all() {
        let (before, after) = (level(was, page.id), level(now, page.id));
        if after < before {
            found.push(format!("`{}` is {}", page.id, after.map_or("off", Severity::as_str)));
        }
    }
    for key in ["framed-by", "opened-by"] {
        if let Some(pages) = now.get(key).filter(|pages| was.get(key) != Some(pages)) {
            found.push(format!("`{key}` is {pages}"));
        }
    }
    if now.contains_key("model") && now.get("model") != was.get("model") {
        found.push("`model` is another".to_owned());
    }
    let parts = list(now, "overrides").filter(|part| !list(was, "overrides").any(|old| old == *part));
    found.extend(parts.filter(|part| weakens(part, persona(now))).map(|part| {
        let paths = part.get("paths").map(Value::to_string).unwrap_or_default();
        format!("`overrides` has another part for {paths}")
    }));
    found
}

/// The entries of a list that are not in that of `other`, as they are written.
fn beyond<'a>(table: &'a Table, other: &'a Table, key: &'a str) -> impl Iterator<Item = String> + 'a {
    list(table, key).filter(move |entry| !list(other, key).any(|old| old == *entry)).map(Value::to_string)
}

fn list<'a>(table: &'a Table, key: &str) -> impl Iterator<Item = &'a Value> {
    table.get(key).and_then(Value::as_array).into_iter().flatten()
}

fn persona(table: &Table) -> Persona {
    table.get("persona").and_then(named_persona).unwrap_or_default()
}

fn named_persona(value: &Value) -> Option<Persona> {
    Persona::ALL.into_iter().find(|persona| value.as_str() == Some(persona.as_str()))
}

fn threshold(table: &Table) -> Severity {
    table.get("fail-on").and_then(severity).flatten().unwrap_or(Severity::Low)
}

/// The severity that a value names, or `off`.
fn severity(value: &Value) -> Option<Option<Severity>> {
    match value.as_str()? {
        "low" => Some(Some(Severity::Low)),
        "medium" => Some(Some(Severity::Medium)),
        "high" => Some(Some(Severity::High)),
        _ => Some(None),
    }
}

/// What becomes of a rule's findings; `None` if the rule is off or for a persona that sees more.
fn level(table: &Table, rule: &str) -> Option<Severity> {
    let page = page::find(rule)?;
    let own = said(table.get("rules"), page);
    let shown = match own.persona {
        Some(own) => own <= persona(table),
        // A rule that is named shows what it is for to everybody.
        None => page.persona <= persona(table) || matches!(own.level, Some(Some(_))),
    };
    own.level.unwrap_or(Some(page.severity)).filter(|_| shown)
}

/// What a table of rules says of one of them: what stands under its own name outweighs what stands under a word for several.
fn said(rules: Option<&Value>, page: &Page) -> Stance {
    let mut rules: Vec<_> = rules.and_then(Value::as_table).into_iter().flatten().collect();
    rules.retain(|(word, _)| page::matching(word).iter().any(|meant| meant.id == page.id));
    rules.sort_by_key(|(word, _)| *word == page.id);
    let mut said = Stance::default();
    for (_, value) in rules {
        let persona = value.get("persona").and_then(named_persona);
        said.level = severity(value.get("severity").unwrap_or(value)).or(said.level);
        said.persona = persona.or(said.persona);
    }
    said
}

/// Whether a part of `overrides` switches something off or lowers it, as each platform does, where the report is for `persona` elsewhere.
fn weakens(part: &Value, persona: Persona) -> bool {
    let lowers = |page: &Page| {
        let own = said(part.get("rules"), page);
        own.level.is_some_and(|level| level < Some(page.severity)) || own.persona.is_some_and(|own| own > persona)
    };
    let of_platform = ["platform", "isolated", "framed-by", "opened-by"].iter().any(|key| part.get(*key).is_some());
    let of_persona = part.get("persona").and_then(named_persona).is_some_and(|own| own < persona);
    of_persona || of_platform || page::all().iter().any(lowers)
}

#[cfg(test)]
mod tests {
    /// As [`super::loosened`], of texts.
    fn loosened(was: &str, now: &str) -> Vec<String> {
        let table = |text| toml::from_str(text).expect("TOML");
        super::loosened(&table(was), &table(now))
    }

    #[test]
    fn what_is_left_out_switched_off_or_lowered_is_named() {
        for (was, now, expected) in [
            ("", "exclude = ['a/**']", "`exclude` names \"a/**\""),
            ("exclude = ['b']", "exclude = ['a', 'b']", "`exclude` names \"a\""),
            ("", "generated = ['src/**']", "`generated` names \"src/**\""),
            ("", "tests = ['src/**']", "`tests` names \"src/**\""),
            ("own = ['dist/**']", "", "`own` no longer names \"dist/**\""),
            ("", "include = ['src/**']", "`include` leaves out all other files"),
            ("include = ['src/**', 'lib/**']", "include = ['src/**']", "`include` no longer names \"lib/**\""),
            ("persona = 'auditor'", "persona = 'pedantic'", "`persona` is \"pedantic\""),
            ("persona = 'pedantic'", "", "`persona` is \"regular\""),
            ("", "fail-on = 'high'", "`fail-on` is \"high\""),
            ("fail-on = 'medium'", "fail-on = 'high'", "`fail-on` is \"high\""),
            ("", "framed-by = 'none'", "`framed-by` is \"none\""),
            ("", "baseline = 'known.json'", "`baseline` is \"known.json\""),
            ("baseline = 'a.json'", "baseline = 'b.json'", "`baseline` is \"b.json\""),
            ("", "[rules]\nmessage-to-html = 'off'", "`message-to-html` is off"),
            ("", "[rules]\nmessage-to-html = 'low'", "`message-to-html` is low"),
            ("", "rules.data = 'off'", "`message-to-html` is off"),
            ("", "rules.'message-to-*' = 'low'", "`message-to-html` is low"),
            ("", "rules.message-to-html.persona = 'auditor'", "`message-to-html` is off"),
            ("", "extends = 'a.toml'", "`extends` names \"a.toml\""),
            ("extends = ['a.toml', 'b.toml']", "extends = 'a.toml'", "`extends` no longer names \"b.toml\""),
            (
                "",
                "[[overrides]]\npaths = ['a']\nrules.message-to-html.persona = 'auditor'",
                "`overrides` has another part for [\"a\"]",
            ),
            ("rules.unlisted-origin = 'high'", "rules.unlisted-origin = 'low'", "`unlisted-origin` is low"),
            ("trusted-origins = ['https://a.example']", "", "`trusted-origins` is gone"),
            ("", "model.sinks.sanitizers.functions = ['clean']", "`model` is another"),
            (
                "",
                "[[overrides]]\npaths = ['src/**']\nrules = { message-to-html = 'off' }",
                "`overrides` has another part for [\"src/**\"]",
            ),
            (
                "persona = 'auditor'",
                "persona = 'auditor'\n[[overrides]]\npaths = ['a']\npersona = 'regular'",
                "`overrides` has another part for [\"a\"]",
            ),
        ] {
            let found = loosened(was, now);
            assert!(found.iter().any(|what| what == expected), "{was} to {now}: {found:?}");
        }
        let more = loosened("trusted-origins = ['https://a.example']", "trusted-origins = ['https://b.example']");
        assert_eq!(more, ["`trusted-origins` names \"https://b.example\""]);
    }

    #[test]
    fn what_is_tightened_or_only_written_otherwise_is_not() {
        for (was, now) in [
            ("exclude = ['a', 'b']", "exclude = ['b']"),
            ("include = ['src/**']", "include = ['lib/**', 'src/**']"),
            ("include = ['src/**']", ""),
            ("fail-on = 'high'", ""),
            ("", "persona = 'auditor'"),
            ("extends = 'a.toml'", "extends = ['a.toml']"),
            ("", "rules.message-to-html.severity = 'high'"),
            ("generated = ['src/**']", "own = ['dist/**']"),
            ("", "[[overrides]]\npaths = ['a']\npersona = 'pedantic'"),
            ("", "trusted-origins = ['https://a.example']"),
            ("baseline = 'a.json'", ""),
            ("rules.message-to-html = 'off'", "# why\n[rules]\nmessage-to-html = 'low'"),
            ("", "[[overrides]]\npaths = ['a']\nrules = { message-to-html = 'high' }"),
            ("model.secrets.words = ['x']", "[model.secrets]\nwords = ['x']"),
        ] {
            assert_eq!(loosened(was, now), [""; 0], "{was} to {now}");
        }
    }
}
