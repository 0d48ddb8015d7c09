import { useCallback, useEffect, useRef, useState } from "react";
import { create } from "zustand";
import type { WireError } from "@/generated/WireError";
import { type CommandName, call, type RequestOf, type ResponseOf, wireError } from "@/platform";

export interface Answer<T> {
  /** The last answer; stays while a newer one is asked for, so that nothing flashes. */
  data: T | null;
  error: WireError | null;
  loading: boolean;
  reload: () => void;
}

/** Grows when what was answered may no longer hold. */
const useRounds = create(() => ({ round: 0 }));

/** Asks every question on the screen again: something that answers depend on has changed beside the requests. */
export function askAgain(): void {
  useRounds.setState(({ round }) => ({ round: round + 1 }));
}

/** Asks the api now and whenever the request changes; `undefined` asks nothing. */
export function useCall<Name extends CommandName>(
  name: Name,
  request: RequestOf<Name> | undefined,
): Answer<ResponseOf<Name>> {
  const [answer, setAnswer] = useState<Omit<Answer<ResponseOf<Name>>, "reload">>({
    data: null,
    error: null,
    loading: request !== undefined,
  });
  const [round, setRound] = useState(0);
  const common = useRounds((rounds) => rounds.round);
  const latest = useRef(0);
  const key = request === undefined ? undefined : JSON.stringify(request);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round asks again
  useEffect(() => {
    if (key === undefined) return;
    const mine = ++latest.current;
    setAnswer((before) => ({ ...before, loading: true }));
    const asked = (call as (name: Name, request: unknown) => Promise<ResponseOf<Name>>)(
      name,
      JSON.parse(key),
    );
    asked.then(
      (data) => mine === latest.current && setAnswer({ data, error: null, loading: false }),
      (thrown) =>
        mine === latest.current &&
        setAnswer((before) => ({ ...before, error: wireError(thrown), loading: false })),
    );
  }, [name, key, round, common]);

  const reload = useCallback(() => {
    if (key === undefined) return;
    setRound((before) => before + 1);
    // At once: who looks before the question is on its way must not take the old answer for the new one.
    setAnswer((before) => ({ ...before, loading: true }));
  }, [key]);
  return { ...answer, reload };
}

export interface Action<Arguments extends unknown[]> {
  run: (...given: Arguments) => void;
  busy: boolean;
  error: WireError | null;
  clear: () => void;
}

/** A command started by the user: whether it is under way, and why it failed. */
export function useAction<Arguments extends unknown[]>(
  action: (...given: Arguments) => Promise<unknown>,
): Action<Arguments> {
  const [state, setState] = useState<{ busy: boolean; error: WireError | null }>({
    busy: false,
    error: null,
  });
  const run = (...given: Arguments) => {
    setState({ busy: true, error: null });
    action(...given).then(
      () => setState({ busy: false, error: null }),
      (thrown) => setState({ busy: false, error: wireError(thrown) }),
    );
  };
  return { run, ...state, clear: () => setState({ busy: false, error: null }) };
}

/** The value once it has rested for some milliseconds. */
export function useRested<T>(value: T, milliseconds: number): T {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = window.setTimeout(() => setRested(value), milliseconds);
    return () => window.clearTimeout(timer);
  }, [value, milliseconds]);
  return rested;
}
