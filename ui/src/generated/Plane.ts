export type Plane = { name: string, meaning: string, };
