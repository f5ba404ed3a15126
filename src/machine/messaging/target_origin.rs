//! The target origin of a `postMessage`: which values it may have, and what the browser makes of each.

use crate::facts::{Fault, Target, TargetKind};
use crate::machine::Machine;
use crate::machine::domain::heap::{ELEMENTS, ObjKind};
use crate::machine::domain::host::Host;
use crate::machine::domain::host_type::HostType;
use crate::machine::domain::origin::OWN_ORIGIN;
use crate::machine::domain::taint::{ATTACKER_CONTROLLED, Taint, TaintKind, Taints, URL_CONTROLLED};
use crate::machine::domain::value::{Alt, Kind, Value};
use crate::machine::web::url;
use crate::source::Span;
use crate::syntax::program::Name;

impl Machine<'_> {
    /// The target origins of a post to a window, in which a page was loaded from an address of these sources.
    pub(in crate::machine) fn targets(&mut self, call: Span, args: &[Value], loaded: &Taints) -> Vec<Target> {
        let Some(second) = args.get(1) else { return vec![Target { span: call, kind: TargetKind::Absent }] };
        let mut targets = Vec::new();
        let three = args.len() > 2;
        for alt in second.alts() {
            match alt.kind {
                Kind::Obj(o) if matches!(self.heap.kind(o), ObjKind::Plain) => {
                    let held = self.heap.own(o, "targetOrigin").cloned();
                    let open = self.heap.own(o, ELEMENTS).is_some();
                    match held {
                        Some(v) => v.alts().iter().for_each(|a| targets.push(self.target(a, call))),
                        None if open => targets.push(Target { span: call, kind: TargetKind::Unknown }),
                        None => targets.push(Target { span: call, kind: TargetKind::Absent }),
                    }
                }
                Kind::Obj(o) if matches!(self.heap.kind(o), ObjKind::Array) => {
                    let first = self.list_items(o).and_then(|l| l.first().cloned());
                    // As second of three arguments an array is turned into a string (browser facts A2).
                    if three {
                        let site = first.as_ref().and_then(|v| v.single().map(|a| a.site)).unwrap_or(alt.site);
                        let kind = self.to_text(alt).map_or(Kind::Unknown, Kind::Str);
                        targets.push(self.target(&Alt { kind, site, ..alt.clone() }, call));
                    } else {
                        let kind = match first {
                            Some(v) if v.objects().next().is_some() => TargetKind::List,
                            _ => TargetKind::Absent,
                        };
                        let span = if alt.site.is_empty() { call } else { alt.site };
                        targets.push(Target { span, kind });
                    }
                }
                // The address of this page, as an object (browser facts A1).
                Kind::Obj(_) => targets.push(Target { span: call, kind: TargetKind::Absent }),
                Kind::Undefined | Kind::Null if three => targets.push(self.invalid(alt, call)),
                // Whoever chose the address chose the page.
                _ if is_of(alt, loaded) => targets.push(Target { span: alt.site, kind: TargetKind::Unknown }),
                _ => targets.push(self.target(alt, call)),
            }
        }
        targets
    }

    /// `undefined` or `null` before a third argument is turned into a string (browser facts A3). Where it is but one of several
    /// values, the others are what the program means.
    fn invalid(&self, alt: &Alt, call: Span) -> Target {
        let text = if alt.kind == Kind::Null { "null" } else { "undefined" };
        let kind = match alt.site.is_empty() || !call.contains(alt.site) {
            true => TargetKind::Absent,
            false => TargetKind::Invalid { text: text.into(), fault: Fault::Throws },
        };
        Target { span: alt.site, kind }
    }

    fn target(&self, alt: &Alt, call: Span) -> Target {
        let kinds = alt.taints.kinds();
        let kind = match &alt.kind {
            Kind::Str(s) if &**s == "*" && kinds.has(TaintKind::OnlyOpaque) => TargetKind::Opaque,
            Kind::Str(s) if &**s == "*" => TargetKind::Wildcard,
            Kind::Str(s) if &**s == "/" || &**s == OWN_ORIGIN => TargetKind::Own,
            _ if self.is_own_address(alt) => TargetKind::Own,
            _ if kinds.has(TaintKind::Sender) => TargetKind::Sender,
            _ if kinds.intersects(URL_CONTROLLED) || kinds.intersects(ATTACKER_CONTROLLED) => {
                let chosen = |l: &&Taint| URL_CONTROLLED.has(l.kind) || ATTACKER_CONTROLLED.has(l.kind);
                let what = alt.taints.iter().filter(chosen).find_map(|l| l.detail.as_ref().map(ToString::to_string));
                TargetKind::Steered(what.unwrap_or_else(|| "the message".to_owned()))
            }
            Kind::Str(_) if kinds.has(TaintKind::OwnOpaque) => TargetKind::Own,
            // Part of the page's own address: what it is, the program's text says best.
            Kind::Str(s) if kinds.has(TaintKind::Own) => match constant(s) {
                TargetKind::Invalid { .. } => {
                    TargetKind::Invalid { text: self.program.slice(alt.site).into(), fault: Fault::Differs }
                }
                _ => TargetKind::Own,
            },
            Kind::Str(s) => constant(s),
            Kind::Undefined | Kind::Null => TargetKind::Absent,
            _ => TargetKind::Unknown,
        };
        let span = if alt.site.is_empty() { call } else { alt.site };
        Target { span, kind }
    }

    /// A text where a worker or a port expects a list or options, which is a TypeError (browser facts E6).
    pub(in crate::machine) fn refused_targets(&self, call: Span, args: &[Value]) -> Vec<Target> {
        let Some(second) = args.get(1) else { return Vec::new() };
        let texts = second.alts().iter().filter_map(|alt| match &alt.kind {
            Kind::Str(text) => Some((alt.site, text.clone())),
            _ => None,
        });
        let target = |(site, text): (Span, Name)| Target {
            span: if site.is_empty() { call } else { site },
            kind: TargetKind::Invalid { text, fault: Fault::Throws },
        };
        // What else it may be is then what the program means.
        let all: Vec<Target> = texts.map(target).collect();
        if all.len() == second.alts().len() { all } else { Vec::new() }
    }

    /// Whether a port is handed over: in a third argument, or in the options' transfer list (browser facts E4).
    pub(in crate::machine) fn hands_over_port(&self, args: &[Value]) -> bool {
        let listed = |v: &Value| v.objects().any(|o| self.lists_port(o));
        let optional = args.get(1).is_some_and(|v| {
            v.objects()
                .filter(|o| matches!(self.heap.kind(*o), ObjKind::Plain))
                .filter_map(|o| self.heap.own(o, "transfer"))
                .any(listed)
        });
        optional || args.get(2).is_some_and(listed)
    }

    fn lists_port(&self, list: crate::machine::domain::value::ObjId) -> bool {
        let port = |v: &Value| {
            v.objects().any(|o| matches!(self.heap.kind(o), ObjKind::Host(Host::Type(HostType::MessagePort))))
        };
        matches!(self.heap.kind(list), ObjKind::Array) && self.heap.own_entries(list).any(|(_, v)| port(v))
    }
}

