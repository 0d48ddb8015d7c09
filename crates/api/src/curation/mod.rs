//! Curating rows by a pipeline: those of a file, and those of a run while a person works on it.

mod asked;
mod columns;
mod file;
mod vectors;
mod words;
mod work;

use asked::with_answers;
use columns::{with_columns, written_fields};
pub use file::{CuratedFile, gold_of};
pub use vectors::with_vectors;
pub use words::{said, standing_steps, steps_of, title};
pub use work::{Curating, Made, Material, acted_on, against, by_suspicion, nearest, unfit};
