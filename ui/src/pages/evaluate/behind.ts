import type { Behind } from "@/generated/Behind";
import type { Filter } from "@/generated/Filter";

/** The filter that shows the rows behind a bar. */
export function filterOf(behind: Behind): Filter {
  const { column } = behind;
  switch (behind.test) {
    case "is":
      return { column, op: "is", value: behind.value };
    case "contains":
      return { column, op: "contains", value: behind.text };
    case "between":
      return { column, op: "between", value: [behind.low, behind.high] };
  }
}
