//! What a page tells of itself and of where it came from: its origin, its address and their parts, in the document and in the
//! frames whose pages the document writes itself. What an address is narrowed to is told in `address`.

use crate::machine::Machine;
use crate::machine::domain::detail::{Address, Detail, Section};
use crate::machine::domain::host::Host;
use crate::machine::domain::host_type::HostType;
use crate::machine::domain::origin::OWN_ORIGIN;
use crate::machine::domain::taint::{Taint, TaintKind, Taints};
use crate::machine::domain::value::{Alt, Kind, ObjId, Value};
use crate::machine::web::host::table_of;
use crate::machine::web::markup::has_origin;
use crate::source::Span;
use crate::syntax::program::Name;

impl Machine<'_> {
    /// Text of one of the platform's types that begin with `@`.
    pub(in crate::machine) fn text_of_type(&mut self, owner: ObjId, name: &Name, ty: &str, span: Span) -> Value {
        let own = |text: &str, origin| Value::string(text, span, Taints::source(origin, span));
        // In the page of a frame that is written in an attribute the address is `about:srcdoc`, whatever origin the page has
        // (browser facts A6 and B4).
        let is_framed = self.is_framed(span) && self.heap.host(owner) == Some(Host::Type(HostType::Location));
        let what = || match table_of(self.heap.host(owner).unwrap_or(Host::Type(HostType::NONE))) {
            "Window" => Detail::Text(name.clone()),
            "PasswordInput" => "the value of a credential field".into(),
            "Location" => Detail::of_location(name),
            "Document" if matches!(&**name, "URL" | "documentURI" | "baseURI") => {
                Detail::Address(Address::OfDocument(format!("document.{name}").into()))
            }
            table => format!("{}.{name}", table.to_lowercase()).into(),
        };
        let from = |kind| {
            let taint = Taint { detail: Some(what()), ..Taint::new(kind, span) };
            Value::unknown(span, Taints::one(taint).union(&Taints::source(TaintKind::Varying, span)))
        };
        match ty {
            "@own-origin" if is_framed => Value::string("null", span, Taints::NONE),
            "@own-host" if is_framed => Value::string("", span, Taints::NONE),
            "@own-protocol" if is_framed => Value::string("about:", span, Taints::NONE),
            "@own-origin" => own(OWN_ORIGIN, TaintKind::Own),
            "@own-host" => own(OWN_ORIGIN.trim_start_matches("https://"), TaintKind::Own),
            "@own-protocol" => own("https:", TaintKind::Own),
            "@own-opaque" if self.is_sandboxed(span) => Value::string("null", span, Taints::NONE),
            "@own-opaque" if self.is_framed(span) => own(OWN_ORIGIN, TaintKind::Own),
            "@own-opaque" => {
                let opaque = self.sender().is_some_and(|s| s.origin == "null");
                own(if opaque { "null" } else { OWN_ORIGIN }, TaintKind::OwnOpaque)
            }
            "@url" => from(TaintKind::Url),
            "@referrer" => from(TaintKind::Referrer),
            "@name" => from(TaintKind::WindowName),
            "@dom" => {
                let content = content("what stands in a form field", span);
                from(TaintKind::Dom).with(&Taints::one(content))
            }
            "@response" => {
                let content = content("what a server answered", span);
                from(TaintKind::Response).with(&Taints::one(content))
            }
            "@address" if self.is_listed(owner) => from(TaintKind::Dom),
            "@message" => self.said_by_peer(span),
            "@sender-origin" => self.told_of_peer("", span),
            "@sender-url" => self.told_of_peer("/", span),
            // No extension has an origin for its id, and the configured one is equal to whatever is configured.
            "@sender-id" => self.told_of_peer("", span),
            "@secret" => from(TaintKind::Secret),
            "@random" => from(TaintKind::Random),
            "@measure" => Value::unknown(span, Taints::NONE),
            "@undefined" => Value::constant(Kind::Undefined, span),
            "@null" => Value::constant(Kind::Null, span),
            _ if let Some(what) = ty.strip_prefix("@content ") => {
                let varying = Taints::source(TaintKind::Varying, span);
                Value::unknown(span, Taints::one(content(what, span)).union(&varying))
            }
            _ if let Some(text) = ty.strip_prefix("@=") => Value::string(text, span, Taints::NONE),
            _ => self.top(span),
        }
    }

    /// Whether it is any of the elements that the page happens to have, rather than one that the program picked.
    fn is_listed(&self, element: ObjId) -> bool {
        self.owner_of(element).is_some_and(|(owner, _)| self.heap.host(owner) == Some(Host::Type(HostType::Elements)))
    }

    /// Whether it is the address of the page as it is, of which only what follows the origin is somebody else's choice.
    pub(in crate::machine) fn is_own_address(&self, alt: &Alt) -> bool {
        let address = |l: &Taint| {
            let whole =
                matches!(l.detail, Some(Detail::Address(Address::Section(Section::Href) | Address::OfDocument(_))));
            whole && l.span == alt.site
        };
        match alt.kind {
            Kind::Unknown => alt.taints.find(TaintKind::Url).is_some_and(address),
            Kind::Obj(o) => self.heap.host(o) == Some(Host::Type(HostType::Location)),
            _ => false,
        }
    }

    /// Whether the code at `span` runs in a frame whose page the document holds (`srcdoc`).
    pub(in crate::machine) fn is_framed(&self, span: Span) -> bool {
        self.program.scanned().framed_at(span).is_some()
    }

    /// Whether that frame is sandboxed so that its page has an opaque origin.
    fn is_sandboxed(&self, span: Span) -> bool {
        self.program.scanned().framed_at(span).is_some_and(|frame| !has_origin(self.program.element(frame)))
    }
}

/// The evidence that something is the user's own.
pub(in crate::machine) fn content(what: &str, span: Span) -> Taint {
    Taint { detail: Some(what.into()), ..Taint::new(TaintKind::Content, span) }
}
