import type { CurationRule } from "@/generated/CurationRule";
import type { ValueBin } from "@/generated/ValueBin";
import { count } from "@/locales/format";
import { t } from "@/locales/t";
import { actsOn, placeOf, type Scale } from "../model/threshold";
import { shownValue } from "../model/words";

interface BinTableProps {
  bins: readonly ValueBin[];
  rule: CurationRule;
  scale: Scale;
  valueName: string;
}

/** The histogram's figures. */
export function BinTable({ bins, rule, scale, valueName }: BinTableProps) {
  const acted = actsOn(rule, scale);
  const isActed = ({ low, high }: ValueBin) =>
    acted.some(([from, to]) => {
      const middle = placeOf((low + high) / 2, scale);
      // What is at least the limit is kept, a lone value at it too.
      const before = rule.kind === "at-least" ? middle < to : middle <= to;
      return middle >= from && before && to > from;
    });
  return (
    <div className="bin-table">
      <table>
        <caption className="visually-hidden">{t("curate.dial.histogram", { value: valueName })}</caption>
        <thead>
          <tr>
            <th className="number">{t("curate.dial.from_")}</th>
            <th className="number">{t("curate.dial.until")}</th>
            <th className="number">{t("curate.dial.rows")}</th>
            <th>{t("curate.dial.acted")}</th>
          </tr>
        </thead>
        <tbody>
          {bins
            .filter((bin) => bin.count > 0)
            .map((bin) => (
              <tr key={bin.low}>
                <td className="number">{shownValue(bin.low, scale)}</td>
                <td className="number">{shownValue(bin.high, scale)}</td>
                <td className="number">{count(bin.count)}</td>
                <td>{isActed(bin) ? t("data.yes") : t("data.no")}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  );
}
