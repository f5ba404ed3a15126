//! What a change of `originlint.toml` would keep out of reports: compares two texts of it. Applies nothing.

use toml::{Table, Value};

use crate::finding::{Persona, Severity};
use crate::page;

/// What the text `now` leaves out, switches off or lowers that `was` did not, one thing a line: lower case, no full stop. A text that is
/// no TOML says nothing.
pub fn loosened(was: &str, now: &str) -> Vec<String> {
    let table = |text: &str| toml::from_str::<Table>(text).unwrap_or_default();
    let (was, now) = (table(was), table(now));
    let mut found = Vec::new();
    match (was.get("include"), now.get("include")) {
        (None, Some(_)) => found.push("`include` leaves out all other files".to_owned()),
        (Some(_), Some(_)) => {
            let gone = beyond(&was, &now, "include");
            found.extend(gone.map(|glob| format!("`include` no longer names {glob}")));
        }
        _ => {}
    }
    found.extend(beyond(&now, &was, "exclude").map(|glob| format!("`exclude` names {glob}")));
    for key in ["generated", "tests"] {
        found.extend(beyond(&now, &was, key).map(|glob| format!("`{key}` names {glob}")));
    }
    found.extend(beyond(&was, &now, "own").map(|glob| format!("`own` no longer names {glob}")));
    if persona(&now) < persona(&was) {
        found.push(format!("`persona` is \"{}\"", persona(&now).as_str()));
    }
    if threshold(&now) > threshold(&was) {
        found.push(format!("`fail-on` is \"{}\"", threshold(&now).as_str()));
    }
    if let Some(baseline) = now.get("baseline").filter(|baseline| was.get("baseline") != Some(baseline)) {
        found.push(format!("`baseline` is {baseline}"));
    }
    if was.contains_key("trusted-origins") {
        found.extend(beyond(&now, &was, "trusted-origins").map(|origin| format!("`trusted-origins` names {origin}")));
        if !now.contains_key("trusted-origins") {
            found.push("`trusted-origins` is gone".to_owned());
        }
    }
    for page in page::all() {
        let (before, after) = (level(&was, page.id), level(&now, page.id));
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
    let parts = list(&now, "overrides").filter(|part| !list(&was, "overrides").any(|old| old == *part));
    found.extend(parts.filter(|part| weakens(part, persona(&now))).map(|part| {
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

/// What becomes of a rule's findings; `None` if the rule is off.
fn level(table: &Table, rule: &str) -> Option<Severity> {
    if let Some(level) = table.get("rules").and_then(|rules| rules.get(rule)).and_then(severity) {
        return level;
    }
    page::find(rule).filter(|page| page.persona <= persona(table)).map(|page| page.severity)
}

/// Whether a part of `overrides` switches something off or lowers it, as each platform does, where the report is for `persona` elsewhere.
fn weakens(part: &Value, persona: Persona) -> bool {
    let mut rules = part.get("rules").and_then(Value::as_table).into_iter().flatten();
    let lowers = |(rule, value): (&String, &Value)| {
        let own = page::find(rule).map(|page| page.severity);
        severity(value).is_some_and(|level| level < own)
    };
    let of_platform = ["platform", "isolated", "framed-by", "opened-by"].iter().any(|key| part.get(*key).is_some());
    part.get("persona").and_then(named_persona).is_some_and(|own| own < persona) || of_platform || rules.any(lowers)
}

#[cfg(test)]
mod tests {
    use super::loosened;

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
