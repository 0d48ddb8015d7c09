import type { CurationExample } from "@/generated/CurationExample";
import type { CurationRule } from "@/generated/CurationRule";
import type { ExampleEvidence } from "@/generated/ExampleEvidence";
import type { RulePreview } from "@/generated/RulePreview";
import { t } from "@/locales/t";
import { shownValue } from "../model/words";
import { ExampleRow } from "./ExampleRow";

interface ExamplesProps {
  rule: CurationRule;
  preview: RulePreview | null;
}

/** Rows that are only just left alone, and rows that are only just acted on, each on its side of the handle. */
export function Examples({ rule, preview }: ExamplesProps) {
  const relabels = rule.kind === "relabel";
  const weighs = rule.kind === "weigh";
  const inside = {
    id: "inside",
    title: t(
      weighs
        ? "curate.examples.largest"
        : relabels
          ? "curate.examples.insideRelabel"
          : "curate.examples.inside",
    ),
    rows: preview?.inside,
  };
  const outside = {
    id: "outside",
    title: t(
      weighs
        ? "curate.examples.smallest"
        : relabels
          ? "curate.examples.outsideRelabel"
          : "curate.examples.outside",
    ),
    rows: preview?.outside,
  };
  const lists = (rule.kind === "at-least" ? [outside, inside] : [inside, outside]).filter(
    ({ rows }) => !weighs || rows === undefined || rows.length > 0,
  );
  return (
    <div className="examples">
      {lists.map(({ id, title, rows }) => (
        <section key={id} data-testid={`examples-${id}`}>
          <h4>{title}</h4>
          {rows?.length === 0 ? <p className="small muted">{t("curate.examples.none")}</p> : null}
          <ol>
            {rows?.slice(0, 3).map((example) => (
              <Example key={`${example.row.draw}.${example.row.attempt}`} example={example} />
            ))}
          </ol>
        </section>
      ))}
    </div>
  );
}

function Example({ example }: { example: CurationExample }) {
  const { row, text, label, value, evidence, effect } = example;
  return (
    <ExampleRow
      row={row}
      text={text}
      label={label}
      below={
        evidence && evidence.kind !== "label" ? (
          <span className="small muted truncate example-evidence">{evidenceWords(evidence, label)}</span>
        ) : null
      }
    >
      {effect?.kind === "relabel" ? (
        <span className="small truncate">{t("curate.examples.becomes", { label: effect.to })}</span>
      ) : null}
      {evidence?.kind === "label" && effect?.kind !== "relabel" ? (
        <span className="small muted truncate">{evidenceWords(evidence, label)}</span>
      ) : null}
      <span className="spacer" />
      <span className="number small">{shownValue(value, 4)}</span>
    </ExampleRow>
  );
}

/** What a row's value was taken from, in words; a label that is the row's own is no better one. */
export function evidenceWords(evidence: ExampleEvidence, own: string | null): string {
  switch (evidence.kind) {
    case "row":
      return t("curate.examples.like", { text: evidence.text });
    case "words":
      return t("curate.examples.words", { words: evidence.words });
    case "label":
      return t(evidence.label === own ? "curate.examples.fits" : "curate.examples.suggests", {
        label: evidence.label,
      });
  }
}
