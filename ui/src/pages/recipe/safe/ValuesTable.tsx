import { ArrowRight } from "lucide-react";
import { Chip } from "@/components/Chip";
import type { PersonalProposal } from "@/generated/PersonalProposal";
import { count } from "@/locales/format";
import { t } from "@/locales/t";
import { type Choices, isReplaced } from "./choices";

interface ValuesTableProps {
  values: readonly PersonalProposal[];
  choices: Choices;
  onChoose: (values: readonly PersonalProposal[], replace: boolean) => void;
}

/** Values with where they occur, each to be replaced or kept. */
export function ValuesTable({ values, choices, onChoose }: ValuesTableProps) {
  const chosen = values.filter((one) => isReplaced(one, choices)).length;
  return (
    <div className="rows-table safe-table">
      <table aria-label={t("recipe.safe.found")}>
        <thead>
          <tr>
            <th scope="col" className="safe-tick">
              <input
                type="checkbox"
                checked={chosen === values.length}
                ref={(input) => {
                  if (input) input.indeterminate = chosen > 0 && chosen < values.length;
                }}
                onChange={(event) => onChoose(values, event.target.checked)}
                aria-label={t("recipe.safe.all")}
                data-testid="safe-all"
              />
            </th>
            <th scope="col">{t("recipe.safe.value")}</th>
            <th scope="col">{t("recipe.safe.kind")}</th>
            <th scope="col" className="number">
              {t("recipe.safe.count")}
            </th>
            <th scope="col">{t("recipe.safe.context")}</th>
            <th scope="col">{t("recipe.safe.replacement")}</th>
          </tr>
        </thead>
        <tbody>
          {values.map((one) => {
            const replaced = isReplaced(one, choices);
            return (
              <tr key={one.value} data-kept={!replaced || undefined}>
                <td className="safe-tick">
                  <input
                    type="checkbox"
                    checked={replaced}
                    onChange={(event) => onChoose([one], event.target.checked)}
                    aria-label={t("recipe.safe.one", { value: one.value })}
                  />
                </td>
                <td className="safe-value">{one.value}</td>
                <td>
                  <Chip>{t(`recipe.safe.kinds.${one.kind}`)}</Chip>
                </td>
                <td className="number">{count(one.count)}</td>
                <td className="safe-context">
                  {one.count === 0 ? (
                    <span className="muted">{t("recipe.safe.nowhere")}</span>
                  ) : (
                    <div className="clamp" title={one.field}>
                      {one.before}
                      <mark>{one.value}</mark>
                      {one.after}
                    </div>
                  )}
                </td>
                <td className="safe-surrogate">
                  {replaced ? (
                    <span className="row">
                      <ArrowRight aria-hidden size={14} />
                      <code>{one.surrogate ?? t(`recipe.safe.marks.${one.kind}`)}</code>
                    </span>
                  ) : (
                    <span className="muted">{t("recipe.safe.kept")}</span>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
