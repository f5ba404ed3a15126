//! What the machine computes with: abstract values with where they came from, and the memory that holds them. Knows neither the
//! standard library nor the web.

pub(in crate::machine) mod access_path;
pub(in crate::machine) mod detail;
pub(in crate::machine) mod heap;
pub(in crate::machine) mod taint;
pub(in crate::machine) mod value;
