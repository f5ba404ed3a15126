//! What is asked of a pattern and a text, of the engine and of node. The fuzz targets ask the same.

use originlint::testing::machine::regexp::{Captures, Pattern, Unsupported};
use serde_json::{Value, json};

/// Everything that is done with a pattern and a text, in one array.
pub(crate) const PROBE: &str = "(() => {
    const out = [];
    const again = new RegExp(s, f);
    for (let i = 0; i < 3; i++) { const m = again.exec(t); out.push(m && [m.index, ...m], again.lastIndex); }
    out.push(t.search(new RegExp(s, f)));
    out.push(t.replace(new RegExp(s, f), r));
    out.push(t.split(new RegExp(s, f)));
    out.push(t.split(new RegExp(s, f), 2));
    out.push([...t.matchAll(new RegExp(s, f.includes('g') ? f : f + 'g'))].map(m => [m.index, ...m]));
    return out;
})()";

/// Whether it matches, and where the next search begins.
pub(crate) const TEST: &str = "(() => { const p = new RegExp(s, f); return [p.test(t), p.lastIndex] })()";

fn shown(captures: &Captures) -> Value {
    let groups = captures.groups.iter().map(|group| group.as_deref().map_or(json!("$undefined"), |text| json!(text)));
    Value::Array(std::iter::once(json!(captures.index)).chain(groups).collect())
}

/// The engine's answer to [`PROBE`].
pub(crate) fn probe(pattern: &Pattern, text: &str, template: &str) -> Result<Value, Unsupported> {
    let mut out = Vec::new();
    let mut last_index = 0;
    for _ in 0..3 {
        out.push(pattern.exec(text, &mut last_index)?.as_ref().map_or(Value::Null, shown));
        out.push(json!(last_index));
    }
    out.push(json!(pattern.search(text)?.map_or(-1, |index| index as i64)));
    out.push(json!(pattern.replace(text, template, &mut 0)?));
    for limit in [None, Some(2)] {
        let pieces = pattern.split(text, limit)?;
        out.push(pieces.into_iter().map(|piece| piece.map_or(json!("$undefined"), Value::String)).collect());
    }
    out.push(
        pattern.find_iter(text).map(|captures| captures.map(|captures| shown(&captures))).collect::<Result<_, _>>()?,
    );
    Ok(Value::Array(out))
}
