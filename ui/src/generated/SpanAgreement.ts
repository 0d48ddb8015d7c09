import type { Figure } from "./Figure";
import type { SpanPairAgreement } from "./SpanPairAgreement";
import type { SpanTypeAgreement } from "./SpanTypeAgreement";
export type SpanAgreement = { f1: Figure, places: Figure, types: Array<SpanTypeAgreement>, pairs: Array<SpanPairAgreement>, };
