import { ListFilter, Sparkles } from "lucide-react";
import { type CSSProperties, use, useEffect } from "react";
import { Button } from "@/components/Button";
import { ErrorCallout } from "@/components/Callout";
import { Empty } from "@/components/Card";
import { Splitter } from "@/components/Splitter";
import type { CurationStart } from "@/generated/CurationStart";
import type { RunSummary } from "@/generated/RunSummary";
import { t } from "@/locales/t";
import { useRemembered } from "@/state/app";
import { go } from "@/state/navigation";
import { columnsOf } from "../data/columns";
import { useRunRecipe } from "../data/useRunRecipe";
import { ChosenRun } from "../RunChooser";
import { AppliedLine } from "./AppliedLine";
import "./Curate.css";
import { Head } from "./Head";
import type { Curation } from "./model/curation";
import { usual } from "./model/kinds";
import { curationOf } from "./model/open";
import { edited } from "./model/pipeline";
import { dialOf, ruleOf } from "./model/threshold";
import { Panels } from "./panels/Panels";
import { goTo, useCuratePlace } from "./place";
import { RecipeNote } from "./SaveWithRecipe";
import { StepList } from "./StepList";
import { Summary } from "./Summary";
import { AddStep } from "./steps/AddStep";
import { CurationContext, RecipeContext, useCuration, useCurationState, useSteps } from "./useCuration";

/** From what the model made to what is worth training on: a pipeline, and at once what it does. */
export default function CuratePage() {
  return (
    <ChosenRun page="curate" icon={<ListFilter />}>
      {(run, runs) => (
        <CurationContext value={curationOf(run.run)}>
          <RunCuration runs={runs} run={run} />
        </CurationContext>
      )}
    </ChosenRun>
  );
}

function RunCuration({ runs, run }: { runs: readonly RunSummary[]; run: RunSummary }) {
  const curation = useCuration();
  const start = useCurationState((state) => state.start);
  const error = useCurationState((state) => state.error);
  const recipe = useRunRecipe(run.recipe);
  useEffect(() => {
    void curation.open().then(() => openFirst(curation));
  }, [curation]);
  return (
    <div className="curate-page">
      <Head runs={runs} run={run} start={start} />
      {error ? (
        <ErrorCallout
          error={error}
          actions={
            <Button size="small" onPress={() => void curation.open()}>
              {t("common.retry")}
            </Button>
          }
        />
      ) : null}
      <RecipeContext value={recipe}>{start ? <Started run={run} start={start} /> : null}</RecipeContext>
    </div>
  );
}

/** Opens the first step that has a limit to move, where none is open. */
function openFirst({ store }: Curation): void {
  const steps = store.getState().history.now.main;
  const { open, side } = useCuratePlace.getState();
  if (side === "other" || steps.some(({ key }) => key === open)) return;
  const first = steps.find(({ step }) => {
    const rule = ruleOf(step, null);
    return rule !== null && dialOf(step, rule.kind) !== null;
  });
  goTo({ open: first?.key ?? null });
}

function Started({ run, start }: { run: RunSummary; start: CurationStart }) {
  const steps = useSteps("main");
  const compares = useCurationState((state) => state.history.now.other !== null);
  if (start.rows === 0) {
    return (
      <Empty
        icon={<ListFilter />}
        title={t("curate.noRows.title")}
        action={
          <Button look="primary" onPress={() => go("runs", { run: run.run })}>
            {t("curate.noRows.action")}
          </Button>
        }
      >
        {t("curate.noRows.text")}
      </Empty>
    );
  }
  return (
    <>
      <AppliedLine />
      {steps.length === 0 && !compares ? <Fresh start={start} /> : <Columns start={start} />}
    </>
  );
}

/** No step yet: what a pipeline is for, and a good one to begin with. */
function Fresh({ start }: { start: CurationStart }) {
  const curation = useCuration();
  const steps = usual(start);
  return (
    <div className="curate-fresh">
      <RecipeNote />
      <Empty
        icon={<ListFilter />}
        title={t("curate.empty.title")}
        action={
          <>
            <Button
              look="primary"
              onPress={() => {
                const made = steps.map(edited);
                curation.edit("main", () => made);
                goTo({ open: made.at(-1)?.key ?? null });
              }}
              data-testid="start-usual"
            >
              <Sparkles aria-hidden />
              {t("curate.empty.usual")}
            </Button>
            <p className="small muted">
              {t(start.labels.length > 0 ? "curate.empty.usualHint" : "curate.empty.usualNoLabels")}
            </p>
            <AddStep side="main" start={start} look="quiet" />
          </>
        }
      >
        {t("curate.empty.text")}
      </Empty>
    </div>
  );
}

/** The pipeline to the left, what it does to the right. */
function Columns({ start }: { start: CurationStart }) {
  const compares = useCurationState((state) => state.history.now.other !== null);
  const chosen = useCuratePlace((place) => place.side);
  const side = compares ? chosen : "main";
  const recipe = use(RecipeContext);
  const label = columnsOf(recipe, []).find(({ kind }) => kind === "label")?.id ?? null;
  const [width, setWidth] = useRemembered("curate.right", 470);
  return (
    <div className="curate-columns" style={{ "--right": `${width}px` } as CSSProperties}>
      <StepList side={side} start={start} />
      <Splitter name="curate.right" size={width} least={360} most={760} onChange={setWidth} />
      <div className="curate-right">
        <Summary side={side} rows={start.rows} />
        <Panels side={side} label={label} />
      </div>
    </div>
  );
}
