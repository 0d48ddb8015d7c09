//! What a model says of rows: of their labels, of their quality, of their conditions, of their answers, of what
//! groups of them have in common. Every question is an
//! annotation recipe that `generation` runs, but for how much it expects a text, which it reads alone; answers are kept as
//! they come, and count as long as the row reads as it did.

mod answering;
mod answers;
mod asking;
mod expected;
mod file;
mod groups;
mod inquiry;
mod judge;
mod pairs;
mod question;
mod rows;
mod teaching;
mod wording;
mod work;

pub use answering::{answer, columns};
pub use answers::{Asked, both_orders};
pub use asking::{Asking, Example, Form, Given, Said};
pub use expected::log_probability;
pub use file::AskedFile;
pub use groups::name_groups;
pub use inquiry::{Inquiry, LONGEST, Subject, is_long};
pub use judge::{Judge, Stop, Tell};
pub use pairs::judge_pairs;
pub use question::{MOST_ROUNDS, RUBRIC};
pub use rows::{Item, drawn, is_open, wanted};
pub use teaching::{StartingLabels, TaughtRounds, Teaching, beside_people, label_after};
pub use work::Work;
