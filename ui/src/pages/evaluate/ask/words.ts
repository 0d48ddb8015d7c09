import type { AskEstimate } from "@/generated/AskEstimate";
import type { QuestionState } from "@/generated/QuestionState";
import type { RowQuestion } from "@/generated/RowQuestion";
import { clock, duration } from "@/locales/format";
import { t } from "@/locales/t";
import type { Asking } from "./useAsking";

/** What a question is called. */
export function nameOf(question: RowQuestion): string {
  return question.kind === "condition"
    ? t("evaluate.ask.condition.title", { name: question.name })
    : t(`evaluate.ask.${question.kind}.title`);
}

/** A question that the model answers from the columns of a row. */
export type Answered = Extract<RowQuestion, { kind: "recheck" | "consistency" }>;

/** Whether the question says all that is needed to ask it. */
export function isWhole(question: RowQuestion): boolean {
  return !("fields" in question) || question.fields.reads.length > 0;
}

/** What is answered, from what and how often. */
export function fromWords(question: Answered): string {
  const { answer, reads } = question.fields;
  const words = { answer, reads: reads.join(", ") };
  return question.kind === "recheck"
    ? t("evaluate.ask.recheck.form", words)
    : t("evaluate.ask.consistency.form", { ...words, times: question.times });
}

type Kind = RowQuestion["kind"];

/** So many of what a question is about. */
function things(kind: Kind, count: number): string {
  return t(kind === "groups" ? "evaluate.ask.things.groups" : "evaluate.ask.things.rows", { count });
}

/** What is known from asking so far, or what the question is about; `same` where it reads as it was asked. */
export function standingWords(state: QuestionState, same: boolean): string {
  const { question, at, model, answered, changed, of } = state;
  if (at === null || model === null) {
    return question.kind === "condition"
      ? t("evaluate.ask.condition.text", { name: question.name })
      : t(`evaluate.ask.${question.kind}.text`);
  }
  const answers = t(question.kind === "groups" ? "evaluate.ask.named" : "evaluate.ask.answered", {
    answered,
    things: things(question.kind, of),
    model,
    time: clock(at, Date.now()),
  });
  if (!same) return `${answers} ${t("evaluate.ask.reworded")}`;
  return changed > 0 ? `${answers} ${t("evaluate.ask.changed", { count: changed })}` : answers;
}

/** What asking would take. */
export function planWords(kind: Kind, plan: AskEstimate | null, asked: boolean): string {
  if (!plan) return "";
  if (plan.rows === 0) return asked ? t("evaluate.ask.complete") : "";
  const rows = t("evaluate.ask.open", { things: things(kind, plan.rows) });
  const time =
    plan.seconds === null
      ? t("evaluate.ask.noPace")
      : t("evaluate.ask.about", { time: duration(plan.seconds) });
  return `${rows} ${time}`;
}

/** How far it is. */
export function progressWords(kind: Kind, { job, left }: Asking): string {
  const done = t("evaluate.ask.progress", { done: job.done, things: things(kind, job.total) });
  return left === null ? done : `${done} ${t("evaluate.ask.left", { time: duration(left) })}`;
}
