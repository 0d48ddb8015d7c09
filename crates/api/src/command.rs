//! Every command of the application, declared once.
//!
//! [`commands!`] makes three things of the list: the [`Request`] enum that crosses the wire, the dispatch to the
//! handler of the same name on [`App`] (a command without a handler does not compile), and the TypeScript interface
//! `Commands` from which the window's typed `call` follows.

use serde::Deserialize;

use crate::app::App;
use crate::error::{Result, WireError};
#[allow(clippy::wildcard_imports, reason = "the list below names nearly every wire type")]
use crate::types::*;

macro_rules! commands {
    ($($(#[doc = $doc:literal])+ $name:ident($request:ty) -> $response:ty;)+) => {
        /// A command and its argument, as the window sends it.
        #[derive(Debug, Deserialize)]
        #[serde(tag = "command", content = "request")]
        #[allow(non_camel_case_types, reason = "variants are the names on the wire")]
        pub enum Request {
            $($(#[doc = $doc])+ $name($request),)+
        }

        impl App {
            /// Carries out a command.
            ///
            /// # Errors
            /// What the handler says, in one sentence for the user.
            pub fn call(&self, request: Request) -> Result<serde_json::Value> {
                match request {
                    $(Request::$name(request) => to_json(self.$name(request)?),)+
                }
            }
        }

        #[cfg(test)]
        fn typescript(config: &ts_rs::Config) -> String {
            let mut text = String::new();
            $(
                $(text.push_str("  /**"); text.push_str($doc); text.push_str(" */\n");)+
                text.push_str(&format!(
                    "  {}: {{ request: {}; response: {} }};\n",
                    stringify!($name),
                    <$request as ts_rs::TS>::name(config),
                    <$response as ts_rs::TS>::name(config),
                ));
            )+
            text
        }

        #[cfg(test)]
        fn export(config: &ts_rs::Config) -> std::result::Result<std::collections::BTreeSet<String>, ts_rs::ExportError> {
            let mut names = std::collections::BTreeSet::new();
            $(
                export_one::<$request>(config, &mut names)?;
                export_one::<$response>(config, &mut names)?;
            )+
            Ok(names)
        }
    };
}

fn to_json<T: serde::Serialize>(value: T) -> Result<serde_json::Value> {
    serde_json::to_value(value)
        .map_err(|e| WireError::failed("The answer could not be written as JSON.").with_detail(e.to_string()))
}

commands! {
    /// What the shell shows.
    app_state(()) -> AppState;
    /// Changes the settings, all but those of downloads.
    settings_set(Settings) -> ();

    /// Recipes of the gallery.
    gallery_list(()) -> Vec<GalleryEntry>;

    /// Projects opened lately, newest first.
    project_recent(()) -> Vec<ProjectInfo>;
    /// Creates a project and opens it.
    project_create(CreateProject) -> ProjectInfo;
    /// Opens a project file, or a recipe file as a new project.
    project_open(PathRequest) -> ProjectInfo;
    /// Closes the open project.
    project_close(()) -> ();

    /// The open project's recipe.
    recipe_get(()) -> RecipeState;
    /// Keeps an edit of the recipe as the project's draft and says what follows from it.
    recipe_update(RecipeRequest) -> CheckedRecipe;
    /// Reads a recipe from text.
    recipe_parse(TomlRequest) -> ParsedRecipe;
    /// Saves the draft as a version.
    recipe_save(()) -> RecipeVersion;
    /// A saved version.
    recipe_version(VersionRequest) -> ParsedRecipe;
    /// Differences between two versions.
    recipe_diff(DiffRequest) -> RecipeDiff;
    /// First rows of a file that is to become a source.
    source_inspect(PathRequest) -> SourcePreview;
    /// The tree of values that a file describes.
    tree_read(PathRequest) -> Tree;
    /// First rows of a source, under the recipe's field names.
    source_preview(SourceRequest) -> SourcePreview;
    /// What seems personal in a source, with what was decided before.
    personal_scan(PersonalRequest) -> PersonalScan;
    /// Decides which values are replaced in every prompt, and says how all values stand.
    personal_decide(PersonalDecisions) -> Vec<PersonalValue>;
    /// The values of the project on which was decided.
    personal_list(()) -> Vec<PersonalValue>;
    /// The prompt of one draw in its parts.
    prompt_render(PromptRequest) -> PromptView;
    /// Expected and real rows for each pair of values of two conditions.
    condition_matrix(MatrixRequest) -> Matrix;
    /// Values that the model proposes for a condition.
    values_suggest(SuggestRequest) -> Suggestions;
    /// A recipe that the model proposes for a description or for a file of examples. Nothing is kept.
    recipe_draft(DraftRequest) -> RecipeDraft;
    /// Tries a few rows and proposes edits of the recipe from what became of them.
    recipe_improve(ImproveRequest) -> Improvement;
    /// Demonstrations that a draw would get.
    demonstrations_shown(ShownRequest) -> SourcePreview;

    /// Starts a preview; rows arrive as events.
    preview_start(PreviewRequest) -> PreviewId;
    /// Stops a preview.
    preview_cancel(PreviewId) -> ();

    /// What a run would cost.
    run_estimate(EstimateRequest) -> Estimate;
    /// Saves the draft where it changed, and starts a run.
    run_start(StartRun) -> RunSummary;
    /// Holds a run at the next token.
    run_pause(RunId) -> ();
    /// Goes on with a run that was held or interrupted.
    run_resume(RunId) -> RunSummary;
    /// Ends a run; its rows stay.
    run_cancel(RunId) -> ();
    /// Runs of the project, newest first.
    run_list(()) -> Vec<RunSummary>;
    /// A run as its page shows it.
    run_view(RunId) -> RunView;

    /// A window of rows.
    rows_query(RowsRequest) -> RowsWindow;
    /// Numbers of some rows of the dataset, drawn by chance: the same ones while the dataset is the same.
    rows_sample(SampleRequest) -> Vec<u64>;
    /// How often each value of a column occurs, most frequent first.
    rows_counts(CountsRequest) -> Vec<Count>;
    /// Everything about one row.
    row_detail(RowRequest) -> RowDetail;
    /// Changes a field of a row.
    row_edit(EditRow) -> RowSummary;
    /// Accepts or rejects a row by hand.
    row_decide(DecideRow) -> RowSummary;
    /// Tries the draw of a rejected row once more, beside the run, and keeps what comes of it as a row made by hand.
    /// Answers when it is made.
    row_retry(RowRequest) -> RowSummary;
    /// Stops such a try; nothing of it is kept.
    row_retry_cancel(RowRequest) -> ();
    /// What a change of many rows would do.
    rows_change_preview(ChangeRows) -> ChangePreview;
    /// Changes many rows, all or none, as one step that undo takes back.
    rows_change(ApplyChange) -> RowsChanged;
    /// Rows to which the last change of a row might be made as well, the most similar first.
    rows_similar(RowRequest) -> SimilarRows;
    /// The edits or decisions that undo and redo are about in a run.
    change_next(RunId) -> NextChanges;
    /// Takes back the last edit or decision in a run that stands, whichever rows it is on, and says what it was.
    change_undo(RunId) -> ChangeDone;
    /// Makes the edit or decision again that was taken back last in a run, unless something was changed since.
    change_redo(RunId) -> ChangeDone;
    /// The rows of a run that are to be judged, and how far the reviewer is.
    review_queue(ReviewRequest) -> ReviewQueue;
    /// Judges a row, and changes it as the judgment says.
    review_judge(JudgeRow) -> ReviewProgress;
    /// Rates a row on a scale.
    review_rate(RateRow) -> ReviewProgress;
    /// Takes the reviewer's last judgment in a run back, with what it changed, or the last rating.
    review_take_back(TakeBack) -> JudgmentTakenBack;
    /// Makes a file for each of some reviewers, with the rows that are theirs to judge.
    review_assign(AssignReview) -> AssignedReview;
    /// Adds the judgments of reviewers' files, and brings each row to what all judgments of it come to.
    review_merge(MergeReviews) -> Vec<MergedFile>;
    /// How far the reviewers of a run agree, and on which rows they do not.
    review_agreement(RunId) -> ReviewAgreement;

    /// What the Curate page opens with.
    curation_open(RunId) -> CurationStart;
    /// Begins to make the steps of a pipeline on the rows of a run; the job `curation` tells how it goes.
    curation_measure(CurationRequest) -> ();
    /// Stops it after the step under way; what was measured before stays.
    curation_cancel(RunId) -> ();
    /// What a measured pipeline does; `None` where none was.
    curation_view(CurationId) -> Option<CurationView>;
    /// What another rule would do with the values that a step measured.
    curation_preview(PreviewRule) -> RulePreview;
    /// Rows that a step measured, the most suspicious first.
    curation_rows(StepRowsRequest) -> StepRows;
    /// Groups of rows that a step for duplicates finds alike.
    curation_groups(StepRowsRequest) -> DuplicateGroups;
    /// The two measured pipelines beside each other.
    curation_compare(RunId) -> CurationComparison;
    /// Puts the marks, weights and labels of a measured pipeline on the rows of the run.
    curation_apply(CurationId) -> AppliedCuration;
    /// Takes the pipeline back that was applied last, with its marks, weights and labels; the one before stands again.
    curation_take_back(RunId) -> Option<AppliedCuration>;

    /// What a model can be asked about the rows of a run, and what it was asked.
    annotation_view(RunId) -> AnnotationView;
    /// What asking would take.
    annotation_estimate(AskRequest) -> AskEstimate;
    /// Begins to ask a model about rows, or goes on; the job `annotation:KEY` tells how it goes, figures are in `evaluate`.
    annotation_start(AskRequest) -> ();
    /// Stops asking about a run; answers so far stay.
    annotation_cancel(RunId) -> ();
    /// How a model that labels by the codebook agrees with people, wording by wording.
    codebook_view(CodebookRequest) -> CodebookView;
    /// What a model and a student taught each other about the labels of a run; `annotation_start` begins it.
    teaching_view(RunId) -> TeachingView;

    /// Figures about a run's rows.
    evaluate(EvaluateRequest) -> Evaluation;
    /// Figures about the rows of a file: of a dataset from elsewhere, or of the real data that a run is held against.
    evaluate_file(DataFile) -> Evaluation;
    /// The files that the rows of the project are held against.
    evaluation_files(()) -> EvaluationFiles;
    /// Chooses them.
    evaluation_files_set(EvaluationFiles) -> ();
    /// What learns from the rows of the project when their usefulness is measured.
    evaluation_student(()) -> StudentChoice;
    /// Chooses it.
    evaluation_student_set(Student) -> ();
    /// Starts to measure a part of a run's figures; the job of its name tells how it goes, the result is in `evaluate`.
    evaluation_start(EvaluationPartRequest) -> ();
    /// Stops it.
    evaluation_cancel(EvaluationPartRequest) -> ();
    /// Runs side by side. Answers when they are measured, which the job `comparison` tells of; another one stops it.
    evaluation_compare(CompareRuns) -> RunComparison;
    /// Stops the comparison under way.
    evaluation_compare_cancel(()) -> ();
    /// Writes a report of a run's figures.
    report_write(ReportRequest) -> ();
    /// The next blind pair of rows; `None` where all were judged.
    arena_next(ArenaRequest) -> Option<ArenaPair>;
    /// Judges a pair.
    arena_judge(JudgePair) -> ();
    /// Takes the last judgment back.
    arena_take_back(ArenaRequest) -> ArenaView;
    /// How runs stand by what people say.
    arena_view(ArenaRequest) -> ArenaView;
    /// How runs stand by what each model says that judged pairs.
    arena_models(ArenaRequest) -> Vec<ModelArena>;
    /// Begins to let the model judge pairs; the job `arena` tells how it goes.
    arena_model_start(ModelPairs) -> ();
    /// Stops it; judgments so far stay.
    arena_model_cancel(()) -> ();

    /// Models that can be used.
    model_list(()) -> Vec<ModelEntry>;
    /// What a model file says of itself.
    model_inspect(PathRequest) -> ModelInspection;
    /// Adds a model file to the list without copying it.
    model_import(PathRequest) -> ModelEntry;
    /// Takes a model off the list and deletes its file, if the program downloaded or copied it; an imported file stays.
    model_remove(ModelRequest) -> ();
    /// Loads a model; an event says when it is ready.
    model_use(ModelRequest) -> ();
    /// Measures the speed of the model in use; takes some seconds.
    model_measure(()) -> MeasuredSpeed;
    /// Copies a model with a record of it, such as to a USB stick.
    model_copy(CopyModel) -> CopyReport;
    /// Models that can be downloaded.
    catalogue_list(()) -> Vec<CatalogueModel>;
    /// Begins a download of a model of the catalogue, or goes on with it; events say how it goes.
    download_start(ModelRequest) -> Download;
    /// Holds a download; what has arrived is kept.
    download_pause(ModelRequest) -> ();
    /// Gives a download up and deletes what has arrived.
    download_discard(ModelRequest) -> ();
    /// Chooses the folder of the sentence encoder that compares texts, or with an empty one the language model.
    encoder_set(PathRequest) -> ();
    /// Allows or forbids downloads, and says from where.
    downloads_set(DownloadSettings) -> ();
    /// Sets or forgets the access token for the hub.
    hub_token_set(HubToken) -> ();

    /// What an export would write.
    export_plan(ExportOptions) -> ExportPlan;
    /// Writes an export.
    export_write(ExportRequest) -> ExportReport;
    /// Writes a picture of a chart.
    picture_write(PictureRequest) -> ();
}

impl Request {
    /// The file that the command would write outside the program's own folder, or the folder in which it would make files.
    /// A host that does not trust its caller carries the command out only where the user chose that file or folder.
    #[must_use]
    pub fn writes_to(&self) -> Option<&str> {
        match self {
            Self::export_write(request) => Some(&request.path),
            Self::picture_write(request) => Some(&request.path),
            Self::report_write(request) => Some(&request.path),
            Self::model_copy(request) => Some(&request.path),
            Self::review_assign(request) => Some(&request.folder),
            _ => None,
        }
    }

    /// The address that downloads would ask from now on. A host that does not trust its caller asks the user first: an
    /// address can carry text out.
    #[must_use]
    pub fn opens_network(&self) -> Option<&str> {
        match self {
            Self::downloads_set(settings) if settings.allowed => Some(settings.hub()),
            _ => None,
        }
    }
}

/// Writes a type and all that it names; collects the names that can be imported.
#[cfg(test)]
fn export_one<T: ts_rs::TS + 'static + ?Sized>(
    config: &ts_rs::Config,
    names: &mut std::collections::BTreeSet<String>,
) -> std::result::Result<(), ts_rs::ExportError> {
    struct Visit<'a> {
        config: &'a ts_rs::Config,
        names: &'a mut std::collections::BTreeSet<String>,
        result: std::result::Result<(), ts_rs::ExportError>,
    }
    impl ts_rs::TypeVisitor for Visit<'_> {
        fn visit<T: ts_rs::TS + 'static + ?Sized>(&mut self) {
            if T::output_path().is_none() {
                T::visit_generics(self);
            } else if self.result.is_ok() {
                self.names.insert(T::ident(self.config));
                self.result = T::export_all(self.config);
            }
        }
    }
    let mut visit = Visit { config, names, result: Ok(()) };
    ts_rs::TypeVisitor::visit::<T>(&mut visit);
    visit.result
}

#[cfg(test)]
mod tests {
    use super::{export, export_one, typescript};
    use crate::error::WireError;
    use crate::types::Event;

    /// Writes the window's types; the test suite fails when the committed ones differ.
    #[test]
    fn typescript_is_written() -> Result<(), Box<dyn std::error::Error>> {
        let config = ts_rs::Config::from_env();
        let mut names = export(&config)?;
        export_one::<Event>(&config, &mut names)?;
        export_one::<WireError>(&config, &mut names)?;
        let commands = typescript(&config);
        let mut text = String::from("// Written by the tests of crate `api`. Do not edit.\n");
        for name in names.iter().filter(|n| commands.contains(n.as_str())) {
            text.push_str(&format!("import type {{ {name} }} from './{name}';\n"));
        }
        text.push_str(
            "\n/** Every command: what it takes and what it gives. */\nexport interface Commands {\n",
        );
        text.push_str(&commands);
        text.push_str("}\n");
        std::fs::write(config.out_dir().join("commands.ts"), text)?;
        Ok(())
    }
}
