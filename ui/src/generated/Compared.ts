export type Compared = { "by": "words" } | { "by": "meaning", encoder: string, };
