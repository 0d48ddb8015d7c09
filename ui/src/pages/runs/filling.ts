import type { ConditionCoverage } from "@/generated/ConditionCoverage";
import type { Covered } from "@/generated/Covered";

/** How full a value is, in [0, 1]: its accepted rows of those expected at the end. */
export function filled(covered: Covered): number {
  if (covered.expected <= 0) return covered.accepted > 0 ? 1 : 0;
  return Math.min(1, covered.accepted / covered.expected);
}

/** Values that have no row yet although some are expected, the most expected first. */
export function missing(coverage: ConditionCoverage): Covered[] {
  return coverage.values
    .filter((value) => value.accepted === 0 && value.expected > 0)
    .sort((a, b) => b.expected - a.expected);
}
