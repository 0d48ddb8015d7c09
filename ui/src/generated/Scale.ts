export type Scale = "one-to-five" | "four-level";
