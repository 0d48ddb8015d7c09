import { useEffect, useRef } from "react";
import type { CommandName, RequestOf, ResponseOf } from "@/platform";
import { type Answer, useCall } from "@/state/call";
import { useCurationState } from "../useCuration";

/** Asks now, when the request changes, and when pipelines were measured anew. */
export function useReread<Name extends CommandName>(
  name: Name,
  request: RequestOf<Name> | undefined,
): Answer<ResponseOf<Name>> {
  const answer = useCall(name, request);
  const round = useCurationState((state) => state.round);
  const seen = useRef(round);
  const { reload } = answer;
  useEffect(() => {
    if (seen.current === round) return;
    seen.current = round;
    reload();
  }, [round, reload]);
  return answer;
}
