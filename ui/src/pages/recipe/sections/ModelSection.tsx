import { Cpu } from "lucide-react";
import { Button } from "@/components/Button";
import { Card, Empty } from "@/components/Card";
import type { Recipe } from "@/generated/Recipe";
import { bytes } from "@/locales/format";
import { t } from "@/locales/t";
import { useApp } from "@/state/app";
import { go } from "@/state/navigation";
import { parameters } from "../../models/facts";
import { SectionHead } from "../SectionHead";

/** Which model answers. The recipe names roles; this computer's model in use takes them all. */
export function ModelSection({ recipe }: { recipe: Recipe }) {
  const model = useApp((store) => store.app?.model ?? null);
  const failure = useApp((store) => store.modelFailure);
  const button = <Button onPress={() => go("models")}>{t("recipe.model.change")}</Button>;
  if (!model) {
    return (
      <Empty icon={<Cpu />} title={failure ? t("shell.noModel") : t("shell.modelLoading")} action={button}>
        {failure ?? t("recipe.model.loading")}
      </Empty>
    );
  }
  const { card, fit } = model;
  const roles = [...new Set(recipe.steps.map((step) => step.model))];
  const facts = [
    [t("recipe.model.name"), `${card.name} · ${card.quantization}`],
    [
      t("recipe.model.size"),
      t("recipe.model.sizeText", {
        parameters: parameters(card.parameters),
        bytes: bytes(card.weight_bytes),
      }),
    ],
    [t("recipe.model.fit"), fit.words],
    [t("recipe.model.context"), t("recipe.model.contextText", { count: card.context })],
    [t("recipe.model.roles"), roles.join(", ")],
  ];
  return (
    <>
      <SectionHead section="model" actions={button}>
        {t("recipe.model.intro")}
      </SectionHead>
      <Card>
        <dl className="facts">
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </Card>
    </>
  );
}
