import type { LevelAgreement } from "./LevelAgreement";
import type { Scale } from "./Scale";
export type ScaleAgreement = { scale: Scale, levels: Array<string>, agreement: LevelAgreement, };
