/** The last part of a path, which tells files apart where there is little room. */
export function fileName(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}
