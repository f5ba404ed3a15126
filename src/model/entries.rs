//! The rows of the model one by one, and the model without one of them: for the test that each is exercised. The analysis needs
//! none of this.

use toml::{Table, Value};

use super::{Model, TEXTS};

/// Tables whose lists are of one kind throughout, so that a list counts as a row.
const WHOLE: [&str; 2] = ["effects", "names"];

/// A row of a table, or a name in a list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// The table's file, the way to the row, and its names, for messages.
    pub place: String,
    /// Its names.
    pub names: Vec<String>,
    file: usize,
    keys: Vec<String>,
    row: Option<usize>,
}

impl Model {
    /// Every row of the tables in that file of `rules/model`.
    pub fn entries(file: &str) -> Vec<Entry> {
        let mut entries = Vec::new();
        let place = TEXTS.iter().position(|(name, _)| *name == file);
        if let Some((file, table)) = place.and_then(|i| Some((i, toml::from_str::<Table>(TEXTS[i].1).ok()?))) {
            collect(&table, file, &mut Vec::new(), &mut entries);
        }
        entries
    }

    /// The embedded tables without one row.
    pub fn without(entry: &Entry) -> Option<Self> {
        let mut texts = TEXTS.map(|(_, text)| text.to_owned());
        let mut tables = Value::Table(toml::from_str(&texts[entry.file]).ok()?);
        let mut at = &mut tables;
        for key in &entry.keys {
            at = at.get_mut(key)?;
        }
        let list = at.as_array_mut()?;
        match entry.row {
            Some(row) => {
                list.remove(row);
            }
            None => list.clear(),
        }
        texts[entry.file] = toml::to_string(&tables).ok()?;
        Self::read(texts.each_ref().map(String::as_str)).ok()
    }
}

fn collect(table: &Table, file: usize, keys: &mut Vec<String>, entries: &mut Vec<Entry>) {
    for (key, value) in table {
        keys.push(key.clone());
        match value {
            Value::Table(inner) => collect(inner, file, keys, entries),
            Value::Array(items) if WHOLE.contains(&keys[0].as_str()) => {
                entries.push(entry(file, keys, None, items.iter().filter_map(Value::as_str)));
            }
            Value::Array(items) => {
                for (i, item) in items.iter().enumerate() {
                    let listed = ["names", "types"].map(|list| item.get(list).and_then(Value::as_array));
                    let names = listed.into_iter().flatten().flatten().chain(Some(item)).filter_map(Value::as_str);
                    entries.push(entry(file, keys, Some(i), names));
                }
            }
            _ => {}
        }
        keys.pop();
    }
}

fn entry<'a>(file: usize, keys: &[String], row: Option<usize>, names: impl Iterator<Item = &'a str>) -> Entry {
    let names: Vec<String> = names.map(str::to_owned).collect();
    let shown = names.iter().take(3).map(String::as_str).collect::<Vec<_>>().join(", ");
    Entry { place: format!("{}: {}: {shown}", TEXTS[file].0, keys.join(".")), names, file, keys: keys.to_vec(), row }
}
