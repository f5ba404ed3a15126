//! What became of every port and channel once all was run: which stayed open, which were never started.

use rustc_hash::FxHashSet;

use crate::facts::{Channel, ChannelKind, Detached, DetachedUse, Left, Scope, Unstarted, Use};
use crate::linked::FileId;
use crate::machine::domain::heap::ObjKind;
use crate::machine::domain::host_type::HostType;
use crate::machine::domain::value::{ObjId, Value};
use crate::machine::interp::component::Made;
use crate::machine::{Life, Machine};
use crate::source::Span;
use crate::syntax::program::{Expr, ExprId, Key, Stmt, StmtId};

impl Machine<'_> {
    /// Whether a channel that a function makes is not closed yet by what was run.
    pub(in crate::machine) fn some_stay_open(&self) -> bool {
        self.channels.lives.values().any(|l| {
            l.kind.is_some_and(|k| k != ChannelKind::Port) && !l.module_scope && !l.closed && !l.escaped && l.heard
        })
    }

    /// What the functions hold that outlive the activation in which they were made: they may still use it.
    fn held_by_functions(&self) -> FxHashSet<ObjId> {
        let mut held = FxHashSet::default();
        if self.channels.lives.is_empty() {
            return held;
        }
        let mut seen = FxHashSet::default();
        let outside = self.exploration.escaped.iter().chain(&self.exploration.kept).copied();
        let mut todo: Vec<ObjId> = outside.filter(|o| !self.channels.lives.contains_key(o)).collect();
        while let Some(object) = todo.pop() {
            if let Some(life) = self.channels.lives.get(&object) {
                if !life.transferred {
                    held.insert(object);
                }
                continue;
            }
            if !seen.insert(object) {
                continue;
            }
            let ObjKind::Closure { function, env, .. } = self.heap.kind(object) else { continue };
            let range = self.program.function(*function).exprs.clone();
            for expr in range.map(ExprId) {
                let Expr::Var(binding) = self.program.expr(expr) else { continue };
                let owner = self.program.binding(*binding).owner;
                if owner == *function || self.program.is_body(owner) {
                    continue;
                }
                let value = self.heap.scope(*env, owner).and_then(|env| self.heap.var(env, *binding));
                todo.extend(value.into_iter().flat_map(Value::objects));
            }
        }
        held
    }

    /// What became of every channel. Objects of one place in the program are one channel: what happens to one of them
    /// could happen to all.
    pub(in crate::machine) fn channels(&self) -> Vec<Channel> {
        let mut channels: Vec<Channel> = Vec::new();
        let held = self.held_by_functions();
        let mut ids: Vec<&ObjId> = self.channels.lives.keys().collect();
        ids.sort();
        for id in ids {
            let life = &self.channels.lives[id];
            let Some(kind) = life.kind else { continue };
            if life.channel.is_some() {
                continue;
            }
            let index = match channels.iter().position(|c| c.creation == life.creation && c.kind == kind) {
                Some(i) => i,
                None => {
                    channels.push(Channel {
                        creation: life.creation,
                        kind,
                        scope: if life.module_scope { Scope::Module } else { Scope::Function },
                        name: life.name.clone(),
                        unsafe_reads: Vec::new(),
                        unstarted: Vec::new(),
                        closed: false,
                        escaped: false,
                        transferred: false,
                        heard: false,
                        left: None,
                    });
                    channels.len() - 1
                }
            };
            let channel = &mut channels[index];
            let is_held = held.contains(id)
                || self.channels.lives.iter().any(|(o, l)| l.channel == Some(*id) && held.contains(o))
                || (life.kept && !life.lost);
            let ends: Vec<&Life> =
                std::iter::once(life).chain(self.channels.lives.values().filter(|l| l.channel == Some(*id))).collect();
            channel.closed |= ends.iter().any(|l| l.closed);
            channel.escaped |=
                is_held || life.escaped || life.foreign || ends.iter().any(|l| l.escaped && !l.transferred);
            channel.transferred |= ends.iter().any(|l| l.transferred);
            channel.heard |= ends.iter().any(|l| l.heard);
            channel.left = channel.left.or_else(|| self.left_behind(kind, life.creation));
        }
        self.note_unsafe_reads(&mut channels);
        // A port that is not started: none of the objects of its place is, and nobody else could.
        for life in self.channels.lives.values().filter(|l| l.kind == Some(ChannelKind::Port)) {
            for &at in &life.listened {
                let same: Vec<&Life> = self.channels.lives.values().filter(|l| l.listened.contains(&at)).collect();
                if same.iter().any(|l| l.started || l.is_others()) {
                    continue;
                }
                let owner = channels.iter_mut().find(|c| c.creation == life.creation);
                let Some(channel) = owner else { continue };
                let listener = self.program.span(at);
                if !channel.unstarted.iter().any(|u| u.listener == listener) {
                    let port = self.listened_port(at);
                    let text =
                        port.map_or_else(|| "port".to_owned(), |p| self.program.slice(self.program.span(p)).to_owned());
                    let start = port.and_then(|p| self.start_after(at, p));
                    channel.unstarted.push(Unstarted {
                        listener,
                        port: text,
                        given: life.given,
                        of_main: life.of_main,
                        start,
                    });
                }
            }
        }
        for channel in &mut channels {
            channel.unstarted.sort_by_key(|u| u.listener);
        }
        channels.sort_by_key(|c| (c.creation, c.kind as u8));
        channels
    }

    /// How a component leaves a channel behind, if one does. What its own functions hold belongs to it.
    fn left_behind(&self, kind: ChannelKind, creation: Span) -> Option<Left> {
        let ends: Vec<&Life> = self.channels.lives.values().filter(|l| l.creation == creation).collect();
        let any = |is: &dyn Fn(&Life) -> bool| ends.iter().any(|l| is(l));
        if any(&|l| l.escaped || l.foreign || l.transferred) {
            return None;
        }
        let (closed, heard) = (any(&|l| l.closed), any(&|l| l.heard));
        match ends.iter().find_map(|l| l.made) {
            Some(Made::EachTime) if !closed => Some(Left::EachRendering),
            Some(Made::EachTimeKeptOnce) if !closed => Some(Left::Initial),
            Some(Made::Once) if !closed && heard => Some(Left::Component),
            Some(_) => None,
            None => {
                let maker = ends.iter().find_map(|l| l.maker).filter(|maker| self.program.is_own(*maker))?;
                let by_handler = self.outline.components.is_handler(self.program.scanned(), maker);
                let ends_by_itself = any(&|l| l.closed_at_end.is_some() || l.closes_itself);
                let is_line = kind != ChannelKind::MessageChannel;
                (by_handler && is_line && heard && !ends_by_itself).then_some(Left::Handler)
            }
        }
    }

    /// Posts on a channel that a component keeps from its first rendering on and closes in the clean-up of an effect: React runs such
    /// a clean-up when something changes, and once more than that in strict mode, and what is kept stays the closed one.
    pub(in crate::machine) fn posts_after_clean_up(&self) -> Vec<DetachedUse> {
        let mut found: Vec<DetachedUse> = Vec::new();
        let lives = || self.channels.lives.values();
        for life in lives().filter(|l| matches!(l.made, Some(Made::Once | Made::EachTimeKeptOnce)) && !l.escaped) {
            let (Some(at), Some(post)) = (life.closed_at_end, life.posts.iter().min()) else { continue };
            // Another one may take its place.
            let component = |l: &Life| {
                let maker = l.maker.filter(|maker| self.program.is_own(*maker))?;
                self.outline.components.rendering(self.program.scanned(), maker)
            };
            let replaces = |other: &Life| other.kind == life.kind && component(other) == component(life);
            if lives().any(|other| other.creation != life.creation && replaces(other)) {
                continue;
            }
            let kind = match life.kind {
                Some(ChannelKind::Broadcast) => HostType::BroadcastChannel,
                Some(ChannelKind::Port) => HostType::MessagePort,
                _ => continue,
            };
            let span = self.program.span(*post);
            let name = self.called_on(*post).map(|e| self.program.slice(self.program.span(e)).to_owned());
            if !found.iter().any(|u| u.span == span) {
                let (spent, what) = (Detached::Closed, Use::PostLater);
                found.push(DetachedUse { span, name, kind: kind.name(), spent, at, what });
            }
        }
        found.sort_by_key(|u| u.span);
        found
    }

    /// Ports and channels of which messages are read, and nothing hears of those that cannot be decoded: none of the
    /// objects of that place is listened to for them, and nobody else could. The first place of each is noted.
    fn note_unsafe_reads(&self, channels: &mut [Channel]) {
        let decodes = |l: &&Life| matches!(l.kind, Some(ChannelKind::Port | ChannelKind::Broadcast));
        // What its own context posts can be decoded here (browser facts F5).
        let sent = |channel| self.channels.lives.values().any(|end| end.channel == Some(channel) && end.transferred);
        let is_heard_of = |l: &&Life| l.channel.is_none_or(sent);
        for life in self.channels.lives.values().filter(decodes).filter(is_heard_of) {
            let Some(&at) = life.reads.iter().min_by_key(|at| self.program.span(**at)) else { continue };
            let covered = |l: &Life| l.reads.contains(&at) && (l.errors || l.is_others());
            if self.channels.lives.values().any(covered) {
                continue;
            }
            let span = self.program.span(at);
            if let Some(channel) = channels.iter_mut().find(|c| c.creation == life.creation)
                && !channel.unsafe_reads.contains(&span)
            {
                channel.unsafe_reads.push(span);
                channel.unsafe_reads.sort();
            }
        }
    }

    /// The port of `port.addEventListener(…)`.
    fn listened_port(&self, call: ExprId) -> Option<ExprId> {
        let Expr::Call { callee, .. } = self.program.expr(call) else { return None };
        match self.program.expr(*callee) {
            Expr::Member { object, .. } => Some(*object),
            _ => None,
        }
    }

    /// Where a statement that starts the port would follow the one that listens, and its text; `None` where reading the
    /// port again might do something, or no statement can stand.
    fn start_after(&self, call: ExprId, port: ExprId) -> Option<(u32, String)> {
        if !self.is_plain_place(port) {
            return None;
        }
        let whole = |e: ExprId| e == call || matches!(self.program.expr(e), Expr::Chain(inner) if *inner == call);
        let (own, source) = (self.program.scanned(), &self.program.module(FileId::SCANNED).source);
        let at = own.stmts.iter().position(|(s, _)| matches!(s, Stmt::Expr(e) if whole(*e)))?;
        let stmt = StmtId(u32::try_from(at).ok()?);
        let listed = |list: &[StmtId]| list.contains(&stmt);
        let in_list = own.functions.iter().any(|f| listed(&f.body))
            || own.stmts.iter().any(|(s, _)| match s {
                Stmt::Block(list) => listed(list),
                Stmt::Switch(_, cases) => cases.iter().any(|(_, list)| listed(list)),
                _ => false,
            });
        let span = self.program.stmt_span(stmt);
        let text = source.slice(span);
        let line = source.line_span(source.position(span.start).line);
        let indent: String = source.slice(line).chars().take_while(|c| matches!(c, ' ' | '\t')).collect();
        let end = if text.trim_end().ends_with(';') { ";" } else { "" };
        let Expr::Call { callee, .. } = self.program.expr(call) else { return None };
        let through = matches!(self.program.expr(*callee), Expr::Member { optional: true, .. });
        let port = self.program.slice(self.program.span(port));
        let dot = if through { "?." } else { "." };
        in_list.then(|| (span.end, format!("\n{indent}{port}{dot}start(){end}")))
    }

    /// Whether reading the expression twice is the same as once: names and members with fixed keys.
    fn is_plain_place(&self, e: ExprId) -> bool {
        match self.program.expr(e) {
            Expr::Var(_) | Expr::Global(_) | Expr::This => true,
            Expr::Member { object, key: Key::Name(_), .. } => self.is_plain_place(*object),
            _ => false,
        }
    }
}

impl Life {
    /// Whether code out of sight has the port or channel too. Whoever gives a port may start it, but who is given one to
    /// close has it for its whole life.
    fn is_others(&self) -> bool {
        let in_charge = !self.foreign || (self.given && self.closed);
        !in_charge || (self.escaped && !self.transferred)
    }
}
