//! The language: expressions, statements, operators, calls, classes, properties, names and imports.

pub(in crate::machine) mod binding;
pub(in crate::machine) mod call;
pub(in crate::machine) mod class;
pub(in crate::machine) mod component;
pub(in crate::machine) mod convert;
pub(in crate::machine) mod equality;
pub(in crate::machine) mod expression;
pub(in crate::machine) mod import;
pub(in crate::machine) mod namespace;
pub(in crate::machine) mod operator;
pub(in crate::machine) mod property;
pub(in crate::machine) mod purpose;
pub(in crate::machine) mod statement;
