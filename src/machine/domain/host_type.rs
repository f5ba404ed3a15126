//! The types of `platform.toml`, as far as code has to tell them apart. What else a type is called, the tables alone know.

use crate::model::Sink;

macro_rules! host_types {
    ($($name:ident),* $(,)?) => {
        /// A type of the platform.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        pub(in crate::machine) enum HostType {
            $($name,)*
            /// One that only the tables speak of, by its name.
            Other(&'static str),
        }

        impl HostType {
            /// The type of that name.
            pub(in crate::machine) fn of(name: &'static str) -> Self {
                match name {
                    $(stringify!($name) => Self::$name,)*
                    _ => Self::Other(name),
                }
            }

            /// The name under which the tables know it.
            pub(in crate::machine) fn name(self) -> &'static str {
                match self {
                    $(Self::$name => stringify!($name),)*
                    Self::Other(name) => name,
                }
            }
        }

        #[cfg(test)]
        const NAMED: &[&str] = &[$(stringify!($name)),*];
    };
}

host_types! {
    AbortSignal, Anchor, ArrayBuffer, Body, Bridge, BroadcastChannel, Client, DataBlock, DataView, Document, Element, Elements, Event,
    EventSource, ExtensionRuntime, ExtensionStorage, Form, Frames, Iframe, ImageBitmap, JQuery, Location, Logger, MainChannel, MainPort, MainPorts, MessageChannel, MessagePort, NodeBroadcast,
    NodeChannel, NodePort, NodeReceive, NodeThreads, NodeWorker, OffscreenCanvas, OpaqueIframe, PasswordInput, Ports, RawText,
    SandboxTokens, Sanitizer, Schema, Script, ServiceWorker, ServiceWorkerContainer, SharedWorker, Storage, Stream, Style,
    SubtleCrypto, Template, TextNode, Textarea, TypedArray, WasmBuffer, WebSocket, Window, Worker,
}

impl HostType {
    /// Of an object that has no type.
    pub(in crate::machine) const NONE: Self = Self::Other("");

    /// Whether it has everything that elements have.
    pub(in crate::machine) fn is_element(self) -> bool {
        matches!(
            self,
            Self::Element
                | Self::Iframe
                | Self::OpaqueIframe
                | Self::Script
                | Self::Body
                | Self::Anchor
                | Self::Form
                | Self::Textarea
                | Self::RawText
                | Self::Template
                | Self::DataBlock
                | Self::PasswordInput
        )
    }

    /// Whether it is an element whose content is never parsed as elements of the page.
    fn has_raw_content(self) -> bool {
        matches!(self, Self::Script | Self::DataBlock | Self::Textarea | Self::RawText | Self::Template)
    }

    /// What a class of the platform makes.
    pub(in crate::machine) fn made(self) -> Option<Self> {
        match self {
            Self::Other(name) => name.strip_prefix("class ").map(Self::of),
            _ => None,
        }
    }

    /// Whether a row of `sinks.toml` speaks of the type. What holds for elements holds for each kind of them, but for those whose
    /// content is never parsed as elements.
    pub(in crate::machine) fn is_in(self, row: &Sink) -> bool {
        row.on.iter().any(|name| {
            name == self.name() || (name == Self::Element.name() && self.is_element() && !self.has_raw_content())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_that_code_names_is_made_by_a_table_or_an_element() {
        let tables = [
            include_str!("../../../rules/model/platform.toml"),
            include_str!("../../../rules/model/packages.toml"),
            include_str!("../../../rules/model/sinks.toml"),
        ];
        // Told from elements as they are written, and made by methods of their own.
        let made =
            ["Anchor", "Body", "DataBlock", "Form", "OpaqueIframe", "RawText", "Textarea", "Event", "Schema", "Ports"];
        let is_word = |text: &str, name: &str| {
            text.match_indices(name).any(|(at, _)| {
                let ends = |c: Option<char>| !c.is_some_and(char::is_alphanumeric);
                ends(text[..at].chars().next_back()) && ends(text[at + name.len()..].chars().next())
            })
        };
        let unknown: Vec<_> =
            NAMED.iter().filter(|name| !made.contains(name) && !tables.iter().any(|t| is_word(t, name))).collect();
        assert!(unknown.is_empty(), "no table has {unknown:?}");
        assert!(
            NAMED
                .iter()
                .all(|name| HostType::of(name).name() == *name && !matches!(HostType::of(name), HostType::Other(_)))
        );
    }
}
