//! Handlers.

use crate::app::App;
use crate::error::Result;
use crate::types::*;

impl App {
    pub(crate) fn app_state(&self, _request: ()) -> Result<AppState> {
        unimplemented!()
    }
    pub(crate) fn settings_set(&self, _request: Settings) -> Result<()> {
        unimplemented!()
    }
    pub(crate) fn gallery_list(&self, _request: ()) -> Result<Vec<GalleryEntry>> {
        unimplemented!()
    }
    pub(crate) fn project_recent(&self, _request: ()) -> Result<Vec<ProjectInfo>> {
        unimplemented!()
    }
    pub(crate) fn project_create(&self, _request: CreateProject) -> Result<ProjectInfo> {
        unimplemented!()
    }
    pub(crate) fn project_open(&self, _request: PathRequest) -> Result<ProjectInfo> {
        unimplemented!()
    }
    pub(crate) fn project_close(&self, _request: ()) -> Result<()> {
        unimplemented!()
    }
    pub(crate) fn recipe_get(&self, _request: ()) -> Result<RecipeState> {
        unimplemented!()
    }
    pub(crate) fn recipe_update(&self, _request: RecipeRequest) -> Result<CheckedRecipe> {
        unimplemented!()
    }
    pub(crate) fn recipe_parse(&self, _request: TomlRequest) -> Result<ParsedRecipe> {
        unimplemented!()
    }
    pub(crate) fn recipe_save(&self, _request: ()) -> Result<RecipeVersion> {
        unimplemented!()
    }
    pub(crate) fn recipe_version(&self, _request: VersionRequest) -> Result<ParsedRecipe> {
        unimplemented!()
    }
    pub(crate) fn recipe_diff(&self, _request: DiffRequest) -> Result<RecipeDiff> {
        unimplemented!()
    }
    pub(crate) fn source_inspect(&self, _request: PathRequest) -> Result<SourcePreview> {
        unimplemented!()
    }
    pub(crate) fn source_preview(&self, _request: SourceRequest) -> Result<SourcePreview> {
        unimplemented!()
    }
    pub(crate) fn prompt_render(&self, _request: PromptRequest) -> Result<PromptView> {
        unimplemented!()
    }
    pub(crate) fn condition_matrix(&self, _request: MatrixRequest) -> Result<Matrix> {
        unimplemented!()
    }
    pub(crate) fn demonstrations_shown(&self, _request: ShownRequest) -> Result<SourcePreview> {
        unimplemented!()
    }
    pub(crate) fn preview_start(&self, _request: PreviewRequest) -> Result<PreviewId> {
        unimplemented!()
    }
    pub(crate) fn preview_cancel(&self, _request: PreviewId) -> Result<()> {
        unimplemented!()
    }
    pub(crate) fn run_estimate(&self, _request: EstimateRequest) -> Result<Estimate> {
        unimplemented!()
    }
    pub(crate) fn run_start(&self, _request: StartRun) -> Result<RunSummary> {
        unimplemented!()
    }
    pub(crate) fn run_pause(&self, _request: RunId) -> Result<()> {
        unimplemented!()
    }
    pub(crate) fn run_resume(&self, _request: RunId) -> Result<RunSummary> {
        unimplemented!()
    }
    pub(crate) fn run_cancel(&self, _request: RunId) -> Result<()> {
        unimplemented!()
    }
    pub(crate) fn run_list(&self, _request: ()) -> Result<Vec<RunSummary>> {
        unimplemented!()
    }
    pub(crate) fn run_view(&self, _request: RunId) -> Result<RunView> {
        unimplemented!()
    }
    pub(crate) fn rows_query(&self, _request: RowsRequest) -> Result<RowsWindow> {
        unimplemented!()
    }
    pub(crate) fn rows_counts(&self, _request: CountsRequest) -> Result<Vec<Count>> {
        unimplemented!()
    }
    pub(crate) fn row_detail(&self, _request: RowRequest) -> Result<RowDetail> {
        unimplemented!()
    }
    pub(crate) fn row_edit(&self, _request: EditRow) -> Result<RowSummary> {
        unimplemented!()
    }
    pub(crate) fn row_undo(&self, _request: RowRequest) -> Result<RowSummary> {
        unimplemented!()
    }
    pub(crate) fn row_decide(&self, _request: DecideRow) -> Result<RowSummary> {
        unimplemented!()
    }
    pub(crate) fn evaluate(&self, _request: RunId) -> Result<Evaluation> {
        unimplemented!()
    }
    pub(crate) fn agreement_start(&self, _request: AgreementRequest) -> Result<()> {
        unimplemented!()
    }
    pub(crate) fn agreement_cancel(&self, _request: AgreementRequest) -> Result<()> {
        unimplemented!()
    }
    pub(crate) fn model_list(&self, _request: ()) -> Result<Vec<ModelEntry>> {
        unimplemented!()
    }
    pub(crate) fn model_inspect(&self, _request: PathRequest) -> Result<ModelInspection> {
        unimplemented!()
    }
    pub(crate) fn model_import(&self, _request: PathRequest) -> Result<ModelEntry> {
        unimplemented!()
    }
    pub(crate) fn model_remove(&self, _request: ModelRequest) -> Result<()> {
        unimplemented!()
    }
    pub(crate) fn model_use(&self, _request: ModelRequest) -> Result<()> {
        unimplemented!()
    }
    pub(crate) fn export_plan(&self, _request: ExportOptions) -> Result<ExportPlan> {
        unimplemented!()
    }
    pub(crate) fn export_write(&self, _request: ExportRequest) -> Result<ExportReport> {
        unimplemented!()
    }
}
