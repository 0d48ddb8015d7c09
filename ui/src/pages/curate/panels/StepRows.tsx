import type { ReactNode } from "react";
import { useState } from "react";
import { ErrorCallout } from "@/components/Callout";
import { Chip } from "@/components/Chip";
import { Checkbox } from "@/components/Field";
import type { CurationExample } from "@/generated/CurationExample";
import type { CurationSide } from "@/generated/CurationSide";
import type { Effect } from "@/generated/Effect";
import { t } from "@/locales/t";
import { shownValue, valueNameOf } from "../model/words";
import { openRow } from "../openRow";
import { evidenceWords } from "../steps/Examples";
import { useCuration } from "../useCuration";
import { Pager } from "./Pager";
import { useReread } from "./useReread";
import { type Listed, WhichStep } from "./WhichStep";

const size = 50;

interface StepRowsProps {
  side: CurationSide;
  all: readonly Listed[];
  chosen: Listed;
  /** Beside the chooser. */
  children?: ReactNode;
}

/** The rows that a step looked at, the most suspicious first, with what it makes of them. */
export function StepRows({ side, all, chosen, children }: StepRowsProps) {
  const { run } = useCuration();
  const [acted, setActed] = useState(false);
  const [offset, setOffset] = useState(0);
  const { data, error } = useReread("curation_rows", {
    run,
    side,
    step: chosen.at,
    acted,
    offset,
    limit: size,
  });
  const rows = data?.rows ?? [];
  const weighs = rows.some(({ effect }) => effect?.kind === "weigh");
  return (
    <div className="stack step-rows">
      <div className="row wrap">
        <WhichStep all={all} chosen={chosen} />
        {weighs ? null : (
          <Checkbox
            label={t("curate.list.acted")}
            value={acted}
            onChange={(only) => {
              setActed(only);
              setOffset(0);
            }}
            data-testid="rows-acted"
          />
        )}
        <span className="spacer" />
        {children}
        <Pager offset={offset} size={size} total={data?.total ?? 0} onChange={setOffset} />
      </div>
      {error ? <ErrorCallout error={error} /> : null}
      {data?.total === 0 ? <p className="muted">{t("curate.list.nothing")}</p> : null}
      {rows.length > 0 ? (
        <table data-testid="step-rows-table">
          <caption className="small muted step-rows-caption">
            {t(weighs ? "curate.list.lightest" : "curate.list.sorted", {
              value: valueNameOf(chosen.item.step.kind),
            })}
          </caption>
          <thead>
            <tr>
              <th className="number">{t(weighs ? "curate.list.weight" : "curate.list.value")}</th>
              <th>{t("curate.list.label")}</th>
              <th>{t("curate.list.text")}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((example) => (
              <Row key={`${example.row.draw}.${example.row.attempt}`} example={example} />
            ))}
          </tbody>
        </table>
      ) : null}
    </div>
  );
}

function Row({ example: { row, text, label, value, evidence, effect } }: { example: CurationExample }) {
  return (
    <tr data-testid="step-row">
      <td className="number">{shownValue(value)}</td>
      <td>
        <span className="step-row-label">
          {label === null ? "–" : <Label name={label} />}
          {evidence?.kind !== "label" ? null : evidence.label === label ? (
            <span className="small muted">{t("curate.list.best")}</span>
          ) : (
            <>
              <span className="small muted">{t("curate.list.better")}</span>
              <Label name={evidence.label} />
            </>
          )}
        </span>
      </td>
      <td>
        <button
          type="button"
          className="step-row-text"
          aria-label={`${t("curate.list.open", { row: row.draw })}: ${text}`}
          onClick={() => openRow(row)}
        >
          <span className="example-text">{text}</span>
        </button>
        {evidence && evidence.kind !== "label" ? (
          <span className="small muted step-row-why truncate">{evidenceWords(evidence, label)}</span>
        ) : null}
        {effect?.kind === "weigh" ? null : (
          <span className="small muted step-row-why">{effectWords(effect)}</span>
        )}
      </td>
    </tr>
  );
}

function Label({ name }: { name: string }) {
  return (
    <Chip title={name}>
      <span className="truncate">{name}</span>
    </Chip>
  );
}

function effectWords(effect: Exclude<Effect, { kind: "weigh" }> | null): string {
  if (effect === null) return t("curate.list.stays");
  return effect.kind === "drop" ? t("curate.list.drop") : t("curate.list.relabel", { to: effect.to });
}
