/** The last part of a path, which tells files apart where there is little room. */
export function fileName(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}

/** Endings of the files that a source can be. */
export const tables = ["csv", "tsv", "jsonl", "json", "parquet"];
export const graphs = ["ttl", "nt"];
export const documents = ["txt", "md", "html", "docx", "pdf"];
