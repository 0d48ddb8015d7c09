import { Equal, Keyboard, MoveLeft, MoveRight, Undo2 } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useOffer } from "@/app/useOffer";
import { Button } from "@/components/Button";
import { ErrorCallout } from "@/components/Callout";
import { Kbd } from "@/components/Kbd";
import { KeysDialog } from "@/components/KeysDialog";
import { t } from "@/locales/t";
import { useRemembered } from "@/state/app";
import { ChartCard } from "../charts/ChartCard";
import { MeasureTable } from "../MeasureTable";
import { type ArenaDeed, type ArenaKeys, arenaDeeds, keyed, keyFor, keyProblem } from "./keys";
import { ModelJudge } from "./ModelJudge";
import { PairView } from "./PairView";
import { Standings } from "./Standings";
import { useArena } from "./useArena";

const signs: Readonly<Record<ArenaDeed, ReactNode>> = {
  left: <MoveLeft aria-hidden />,
  tie: <Equal aria-hidden />,
  right: <MoveRight aria-hidden />,
  undo: <Undo2 aria-hidden />,
};

/** One blind pair at a time, and how the runs stand below it. */
export function ArenaPairs({ runs }: { runs: readonly number[] }) {
  const arena = useArena(runs);
  const { pair, view, error } = arena;
  const [own, setOwn] = useRemembered<ArenaKeys>("arena.keys", {});
  const [asking, setAsking] = useState(false);
  const region = useRef<HTMLElement>(null);
  const key = pair ? JSON.stringify([pair.left, pair.right]) : null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new pair takes the focus, unless the user is choosing.
  useEffect(() => {
    if (!document.activeElement?.closest('.run-picker, [role="tab"][data-focus-visible], [role="dialog"]')) {
      region.current?.focus({ preventScroll: true });
    }
  }, [key]);
  const judged = view?.judged ?? 0;
  const deeds = arenaDeeds.map((id) => ({
    id,
    name: t(`evaluate.arena.deed.${id}`),
    keys: keyFor(id, own),
    disabled: id === "undo" ? judged === 0 : !pair,
    run: id === "undo" ? arena.takeBack : () => arena.judge(id),
  }));
  useOffer(
    "arena",
    deeds.map((deed) => ({ ...deed, once: true, also: deed.id === "undo" ? "Ctrl+Z" : undefined })),
  );
  return (
    <>
      {error ? <ErrorCallout error={error} /> : null}
      <section
        ref={region}
        tabIndex={-1}
        className="stack arena-pair"
        aria-label={t("evaluate.arena.pair")}
        data-testid="arena-pair"
      >
        <div className="row wrap">
          <p className="muted small" role="status" data-testid="arena-judged">
            {t("evaluate.arena.judged", { count: judged })}
          </p>
          <span className="spacer" />
          <Button size="small" look="quiet" onPress={() => setAsking(true)} data-testid="arena-keys">
            <Keyboard aria-hidden />
            {t("keys.open")}
          </Button>
        </div>
        <PairView pair={pair} />
        <div className="row wrap arena-deeds" role="group" aria-label={t("evaluate.arena.better")}>
          {deeds.map((deed) => (
            <Button
              key={deed.id}
              look={deed.id === "undo" ? "quiet" : "plain"}
              onPress={deed.run}
              isDisabled={deed.disabled}
              data-testid={`arena-${deed.id}`}
            >
              {signs[deed.id]}
              {deed.name}
              <Kbd keys={printed(deed.keys)} />
            </Button>
          ))}
        </div>
      </section>
      {view ? <Standings view={view} /> : null}
      <div className="charts">
        {view?.charts.map((chart) => (
          <ChartCard
            key={chart.id}
            plotted={{ chart, name: t("evaluate.arena.pairs"), rows: view.judged, overlays: [] }}
            run={runs[0] ?? 0}
            selected={null}
            onSelect={() => {}}
          />
        ))}
      </div>
      {view && view.measures.length > 0 ? (
        <MeasureTable title={t("evaluate.board.figures")} measures={view.measures} beside={[]} />
      ) : null}
      <ModelJudge runs={runs} judged={judged} />
      <KeysDialog
        title={t("evaluate.arena.keys")}
        open={asking}
        onClose={() => setAsking(false)}
        keyed={keyed()}
        keyOf={(deed) => printed(keyFor(deed, own))}
        problemOf={(deed, pressed) => keyProblem(deed, pressed, own)}
        onChange={(deed, pressed) => setOwn({ ...own, [deed]: pressed })}
        onReset={() => setOwn({})}
        testid="arena"
      />
    </>
  );
}

const arrows: Readonly<Record<string, string>> = {
  ArrowLeft: "←",
  ArrowRight: "→",
  ArrowUp: "↑",
  ArrowDown: "↓",
};

function printed(key: string): string {
  return arrows[key] ?? key;
}
