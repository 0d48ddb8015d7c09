export type Replacement = { find: string, with: string, whole_words: boolean, match_case: boolean, };
