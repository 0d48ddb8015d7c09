export type FigurePoint = { run: number, value: number, low: number | null, high: number | null, n: number, };
