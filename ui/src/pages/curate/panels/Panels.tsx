import { Tabs } from "@/components/Tabs";
import type { CurationSide } from "@/generated/CurationSide";
import { t } from "@/locales/t";
import { FunnelChart } from "../flow/FunnelChart";
import { WaysChart } from "../flow/WaysChart";
import { goTo, panels, useCuratePlace } from "../place";
import { useCuration, useMeasured } from "../useCuration";
import { Compare } from "./Compare";
import { Duplicates } from "./Duplicates";
import { ByStep, LabelErrors, Weights } from "./Lists";

/** What the pipeline did, from several sides. */
export function Panels({ side, label }: { side: CurationSide; label: string | null }) {
  const panel = useCuratePlace((place) => place.panel);
  return (
    <Tabs
      label={t("curate.tabs.label")}
      value={panel}
      onChange={(next) => goTo({ panel: next })}
      tabs={panels.map((id) => ({ id, name: t(`curate.tabs.${id}`), testid: `panel-${id}` }))}
      className="curate-panels"
    >
      <div className="panel-body">
        {panel === "flow" ? <Flow side={side} label={label} /> : null}
        {panel === "duplicates" ? <Duplicates side={side} /> : null}
        {panel === "labels" ? <LabelErrors side={side} /> : null}
        {panel === "weights" ? <Weights side={side} /> : null}
        {panel === "rows" ? <ByStep side={side} /> : null}
        {panel === "compare" ? <Compare /> : null}
      </div>
    </Tabs>
  );
}

function Flow({ side, label }: { side: CurationSide; label: string | null }) {
  const { run } = useCuration();
  const measured = useMeasured(side);
  if (!measured) return <p className="muted panel-empty">{t("curate.summary.waiting")}</p>;
  return (
    <div className="stack">
      <FunnelChart measured={measured} run={run} />
      <WaysChart measured={measured} run={run} label={label} />
    </div>
  );
}
