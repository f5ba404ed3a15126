//! Edits that repair an origin check without inventing an origin: what is written is put into the form that a browser compares.

use super::Judged;
use crate::facts::{Against, Check, Literal, SenderClass, SenderRun};
use crate::finding::{Applicability, Edit, Fix};
use crate::source::Span;

impl Judged<'_> {
    /// `window.origin` becomes `window.location.origin`, which is a real origin under a sandbox too.
    pub(super) fn by_address(&self, check: &Check) -> Option<Fix> {
        let edit = |&read: &Span| {
            let owner = self.case.raw(read).strip_suffix("origin")?;
            let at = Span::new(read.end - "origin".len() as u32, read.end);
            match owner {
                // The bare name of a local variable would say `location` differently from the window's.
                "" => Some(Edit { span: at, text: "window.location.origin".to_owned() }),
                "window." | "self." | "globalThis." => Some(Edit { span: at, text: "location.origin".to_owned() }),
                _ => None,
            }
        };
        let inside = !check.opaque_own.is_empty() && check.opaque_own.iter().all(|read| check.span.contains(*read));
        let edits: Option<Vec<Edit>> = check.opaque_own.iter().map(edit).collect();
        fix("compare with `location.origin`", edits.filter(|_| inside)?, Applicability::Safe)
    }

    /// Each expected value that can be no origin becomes the origin that it means.
    pub(super) fn as_origins(&self, check: &Check) -> Option<Fix> {
        let impossible = || check.literals.iter().filter(|literal| !literal.possible);
        let edit = |literal: &Literal| {
            let quote = self.quote(literal.span)?;
            // A pattern means many origins, and which is for its author to say.
            let origin = literal.origin.as_ref().filter(|origin| !origin.contains('*'))?;
            let text = format!("{quote}{origin}{quote}");
            Some(Edit { span: literal.span, text })
        };
        let edits: Option<Vec<Edit>> = impossible().map(edit).collect();
        // A constant may be an address that something else needs as it is.
        let own = impossible().all(|literal| check.span.contains(literal.span));
        let applicability = if own { Applicability::Safe } else { Applicability::Unsafe };
        fix("write the origin as a browser does", edits?, applicability)
    }

    /// A check at the head of the handler that lets in the origins that the project trusts. Whether these are the ones that are meant
    /// here is for a person to see.
    pub(super) fn guarded(&self) -> Option<Fix> {
        let origins = self.case.settings.exact_origins()?;
        let is_name = |name: &&String| name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '$'));
        let event = self.listener.event_name.as_ref().filter(is_name)?;
        let body = self.listener.body.filter(|body| self.case.around(*body).0.ends_with('{'))?;
        let list: Vec<String> = origins.iter().map(|origin| format!("\"{origin}\"")).collect();
        let check = match &list[..] {
            [one] => format!("if ({event}.origin !== {one}) return;"),
            many => format!("if (![{}].includes({event}.origin)) return;", many.join(", ")),
        };
        let text = self.case.raw(body);
        let before = &text[..text.len() - text.trim_start().len()];
        let text = match before.rfind('\n') {
            Some(line) => format!("\n{}{check}", &before[line + 1..]),
            None => format!(" {check}"),
        };
        let edit = Edit { span: Span::new(body.start, body.start), text };
        fix("check the sender's origin first", vec![edit], Applicability::Unsafe)
    }

    /// What to write instead of a search, where no edit can know it.
    pub(super) fn exact(&self, check: &Check) -> String {
        let origin = match &self.listener.event_name {
            Some(event) => format!("{event}.origin"),
            None => "origin".to_owned(),
        };
        if check.against == [Against::Own] {
            return format!("compare the whole origin: `{origin} === location.origin`");
        }
        match check.literals.first() {
            Some(literal) if literal.possible && &*literal.text != "null" => {
                format!("compare the whole origin: `{origin} === \"{}\"`", literal.text)
            }
            _ => format!(
                "compare the whole origin: `{origin} === \"https://app.example.com\"`, or `ALLOWED.includes({origin})` with a list of whole origins"
            ),
        }
    }

    /// A search for whole origins becomes a comparison with them.
    pub(super) fn exactly(&self, check: &Check, hostile: &SenderRun) -> Option<Fix> {
        let index = self.listener.checks.iter().position(|c| std::ptr::eq(c, check))?;
        let outcome = *hostile.outcomes.get(index)?;
        let whole = |l: &Literal| l.possible && l.origin.as_deref() == Some(&*l.text);
        let constant = check.against.iter().all(|a| *a == Against::Constant)
            && !check.literals.is_empty()
            && check.literals.iter().all(whole);
        if let Some((holder, part)) = check.search {
            let (origin, part) = (self.case.raw(holder), self.case.raw(part));
            let is_origin = origin == "origin" || origin.ends_with(".origin");
            let own = check.against == [Against::Own] && part.ends_with("location.origin");
            // A check that tells the two apart is not what is wrong. A loop may ask for one origin after the other.
            if is_origin && outcome.yes && !outcome.open && (own || constant) {
                return self.compared(check.span, true, |accepts| {
                    format!("{origin} {} {part}", if accepts { "===" } else { "!==" })
                });
            }
        }
        let origin = format!("{}.origin", self.listener.event_name.as_ref()?);
        if !self.case.raw(check.span).contains(&origin) || !constant {
            return None;
        }
        // Only who is expected by this check tells whether it is true or false for a good sender.
        let own = |t: &&SenderRun| check.literals.iter().any(|l| *l.text == *t.origin);
        let expected = self.listener.sender_runs.iter().filter(|t| t.sender == SenderClass::Expected).filter(own);
        let mut outcomes = expected.filter_map(|t| t.outcomes.get(index)).filter(|o| o.asked());
        let first = *outcomes.next()?;
        if first.open || first.yes == first.no || outcomes.any(|o| *o != first) || outcome != first {
            return None;
        }
        let written = |l: &Literal| match self.quote(l.span) {
            Some(_) => self.case.raw(l.span).to_owned(),
            None => format!("\"{}\"", l.text),
        };
        let list: Vec<String> = check.literals.iter().map(written).collect();
        self.compared(check.span, first.yes, |accepts| match &list[..] {
            [one] => format!("{origin} {} {one}", if accepts { "===" } else { "!==" }),
            many => format!("{}[{}].includes({origin})", if accepts { "" } else { "!" }, many.join(", ")),
        })
    }

    /// A test becomes a comparison: `comparison(true)` is one that a good sender passes, `comparison(false)` its contrary. `accepts` says
    /// which of them the test is.
    fn compared(&self, test: Span, accepts: bool, comparison: impl Fn(bool) -> String) -> Option<Fix> {
        let (before, after) = self.case.around(test);
        // `!test` becomes one comparison, where nothing binds tighter than it.
        let negated = before.ends_with('!') && !before.ends_with("!!");
        let span = Span::new(test.start - u32::from(negated), test.end);
        let text = comparison(accepts != negated);
        let before = if negated { &before[..before.len() - 1] } else { before };
        let free = |c: Option<char>| c.is_none_or(|c| matches!(c, '(' | ')' | '{' | '}' | ';' | '&' | '|' | '\n'));
        let arrow = before.trim_end_matches(' ').ends_with("=>");
        let alone = (arrow || free(before.trim_end_matches(' ').chars().next_back()))
            && free(after.trim_start_matches(' ').chars().next());
        let text = if alone { text } else { format!("({text})") };
        fix("compare whole origins", vec![Edit { span, text }], Applicability::Unsafe)
    }

    /// The quote of a string literal without anything computed in it.
    fn quote(&self, span: Span) -> Option<char> {
        let text = self.case.raw(span);
        let quote = text.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'))?;
        let inside = text.strip_prefix(quote)?.strip_suffix(quote)?;
        (!inside.contains(['\\', quote]) && !inside.contains("${")).then_some(quote)
    }
}

fn fix(title: &str, mut edits: Vec<Edit>, applicability: Applicability) -> Option<Fix> {
    edits.sort_by_key(|edit| edit.span);
    edits.dedup();
    (!edits.is_empty()).then(|| Fix { title: title.to_owned(), edits, applicability })
}
