//! What can be done about findings: their fixes, and comments that suppress them.

use lsp_types::{
    CodeAction, CodeActionKind, Command, DocumentChangeOperation, DocumentChanges, OneOf,
    OptionalVersionedTextDocumentIdentifier, Position, Range, TextDocumentEdit, TextEdit, Uri, WorkspaceEdit,
};
use serde_json::json;

use super::client::Client;
use super::diagnostics::is_in;
use super::orders::Verdict;
use super::place;
use crate::finding::{Applicability, Edit, Finding};
use crate::fix::{fixed, line_end};
use crate::report::FileReport;
use crate::suppress::{Insertion, insertion};

/// The command that puts the cursor where the reason of a suppression is to be written.
pub(super) const WRITE_REASON: &str = "originlint.writeReason";

/// An open file, and who asks about it.
pub(super) struct Asked<'a> {
    pub(super) client: Client,
    pub(super) uri: &'a Uri,
    pub(super) version: i32,
    pub(super) file: &'a FileReport,
    /// What is shown of it, the findings first and in the same order.
    pub(super) verdict: &'a Verdict,
}

impl Asked<'_> {
    /// What can be done about the findings in a range, and in the whole file.
    pub(super) fn actions(&self, range: Range, only: Option<&[CodeActionKind]>) -> Vec<CodeAction> {
        let is_wanted = |kind: &CodeActionKind| {
            let below = |wanted: &CodeActionKind| {
                let rest = kind.as_str().strip_prefix(wanted.as_str());
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.') || wanted.as_str().is_empty())
            };
            only.is_none_or(|only| only.iter().any(below))
        };
        let mut actions = Vec::new();
        if is_wanted(&CodeActionKind::QUICKFIX) {
            let lines = (range.start.line + 1, range.end.line + 1);
            let here = self.file.findings.iter().enumerate().filter(|(_, finding)| is_in(self.file, finding, lines));
            here.clone().for_each(|(i, finding)| self.add_fixes(i, finding, &mut actions));
            actions.extend(here.filter_map(|(i, finding)| self.suppression(i, finding)));
        }
        let all = fix_all();
        if is_wanted(&all) {
            actions.extend(self.all_fixes(all));
        }
        actions
    }

    fn add_fixes(&self, i: usize, finding: &Finding, actions: &mut Vec<CodeAction>) {
        for fix in &finding.fixes {
            let is_safe = fix.applicability == Applicability::Safe;
            let warning = if is_safe { "" } else { " (may change what the program does)" };
            actions.push(CodeAction {
                title: format!("{}{warning}", crate::render::visible(&fix.title)),
                is_preferred: Some(is_safe),
                edit: Some(self.workspace_edit(&fix.edits)),
                ..self.about(i)
            });
        }
    }

    /// A comment that lacks nothing but its reason, without which it suppresses nothing.
    fn suppression(&self, i: usize, finding: &Finding) -> Option<CodeAction> {
        let Insertion { edit, caret } = insertion(&self.file.source, finding)?;
        let command = self.client.shows_documents.then(|| Command {
            title: "Write the reason".to_owned(),
            command: WRITE_REASON.to_owned(),
            arguments: Some(vec![json!(self.uri), json!(self.behind(&edit, caret))]),
        });
        let title = format!("suppress {} here, with a reason", finding.rule);
        Some(CodeAction { title, edit: Some(self.workspace_edit(&[edit])), command, ..self.about(i) })
    }

    /// The position of a byte of an inserted text, once that is inserted.
    fn behind(&self, edit: &Edit, caret: usize) -> Position {
        let text = &self.file.source.text();
        let (at, _) = (edit.span.start as usize, edit.span.end);
        let after = format!("{}{}", &text[..at], &edit.text[..caret]);
        let source = crate::source::SourceFile::new(self.file.source.path(), after.as_str());
        place::position(&source, after.len() as u32, self.client.encoding)
    }

    fn all_fixes(&self, kind: CodeActionKind) -> Option<CodeAction> {
        let fixed = fixed(&self.file.source, &self.file.findings, false)?;
        Some(CodeAction {
            title: "apply all fixes that change nothing but the flaw".to_owned(),
            kind: Some(kind),
            edit: Some(self.workspace_edit(&fixed.edits)),
            ..CodeAction::default()
        })
    }

    fn about(&self, i: usize) -> CodeAction {
        let diagnostics = self.verdict.shown.get(i).map(|shown| vec![shown.diagnostic.clone()]);
        CodeAction { kind: Some(CodeActionKind::QUICKFIX), diagnostics, ..CodeAction::default() }
    }

    fn workspace_edit(&self, edits: &[Edit]) -> WorkspaceEdit {
        let source = &self.file.source;
        let line_end = line_end(source.text());
        let edits: Vec<TextEdit> = edits
            .iter()
            .map(|edit| TextEdit {
                range: place::range(source, edit.span, self.client.encoding),
                new_text: edit.text.replace('\n', line_end),
            })
            .collect();
        if !self.client.versioned_edits {
            let changes = Some([(self.uri.clone(), edits)].into_iter().collect());
            return WorkspaceEdit { changes, ..WorkspaceEdit::default() };
        }
        let text_document =
            OptionalVersionedTextDocumentIdentifier { uri: self.uri.clone(), version: Some(self.version) };
        let edit = TextDocumentEdit { text_document, edits: edits.into_iter().map(OneOf::Left).collect() };
        let operations = vec![DocumentChangeOperation::Edit(edit)];
        WorkspaceEdit { document_changes: Some(DocumentChanges::Operations(operations)), ..WorkspaceEdit::default() }
    }
}

/// The kind of the action that makes all safe fixes.
pub(super) fn fix_all() -> CodeActionKind {
    CodeActionKind::new("source.fixAll.originlint")
}
