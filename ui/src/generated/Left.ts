export type Left = "same" | "judged" | "not-found" | "no-field" | "waiting" | "unread";
