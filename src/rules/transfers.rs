//! `invalid-transfer`, `use-after-transfer` and `use-after-close`: what a transfer list gets wrong, and what is done with
//! a port, a channel or a buffer after its end.

use super::Case;
use crate::facts::{BadTransfer, Detached, DetachedUse, TransferFault, Use};
use crate::finding::{Applicability, Edit, Finding, Fix, Label, Severity};

pub(super) fn check(case: &Case, findings: &mut Vec<Finding>) {
    findings.extend(case.facts.transfers.iter().map(|t| invalid(case, t)));
    findings.extend(case.facts.detached_uses.iter().filter_map(|u| spent(case, u)));
}

/// A type in words, with its article.
fn noun(kind: &'static str) -> &'static str {
    match kind {
        "MessagePort" | "NodePort" => "a MessagePort",
        "MainPort" => "a MessagePortMain",
        "ArrayBuffer" => "an ArrayBuffer",
        "TypedArray" => "a typed array",
        "DataView" => "a DataView",
        "WasmBuffer" => "the memory of a WebAssembly instance",
        "ImageBitmap" => "an ImageBitmap",
        "OffscreenCanvas" => "an OffscreenCanvas",
        "MessageChannel" | "NodeChannel" => "a MessageChannel",
        "MainChannel" => "a MessageChannelMain",
        "Stream" => "a stream",
        "BroadcastChannel" | "NodeBroadcast" => "a BroadcastChannel",
        other => other,
    }
}

fn invalid(case: &Case, transfer: &BadTransfer) -> Finding {
    let mut finding = case.finding("invalid-transfer", Severity::Medium, transfer.span);
    let text = case.text(transfer.span);
    let what = noun(transfer.what);
    // Browser facts E3 and F4; J3 of Node.
    let refused = match (transfer.node, transfer.what) {
        // The standards say TypeError, and Chromium DataCloneError.
        (_, "WasmBuffer") => "an error",
        (true, _) => "a TypeError",
        (false, _) => "a DataCloneError",
    };
    let (message, label, help) = match transfer.fault {
        TransferFault::Duplicate => (
            format!("this post throws a DataCloneError: `{text}` is in the transfer list twice"),
            "listed again",
            "list each transferred object once".to_owned(),
        ),
        TransferFault::Itself => (
            format!("this post throws a DataCloneError: `{text}` is to be transferred through itself"),
            "the port that it is posted on",
            "transfer the port over another port, worker or window".to_owned(),
        ),
        TransferFault::Unlisted => (
            format!("this post throws {refused}: {what} in the message has to be in the transfer list too"),
            "not in the transfer list",
            format!("add `{text}` to the transfer list, the last argument of `postMessage`"),
        ),
        TransferFault::Broadcast => (
            format!(
                "nothing is transferred: a BroadcastChannel takes no transfer list, and {what} cannot reach its many receivers"
            ),
            "ignored",
            "send it over a port, a worker or a window".to_owned(),
        ),
        TransferFault::Again => (
            format!("this post throws a DataCloneError: `{text}` was transferred before"),
            "transferred again",
            match transfer.what {
                "ArrayBuffer" => format!("post a copy first (`{text}.slice(0)`), or make another buffer"),
                _ => "make another one for each receiver".to_owned(),
            },
        ),
        TransferFault::NotTransferable => (
            format!("this post throws {refused}: {what} cannot be transferred"),
            "not transferable",
            match transfer.what {
                "TypedArray" | "DataView" => format!("list the buffer behind it: `{text}.buffer`"),
                "MessageChannel" | "NodeChannel" | "MainChannel" => format!("list one of its ports: `{text}.port2`"),
                "WasmBuffer" => format!(
                    "copy what is needed out of it, `{}.slice()`, and list the buffer of the copy",
                    view_of(&text)
                ),
                _ => "list the buffers and ports inside of it".to_owned(),
            },
        ),
    };
    finding.message = message;
    finding.label = label.to_owned();
    finding.help = help;
    if let Some(first) = transfer.first.filter(|f| *f != transfer.span) {
        let label = if transfer.fault == TransferFault::Again { "transferred here" } else { "listed here already" };
        finding.related.push(Label::new(first, label));
    }
    if let Some(edit) = transfer.edit {
        finding.fixes.push(Fix {
            title: format!("remove the second `{text}`"),
            edits: vec![Edit { span: edit, text: String::new() }],
            applicability: Applicability::Safe,
        });
    }
    finding
}

fn spent(case: &Case, lost: &DetachedUse) -> Option<Finding> {
    let text = case.text(lost.span);
    let name = lost.name.as_ref().map_or_else(|| noun(lost.kind).to_owned(), |n| format!("`{}`", line(n)));
    let closed = lost.spent == Detached::Closed;
    // The browser lets a closed port be listened to and started; only what is posted is lost.
    if closed && !matches!(lost.what, Use::Post | Use::PostLater) {
        return None;
    }
    let rule = if closed { "use-after-close" } else { "use-after-transfer" };
    let mut finding = case.finding(rule, Severity::Medium, lost.span);
    finding.message = match (&lost.what, lost.kind) {
        (Use::PostLater, "BroadcastChannel") => {
            format!(
                "`{text}` throws an InvalidStateError once the clean-up has run: the component keeps {name}, which is closed"
            )
        }
        (Use::PostLater, _) => {
            format!("this message is lost once the clean-up has run: the component keeps {name}, which is closed")
        }
        (Use::Post, "BroadcastChannel" | "NodeBroadcast") => {
            format!("`{text}` throws an InvalidStateError: {name} is closed")
        }
        (Use::Post, _) if closed => format!("this message is lost without a word: {name} is closed"),
        (Use::Post, _) => format!("this message is lost without a word: {name} was transferred"),
        (Use::Listen, _) => format!("no message ever reaches this listener: {name} was transferred"),
        (Use::Start, _) => format!("nothing starts: {name} was transferred"),
        (Use::Size, _) => format!("`{text}` is 0: the memory of {name} was transferred"),
        (Use::Element, _) => format!("`{text}` is undefined: the memory of {name} was transferred"),
        (Use::View, _) => format!("`{text}` throws a TypeError: {name} was transferred"),
        (Use::Clone, _) => format!("this post throws a DataCloneError: {name} was transferred before"),
        (Use::Method(_), "ArrayBuffer") => format!("`{text}` throws a TypeError: the memory of {name} was transferred"),
        (Use::Method(_), _) => format!("`{text}` throws: {name} was transferred"),
    };
    finding.label = if closed { "after the close" } else { "after the transfer" }.to_owned();
    finding.help = match (closed, lost.kind) {
        (true, _) if lost.what == Use::PostLater => {
            "make the channel in the effect that closes it, so that each run of the effect has one of its own"
                .to_owned()
        }
        (true, _) => format!("post before {name} is closed, or close it where nothing is posted any more"),
        (_, "MessagePort" | "NodePort" | "MainPort") => {
            "use the port at the other end, which stays here; this one belongs to the receiver".to_owned()
        }
        (_, "ArrayBuffer") => {
            format!("read what is needed before the post, or post a copy: `{}.slice(0)`", bare(&name))
        }
        _ => "read what is needed before the post; this object belongs to the receiver".to_owned(),
    };
    if lost.at != lost.span {
        finding.related.push(Label::new(lost.at, if closed { "closed here" } else { "transferred here" }));
    }
    Some(finding)
}

/// The view whose buffer is named, or the buffer itself.
fn view_of(buffer: &str) -> &str {
    buffer.strip_suffix(".buffer").filter(|view| !view.ends_with("emory")).unwrap_or(buffer)
}

fn bare(name: &str) -> &str {
    name.trim_matches('`')
}

fn line(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}
