import type { TokenTrace } from "@/generated/TokenTrace";

/** Surprise of a whole row at which its bar is full, in nats per token. */
export const fullSurprise = 4;

/** Levels of tint, from expected (0) to very surprising (4); steps in nats. */
const steps = [0.7, 1.6, 3, 5];

/** How surprising a token was to the model: 0 to 4. */
export function surpriseLevel(logProbability: number): number {
  const surprise = -logProbability;
  return steps.filter((step) => surprise >= step).length;
}

/** Share that the model gave the token, in [0, 1]. */
export function probability(logProbability: number): number {
  return Math.exp(Math.min(0, logProbability));
}

export interface SurpriseSummary {
  /** Tokens that were free. */
  free: number;
  forced: number;
  /** Mean surprise of the free tokens in nats; null where all were forced. */
  mean: number | null;
  /** exp(mean): among how many equally likely tokens the model chose on average. */
  perplexity: number | null;
}

export function summarise(tokens: readonly TokenTrace[]): SurpriseSummary {
  const free = tokens.filter((token) => !token.forced);
  const sum = free.reduce((total, token) => total - token.log_probability, 0);
  const mean = free.length > 0 ? sum / free.length : null;
  return {
    free: free.length,
    forced: tokens.length - free.length,
    mean,
    perplexity: mean === null ? null : Math.exp(mean),
  };
}

/** A token's text with its blanks made visible where it has nothing else. */
export function visible(text: string): string {
  if (text === "") return "∅";
  if (/^ +$/.test(text)) return "␣".repeat(text.length);
  return text.replaceAll("\n", "↵\n").replaceAll("\t", "→\t");
}
