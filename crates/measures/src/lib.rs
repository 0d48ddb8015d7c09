//! Text and vector measures: pure functions, no I/O, no model.