/// Whether all that an attacker may have chosen of it comes from these sources.
fn is_of(alt: &Alt, loaded: &Taints) -> bool {
    let mut chosen = alt.taints.iter().filter(|l| URL_CONTROLLED.has(l.kind)).peekable();
    chosen.peek().is_some() && chosen.all(|l| loaded.iter().any(|k| k.kind == l.kind && k.span == l.span))
}

/// What the browser makes of a constant target origin (browser facts A3 and A4).
fn constant(text: &Name) -> TargetKind {
    let invalid = |fault| TargetKind::Invalid { text: text.clone(), fault };
    let Some(url) = url::parse(text, None) else {
        // Two origins in one text are the host of one to some engines.
        let several = text.matches("://").count() > 1;
        return invalid(if several { Fault::Differs } else { Fault::Throws });
    };
    match &*url.protocol {
        "http:" | "https:" => {
            let host = &*url.hostname;
            if host.contains(['*', ',']) {
                return invalid(Fault::Differs);
            }
            if host.ends_with('.') {
                return invalid(Fault::NeverArrives);
            }
            if url.protocol == "http:" && !is_loopback(host) {
                return TargetKind::Insecure(text.clone());
            }
            TargetKind::Constant(text.clone())
        }
        "file:" => invalid(Fault::NeverArrives),
        "data:" | "about:" | "javascript:" => invalid(Fault::Differs),
        // `localhost:3000`, where the host is taken for a scheme.
        _ if !text.contains("://") => invalid(Fault::Differs),
        // Extensions and native shells have origins with schemes of their own.
        _ => TargetKind::Constant(text.clone()),
    }
}

/// Whether the host is this machine, to which nobody on the network listens.
fn is_loopback(host: &str) -> bool {
    host == "localhost" || host.ends_with(".localhost") || host.starts_with("127.") || host == "[::1]"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constants_are_what_browsers_measured() {
        for text in [
            "",
            "null",
            "undefined",
            " *",
            "**",
            "/x",
            "./",
            "//host",
            "self",
            "true",
            "0",
            "example.com",
            "www.example.com",
            "*.example.com",
            "127.0.0.1:8080",
            "http://",
            "http",
        ] {
            let expected = TargetKind::Invalid { text: text.into(), fault: Fault::Throws };
            assert_eq!(constant(&text.into()), expected, "{text}");
        }
        for text in [
            "localhost:3000",
            "host:8080",
            "data:text/html,x",
            "about:blank",
            "javascript:0",
            "https://*.example.com",
            "http://*",
            "https://a.test https://b.test",
            "https://a.test,https://b.test",
        ] {
            let expected = TargetKind::Invalid { text: text.into(), fault: Fault::Differs };
            assert_eq!(constant(&text.into()), expected, "{text}");
        }
        for text in ["https://example.com.", "file://"] {
            let expected = TargetKind::Invalid { text: text.into(), fault: Fault::NeverArrives };
            assert_eq!(constant(&text.into()), expected, "{text}");
        }
        for text in [
            "https://example.com",
            "HTTPS://Example.com:443/path?x#y",
            "http://localhost:3000",
            "http://127.0.0.1",
            "https://bücher.test",
        ] {
            assert_eq!(constant(&text.into()), TargetKind::Constant(text.into()), "{text}");
        }
        assert_eq!(constant(&"http://example.com".into()), TargetKind::Insecure("http://example.com".into()));
    }
}
