//! How a sender is called in messages.

use super::Who;
use crate::facts::SenderRun;

/// Who it is, as the subject of a sentence.
pub(in crate::rules) fn subject(who: Who, run: Option<&SenderRun>) -> String {
    let origin = run.map_or("", |run| run.origin.as_str());
    match who {
        Who::Stranger => "any page that can reach this window".to_owned(),
        Who::LookAlike => format!("a page of an origin like `{origin}`, which passes the check,"),
        Who::NoSource => "a frame that posts and removes itself".to_owned(),
        Who::Null => "any page, from a sandboxed frame with the origin `null`,".to_owned(),
        Who::SharedHost => format!("anybody who gets a name like `{origin}`"),
        Who::Framer => "any site that frames this page".to_owned(),
        Who::Opener => "any site that opened this page".to_owned(),
        Who::Page => "any page that this script runs in".to_owned(),
        Who::Subdomain => format!("a page on any subdomain, such as `{origin}`,"),
        Who::Insecure => format!("a network attacker who impersonates `{origin}`"),
        Who::OwnFrame => "whatever page this page's own frame or popup was navigated to".to_owned(),
        Who::OpaqueFrame => "the content of the sandboxed frame".to_owned(),
        Who::Unresolved => "whoever passes a check that originlint cannot see into".to_owned(),
        Who::Sandboxed => "any sandboxed page".to_owned(),
        Who::Expected | Who::Own => "a trusted sender that is itself attacked".to_owned(),
    }
}
