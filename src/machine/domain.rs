//! What the machine computes with: abstract values with where they came from, and the memory that holds them. Knows nothing of what
//! the standard library and the web do.

pub(in crate::machine) mod access_path;
pub(in crate::machine) mod detail;
pub(in crate::machine) mod heap;
pub(in crate::machine) mod host;
pub(in crate::machine) mod host_type;
pub(in crate::machine) mod origin;
pub(in crate::machine) mod taint;
pub(in crate::machine) mod value;
