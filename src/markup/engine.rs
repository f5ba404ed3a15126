//! What the engines of templates write into script with brackets of their own: `{$x}`, `${x}`, `@x`. Those that many of them share are
//! known to `holes`.

use crate::language::Engine;

/// What an engine writes at some place.
pub(super) struct Written {
    /// How long it is, in bytes.
    pub(super) len: usize,
    /// Whether it stands for a value, and not for what is done.
    pub(super) is_value: bool,
}

/// Characters with which something of an engine may begin.
pub(super) fn begins(engine: Engine) -> &'static [char] {
    match engine {
        Engine::Common => &['<', '{'],
        Engine::Go | Engine::Smarty => &['<', '{'],
        Engine::FreeMarker => &['<', '{', '$', '#', '['],
        Engine::Razor => &['<', '{', '@'],
    }
}

/// What the engine writes where `rest` begins; `before` stands in front of it.
pub(super) fn written(engine: Engine, before: Option<char>, rest: &str) -> Option<Written> {
    let near = &rest[..rest.floor_char_boundary(LONGEST)];
    match engine {
        Engine::Common => None,
        Engine::Go => go(near),
        Engine::Smarty => smarty(near),
        Engine::FreeMarker => free_marker(near),
        Engine::Razor => razor(before, near),
    }
}

/// What is longer, in bytes, is script.
const LONGEST: usize = 2_000;

fn value(len: usize) -> Option<Written> {
    Some(Written { len, is_value: true })
}

fn statement(len: usize) -> Option<Written> {
    Some(Written { len, is_value: false })
}

/// Go's `html/template`: `{{ .Name }}`, `{{- if .Ok }}`
fn go(text: &str) -> Option<Written> {
    let inside = text.strip_prefix("{{")?;
    let len = inside.find("}}")?;
    let code = inside[..len].trim_start_matches('-').trim_start();
    let word = code.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    let does = matches!(
        word,
        "if" | "else" | "end" | "range" | "with" | "define" | "block" | "template" | "break" | "continue"
    );
    // Braces of script hold other things than a word, a variable, a field or a text.
    let is_code = code.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '.' | '$' | '"' | '(' | '/' | '`'));
    let is_script = inside[..len].contains(['{', ';', '\n']);
    match does || code.starts_with("/*") || code.contains(":=") {
        _ if !is_code || is_script => None,
        true => statement(len + 4),
        false => value(len + 4),
    }
}

/// Smarty: `{$name|escape:'javascript'}`, `{if $ok}`, `{literal}`. A space behind the brace makes it one of script.
fn smarty(text: &str) -> Option<Written> {
    let inside = text.strip_prefix('{')?;
    if inside.starts_with('*') {
        return statement(inside.find("*}")? + 3);
    }
    let len = inside.find('}')?;
    let code = inside[..len].trim_start_matches('/');
    let word = code.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap_or_default();
    match word {
        "" if code.starts_with('$') && !code.contains([';', '\n']) => value(len + 2),
        "if" | "else" | "elseif" | "foreach" | "foreachelse" | "for" | "forelse" | "while" | "section" | "sectionelse" | "literal" | "strip"
        | "include" | "assign" | "append" | "block" | "capture" | "extends" | "function" | "nocache" | "setfilter"
            // `{if (a) …}` is a block of script.
            if !code[word.len()..].trim_start().starts_with('(') && !code.contains([';', '\n']) =>
        {
            statement(len + 2)
        }
        "l" | "url" | "ldelim" | "rdelim" if !code.contains([';', '\n']) => value(len + 2),
        _ => None,
    }
}

/// FreeMarker: `${name?js_string}`, `<#if ok>`, `[#if ok]`, `<@macro />`
fn free_marker(text: &str) -> Option<Written> {
    if text.starts_with("<#--") {
        return statement(text.find("-->")? + 3);
    }
    if text.starts_with("${") || text.starts_with("#{") {
        return value(balanced(&text[1..])? + 1);
    }
    let close = [("<#", '>'), ("</#", '>'), ("<@", '>'), ("</@", '>'), ("[#", ']'), ("[/#", ']')];
    let (open, close) = close.into_iter().find(|(open, _)| text.starts_with(open))?;
    text[open.len()..].starts_with(|c: char| c.is_ascii_alphabetic()).then_some(())?;
    statement(text.find(close)? + 1)
}

