import { render } from "@testing-library/react";
import { expect, test } from "vitest";
import { useCommands } from "./commands";
import { pages } from "./pages";
import { useShellCommands } from "./useShellCommands";

function Commands() {
  useShellCommands();
  return null;
}

test("every page has a key of its own, in the order of the sidebar", () => {
  render(<Commands />);
  const keys = useCommands.getState().groups.shell?.filter(({ id }) => id.startsWith("go-"));
  expect(keys?.map(({ id, keys }) => `${id} ${keys}`)).toEqual(
    pages.map(({ id }, at) => `go-${id} Alt+${"1234567890"[at]}`),
  );
});

test("Curate stands between Data and Review", () => {
  const ids = pages.map(({ id }) => id);
  expect(ids.slice(ids.indexOf("data"), ids.indexOf("review") + 1)).toEqual(["data", "curate", "review"]);
});
