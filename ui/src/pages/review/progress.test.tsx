import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { ProgressLine } from "./ProgressLine";
import { isEnough } from "./progress";

test.each([
  [[0.87, 0.97], true],
  [[0.8, 0.97], false],
  [null, false],
] as const)("the interval %j is enough: %s", (interval, expected) => {
  const progress = {
    rows: 500,
    judged: 100,
    right: 92,
    interval: interval && ([...interval] as [number, number]),
    mean: null,
  };
  expect(isEnough({ ...progress, enough: 0.05 })).toBe(expected);
});

test("the share is told with its interval, and when that is narrow enough, that one may stop", () => {
  const progress = {
    rows: 500,
    judged: 100,
    right: 92,
    interval: [0.85, 0.9585] as [number, number],
    enough: 0.05,
    mean: null,
  };
  const { rerender } = render(<ProgressLine scale={null} purpose="own" progress={progress} />);
  expect(screen.getByTestId("review-judged").textContent).toBe("100 of 500 judged");
  expect(screen.getByTestId("review-share").textContent).toBe("92 % right (85–96 %)");
  expect(screen.getByRole("progressbar").getAttribute("aria-valuenow")).toBe("20");
  expect(screen.queryByTestId("review-enough")).toBeNull();
  rerender(<ProgressLine scale={null} purpose="own" progress={{ ...progress, enough: 0.06 }} />);
  expect(screen.getByTestId("review-enough").textContent).toContain("between 85 and 96 %");
  rerender(<ProgressLine scale={null} purpose="own" progress={{ ...progress, interval: null }} />);
  expect(screen.getByTestId("review-share").textContent).toBe("92 % right so far");
  expect(screen.getByText(/says nothing about the rest/)).toBeTruthy();
});

test("ratings are counted with their mean, by the number of the level", () => {
  const progress = { rows: 40, judged: 10, right: 0, interval: null, enough: 0.05, mean: 2.5 };
  render(<ProgressLine scale="four-level" purpose="own" progress={progress} />);
  expect(screen.getByTestId("review-judged").textContent).toBe("10 of 40 rated");
  expect(screen.getByTestId("review-mean").textContent).toBe("3.5 on average (A is 4, D is 1)");
  expect(screen.queryByTestId("review-share")).toBeNull();
});
