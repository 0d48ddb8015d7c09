//! From a recipe and a model to rows.
