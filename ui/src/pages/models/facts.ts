import type { ModelEntry } from "@/generated/ModelEntry";
import type { ModelInspection } from "@/generated/ModelInspection";
import { bytes, count, decimal } from "@/locales/format";
import { t } from "@/locales/t";

export interface Fact {
  name: string;
  value: string;
}

/** Number of weights in the words of the field: '6 M', '4 B'. */
export function parameters(weights: number): string {
  if (weights >= 1e9) return t("models.billions", { count: decimal(weights / 1e9, 1) });
  if (weights >= 1e6) return t("models.millions", { count: decimal(weights / 1e6, 0) });
  return count(weights);
}

function common(model: {
  parameters: number;
  bytes: number;
  quantization: string;
  context: number;
  license: string | null;
}): Fact[] {
  return [
    { name: t("models.fact.size"), value: `${parameters(model.parameters)} · ${bytes(model.bytes)}` },
    { name: t("models.fact.quantization"), value: model.quantization },
    { name: t("models.fact.context"), value: t("models.tokens", { count: model.context }) },
    { name: t("models.fact.license"), value: model.license ?? t("models.noLicense") },
  ];
}

/** What is known of a model that can be used. */
export function factsOf(model: ModelEntry): Fact[] {
  const { card, speed } = model;
  return [
    ...common({ ...card, bytes: card.weight_bytes }),
    {
      name: t("models.fact.speed"),
      value:
        speed === null
          ? t("models.unmeasured")
          : t("models.speed", { rate: decimal(speed.tokens_per_second, 0), batch: speed.batch }),
    },
  ];
}

/** What a file says of itself. */
export function factsOfFile(file: ModelInspection): Fact[] {
  return [
    {
      name: t("models.fact.architecture"),
      value: t("models.layers", { architecture: file.architecture, layers: file.layers }),
    },
    ...common(file),
    ...(file.template.sha256 === null
      ? [{ name: t("models.fact.template"), value: t("models.noTemplate") }]
      : []),
  ];
}
