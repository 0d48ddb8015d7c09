import { Plus } from "lucide-react";
import { Button } from "@/components/Button";
import { Checkbox, NumberField, Select, TextField } from "@/components/Field";
import { ItemActions } from "@/components/ItemActions";
import { NameField } from "@/components/NameField";
import type { Output } from "@/generated/Output";
import type { Recipe } from "@/generated/Recipe";
import type { Step } from "@/generated/Step";
import { t } from "@/locales/t";
import { edit } from "@/state/recipe";
import { freshName, items, move } from "../model/lists";
import { fieldNames } from "../model/names";
import { problemAt, useProblems } from "../model/problems";
import { renameField } from "../model/rename";

const types = ["string", "label", "choice", "integer", "number", "boolean", "list", "spans"] as const;

export interface OutputTableProps {
  recipe: Recipe;
  step: Step;
  at: number;
  onChange: (output: Record<string, Output>) => void;
}

/** The fields that a step's answer becomes, each with a type and its bounds. */
export function OutputTable({ recipe, step, at, onChange }: OutputTableProps) {
  const problems = useProblems();
  const rows = Object.entries(step.output);
  const put = (name: string, output: Output) => onChange({ ...step.output, [name]: output });
  return (
    <div className="stack-tight">
      <div className="row">
        <h4>{t("recipe.output.title")}</h4>
        <span className="spacer" />
        {step.method !== "score" ? (
          <Button
            size="small"
            onPress={() =>
              put(freshName(t("recipe.output.newName"), fieldNames(recipe)), {
                type: "string",
                words: null,
                strict: false,
                pattern: null,
              })
            }
          >
            <Plus aria-hidden /> {t("recipe.output.add")}
          </Button>
        ) : null}
      </div>
      {rows.map(([name, output], index) => (
        <div key={name} className="output-row">
          <NameField
            label={t("recipe.output.name")}
            hideLabel
            problem={problemAt(problems, `steps[${at}].output.${name}`)}
            value={name}
            onChange={(next) =>
              !(next in step.output) && edit((before) => renameField(before, at, name, next))
            }
          />
          <Select
            label={t("recipe.output.type")}
            hideLabel
            disabled={step.method === "score"}
            value={output.type}
            onChange={(type) => put(name, blank(type, fieldNames(recipe)[0] ?? "text"))}
            options={types.map((id) => ({
              id,
              name: t(`recipe.type.${id}.name`),
              detail: t(`recipe.type.${id}.detail`),
            }))}
          />
          <Bounds output={output} fields={textNames(recipe)} onChange={(next) => put(name, next)} />
          <ItemActions
            name={name}
            at={index}
            count={rows.length}
            onMove={(by) => onChange(Object.fromEntries(move(rows, index, by)))}
            onRemove={() => onChange(Object.fromEntries(rows.filter(([other]) => other !== name)))}
          />
        </div>
      ))}
    </div>
  );
}

function blank(type: Output["type"], text: string): Output {
  switch (type) {
    case "spans":
      return { type, of: text, types: [] };
    case "string":
      return { type, words: null, strict: false, pattern: null };
    case "choice":
      return { type, of: [] };
    case "integer":
    case "number":
    case "list":
      return { type, min: null, max: null };
    default:
      return { type };
  }
}

/** What spans can lie in. */
function textNames(recipe: Recipe): string[] {
  const input = recipe.sources.find(({ name }) => name === recipe.task.input);
  return [...fieldNames(recipe), ...Object.keys(input?.fields ?? {})];
}

interface BoundsProps {
  output: Output;
  fields: string[];
  onChange: (output: Output) => void;
}

function Bounds({ output, fields, onChange }: BoundsProps) {
  switch (output.type) {
    case "string":
      return (
        <div className="output-bounds">
          <NumberField
            label={t("recipe.output.minWords")}
            value={output.words?.[0] ?? null}
            min={0}
            step={1}
            onChange={(low) => onChange(withWords(output, band(low, output.words?.[1] ?? null)))}
          />
          <NumberField
            label={t("recipe.output.maxWords")}
            value={output.words?.[1] ?? null}
            min={1}
            step={1}
            onChange={(high) => onChange(withWords(output, band(output.words?.[0] ?? null, high)))}
          />
          <TextField
            label={t("recipe.output.pattern")}
            mono
            value={output.pattern ?? ""}
            onChange={(pattern) =>
              onChange({
                ...output,
                pattern: pattern === "" ? null : pattern,
                strict: output.strict && pattern === "",
              })
            }
          />
          {output.words && output.pattern === null ? (
            <Checkbox
              label={t("recipe.output.strict")}
              value={output.strict}
              onChange={(strict) => onChange({ ...output, strict })}
            />
          ) : null}
        </div>
      );
    case "choice":
      return (
        <Choices
          label={t("recipe.output.choices")}
          of={output.of}
          onChange={(of) => onChange({ ...output, of })}
        />
      );
    case "spans":
      return (
        <div className="output-bounds">
          <Select
            label={t("recipe.output.spansOf")}
            value={output.of}
            onChange={(of) => onChange({ ...output, of })}
            options={[...new Set([...fields, output.of])].map((id) => ({ id, name: id }))}
          />
          <Choices
            label={t("recipe.output.spanTypes")}
            of={output.types}
            onChange={(types) => onChange({ ...output, types })}
          />
        </div>
      );
    case "integer":
    case "number":
    case "list":
      return (
        <div className="output-bounds">
          {(["min", "max"] as const).map((end) => (
            <NumberField
              key={end}
              label={t(`recipe.output.${end}`)}
              value={output[end]}
              step={output.type === "number" ? undefined : 1}
              onChange={(value) => onChange({ ...output, [end]: value })}
            />
          ))}
        </div>
      );
    default:
      return <p className="output-bounds muted small">{t(`recipe.type.${output.type}.detail`)}</p>;
  }
}

interface ChoicesProps {
  label: string;
  of: string[];
  onChange: (of: string[]) => void;
}

function Choices({ label, of, onChange }: ChoicesProps) {
  return (
    <NameField
      className="output-bounds"
      label={label}
      value={of.join(", ")}
      onChange={(typed) => onChange([...new Set(items(typed))])}
    />
  );
}

/** Without a number of words there is none to be strict about. */
function withWords(output: Output & { type: "string" }, words: [number, number] | null): Output {
  return { ...output, words, strict: output.strict && words !== null };
}

/** Both ends, or none; an end left empty follows the other. */
function band(low: number | null, high: number | null): [number, number] | null {
  if (low === null && high === null) return null;
  if (high === null) return [low ?? 0, Math.max((low ?? 0) * 2, 1)];
  return [Math.min(low ?? 0, high), high];
}
