import { Swords } from "lucide-react";
import { useState } from "react";
import { Empty } from "@/components/Card";
import type { RunSummary } from "@/generated/RunSummary";
import { t } from "@/locales/t";
import { comparable, firstChoice } from "../compare/compare";
import { RunPicker } from "../RunPicker";
import { ArenaPairs } from "./ArenaPairs";

/** Runs that compete: a person says of blind pairs which row is better. */
export function ArenaTab({ runs, run }: { runs: readonly RunSummary[]; run: number }) {
  const possible = comparable(runs);
  const [chosen, setChosen] = useState(() => firstChoice(runs, run));
  if (possible.length < 2) {
    return (
      <Empty icon={<Swords />} title={t("evaluate.arena.none.title")}>
        {t("evaluate.arena.none.text")}
      </Empty>
    );
  }
  return (
    <div className="stack arena">
      <div className="row wrap compare-choice">
        <RunPicker
          label={t("evaluate.arena.runs")}
          runs={possible}
          value={chosen}
          onChange={setChosen}
          testid="arena-run"
        />
      </div>
      {chosen.length < 2 ? (
        <p className="muted">{t("evaluate.arena.tooFew")}</p>
      ) : (
        <ArenaPairs runs={chosen.toSorted((a, b) => a - b)} />
      )}
    </div>
  );
}
