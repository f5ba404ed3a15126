//! The wording for target origins at which nothing arrives. Which those are is decided in the machine.

use url::{Host, Url};

use super::wording::base;
use crate::facts::{Fault, Receiver, Send, Target, TargetKind};
use crate::finding::{Confidence, Finding, Severity};
use crate::rules::Case;

pub(super) fn invalid(case: &Case, send: &Send, target: &Target) -> Option<Finding> {
    let mut finding = base(case, "invalid-target-origin", Severity::Medium, send, target);
    let receiver = match send.receiver {
        Receiver::Window(_) => None,
        Receiver::Port => Some("a port"),
        Receiver::ServiceWorker => Some("a service worker"),
        Receiver::WorkerScope => Some("the page that started this worker"),
        _ => Some("a worker"),
    };
    match (&target.kind, receiver) {
        (TargetKind::Invalid { text, .. }, Some(receiver)) => {
            finding.message = format!("this call throws a TypeError: a post to {receiver} takes no target origin");
            finding.label = format!("a list or options belong here, not `{text}`");
            finding.help = "drop the second argument".to_owned();
        }
        (TargetKind::Invalid { text, fault }, None) => {
            finding.message = match fault {
                Fault::Throws => format!("this call throws a SyntaxError: `{text}` is no origin"),
                Fault::NeverArrives => format!("this message never arrives: no page has the origin `{text}`"),
                Fault::Differs => {
                    format!("this message never arrives, and in some browsers the call throws: `{text}` is no origin")
                }
            };
            let read = case.text(target.span);
            finding.label = match read.contains(&**text) {
                true => "not an origin".to_owned(),
                false => format!("`{read}` is `{text}` here"),
            };
            finding.help = "an origin is scheme, host and port, such as `https://app.example.com`".to_owned();
        }
        (TargetKind::List, None) => {
            finding.message = "nothing in this list is transferred: a window takes it for options".to_owned();
            finding.label = "a target origin or options belong here".to_owned();
            let list = case.text(target.span);
            finding.help = format!(
                "name the receiver's origin first, and give the list in `{{ targetOrigin, transfer: {list} }}`"
            );
        }
        _ => return None,
    }
    Some(finding)
}

/// The receiver's origin is opaque, and nothing but the wildcard names such a one (browser facts A2, A7 and B2).
pub(super) fn sandboxed(case: &Case, send: &Send) -> Finding {
    let mut finding = case.finding("invalid-target-origin", Severity::Medium, send.receiver_span);
    finding.message =
        "this message never arrives: without `allow-same-origin` the sandbox leaves the frame no origin to name"
            .to_owned();
    finding.label = "nothing but `*` reaches this frame".to_owned();
    finding.help = "post to `*`, and only what may be read by whatever the frame shows".to_owned();
    finding
}

/// Without a target origin only the own origin is served (browser facts A1), and the program loaded the page of another one there.
pub(super) fn left_out(case: &Case, send: &Send, target: &Target) -> Option<Finding> {
    let url = Url::parse(send.address.as_deref()?).ok()?;
    let is_site = match url.host()? {
        Host::Domain(name) => name.contains('.'),
        // On its own machine a page under development may have any address.
        Host::Ipv4(_) | Host::Ipv6(_) => false,
    };
    if !is_site || !matches!(url.scheme(), "http" | "https") {
        return None;
    }
    let origin = url.origin().ascii_serialization();
    let mut finding = base(case, "invalid-target-origin", Severity::Medium, send, target);
    finding.confidence = Confidence::Medium;
    finding.message = format!(
        "this message never arrives at `{origin}`: without a target origin only the page's own origin is served"
    );
    finding.label = "no target origin".to_owned();
    finding.help = format!("name the origin of the page that the program loads there: `\"{origin}\"`");
    finding.notes.push(format!("the page of this program is taken to have another origin than `{origin}`"));
    Some(finding)
}
