// Written by the tests of crate `api`. Do not edit.
import type { AnnotationView } from './AnnotationView';
import type { AppState } from './AppState';
import type { AppliedCuration } from './AppliedCuration';
import type { ApplyChange } from './ApplyChange';
import type { ArenaPair } from './ArenaPair';
import type { ArenaRequest } from './ArenaRequest';
import type { ArenaView } from './ArenaView';
import type { AskEstimate } from './AskEstimate';
import type { AskRequest } from './AskRequest';
import type { AssignReview } from './AssignReview';
import type { AssignedReview } from './AssignedReview';
import type { CatalogueModel } from './CatalogueModel';
import type { ChangeDone } from './ChangeDone';
import type { ChangePreview } from './ChangePreview';
import type { ChangeRows } from './ChangeRows';
import type { CheckedRecipe } from './CheckedRecipe';
import type { CodebookRequest } from './CodebookRequest';
import type { CodebookView } from './CodebookView';
import type { CompareRuns } from './CompareRuns';
import type { CopyModel } from './CopyModel';
import type { CopyReport } from './CopyReport';
import type { Count } from './Count';
import type { CountsRequest } from './CountsRequest';
import type { CreateProject } from './CreateProject';
import type { CurationComparison } from './CurationComparison';
import type { CurationId } from './CurationId';
import type { CurationRequest } from './CurationRequest';
import type { CurationStart } from './CurationStart';
import type { CurationView } from './CurationView';
import type { DataFile } from './DataFile';
import type { DecideRow } from './DecideRow';
import type { DiffRequest } from './DiffRequest';
import type { Download } from './Download';
import type { DownloadSettings } from './DownloadSettings';
import type { DraftRequest } from './DraftRequest';
import type { DuplicateGroups } from './DuplicateGroups';
import type { EditRow } from './EditRow';
import type { Estimate } from './Estimate';
import type { EstimateRequest } from './EstimateRequest';
import type { EvaluateRequest } from './EvaluateRequest';
import type { Evaluation } from './Evaluation';
import type { EvaluationFiles } from './EvaluationFiles';
import type { EvaluationPartRequest } from './EvaluationPartRequest';
import type { ExportOptions } from './ExportOptions';
import type { ExportPlan } from './ExportPlan';
import type { ExportReport } from './ExportReport';
import type { ExportRequest } from './ExportRequest';
import type { GalleryEntry } from './GalleryEntry';
import type { HubToken } from './HubToken';
import type { ImproveRequest } from './ImproveRequest';
import type { Improvement } from './Improvement';
import type { JudgePair } from './JudgePair';
import type { JudgeRow } from './JudgeRow';
import type { JudgmentTakenBack } from './JudgmentTakenBack';
import type { Matrix } from './Matrix';
import type { MatrixRequest } from './MatrixRequest';
import type { MeasuredSpeed } from './MeasuredSpeed';
import type { MergeReviews } from './MergeReviews';
import type { MergedFile } from './MergedFile';
import type { ModelArena } from './ModelArena';
import type { ModelEntry } from './ModelEntry';
import type { ModelInspection } from './ModelInspection';
import type { ModelPairs } from './ModelPairs';
import type { ModelRequest } from './ModelRequest';
import type { NextChanges } from './NextChanges';
import type { ParsedRecipe } from './ParsedRecipe';
import type { PathRequest } from './PathRequest';
import type { PersonalDecisions } from './PersonalDecisions';
import type { PersonalRequest } from './PersonalRequest';
import type { PersonalScan } from './PersonalScan';
import type { PersonalValue } from './PersonalValue';
import type { PictureRequest } from './PictureRequest';
import type { PreviewId } from './PreviewId';
import type { PreviewRequest } from './PreviewRequest';
import type { PreviewRule } from './PreviewRule';
import type { ProjectInfo } from './ProjectInfo';
import type { PromptRequest } from './PromptRequest';
import type { PromptView } from './PromptView';
import type { RateRow } from './RateRow';
import type { RecipeDiff } from './RecipeDiff';
import type { RecipeDraft } from './RecipeDraft';
import type { RecipeRequest } from './RecipeRequest';
import type { RecipeState } from './RecipeState';
import type { RecipeVersion } from './RecipeVersion';
import type { ReportRequest } from './ReportRequest';
import type { ReviewAgreement } from './ReviewAgreement';
import type { ReviewProgress } from './ReviewProgress';
import type { ReviewQueue } from './ReviewQueue';
import type { ReviewRequest } from './ReviewRequest';
import type { RowDetail } from './RowDetail';
import type { RowRequest } from './RowRequest';
import type { RowSummary } from './RowSummary';
import type { RowsChanged } from './RowsChanged';
import type { RowsRequest } from './RowsRequest';
import type { RowsWindow } from './RowsWindow';
import type { RulePreview } from './RulePreview';
import type { RunComparison } from './RunComparison';
import type { RunId } from './RunId';
import type { RunSummary } from './RunSummary';
import type { RunView } from './RunView';
import type { SampleRequest } from './SampleRequest';
import type { Settings } from './Settings';
import type { ShownRequest } from './ShownRequest';
import type { SimilarRows } from './SimilarRows';
import type { SourcePreview } from './SourcePreview';
import type { SourceRequest } from './SourceRequest';
import type { StartRun } from './StartRun';
import type { StepRows } from './StepRows';
import type { StepRowsRequest } from './StepRowsRequest';
import type { Student } from './Student';
import type { StudentChoice } from './StudentChoice';
import type { SuggestRequest } from './SuggestRequest';
import type { Suggestions } from './Suggestions';
import type { TakeBack } from './TakeBack';
import type { TeachingView } from './TeachingView';
import type { TomlRequest } from './TomlRequest';
import type { Tree } from './Tree';
import type { VersionRequest } from './VersionRequest';

