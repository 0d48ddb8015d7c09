import type { Beside } from "@/generated/Beside";
import type { EvaluationFiles } from "@/generated/EvaluationFiles";
import type { RunSummary } from "@/generated/RunSummary";
import { t } from "@/locales/t";
import { fileName } from "@/pages/recipe/model/files";

/** What the rows stand beside: nothing, the real rows, or those and an earlier run. */
export type BesideChoice = "nothing" | "real" | `run-${number}`;

export interface BesideOption {
  id: BesideChoice;
  name: string;
  detail?: string;
}

export function besideOptions(
  runs: readonly RunSummary[],
  run: number,
  files: EvaluationFiles | null,
): BesideOption[] {
  const real = files?.real ?? null;
  return [
    { id: "nothing", name: t("evaluate.beside.nothing") },
    ...(real ? [{ id: "real" as const, name: t("evaluate.beside.real"), detail: fileName(real.path) }] : []),
    ...runs
      .filter((other) => other.run !== run && other.accepted > 0)
      .map(
        (other): BesideOption => ({
          id: `run-${other.run}`,
          name: t("runs.name", { run: other.run }),
          detail: t("runs.choiceDetail", { version: other.version, model: other.model }),
        }),
      ),
  ];
}

/** The run that a choice puts beside. */
export function besideRun(choice: BesideChoice): number | null {
  return choice.startsWith("run-") ? Number(choice.slice("run-".length)) : null;
}

const nothing: readonly Beside[] = [];

/** Of what the program put beside, what is to be seen. */
export function besideShown(choice: BesideChoice, beside: readonly Beside[]): readonly Beside[] {
  return choice === "nothing" ? nothing : beside;
}