/// Razor: `@Model.Name`, `@(name)`, `@if (ok) {`. Of a statement the head is taken away, so that its block is one of script.
fn razor(before: Option<char>, text: &str) -> Option<Written> {
    if let Some(tag) = ["<text>", "</text>"].into_iter().find(|tag| text.starts_with(tag)) {
        return statement(tag.len());
    }
    let code = text.strip_prefix('@').filter(|_| !before.is_some_and(|c| c.is_alphanumeric() || c == '@'))?;
    match code.chars().next()? {
        '*' => return statement(text.find("*@")? + 2),
        ':' => return statement(2),
        '(' => return value(1 + balanced(code)?),
        '{' => return statement(1 + balanced(code)?),
        _ => {}
    }
    let word = name_len(code);
    if word == 0 {
        return None;
    }
    let behind = &code[word..];
    let head = behind.trim_start_matches(' ');
    match &code[..word] {
        "if" | "for" | "foreach" | "while" | "switch" | "using" | "lock" if head.starts_with('(') => {
            statement(1 + word + (behind.len() - head.len()) + balanced(head)?)
        }
        "model" | "using" | "inject" | "section" | "functions" => statement(1 + code.find('\n').unwrap_or(code.len())),
        _ => {
            let mut len = word;
            loop {
                let rest = &code[len..];
                len += match rest.as_bytes() {
                    [b'(' | b'[', ..] => balanced(rest)?,
                    [b'?', b'.', ..] if name_len(&rest[2..]) > 0 => 2 + name_len(&rest[2..]),
                    [b'.', ..] if name_len(&rest[1..]) > 0 => 1 + name_len(&rest[1..]),
                    _ => return value(1 + len),
                };
            }
        }
    }
}

fn name_len(text: &str) -> usize {
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        return 0;
    }
    text.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'_').count()
}

/// How long the part of a text is that the bracket at its begin and the one that closes it enclose.
fn balanced(text: &str) -> Option<usize> {
    let (mut depth, mut quote) = (0_u32, None);
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (Some(open), _) if open == byte => quote = None,
            (Some(_), _) => {}
            (None, b'"') => quote = Some(byte),
            (None, b'(' | b'[' | b'{') => depth += 1,
            (None, b')' | b']' | b'}') => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markup::holes::fill;
    use crate::source::Span;

    fn filled(engine: Engine, text: &str) -> String {
        let filled = fill(text, Span::new(0, text.len() as u32), engine, &mut Vec::new()).read(text).to_owned();
        assert_eq!(filled.len(), text.len());
        // Of a run, one shows what it is made of.
        let mut squeezed: Vec<char> = filled.chars().collect();
        squeezed.dedup_by(|a, b| a == b && matches!(*a, '_' | ' '));
        squeezed.into_iter().collect()
    }

    #[test]
    fn values_become_names_and_statements_blanks() {
        for (engine, text, meant) in [
            (Engine::Go, "{{if .Ok}}f({{.Name}}, {{ $x | js }}){{end}}", " f(_, _) "),
            (Engine::Go, "{{- $a := 1 }}{{/* b */}}g({a: {b: 1}})", " g({a: {b: 1}})"),
            (Engine::Smarty, "{literal}f({a}, {$b|escape}, {l s='c'}){/literal}{* d *}", " f({a}, _, _) "),
            (Engine::Smarty, "{if (a) { return {b} }} { if }", "{if (a) { return {b} }} { if }"),
            (Engine::FreeMarker, "<#if a?? >f(\"${b?js_string}\", ${c})</#if>[#x]", " f(\"_\", _) "),
            (Engine::FreeMarker, "a[#b] < c <@d e=\"f\"/>", "a < c "),
            (Engine::Razor, "f('@Model.A', @(b + \")\"), @Html.Raw(c[0]), 'd@e.f')", "f('_', _, _, 'd@e.f')"),
            (Engine::Razor, "@if (a(b)) { <text>f(@x.y?.z);</text> } @* c *@", " { f(_); } "),
            (Engine::Common, "f('@a', {$b}, ${c}, [#d])", "f('@a', {$b}, ${c}, [#d])"),
        ] {
            assert_eq!(filled(engine, text), meant, "{text}");
        }
    }

    #[test]
    fn what_is_never_closed_costs_nothing() {
        for engine in [Engine::Go, Engine::Smarty, Engine::FreeMarker, Engine::Razor] {
            for part in ["{{a", "{$", "{*", "${", "<#a", "<#--", "@(", "@{", "@*", "@a(", "@if (", "[#a", "@é", "{{é"]
            {
                filled(engine, &part.repeat(300));
            }
        }
    }
}
