import { expect, test } from "vitest";
import { waysOf } from "./flows";
import { type FunnelBar, funnelHeight, funnelOptions } from "./funnel";
import { pictureOf } from "./picture";
import { waysHeight, waysOptions } from "./ways";

// Without a canvas the chart library takes the widths of letters from a table.
HTMLCanvasElement.prototype.getContext = () => null;

const texts = (svg: string) =>
  [...new DOMParser().parseFromString(svg, "image/svg+xml").querySelectorAll("text")].map(
    ({ textContent }) => textContent,
  );

const bars: FunnelBar[] = [
  { name: "At first", left: 1000, lost: 0 },
  { name: "1. Near duplicates", left: 900, lost: 100 },
];

test("the funnel names its steps and says how many rows are left", () => {
  const { data } = pictureOf("90 % remain", funnelHeight(bars), funnelOptions(bars), "svg");
  expect(texts(data)).toEqual(
    expect.arrayContaining(["90 % remain", "At first", "1. Near duplicates", "1,000", "900"]),
  );
});

const hostile = "{big|a} <script>alert(1)</script>";
const ways = waysOf(
  [
    { label: hostile, dropped_by: null, becomes: hostile, rows: 700 },
    { label: hostile, dropped_by: 0, becomes: null, rows: 200 },
    { label: "b", dropped_by: null, becomes: hostile, rows: 100 },
  ],
  ["1. Label errors"],
);

test("the ways of the rows are drawn with their numbers, and names of labels stay text", () => {
  const draw = waysOptions(ways.nodes, ways.links);
  const { data } = pictureOf("Ways", waysHeight(ways.nodes), draw, "svg");
  const svg = new DOMParser().parseFromString(data, "image/svg+xml");
  expect(svg.querySelector("script, parsererror")).toBeNull();
  expect(texts(data).join("\n")).toMatch(/Kept {2}700/);
  expect(texts(data).join("\n")).toMatch(/1\. Label errors {2}200/);
});

test("a tooltip is plain text, whatever a label is called", () => {
  const colors = {
    text: "#000",
    muted: "#666",
    line: "#ddd",
    panel: "#fff",
    found: "#0072B2",
    expected: "#E69F00",
    groups: [],
  };
  const { tooltip } = waysOptions(ways.nodes, ways.links)(colors, true) as {
    tooltip: { renderMode: string; formatter: (hovered: unknown) => string };
  };
  expect(tooltip.renderMode).toBe("richText");
  const link = ways.links.find(({ target }) => target === "step 0");
  expect(tooltip.formatter({ dataType: "edge", name: "", value: 200, data: link })).toBe(
    " big a  <script>alert(1)</script> → 1. Label errors\nrows: 200",
  );
});
