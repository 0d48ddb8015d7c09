import { render } from "@testing-library/react";
import type { ReactElement } from "react";
import { expect, test } from "vitest";
import type { Attempt } from "@/generated/Attempt";
import type { RowSummary } from "@/generated/RowSummary";
import { PlanView } from "../export/PlanView";
import { Codebook } from "../review/Codebook";
import { partsOf } from "../review/parts";
import { RowView } from "../review/RowView";
import { TextCell, ValueCell } from "./Cell";
import { ChecksTab } from "./ChecksTab";
import { HistoryTab } from "./HistoryTab";
import { PromptTab } from "./PromptTab";
import { RawTab } from "./RawTab";
import { TokensTab } from "./TokensTab";

// Rows, prompts and answers come from models and files of others: whatever they hold is shown as text.
const payloads = [
  "<script>document.title = 'taken'</script>",
  "<img src=x onerror=\"document.title = 'taken'\">",
  "<svg onload=\"document.title = 'taken'\"><a href='javascript:alert(1)'>x</a></svg>",
  "[click](javascript:alert(1)) ![i](http://example.org/i.png) <iframe srcdoc='x'></iframe>",
];

function row(text: string): RowSummary {
  const fields = { text, list: [text, text], label: text };
  return {
    run: 1,
    draw: 0,
    attempt: 0,
    verdict: null,
    fields,
    conditions: { topic: text },
    mean_log_probability: null,
    edited: false,
    extra: false,
    dropped_by: null,
    weight: 1,
  };
}

function attempt(text: string): Attempt {
  const token = { text, log_probability: -1, forced: false };
  return {
    draw: 0,
    attempt: 0,
    conditions: {},
    input: null,
    shown: [],
    steps: [{ step: text, prompt_sha256: "", prompt_tokens: 1, raw: text, tokens: [token], finish: text }],
    fields: {},
    checks: [{ kind: text, field: text, passed: false, detail: text }],
    failure: null,
  };
}

const views: [string, (text: string) => ReactElement][] = [
  [
    "a text cell",
    (text) => <TextCell row={row(text)} column={{ id: "text", kind: "text", choices: [] }} lines={2} />,
  ],
  [
    "a label cell",
    (text) => <ValueCell row={row(text)} column={{ id: "label", kind: "label", choices: [] }} largest={1} />,
  ],
  [
    "a list cell",
    (text) => <ValueCell row={row(text)} column={{ id: "list", kind: "list", choices: [] }} largest={1} />,
  ],
  [
    "a condition",
    (text) => (
      <ValueCell row={row(text)} column={{ id: "topic", kind: "condition", choices: [] }} largest={1} />
    ),
  ],
  ["the raw answer", (text) => <RawTab attempt={attempt(text)} />],
  ["the tokens", (text) => <TokensTab steps={attempt(text).steps} />],
  ["the checks", (text) => <ChecksTab attempt={attempt(text)} verdict={null} />],
  [
    "the history",
    (text) => <HistoryTab history={[{ at: 0, who: text, what: text, before: text, after: text }]} />,
  ],
  [
    "the prompt",
    (text) => (
      <PromptTab
        prompts={[
          {
            step: "s",
            proven: true,
            messages: [{ role: "user", pieces: [{ origin: "input", name: text, text }] }],
          },
        ]}
      />
    ),
  ],
  ["the codebook", (text) => <Codebook labels={[{ name: text, definition: text }]} text={text} keys={[]} />],
  [
    "a row under review",
    (text) => (
      <RowView
        instead={{}}
        title={text}
        queued={{ row: { run: 1, draw: 0, attempt: 0 }, why: text, put_off: false }}
        read={{
          detail: {
            summary: row(text),
            attempt: attempt(text),
            prompts: [],
            history: [],
            other_row: null,
            version: { hash: "", number: 1, created: 0, runs: 1 },
            model: text,
            seed: 0,
          },
        }}
        parts={partsOf(
          [
            { id: "text", kind: "text", choices: [] },
            { id: "list", kind: "list", choices: [] },
            { id: "topic", kind: "condition", choices: [] },
          ],
          row(text),
          { label_field: "label", labels: [] },
          false,
        )}
        left={1}
        labelField="label"
        words={[
          {
            who: text,
            at: 0,
            judgment: { judgment: "reject" },
            label: null,
            edited: [],
            note: text,
            said: text,
          },
        ]}
        blind={false}
        editing={null}
        onEdit={() => {}}
        onKeep={async () => {}}
        onDrop={() => {}}
        noting={false}
        note={text}
        onNote={() => {}}
        onNoted={() => {}}
        onRetry={() => {}}
      />
    ),
  ],
  [
    "the sample of an export",
    (text) => (
      <PlanView
        name={text}
        plan={{
          columns: [text],
          sample: [{ [text]: text }],
          files: [],
          private_sources: [],
          copied_span: null,
          warnings: [text],
        }}
      />
    ),
  ],
];

test.each(views.flatMap(([name, view]) => payloads.map((payload) => [name, payload, view] as const)))(
  "%s shows %s as text",
  (_, payload, view) => {
    const { container } = render(view(payload));
    expect(container.textContent).toContain(payload);
    expect(container.querySelector("script, img, iframe, a, [onload], [onerror]")).toBeNull();
    expect(document.title).not.toBe("taken");
  },
);
