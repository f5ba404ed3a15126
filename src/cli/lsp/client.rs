//! What a client says of itself: how it counts columns, and which messages it understands.

use lsp_types::{ClientCapabilities, PositionEncodingKind};
use serde::{Deserialize, Serialize};

/// How a client counts the columns of a line.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
pub(super) enum Encoding {
    /// In bytes.
    Utf8,
    /// In code units of UTF-16, as every client can.
    #[default]
    Utf16,
}

impl Encoding {
    /// Its name in the protocol.
    pub(super) fn kind(self) -> PositionEncodingKind {
        match self {
            Self::Utf8 => PositionEncodingKind::UTF8,
            Self::Utf16 => PositionEncodingKind::UTF16,
        }
    }
}

/// What a client understands.
#[derive(Clone, Copy, Default, Debug, Serialize, Deserialize)]
pub(super) struct Client {
    pub(super) encoding: Encoding,
    /// Places that belong to a diagnostic.
    pub(super) related: bool,
    /// Edits that say which version of a text they are for.
    pub(super) versioned_edits: bool,
    /// Being asked to put the cursor somewhere.
    pub(super) shows_documents: bool,
    pub(super) progress: bool,
    /// Watching files for the server.
    pub(super) watches: bool,
}

impl Client {
    pub(super) fn of(capabilities: &ClientCapabilities) -> Self {
        let general = capabilities.general.as_ref();
        // The client names those first that it likes best.
        let offered = general.and_then(|general| general.position_encodings.as_deref()).unwrap_or_default();
        let known = [Encoding::Utf8, Encoding::Utf16];
        let encoding = offered.iter().find_map(|kind| known.into_iter().find(|known| known.kind() == *kind));
        let text = capabilities.text_document.as_ref();
        let window = capabilities.window.as_ref();
        let workspace = capabilities.workspace.as_ref();
        let publish = text.and_then(|text| text.publish_diagnostics.as_ref());
        let edits = workspace.and_then(|workspace| workspace.workspace_edit.as_ref());
        let shows = window.and_then(|window| window.show_document.as_ref());
        let watching = workspace.and_then(|workspace| workspace.did_change_watched_files);
        Self {
            encoding: encoding.unwrap_or_default(),
            related: publish.and_then(|publish| publish.related_information).unwrap_or_default(),
            versioned_edits: edits.and_then(|edits| edits.document_changes).unwrap_or_default(),
            shows_documents: shows.is_some_and(|shows| shows.support),
            progress: window.and_then(|window| window.work_done_progress).unwrap_or_default(),
            watches: watching.and_then(|watching| watching.dynamic_registration).unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lsp_types::GeneralClientCapabilities;

    #[test]
    fn the_first_encoding_that_both_know_is_taken() {
        let chosen = |offered: Option<&[&'static str]>| {
            let kinds = offered.map(|names| names.iter().map(|name| PositionEncodingKind::new(name)).collect());
            let general = GeneralClientCapabilities { position_encodings: kinds, ..Default::default() };
            Client::of(&ClientCapabilities { general: Some(general), ..Default::default() }).encoding
        };
        assert_eq!(chosen(None), Encoding::Utf16);
        assert_eq!(chosen(Some(&["utf-32", "utf-8", "utf-16"])), Encoding::Utf8);
        assert_eq!(chosen(Some(&["utf-16", "utf-8"])), Encoding::Utf16);
        assert_eq!(chosen(Some(&["utf-32"])), Encoding::Utf16);
    }
}
