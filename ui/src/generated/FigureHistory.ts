import type { FigurePoint } from "./FigurePoint";
export type FigureHistory = { id: string, points: Array<FigurePoint>, };
