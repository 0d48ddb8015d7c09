//! The project file: one SQLite database that remembers every row and why it exists.
