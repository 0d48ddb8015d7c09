import type { Judgment } from "@/generated/Judgment";
import type { Rating } from "@/generated/Rating";

/** What a reviewer says of a row. */
export type Word = Judgment | { judgment: "rate"; rating: Rating };
