//! What the user does again and again: callbacks of clicks and the like, which run once more each time.

use crate::machine::Machine;
use crate::machine::domain::value::ObjId;
use crate::syntax::program::{Const, Expr, ExprId, FnId, Key, Name, Property};

impl Machine<'_> {
    /// The event of the user's whose callback is running and makes each of the functions anew, if one does.
    pub(in crate::machine) fn running_user_event(&self, functions: &[(ObjId, Option<FnId>)]) -> Option<Name> {
        let frame = self.frames.iter().rev().find(|frame| self.event_of(frame.call, frame.function).is_some())?;
        let is_within = |f: FnId| {
            let mut around =
                std::iter::successors(self.program.function(f).parent, |f| self.program.function(*f).parent);
            around.any(|f| f == frame.function)
        };
        let anew = !functions.is_empty() && functions.iter().all(|(_, f)| f.is_some_and(is_within));
        self.event_of(frame.call, frame.function).filter(|_| anew)
    }

    /// The event of which an expression makes a function the callback: `b.addEventListener("click", f)`, `b.onclick = f`,
    /// `<button onClick={f}>`.
    fn event_of(&self, at: Option<ExprId>, function: FnId) -> Option<Name> {
        let event = match self.program.expr(at?) {
            Expr::Call { callee, args, .. } => {
                let Expr::Member { key: Key::Name(method), .. } = self.program.expr(*callee) else { return None };
                if !matches!(&**method, "addEventListener" | "on")
                    || self.program.function(function).name.as_ref() == Some(method)
                {
                    return None;
                }
                let ends = args.get(2).is_some_and(|options| self.program.expr(options.value).field("once").is_some());
                match self.program.expr(args.first()?.value) {
                    Expr::Const(Const::Str(event)) if !ends => event.to_ascii_lowercase(),
                    _ => return None,
                }
            }
            Expr::Member { key: Key::Name(property), .. } => property.strip_prefix("on")?.to_ascii_lowercase(),
            Expr::Jsx { props, .. } => {
                let Expr::Object(props) = self.program.expr(*props) else { return None };
                props.iter().find_map(|prop| match prop {
                    Property::Field(Key::Name(name), value) if self.is_function(*value, function) => {
                        Some(name.strip_prefix("on")?.to_ascii_lowercase())
                    }
                    _ => None,
                })?
            }
            _ => return None,
        };
        self.model.wrappers.lifecycle.user_events.contains(&event).then(|| event.as_str().into())
    }

    /// Whether an expression is a function, or the name that the function was declared with.
    fn is_function(&self, e: ExprId, function: FnId) -> bool {
        match self.program.expr(e) {
            Expr::Function(f) => *f == function,
            Expr::Var(binding) => {
                self.program.function(function).name.as_ref() == Some(&self.program.binding(*binding).name)
            }
            _ => false,
        }
    }
}
