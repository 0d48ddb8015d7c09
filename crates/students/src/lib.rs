//! Small models trained on rows: what a dataset teaches, and which row teaches it.
//!
//! A student is trained in moments on a processor and always in the same way, so that decisions that rest on it are the
//! same on every machine. Only the [`transformer`] takes minutes, and is the same on one machine alone.

mod boosted;
mod calibrated;
mod dynamics;
mod features;
mod folds;
mod logistic;
mod platt;
mod rows;
mod softmax;
mod svm;
mod temperature;
mod text;
pub mod transformer;

pub use boosted::{BoostedOptions, BoostedTrees, Cell, TableRow};
pub use calibrated::CalibratedSvm;
pub use dynamics::{Dynamics, DynamicsOptions, training_dynamics};
pub use features::{FeatureOptions, Features, Input};
pub use folds::{Probabilities, cross_fit, out_of_fold, stratified_folds};
pub use logistic::{Example, LogisticRegression, Precision};
pub use platt::Platt;
pub use rows::Row;
pub use svm::{Hinge, LinearSvm, SvmOptions};
pub use temperature::Temperature;
pub use text::{TextClassifier, TextOptions};
