import { useCallback, useEffect, useRef, useState } from "react";
import type { ArenaPair } from "@/generated/ArenaPair";
import type { ArenaView } from "@/generated/ArenaView";
import type { PairOutcome } from "@/generated/PairOutcome";
import type { WireError } from "@/generated/WireError";
import { call, wireError } from "@/platform";

interface ArenaState {
  /** The pair on screen; null once all were judged, undefined while the next one is fetched. */
  pair: ArenaPair | null | undefined;
  view: ArenaView | null;
  error: WireError | null;
}

export interface Arena extends ArenaState {
  judge: (outcome: PairOutcome) => void;
  takeBack: () => void;
}

/** Blind pairs of some runs, one after another, and how the runs stand. */
export function useArena(runs: readonly number[]): Arena {
  const [state, setState] = useState<ArenaState>({ pair: undefined, view: null, error: null });
  const key = JSON.stringify(runs);
  /** Pairs judged here, the last one last: what is taken back comes on screen again. */
  const judged = useRef<ArenaPair[]>([]);
  /** Counts what was begun: an answer that comes too late is not shown. */
  const turn = useRef(0);

  const begin = useCallback(
    async (work: (asked: { runs: number[] }) => Promise<Partial<ArenaState>>) => {
      const mine = ++turn.current;
      try {
        const part = await work({ runs: JSON.parse(key) });
        if (mine === turn.current) setState((before) => ({ ...before, error: null, ...part }));
      } catch (thrown) {
        if (mine === turn.current) setState((before) => ({ ...before, error: wireError(thrown) }));
      }
    },
    [key],
  );

  useEffect(() => {
    judged.current = [];
    setState({ pair: undefined, view: null, error: null });
    if ((JSON.parse(key) as number[]).length < 2) {
      turn.current++;
      return;
    }
    void begin(async (asked) => {
      const [pair, view] = await Promise.all([call("arena_next", asked), call("arena_view", asked)]);
      return { pair, view };
    });
  }, [key, begin]);

  const judge = (outcome: PairOutcome) => {
    const { pair } = state;
    if (!pair) return;
    setState((before) => ({ ...before, pair: undefined }));
    void begin(async (asked) => {
      try {
        await call("arena_judge", { left: pair.left, right: pair.right, outcome });
      } catch (thrown) {
        return { pair, error: wireError(thrown) };
      }
      judged.current.push(pair);
      const [next, view] = await Promise.all([call("arena_next", asked), call("arena_view", asked)]);
      return { pair: next, view };
    });
  };
  const takeBack = () =>
    void begin(async (asked) => {
      const view = await call("arena_take_back", asked);
      return { view, pair: judged.current.pop() ?? (await call("arena_next", asked)) };
    });
  return { ...state, judge, takeBack };
}
