import type { Change } from "@/generated/Change";

/** Differences in the form's words. */
export function Changes({ changes }: { changes: readonly Change[] }) {
  return (
    <ul className="diff">
      {changes.map((change) => (
        <li key={`${change.path} ${change.what}`}>
          <h3>{change.what}</h3>
          {change.before === null ? null : <del>{change.before}</del>}
          {change.after === null ? null : <ins>{change.after}</ins>}
        </li>
      ))}
    </ul>
  );
}
