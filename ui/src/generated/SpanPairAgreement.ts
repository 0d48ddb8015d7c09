import type { Figure } from "./Figure";
export type SpanPairAgreement = { first: string, second: string, f1: Figure, };
