import { act, cleanup, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";
import { NetworkChip } from "@/app/NetworkChip";
import { start } from "@/app/start";
import type { CatalogueModel } from "@/generated/CatalogueModel";
import type { Download } from "@/generated/Download";
import type { Event } from "@/generated/Event";
import { connectTo, type FileDrag } from "@/platform";
import { fixture } from "@/platform/fixture";
import { modelHandlers } from "@/platform/fixture/models";
import { useApp } from "@/state/app";
import { languageWords, licenseName, narrow, speedFact } from "./catalogue";
import ModelsPage from "./ModelsPage";

const catalogue = modelHandlers().catalogue_list?.(null, () => {}) as CatalogueModel[];

test.each([
  ["all", { fitting: false, language: "", search: "" }, 7],
  ["those that fit and run", { fitting: true, language: "", search: "" }, 5],
  ["those that name Hindi", { fitting: false, language: "hi", search: "" }, 1],
  ["a maker", { fitting: false, language: "", search: "meta" }, 1],
  ["two words", { fitting: false, language: "", search: " Qwen3  alibaba" }, 4],
  ["a licence", { fitting: false, language: "", search: "licenseref" }, 1],
  ["none", { fitting: true, language: "hi", search: "gemma" }, 0],
] as const)("the catalogue is narrowed to %s", (_, filter, expected) => {
  expect(narrow(catalogue, filter)).toHaveLength(expected);
});

test("what is being downloaded stays in sight", () => {
  const download = { id: "qwen3-14b" } as Download;
  const shown = narrow(catalogue, { fitting: true, language: "", search: "nothing" }, [download]);
  expect(shown.map(({ id }) => id)).toEqual(["qwen3-14b"]);
});

test.each([
  [["en"], null, "English"],
  [["en", "de", "fr", "it"], null, "English, German, French, Italian"],
  [["en", "de", "fr", "it", "pt"], null, "English, German, French, Italian and 1 more"],
  [["en", "zh"], 119, "English, Chinese and 117 more"],
] as const)("languages of %j, %j in all", (languages, languages_in_all, expected) => {
  expect(languageWords({ languages: [...languages], languages_in_all })).toBe(expected);
});

test("licences and speeds are said in words", () => {
  expect([licenseName("Apache-2.0"), licenseName("LicenseRef-Llama-3.2")]).toEqual([
    "Apache-2.0",
    "Llama 3.2",
  ]);
  const speed = { tokens_per_second: 9.34, batch: 32, from: "Seedbed starter", rough: false };
  expect(speedFact({ speed }).value).toBe(
    "about 9.3 tokens/s, estimated from this machine’s measurement of Seedbed starter",
  );
  expect(speedFact({ speed: { ...speed, rough: true } }).value).toMatch(/^very roughly 9.3 tokens/);
  expect(speedFact({ speed: null }).value).toMatch(/measure a model/);
});

let tell: (event: Event) => void;
/** All notices follow each other; a gap would make the window ask again for all that it shows. */
let sequence = 0;
let drag: (drag: FileDrag) => void;
const asked = vi.fn();

beforeEach(async () => {
  cleanup();
  asked.mockClear();
  const host = fixture();
  connectTo({
    ...host,
    call: (name, request) => {
      asked(name, request);
      return host.call(name, request);
    },
    subscribe: (listener) => {
      tell = ({ notice }) => {
        sequence += 1;
        listener({ sequence, notice });
      };
      return host.subscribe(tell);
    },
    drops: async (listener) => {
      drag = listener;
    },
  });
  await start();
});

const page = () =>
  render(
    <>
      <NetworkChip />
      <ModelsPage />
    </>,
  );

test("nothing can be downloaded until it is allowed", async () => {
  const user = userEvent.setup();
  page();
  const button = await screen.findByTestId("download-qwen3-0.6b");
  expect((button as HTMLButtonElement).disabled).toBe(true);
  await user.click(screen.getByTestId("models-allow-downloads"));
  await waitFor(() => expect((button as HTMLButtonElement).disabled).toBe(false));
  expect(asked).toHaveBeenCalledWith("downloads_set", { allowed: true, endpoint: "" });
  await user.click(button);
  expect(asked).toHaveBeenCalledWith("download_start", { id: "qwen3-0.6b" });
});

test("only models that fit are shown until others are asked for", async () => {
  const user = userEvent.setup();
  page();
  await screen.findByTestId("catalogue-qwen3-8b");
  expect(screen.queryByTestId("catalogue-qwen3-14b")).toBeNull();
  await user.click(screen.getByTestId("models-only-fitting"));
  const card = await screen.findByTestId("catalogue-qwen3-14b");
  expect(card.textContent).toContain("too big: 17.9 of 16.0 GB with 32 rows at a time");
});

function progress(part: Partial<Download>): void {
  const download: Download = {
    id: "qwen3-0.6b",
    name: "Qwen3 0.6B",
    status: "receiving",
    received: 100_000_000,
    total: 639_000_000,
    host: "huggingface.co",
    bytes_per_second: 10_000_000,
    failure: null,
    ...part,
  };
  act(() => tell({ sequence: 0, notice: { kind: "download", download } }));
}

test("a download goes on while the page is left, and the window says to whom it talks", async () => {
  const user = userEvent.setup();
  const { unmount } = page();
  await screen.findByTestId("catalogue");
  expect(screen.getByTestId("network-chip").textContent).toBe("Offline: nothing leaves this computer");
  progress({});
  expect(screen.getByTestId("network-chip").textContent).toBe("Talking to huggingface.co");
  const line = screen.getByTestId("download-state-qwen3-0.6b");
  expect(line.textContent).toContain("Downloading · 100 MB of 639 MB · 10 MB/s · 54 s left · huggingface.co");
  unmount();
  progress({ received: 300_000_000 });
  page();
  const again = await screen.findByTestId("download-state-qwen3-0.6b");
  expect(again.textContent).toContain("300 MB of 639 MB");
  await user.click(within(again).getByRole("button", { name: "Pause the download" }));
  expect(asked).toHaveBeenCalledWith("download_pause", { id: "qwen3-0.6b" });
  progress({ status: "paused", host: null, bytes_per_second: null });
  expect(screen.getByTestId("network-chip").textContent).toMatch(/^Offline/);
  progress({ status: "failed", host: null, bytes_per_second: null, failure: "The connection broke." });
  expect(again.textContent).toContain("The connection broke.");
  progress({ status: "done", host: null });
  expect(useApp.getState().app?.downloads).toEqual([]);
});

test("a file dropped on the page is looked at", async () => {
  page();
  await screen.findByTestId("catalogue");
  act(() => drag({ kind: "over" }));
  expect(screen.getByText("Drop the model file to look at it")).toBeTruthy();
  act(() => drag({ kind: "dropped", paths: ["/home/user/llama.gguf"] }));
  const panel = await screen.findByTestId("model-inspection");
  await waitFor(() => expect(panel.textContent).toContain("Llama 3.2 1B Instruct"));
  expect(asked).toHaveBeenCalledWith("model_inspect", { path: "/home/user/llama.gguf" });
});

test("a tampered chat template is warned of, as text", async () => {
  page();
  const card = await screen.findByTestId(`model-card-${"9f".repeat(32)}`);
  expect(card.textContent).toContain("The chat template writes the address https://evil.example/pay");
  expect(card.textContent).toContain("waits for the words 'invoice' in a message");
  expect(card.textContent).toContain("differs in 2 lines from the published Qwen3 one");
});
