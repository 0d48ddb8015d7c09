import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { CurationRequest } from "@/generated/CurationRequest";
import type { CurationStep } from "@/generated/CurationStep";
import type { Event } from "@/generated/Event";
import type { RunStatus } from "@/generated/RunStatus";
import { connectTo, type Host } from "@/platform";
import { fixture } from "@/platform/fixture";
import { listen } from "@/state/events";
import { type Curation, startCuration } from "./curation";
import { edited } from "./pipeline";

const near = (limit: number): CurationStep => ({ kind: "near-duplicate", ngram: 3, limit });
const limitsOf = ({ pipeline }: CurationRequest) =>
  pipeline.curate.map((step) => "limit" in step && step.limit);

let asked: string[] = [];
let curation: Curation;
let tell: (status: RunStatus, failure?: string) => void;
let refuse = false;

beforeEach(async () => {
  vi.useFakeTimers();
  asked = [];
  refuse = false;
  const host = fixture();
  let listener: (event: Event) => void = () => {};
  let sequence = 0;
  const call: Host["call"] = async (name, request) => {
    if (name === "curation_measure") {
      asked.push(`measure ${limitsOf(request as CurationRequest)}`);
      if (refuse) throw { code: "invalid", message: "step 1: limit must be below 1", detail: null };
      return null as never;
    }
    if (name === "curation_view") {
      asked.push("view");
      return null as never;
    }
    if (name === "curation_cancel") {
      asked.push("cancel");
      return null as never;
    }
    return host.call(name, request);
  };
  connectTo({
    ...host,
    call,
    subscribe: async (added) => {
      listener = added;
    },
  });
  await listen();
  tell = (status, failure = "") =>
    listener({
      sequence: sequence++,
      notice: { kind: "job", job: "curation", run: 1, done: 1, total: 1, status, failure: failure || null },
    });
  curation = startCuration(1);
  await curation.open();
});
afterEach(() => {
  curation.close();
  vi.useRealTimers();
});

const settle = () => vi.advanceTimersByTimeAsync(0);
const put = (limit: number, wait: "now" | "typing" = "now") =>
  curation.edit(
    "main",
    (steps) =>
      steps.length > 0 ? steps.map((step) => ({ ...step, step: near(limit) })) : [edited(near(limit))],
    { wait, field: "limit" },
  );

test("a change is measured at once, and its view is read when the job ends", async () => {
  put(0.8);
  await settle();
  expect(asked).toEqual(["measure 0.8"]);
  expect(curation.store.getState().work).toMatchObject({ side: "main", total: 1 });
  tell("completed");
  await settle();
  expect(asked).toEqual(["measure 0.8", "view"]);
  expect(curation.store.getState()).toMatchObject({ work: null, round: 1 });
});

test("typing rests before it is measured", async () => {
  put(0.8, "typing");
  await vi.advanceTimersByTimeAsync(300);
  put(0.7, "typing");
  await vi.advanceTimersByTimeAsync(300);
  expect(asked).toEqual([]);
  expect(curation.store.getState().waiting).toBe(true);
  await vi.advanceTimersByTimeAsync(200);
  expect(asked).toEqual(["measure 0.7"]);
});

test("a change while another is measured stops that one, and only the latest is measured next", async () => {
  put(0.8);
  await settle();
  put(0.7);
  put(0.6);
  await settle();
  expect(asked.filter((name) => name !== "cancel")).toEqual(["measure 0.8"]);
  expect(asked).toContain("cancel");
  tell("cancelled");
  await settle();
  expect(asked.at(-1)).toBe("measure 0.6");
});

test("what is refused is said, and the next change is measured again", async () => {
  refuse = true;
  put(2);
  await settle();
  expect(curation.store.getState().failure).toMatchObject({ side: "main", error: { code: "invalid" } });
  refuse = false;
  put(0.5);
  await settle();
  expect(curation.store.getState().failure).toBeNull();
  tell("failed", "out of memory");
  await settle();
  expect(curation.store.getState().failure).toMatchObject({ error: { message: "out of memory" } });
});

test("undo and redo measure what they bring back", async () => {
  put(0.8);
  await settle();
  tell("completed");
  await settle();
  await vi.advanceTimersByTimeAsync(1000);
  put(0.7);
  await settle();
  tell("completed");
  await settle();
  curation.undo();
  await settle();
  expect(asked.at(-1)).toBe("measure 0.8");
  tell("completed");
  await settle();
  curation.redo();
  await settle();
  expect(asked.at(-1)).toBe("measure 0.7");
});

test("the other pipeline is measured beside the main one and can take its place", async () => {
  put(0.8);
  await settle();
  tell("completed");
  await settle();
  curation.setOther([edited(near(0.4))]);
  await settle();
  expect(asked.at(-1)).toBe("measure 0.4");
  tell("completed");
  await settle();
  curation.useOther();
  expect(curation.store.getState().history.now).toMatchObject({ main: [{ step: near(0.4) }], other: null });
  curation.undo();
  expect(curation.store.getState().history.now).toMatchObject({
    main: [{ step: near(0.8) }],
    other: [{ step: near(0.4) }],
  });
});

test("no step is left to measure: nothing is asked, and the figures go", async () => {
  put(0.8);
  await settle();
  tell("completed");
  await settle();
  const before = asked.length;
  curation.edit("main", () => []);
  await settle();
  expect(asked).toHaveLength(before);
  expect(curation.store.getState()).toMatchObject({ measured: { main: null }, work: null, waiting: false });
});
