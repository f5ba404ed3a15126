//! `listener-not-removed`, `listener-in-handler`, `listener-removal-mismatch` and `dead-message-listener`: listeners that
//! pile up, removals that remove nothing, and listeners where no message arrives.

use super::Case;
use crate::facts::{Mismatch, MismatchKind, NeverReceives, Subscription};
use crate::finding::{Applicability, Confidence, Edit, Finding, Fix, Label, Severity};

pub(super) fn check(case: &Case, findings: &mut Vec<Finding>) {
    findings.extend(case.facts.subscriptions.iter().filter_map(|s| subscription(case, s)));
    findings.extend(case.facts.mismatches.iter().map(|m| mismatch(case, m)));
    findings.extend(case.facts.never_receiving.iter().map(|d| never_receives(case, d)));
}

fn subscription(case: &Case, added: &Subscription) -> Option<Finding> {
    if let Some(handler) = added.handler {
        let mut finding = case.finding("listener-in-handler", Severity::Medium, added.span);
        finding.message = "each message adds one more listener, and none is ever removed".to_owned();
        finding.label = "added on every message".to_owned();
        finding.help =
            "add it once, outside of the handler, or end it with `{ once: true }` or an AbortSignal".to_owned();
        finding.related.push(Label::new(handler, "in the handler of these messages"));
        return Some(finding);
    }
    if let Some(function) = &added.call {
        let mut finding = case.finding("listener-not-removed", Severity::Medium, added.span);
        // What a minifier leaves of a name says nothing.
        let call = if function.len() > 2 { format!("each call of `{function}`") } else { "each call".to_owned() };
        finding.message = format!("{call} adds one more listener to the window, and none is ever removed");
        finding.label = "added on every call".to_owned();
        finding.help = "keep the function in a variable and remove it once its message has come, or let one listener \
                        serve all calls"
            .to_owned();
        return Some(finding);
    }
    if let Some(event) = &added.user_event {
        let mut finding = case.finding("listener-not-removed", Severity::Medium, added.span);
        finding.message =
            format!("every `{event}` event adds one more listener to the window, and none is ever removed");
        finding.label = format!("added on every `{event}`");
        finding.help =
            "add it once, outside of the callback, or end it with `{ once: true }` or an AbortSignal".to_owned();
        return Some(finding);
    }
    let hook = added.hook.as_ref()?;
    let mut finding = case.finding("listener-not-removed", Severity::Medium, added.span);
    finding.message = format!("every run of `{hook}` adds a listener to the window that outlives the component");
    finding.label = "never removed".to_owned();
    finding.help = match &**hook {
        "useEffect" | "useLayoutEffect" | "useEffectOnce" | "onMount" => {
            "keep the function in a variable and return a clean-up that removes it, or pass `{ signal }` and abort it there"
        }
        "componentDidMount" => "keep the function in a field and remove it in `componentWillUnmount`",
        "connectedCallback" | "firstUpdated" => "keep the function in a field and remove it in `disconnectedCallback`",
        "ngOnInit" | "ngAfterViewInit" => "keep the function in a field and remove it in `ngOnDestroy`",
        "mounted" => "keep the function and remove it in `beforeUnmount`",
        "activated" => "keep the function and remove it in `deactivated`",
        "onActivated" => "keep the function in a variable and remove it in `onDeactivated`",
        "useVisibleTask$" => "keep the function in a variable and remove it in the task's `cleanup`",
        _ => "keep the function in a variable and remove it when the component goes, in `onUnmounted` or its like",
    }
    .to_owned();
    Some(finding)
}

fn mismatch(case: &Case, removal: &Mismatch) -> Finding {
    let mut finding = case.finding("listener-removal-mismatch", Severity::Medium, removal.span);
    let text = case.text(removal.span);
    let (message, label, help) = match removal.kind {
        MismatchKind::Fresh => (
            "this removes nothing: a function that is written here was never added".to_owned(),
            "another function",
            "keep the function in a variable and pass the same one to both calls",
        ),
        MismatchKind::FreshBind => (
            "this removes nothing: `bind` makes another function each time".to_owned(),
            "another function",
            "keep the bound function in a field and pass it to both calls",
        ),
        MismatchKind::Bound => (
            format!(
                "this removes nothing: `{text}` and the listener that was added are two functions, one of them bound"
            ),
            "another function",
            "keep the bound function in a field and pass it to both calls",
        ),
        MismatchKind::Wrapped => (
            format!("this removes nothing: what was added is a function that calls `{text}`"),
            "not what was added",
            "keep the function that is added in a field and pass it to both calls",
        ),
        MismatchKind::Nothing => (
            format!("this removes nothing: `{text}` is undefined, because addEventListener returns nothing"),
            "undefined",
            "keep the function in a variable and pass it to both calls",
        ),
        MismatchKind::Capture => (
            format!("this removes nothing: `{text}` was added for the other phase"),
            "the capture flag differs",
            "pass the same capture flag to both calls",
        ),
    };
    finding.message = message;
    finding.label = label.to_owned();
    finding.help = help.to_owned();
    if let Some(added) = removal.added {
        finding.related.push(Label::new(added, "added here"));
    }
    if let Some((span, text)) = &removal.edit {
        finding.fixes.push(Fix {
            title: match removal.kind {
                MismatchKind::Capture => "pass the capture flag that it was added with".to_owned(),
                _ => format!("remove `{text}`, the function that was added"),
            },
            edits: vec![Edit { span: *span, text: text.clone() }],
            applicability: Applicability::Safe,
        });
    }
    finding
}

fn never_receives(case: &Case, listener: &NeverReceives) -> Finding {
    let mut finding = case.finding("dead-message-listener", Severity::Medium, listener.span);
    finding.message = format!("no message ever arrives here: browsers dispatch none at {}", listener.what);
    finding.label = "never called".to_owned();
    finding.help = match listener.what {
        "a SharedWorker itself" => "listen to its `port`, and start it",
        "the document" => "listen to the window",
        _ => "listen to the own window, and compare `event.source` with the `contentWindow` of the frame",
    }
    .to_owned();
    if listener.what == "the document" {
        finding.confidence = Confidence::Medium;
        finding.notes.push("an embedding application may dispatch events of its own there".to_owned());
    }
    finding
}
