//! Browser messaging: `postMessage`, what it hands over, listeners, channels and ports, and their lives.

pub(in crate::machine) mod channel;
pub(in crate::machine) mod detached;
pub(in crate::machine) mod listener;
pub(in crate::machine) mod listener_life;
pub(in crate::machine) mod post_message;
pub(in crate::machine) mod structured_clone;
pub(in crate::machine) mod target_origin;
pub(in crate::machine) mod transfer;
