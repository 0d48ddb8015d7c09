import { create } from "zustand";
import { perProject } from "@/state/project";

interface PromptStore {
  /** Which row of the schedule the pane shows, from 0. */
  draw: number;
  /** Id of the step whose prompt is shown; the first one where it is gone. */
  step: string | null;
  /** Conditions held to a value, in the pane and in previews. */
  pins: Record<string, unknown>;
}

const first: PromptStore = { draw: 0, step: null, pins: {} };

export const usePrompt = create<PromptStore>(() => first);
perProject(usePrompt, first);

export function pin(name: string, value: unknown): void {
  usePrompt.setState(({ pins }) => ({ pins: { ...pins, [name]: value } }));
}

export function unpin(name: string): void {
  usePrompt.setState(({ pins }) => {
    const { [name]: _gone, ...rest } = pins;
    return { pins: rest };
  });
}

/** Shows another row, chosen by chance among the first thousand. */
export function rollDice(): void {
  usePrompt.setState(({ draw }) => ({ draw: (draw + 1 + Math.floor(Math.random() * 998)) % 1000 }));
}
