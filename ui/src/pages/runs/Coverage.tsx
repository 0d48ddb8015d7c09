import { PartIcon } from "@/components/PartIcon";
import type { ConditionCoverage } from "@/generated/ConditionCoverage";
import { decimal } from "@/locales/format";
import { t } from "@/locales/t";
import { filled, missing } from "./filling";

/** Names spelled out below the cells. */
const named = 3;

/** The values of one condition as cells that fill with its accepted rows. */
export function Coverage({ coverage }: { coverage: ConditionCoverage }) {
  const absent = missing(coverage);
  const withRows = coverage.values.filter((value) => value.accepted > 0).length;
  const words = t("runs.coverage.values", { covered: withRows, all: coverage.values.length });
  return (
    <section className="coverage">
      <h3 className="row small">
        <PartIcon part="condition" size={14} />
        <span className="truncate">{coverage.condition}</span>
        <span className="muted coverage-words">{words}</span>
      </h3>
      <ul
        className="coverage-cells"
        aria-label={t("runs.coverage.cells", { condition: coverage.condition, words })}
      >
        {coverage.values.map((value) => {
          const title = t("runs.coverage.cell", {
            value: value.value,
            accepted: value.accepted,
            expected: decimal(value.expected, 0),
          });
          return (
            <li key={value.value} title={title} aria-label={title}>
              <i aria-hidden style={{ opacity: value.accepted === 0 ? 0 : 0.22 + 0.78 * filled(value) }} />
            </li>
          );
        })}
      </ul>
      {absent.length > 0 ? (
        <p className="muted small truncate">
          {t("runs.coverage.missing", {
            values: absent
              .slice(0, named)
              .map((value) => value.value)
              .join(", "),
            more: Math.max(0, absent.length - named),
          })}
        </p>
      ) : null}
    </section>
  );
}
