import { BookOpenCheck } from "lucide-react";
import { Button } from "@/components/Button";
import { ErrorCallout } from "@/components/Callout";
import { Card } from "@/components/Card";
import { NumberField } from "@/components/Field";
import { Segments } from "@/components/Segments";
import { t } from "@/locales/t";
import { useRemembered } from "@/state/app";
import { go } from "@/state/navigation";
import { AskLine } from "./AskLine";
import "./Ask.css";
import { useAsking } from "./useAsking";

/** What a model can be asked about the rows of a run: how many rows, and each question with how far it is. */
export function AskPanel({ run, onAnswers }: { run: number; onAnswers: () => void }) {
  const { view, asking } = useAsking(run, onAnswers);
  const [which, setWhich] = useRemembered<"drawn" | "all">("evaluate.ask.which", "drawn");
  const [drawn, setDrawn] = useRemembered("evaluate.ask.rows", 100);
  const found = view.data;
  const running = asking?.job.status === "running";
  return (
    <Card
      title={t("evaluate.ask.title")}
      actions={
        found?.questions.some(({ question }) => question.kind === "label") ? (
          <Button
            size="small"
            look="quiet"
            onPress={() => go("review", { run, view: "codebook" })}
            data-testid="ask-compare"
          >
            <BookOpenCheck aria-hidden />
            {t("evaluate.ask.compare")}
          </Button>
        ) : null
      }
      className="ask"
      data-testid="ask"
    >
      <p className="small muted">{t("evaluate.ask.text")}</p>
      {view.error ? <ErrorCallout error={view.error} /> : null}
      <div className="row wrap ask-rows">
        <Segments
          label={t("evaluate.ask.rows")}
          value={which}
          onChange={setWhich}
          options={[
            { id: "drawn", name: t("evaluate.ask.drawn"), testid: "ask-drawn" },
            { id: "all", name: t("evaluate.ask.all", { count: found?.rows ?? 0 }), testid: "ask-all" },
          ]}
        />
        {which === "all" ? null : (
          <NumberField
            label={t("evaluate.ask.rows")}
            hideLabel
            value={drawn}
            min={1}
            onChange={(rows) => setDrawn(rows ?? 100)}
            unit={t("evaluate.ask.unit", { count: found?.rows ?? 0 })}
            data-testid="ask-rows"
          />
        )}
        {found && found.reviewed > 0 ? (
          <p className="small muted ask-reviewed">{t("evaluate.ask.reviewed", { count: found.reviewed })}</p>
        ) : null}
      </div>
      <ul className="ask-questions">
        {found?.questions.map((state) => (
          <AskLine
            key={state.key}
            run={run}
            view={found}
            state={state}
            rows={which === "all" ? null : drawn}
            asking={asking?.key === state.key ? asking : null}
            busy={running}
          />
        ))}
      </ul>
    </Card>
  );
}
