import { Chip } from "@/components/Chip";
import type { ArenaPair } from "@/generated/ArenaPair";
import { t } from "@/locales/t";

/** Two rows at reading size, without a word on where they come from. */
export function PairView({ pair }: { pair: ArenaPair | null | undefined }) {
  if (pair === null) return <p className="muted arena-waiting">{t("evaluate.arena.allJudged")}</p>;
  return (
    <>
      <div className="row wrap arena-asked">
        {pair && pair.asked.length > 0 ? (
          <>
            <span className="muted small">{t("evaluate.arena.asked")}</span>
            {pair.asked.map((words) => (
              <Chip key={words} tone="condition">
                <span className="truncate">{words}</span>
              </Chip>
            ))}
          </>
        ) : null}
      </div>
      <div className="arena-texts" aria-busy={pair === undefined}>
        <Side name={t("evaluate.arena.left")} text={pair?.left_text ?? ""} testid="arena-left-text" />
        <Side name={t("evaluate.arena.right")} text={pair?.right_text ?? ""} testid="arena-right-text" />
      </div>
    </>
  );
}

function Side({ name, text, testid }: { name: string; text: string; testid: string }) {
  return (
    <article className="card arena-text">
      <h3 className="muted small">{name}</h3>
      <p data-testid={testid}>{text}</p>
    </article>
  );
}
