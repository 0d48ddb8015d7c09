import type { ReviewOrder } from "@/generated/ReviewOrder";
import type { ReviewProgress } from "@/generated/ReviewProgress";

/** Whether the share of right rows is known well enough to stop: only rows drawn at random tell it. */
export function isEnough({ interval, enough }: ReviewProgress, order: ReviewOrder): boolean {
  return order === "random" && interval !== null && (interval[1] - interval[0]) / 2 <= enough;
}
