import type { ReviewProgress } from "@/generated/ReviewProgress";

/** Whether the share of right rows is known well enough to stop: there is no interval where not all came at random. */
export function isEnough({ interval, enough }: ReviewProgress): boolean {
  return interval !== null && (interval[1] - interval[0]) / 2 <= enough;
}