/** Every command: what it takes and what it gives. */
export interface Commands {
  /** What the shell shows. */
  app_state: { request: null; response: AppState };
  /** Changes the settings, all but those of downloads. */
  settings_set: { request: Settings; response: null };
  /** Recipes of the gallery. */
  gallery_list: { request: null; response: Array<GalleryEntry> };
  /** Projects opened lately, newest first. */
  project_recent: { request: null; response: Array<ProjectInfo> };
  /** Creates a project and opens it. */
  project_create: { request: CreateProject; response: ProjectInfo };
  /** Opens a project file, or a recipe file as a new project. */
  project_open: { request: PathRequest; response: ProjectInfo };
  /** Closes the open project. */
  project_close: { request: null; response: null };
  /** The open project's recipe. */
  recipe_get: { request: null; response: RecipeState };
  /** Keeps an edit of the recipe as the project's draft and says what follows from it. */
  recipe_update: { request: RecipeRequest; response: CheckedRecipe };
  /** Reads a recipe from text. */
  recipe_parse: { request: TomlRequest; response: ParsedRecipe };
  /** Saves the draft as a version. */
  recipe_save: { request: null; response: RecipeVersion };
  /** A saved version. */
  recipe_version: { request: VersionRequest; response: ParsedRecipe };
  /** Differences between two versions. */
  recipe_diff: { request: DiffRequest; response: RecipeDiff };
  /** First rows of a file that is to become a source. */
  source_inspect: { request: PathRequest; response: SourcePreview };
  /** The tree of values that a file describes. */
  tree_read: { request: PathRequest; response: Tree };
  /** First rows of a source, under the recipe's field names. */
  source_preview: { request: SourceRequest; response: SourcePreview };
  /** What seems personal in a source, with what was decided before. */
  personal_scan: { request: PersonalRequest; response: PersonalScan };
  /** Decides which values are replaced in every prompt, and says how all values stand. */
  personal_decide: { request: PersonalDecisions; response: Array<PersonalValue> };
  /** The values of the project on which was decided. */
  personal_list: { request: null; response: Array<PersonalValue> };
  /** The prompt of one draw in its parts. */
  prompt_render: { request: PromptRequest; response: PromptView };
  /** Expected and real rows for each pair of values of two conditions. */
  condition_matrix: { request: MatrixRequest; response: Matrix };
  /** Values that the model proposes for a condition. */
  values_suggest: { request: SuggestRequest; response: Suggestions };
  /** A recipe that the model proposes for a description or for a file of examples. Nothing is kept. */
  recipe_draft: { request: DraftRequest; response: RecipeDraft };
  /** Tries a few rows and proposes edits of the recipe from what became of them. */
  recipe_improve: { request: ImproveRequest; response: Improvement };
  /** Demonstrations that a draw would get. */
  demonstrations_shown: { request: ShownRequest; response: SourcePreview };
  /** Starts a preview; rows arrive as events. */
  preview_start: { request: PreviewRequest; response: PreviewId };
  /** Stops a preview. */
  preview_cancel: { request: PreviewId; response: null };
  /** What a run would cost. */
  run_estimate: { request: EstimateRequest; response: Estimate };
  /** Saves the draft where it changed, and starts a run. */
  run_start: { request: StartRun; response: RunSummary };
  /** Holds a run at the next token. */
  run_pause: { request: RunId; response: null };
  /** Goes on with a run that was held or interrupted. */
  run_resume: { request: RunId; response: RunSummary };
  /** Ends a run; its rows stay. */
  run_cancel: { request: RunId; response: null };
  /** Runs of the project, newest first. */
  run_list: { request: null; response: Array<RunSummary> };
  /** A run as its page shows it. */
  run_view: { request: RunId; response: RunView };
  /** A window of rows. */
  rows_query: { request: RowsRequest; response: RowsWindow };
  /** Numbers of some rows of the dataset, drawn by chance: the same ones while the dataset is the same. */
  rows_sample: { request: SampleRequest; response: Array<number> };
  /** How often each value of a column occurs, most frequent first. */
  rows_counts: { request: CountsRequest; response: Array<Count> };
  /** Everything about one row. */
  row_detail: { request: RowRequest; response: RowDetail };
  /** Changes a field of a row. */
  row_edit: { request: EditRow; response: RowSummary };
  /** Accepts or rejects a row by hand. */
  row_decide: { request: DecideRow; response: RowSummary };
  /** Tries the draw of a rejected row once more, beside the run, and keeps what comes of it as a row made by hand. */
  /** Answers when it is made. */
  row_retry: { request: RowRequest; response: RowSummary };
  /** Stops such a try; nothing of it is kept. */
  row_retry_cancel: { request: RowRequest; response: null };
  /** What a change of many rows would do. */
  rows_change_preview: { request: ChangeRows; response: ChangePreview };
  /** Changes many rows, all or none, as one step that undo takes back. */
  rows_change: { request: ApplyChange; response: RowsChanged };
  /** Rows to which the last change of a row might be made as well, the most similar first. */
  rows_similar: { request: RowRequest; response: SimilarRows };
  /** The edits or decisions that undo and redo are about in a run. */
  change_next: { request: RunId; response: NextChanges };
  /** Takes back the last edit or decision in a run that stands, whichever rows it is on, and says what it was. */
  change_undo: { request: RunId; response: ChangeDone };
  /** Makes the edit or decision again that was taken back last in a run, unless something was changed since. */
  change_redo: { request: RunId; response: ChangeDone };
  /** The rows of a run that are to be judged, and how far the reviewer is. */
  review_queue: { request: ReviewRequest; response: ReviewQueue };
  /** Judges a row, and changes it as the judgment says. */
  review_judge: { request: JudgeRow; response: ReviewProgress };
  /** Rates a row on a scale. */
  review_rate: { request: RateRow; response: ReviewProgress };
  /** Takes the reviewer's last judgment in a run back, with what it changed, or the last rating. */
  review_take_back: { request: TakeBack; response: JudgmentTakenBack };
  /** Makes a file for each of some reviewers, with the rows that are theirs to judge. */
  review_assign: { request: AssignReview; response: AssignedReview };
  /** Adds the judgments of reviewers' files, and brings each row to what all judgments of it come to. */
  review_merge: { request: MergeReviews; response: Array<MergedFile> };
  /** How far the reviewers of a run agree, and on which rows they do not. */
  review_agreement: { request: RunId; response: ReviewAgreement };
  /** What the Curate page opens with. */
  curation_open: { request: RunId; response: CurationStart };
  /** Begins to make the steps of a pipeline on the rows of a run; the job `curation` tells how it goes. */
  curation_measure: { request: CurationRequest; response: null };
  /** Stops it after the step under way; what was measured before stays. */
  curation_cancel: { request: RunId; response: null };
  /** What a measured pipeline does; `None` where none was. */
  curation_view: { request: CurationId; response: CurationView | null };
  /** What another rule would do with the values that a step measured. */
  curation_preview: { request: PreviewRule; response: RulePreview };
  /** Rows that a step measured, the most suspicious first. */
  curation_rows: { request: StepRowsRequest; response: StepRows };
  /** Groups of rows that a step for duplicates finds alike. */
  curation_groups: { request: StepRowsRequest; response: DuplicateGroups };
  /** The two measured pipelines beside each other. */
  curation_compare: { request: RunId; response: CurationComparison };
  /** Puts the marks, weights and labels of a measured pipeline on the rows of the run. */
  curation_apply: { request: CurationId; response: AppliedCuration };
  /** Takes the pipeline back that was applied last, with its marks, weights and labels; the one before stands again. */
  curation_take_back: { request: RunId; response: AppliedCuration | null };
  /** What a model can be asked about the rows of a run, and what it was asked. */
  annotation_view: { request: RunId; response: AnnotationView };
  /** What asking would take. */
  annotation_estimate: { request: AskRequest; response: AskEstimate };
  /** Begins to ask a model about rows, or goes on; the job `annotation:KEY` tells how it goes, figures are in `evaluate`. */
  annotation_start: { request: AskRequest; response: null };
  /** Stops asking about a run; answers so far stay. */
  annotation_cancel: { request: RunId; response: null };
  /** How a model that labels by the codebook agrees with people, wording by wording. */
  codebook_view: { request: CodebookRequest; response: CodebookView };
  /** What a model and a student taught each other about the labels of a run; `annotation_start` begins it. */
  teaching_view: { request: RunId; response: TeachingView };
  /** Figures about a run's rows. */
  evaluate: { request: EvaluateRequest; response: Evaluation };
  /** Figures about the rows of a file: of a dataset from elsewhere, or of the real data that a run is held against. */
  evaluate_file: { request: DataFile; response: Evaluation };
  /** The files that the rows of the project are held against. */
  evaluation_files: { request: null; response: EvaluationFiles };
  /** Chooses them. */
  evaluation_files_set: { request: EvaluationFiles; response: null };
  /** What learns from the rows of the project when their usefulness is measured. */
  evaluation_student: { request: null; response: StudentChoice };
  /** Chooses it. */
  evaluation_student_set: { request: Student; response: null };
  /** Starts to measure a part of a run's figures; the job of its name tells how it goes, the result is in `evaluate`. */
  evaluation_start: { request: EvaluationPartRequest; response: null };
  /** Stops it. */
  evaluation_cancel: { request: EvaluationPartRequest; response: null };
  /** Runs side by side. Answers when they are measured, which the job `comparison` tells of; another one stops it. */
  evaluation_compare: { request: CompareRuns; response: RunComparison };
  /** Stops the comparison under way. */
  evaluation_compare_cancel: { request: null; response: null };
  /** Writes a report of a run's figures. */
  report_write: { request: ReportRequest; response: null };
  /** The next blind pair of rows; `None` where all were judged. */
  arena_next: { request: ArenaRequest; response: ArenaPair | null };
  /** Judges a pair. */
  arena_judge: { request: JudgePair; response: null };
  /** Takes the last judgment back. */
  arena_take_back: { request: ArenaRequest; response: ArenaView };
  /** How runs stand by what people say. */
  arena_view: { request: ArenaRequest; response: ArenaView };
  /** How runs stand by what each model says that judged pairs. */
  arena_models: { request: ArenaRequest; response: Array<ModelArena> };
  /** Begins to let the model judge pairs; the job `arena` tells how it goes. */
  arena_model_start: { request: ModelPairs; response: null };
  /** Stops it; judgments so far stay. */
  arena_model_cancel: { request: null; response: null };
  /** Models that can be used. */
  model_list: { request: null; response: Array<ModelEntry> };
  /** What a model file says of itself. */
  model_inspect: { request: PathRequest; response: ModelInspection };
  /** Adds a model file to the list without copying it. */
  model_import: { request: PathRequest; response: ModelEntry };
  /** Takes a model off the list and deletes its file, if the program downloaded or copied it; an imported file stays. */
  model_remove: { request: ModelRequest; response: null };
  /** Loads a model; an event says when it is ready. */
  model_use: { request: ModelRequest; response: null };
  /** Measures the speed of the model in use; takes some seconds. */
  model_measure: { request: null; response: MeasuredSpeed };
  /** Copies a model with a record of it, such as to a USB stick. */
  model_copy: { request: CopyModel; response: CopyReport };
  /** Models that can be downloaded. */
  catalogue_list: { request: null; response: Array<CatalogueModel> };
  /** Begins a download of a model of the catalogue, or goes on with it; events say how it goes. */
  download_start: { request: ModelRequest; response: Download };
  /** Holds a download; what has arrived is kept. */
  download_pause: { request: ModelRequest; response: null };
  /** Gives a download up and deletes what has arrived. */
  download_discard: { request: ModelRequest; response: null };
  /** Chooses the folder of the sentence encoder that compares texts, or with an empty one the language model. */
  encoder_set: { request: PathRequest; response: null };
  /** Allows or forbids downloads, and says from where. */
  downloads_set: { request: DownloadSettings; response: null };
  /** Sets or forgets the access token for the hub. */
  hub_token_set: { request: HubToken; response: null };
  /** What an export would write. */
  export_plan: { request: ExportOptions; response: ExportPlan };
  /** Writes an export. */
  export_write: { request: ExportRequest; response: ExportReport };
  /** Writes a picture of a chart. */
  picture_write: { request: PictureRequest; response: null };
}
