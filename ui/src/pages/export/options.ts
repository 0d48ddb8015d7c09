import type { ExportOptions } from "@/generated/ExportOptions";
import type { Format } from "@/generated/Format";
import type { Preset } from "@/generated/Preset";
import type { Shape } from "@/generated/Shape";
import type { Shares } from "@/generated/Shares";

export const formats: readonly Format[] = ["parquet", "jsonl", "csv", "xlsx"];
export const shapes: readonly Shape[] = ["alpaca", "sharegpt", "chatml"];

/** Shares to start from when a split is asked for, in percent. */
export const usualSplit: Shares = { train: 80, validation: 10, test: 10 };

export function firstOptions(run: number): ExportOptions {
  return {
    run,
    format: "parquet",
    preset: null,
    split: null,
    card: true,
    include_prompts: false,
    include_private: [],
  };
}

/** A preset with a guess at the fields: the first is asked, the last is answered. */
export function presetOf(shape: Shape, fields: readonly string[], before: Preset | null): Preset {
  if (before) return { ...before, shape, input: shape === "alpaca" ? before.input : null };
  return { shape, instruction: fields[0] ?? "", input: null, output: fields.at(-1) ?? "", system: null };
}

/** What is missing before this can be written; null where nothing is. */
export function obstacle(options: ExportOptions): "shares" | "fields" | null {
  const { split, preset } = options;
  if (split && split.train + split.validation + split.test !== 100) return "shares";
  if (preset && (preset.instruction === "" || preset.output === "")) return "fields";
  return null;
}

/** Prompts carry the text of private sources; without prompts no source is named. */
export function withPrompts(options: ExportOptions, include: boolean): ExportOptions {
  return { ...options, include_prompts: include, include_private: include ? options.include_private : [] };
}

export function withPrivate(options: ExportOptions, source: string, include: boolean): ExportOptions {
  const others = options.include_private.filter((name) => name !== source);
  return { ...options, include_private: include ? [...others, source] : others };
}

/** The name of a planned file once the user has kept the name that the dialog suggests. */
export function plannedName(file: string, suggested: string): string {
  return file.replace(/^data(?=\.)/, suggested.replace(/\.[^.]*$/, ""));
}
