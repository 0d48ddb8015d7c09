import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import type { Chart } from "@/generated/Chart";
import type { PictureRequest } from "@/generated/PictureRequest";
import { connectTo } from "@/platform";
import { fixture, type Handlers } from "@/platform/fixture";
import { chartsOf } from "@/platform/fixture/charts";
import { ChartCard } from "./ChartCard";
import type { Plotted } from "./forms";
import { pictureOf } from "./picture";

// What the window shows needs a layout, which jsdom has not; what is saved is drawn anew and does not.
vi.mock("./Plot", () => ({ default: () => null }));
// Without a canvas the chart library takes the widths of letters from a table.
HTMLCanvasElement.prototype.getContext = () => null;

const chart: Chart = {
  id: "openings",
  dashboard: "diversity",
  title: "The same two openings start 31 % of rows",
  form: "bars",
  x: "rows",
  y: "opening",
  points: [
    { label: "The film is a", value: 62, expected: null, behind: null },
    { label: "<script>alert(1)</script>", value: 38, expected: null, behind: null },
  ],
};

const plotted: Plotted = { chart, name: "Run 2", rows: 500, overlays: [] };
const card = <ChartCard plotted={plotted} run={2} selected={null} onSelect={() => {}} />;

function open(handlers: Handlers, pickSave = async (_title: string, name: string) => `/home/ada/${name}`) {
  connectTo({ ...fixture(handlers), pickSave });
  render(card);
}

async function save(name: RegExp): Promise<void> {
  const user = userEvent.setup();
  await user.click(screen.getByTestId("chart-save"));
  await user.click(await screen.findByRole("menuitem", { name }));
}

test("an SVG stands on its own: title, names and axis in one document, and text of rows stays text", () => {
  const { format, data } = pictureOf(plotted, "svg");
  expect(format).toBe("svg");
  const svg = new DOMParser().parseFromString(data, "image/svg+xml").documentElement;
  expect(svg.localName).toBe("svg");
  for (const text of [chart.title, "The film is a", "<script>alert(1)</script>", "rows"]) {
    expect(svg.textContent).toContain(text);
  }
  expect(svg.querySelector("script, image, a, foreignObject")).toBeNull();
  expect(data).not.toMatch(/url\(|href=|pointer;/);
});

test("a chart is written where the dialog pointed", async () => {
  const written: PictureRequest[] = [];
  open({
    picture_write: (request) => {
      written.push(request);
      return null;
    },
  });
  await save(/SVG/);
  expect((await screen.findByTestId("chart-saved")).textContent).toBe(
    "Saved as /home/ada/dataset, run 2, openings.svg",
  );
  expect(written).toEqual([
    {
      path: "/home/ada/dataset, run 2, openings.svg",
      picture: { format: "svg", data: expect.stringContaining(chart.title) },
    },
  ]);
});

test("nothing is written when the dialog is closed", async () => {
  const write = vi.fn(() => null);
  const asked = vi.fn(async () => null);
  connectTo({ ...fixture({ picture_write: write }), pickSave: asked });
  render(card);
  await save(/SVG/);
  await waitFor(() => expect(asked).toHaveBeenCalled());
  expect(write).not.toHaveBeenCalled();
  expect(screen.queryByTestId("chart-saved")).toBeNull();
});

test("an error stands at the chart", async () => {
  open({
    picture_write: () => {
      throw { code: "failed", message: "The disk is full; free some space and try again.", detail: null };
    },
  });
  await save(/SVG/);
  expect((await screen.findByTestId("error")).textContent).toContain("The disk is full");
});

test("the same figures stand in a table", async () => {
  open({});
  await userEvent.click(screen.getByTestId("chart-table"));
  const rows = screen.getAllByRole("row").map((row) => row.textContent);
  expect(rows).toEqual(["openingrows", "The film is a62", "<script>alert(1)</script>38"]);
});

test.each(chartsOf(500, 2).map((drawn) => [drawn.form, drawn.id, drawn] as const))(
  "a chart of form %s (%s) becomes a picture with its title and names",
  (_form, _id, drawn) => {
    const { data } = pictureOf({ chart: drawn, name: "Run 2", rows: 500, overlays: [] }, "svg");
    const svg = new DOMParser().parseFromString(data, "image/svg+xml").documentElement;
    const names =
      drawn.form === "curves"
        ? drawn.curves.map(({ name }) => name)
        : drawn.form === "map"
          ? drawn.groups
          : drawn.form === "grid"
            ? [...drawn.columns, ...drawn.rows, drawn.x, drawn.y]
            : [drawn.form === "bars" ? drawn.x : drawn.y];
    for (const text of names) expect(svg.textContent).toContain(text);
    expect(svg.textContent?.replaceAll(/\s/g, "")).toContain(drawn.title.replaceAll(/\s/g, ""));
    expect(svg.querySelectorAll("path").length).toBeGreaterThan(2);
    expect(data).not.toMatch(/NaN|undefined/);
  },
);
