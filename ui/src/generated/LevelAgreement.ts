import type { Figure } from "./Figure";
import type { PairAgreement } from "./PairAgreement";
import type { RaterMean } from "./RaterMean";
export type LevelAgreement = { raw: Figure, near: Figure, alpha: Figure, pairs: Array<PairAgreement>, raters: Array<RaterMean>, };
