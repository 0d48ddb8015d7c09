import { memo } from "react";
import type { ValueBin } from "@/generated/ValueBin";
import { placeOf, type Scale } from "../model/threshold";

interface BinsProps {
  bins: readonly ValueBin[];
  scale: Pick<Scale, "low" | "high">;
}

/** Least width of a bar as a share of the scale, so that a lone value can be seen. */
const least = 0.006;

/** The bars of a histogram. They do not change while a handle is dragged: only what is laid over them does. */
export const Bins = memo(function Bins({ bins, scale }: BinsProps) {
  const most = Math.max(1, ...bins.map(({ count }) => count));
  return bins.map(({ low, high, count }, at) => {
    const left = placeOf(low, scale);
    const width = Math.max(least, placeOf(high, scale) - left);
    // The square root lets a dozen rows be seen beside thousands; the hover and the table say how many they are.
    const height = count === 0 ? 0 : Math.max(0.025, Math.sqrt(count / most));
    return (
      <i
        key={at}
        style={{
          left: `${100 * Math.min(left, 1 - least)}%`,
          width: `${100 * width}%`,
          height: `${100 * height}%`,
        }}
      />
    );
  });
});
