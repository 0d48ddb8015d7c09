interface HeadRowProps {
  /** What the rows are of. */
  of: string;
  /** What the columns of numbers hold. */
  numbers: readonly string[];
  /** A last column of words. */
  words?: string;
}

/** The head of a table of figures. */
export function HeadRow({ of, numbers, words }: HeadRowProps) {
  return (
    <thead>
      <tr>
        <th scope="col">{of}</th>
        {numbers.map((name, place) => (
          <th key={place} scope="col" className="number">
            {name}
          </th>
        ))}
        {words === undefined ? null : <th scope="col">{words}</th>}
      </tr>
    </thead>
  );
}
