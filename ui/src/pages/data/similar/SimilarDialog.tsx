import { useState } from "react";
import { Button } from "@/components/Button";
import { ErrorCallout } from "@/components/Callout";
import { Dialog } from "@/components/Dialog";
import { Slider } from "@/components/Slider";
import type { RowRequest } from "@/generated/RowRequest";
import type { RowsChanged } from "@/generated/RowsChanged";
import type { SimilarRows } from "@/generated/SimilarRows";
import { decimal } from "@/locales/format";
import { t } from "@/locales/t";
import { call } from "@/platform";
import { useAction, useCall } from "@/state/call";
import { type Choice, chosen, deedWords, listed, toggled, whichWords } from "./choice";
import { SimilarList } from "./SimilarList";
import "./Similar.css";

interface SimilarDialogProps {
  row: RowRequest;
  onDone: (done: RowsChanged) => void;
  onClose: () => void;
}

/** The last change of a row, to be made to rows like it: those that are meant are looked at and chosen first. */
export function SimilarDialog({ row: { run, draw, attempt }, onDone, onClose }: SimilarDialogProps) {
  const similar = useCall("rows_similar", { run, draw, attempt });
  const found = similar.data;
  const [choice, setChoice] = useState<Choice | null>(null);
  const now = choice ?? { threshold: found?.threshold ?? 0, out: new Set<string>() };
  const rows = found ? chosen(found.rows, now) : [];
  const make = useAction(async () => {
    if (!found) return;
    const wanted = { run, rows: { of: "these" as const, rows }, change: found.change };
    try {
      onDone(await call("rows_change", { wanted, expected: rows.length }));
    } catch (thrown) {
      similar.reload();
      throw thrown;
    }
  });
  return (
    <Dialog
      title={t("data.similar.title")}
      open
      onClose={onClose}
      size="wide"
      data-testid="similar-dialog"
      actions={
        <>
          <span className="muted small">{found ? t("data.bulk.undoable") : null}</span>
          <span className="spacer" />
          <Button look="quiet" onPress={onClose}>
            {t("common.cancel")}
          </Button>
          <Button
            look="primary"
            onPress={() => make.run()}
            isDisabled={rows.length === 0 || make.busy || similar.loading}
            data-testid="similar-apply"
          >
            {t(`data.bulk.apply.${found?.change.change ?? "set"}`, { count: rows.length })}
          </Button>
        </>
      }
    >
      {similar.error ? <ErrorCallout error={similar.error} /> : null}
      {make.error ? <ErrorCallout error={make.error} /> : null}
      {found ? (
        <Found found={found} choice={now} rows={rows.length} onChange={setChoice} />
      ) : similar.loading ? (
        <p className="muted" role="status">
          {t("data.similar.comparing")}
        </p>
      ) : null}
    </Dialog>
  );
}

interface FoundProps {
  found: SimilarRows;
  choice: Choice;
  /** How many rows are chosen. */
  rows: number;
  onChange: (choice: Choice) => void;
}

function Found({ found, choice, rows, onChange }: FoundProps) {
  const { change, compared, judged } = found;
  const shown = listed(found.rows, choice.threshold);
  return (
    <div className="stack similar">
      <p>
        <strong data-testid="similar-deed">{deedWords(change)}</strong>{" "}
        <span className="muted">{whichWords(found)}</span>
      </p>
      {found.rows.length === 0 ? (
        <p className="muted" data-testid="similar-none">
          {t("data.similar.none")}
        </p>
      ) : (
        <>
          <div className="similar-bar">
            <Slider
              label={t("data.similar.least", { similarity: decimal(choice.threshold, 2) })}
              value={choice.threshold}
              min={0}
              max={1}
              step={0.01}
              onChange={(threshold) => onChange({ ...choice, threshold })}
              data-testid="similar-threshold"
            />
            <p className="similar-count" role="status" data-testid="similar-count">
              {t("data.similar.count", { rows, all: found.rows.length })}
            </p>
          </div>
          <SimilarList
            rows={shown}
            kind={change.change}
            out={choice.out}
            onToggle={(row) => onChange(toggled(choice, row))}
          />
        </>
      )}
      <p className="muted small">
        {compared.by === "meaning"
          ? t("data.similar.byMeaning", { encoder: compared.encoder })
          : t("data.similar.byWords")}{" "}
        {judged > 0 ? t("data.similar.judged", { count: judged }) : null}
      </p>
    </div>
  );
}
