import { useEffect, useRef, useState } from "react";
import type { PreviewRule } from "@/generated/PreviewRule";
import type { RulePreview } from "@/generated/RulePreview";
import type { WireError } from "@/generated/WireError";
import { call, wireError } from "@/platform";

export interface Preview {
  /** The last answer; stays while a newer one is asked for. */
  found: RulePreview | null;
  error: WireError | null;
}

/**
 * What a rule would do. One question at a time is on its way: while a handle is dragged, those between it and the latest
 * are never asked, so that the answers keep up with the hand. `round` asks again.
 */
export function usePreview(request: PreviewRule | null, round: number): Preview {
  const [preview, setPreview] = useState<Preview>({ found: null, error: null });
  const wanted = useRef<string | null>(null);
  const asking = useRef(false);
  const key = request && JSON.stringify(request);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round asks again.
  useEffect(() => {
    wanted.current = key;
    if (asking.current || key === null) return;
    const ask = async () => {
      asking.current = true;
      while (wanted.current !== null) {
        const now: string = wanted.current;
        wanted.current = null;
        try {
          const found = await call("curation_preview", JSON.parse(now));
          setPreview({ found, error: null });
        } catch (thrown) {
          const error = wireError(thrown);
          setPreview(({ found }) => ({ found, error }));
        }
      }
      asking.current = false;
    };
    void ask();
  }, [key, round]);
  useEffect(
    () => () => {
      wanted.current = null;
    },
    [],
  );
  return preview;
}
