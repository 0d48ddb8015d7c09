//! What a model says of rows: of their labels, of their quality, of their conditions. Every question is an annotation
//! recipe that `generation` runs; answers are kept as they come, and count as long as the row reads as it did.

mod answers;
mod asking;
mod pairs;
mod question;
mod rows;
mod teaching;
mod wording;
mod work;

pub use answers::{Asked, both_orders};
pub use asking::{Asking, Example, Given, Said};
pub use pairs::judge_pairs;
pub use question::{Inquiry, LONGEST, MOST_ROUNDS, RUBRIC, basis, is_long};
pub use rows::{Item, is_open, wanted};
pub use teaching::{StartingLabels, Teaching, beside_people, label_after};
pub use work::Work;
