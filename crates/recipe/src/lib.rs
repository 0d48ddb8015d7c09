//! The recipe document: types, validation, formatting, differences. Pure data, no I/O.
