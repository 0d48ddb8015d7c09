import type { Figure } from "./Figure";
export type SpanTypeAgreement = { type: string, f1: Figure, };
