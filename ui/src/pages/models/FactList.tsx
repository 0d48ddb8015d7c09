import type { Fact } from "./facts";

export function FactList({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className="model-facts small">
      {facts.map((fact) => (
        <div key={fact.name}>
          <dt className="muted">{fact.name}</dt>
          <dd>{fact.value}</dd>
        </div>
      ))}
    </dl>
  );
}
