//! The web platform and the libraries that the model knows: what their names are, what reading and calling them gives, elements,
//! markup, addresses.

pub(in crate::machine) mod address;
pub(in crate::machine) mod affix;
pub(in crate::machine) mod element;
pub(in crate::machine) mod host;
pub(in crate::machine) mod host_type;
pub(in crate::machine) mod library;
pub(in crate::machine) mod location;
pub(in crate::machine) mod markup;
pub(in crate::machine) mod parameter;
pub(in crate::machine) mod platform;
pub(in crate::machine) mod scope;
pub(in crate::machine) mod stream;
pub mod url;
pub(in crate::machine) mod url_concat;
