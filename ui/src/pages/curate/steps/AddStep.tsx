import { Plus } from "lucide-react";
import { Button, type ButtonProps } from "@/components/Button";
import { Menu } from "@/components/Menu";
import type { CurationSide } from "@/generated/CurationSide";
import type { CurationStart } from "@/generated/CurationStart";
import { t } from "@/locales/t";
import { groups, kinds, lacks, type StepKind, stepKinds } from "../model/kinds";
import { edited } from "../model/pipeline";
import { doesOf, nameOf } from "../model/words";
import { goTo } from "../place";
import { useCuration } from "../useCuration";

interface AddStepProps extends Pick<ButtonProps, "look"> {
  side: CurationSide;
  start: CurationStart;
}

/** Offers every kind of step, with what the rows lack where one cannot be made. */
export function AddStep({ side, start, look }: AddStepProps) {
  const curation = useCuration();
  const add = (kind: StepKind) => {
    const step = edited(kinds[kind].fresh(start));
    curation.edit(side, (steps) => [...steps, step]);
    goTo({ open: step.key });
  };
  const itemOf = (id: StepKind) => {
    const need = lacks(id, start);
    return {
      id,
      name: nameOf(id),
      detail: need ? t(`curate.lacks.${need}`) : doesOf(id),
      disabled: need !== null,
    };
  };
  return (
    <Menu
      label={t("curate.add.title")}
      items={groups.map((group) => ({
        heading: t(`curate.group.${group}`),
        items: stepKinds.filter((kind) => kinds[kind].group === group).map(itemOf),
      }))}
      onChoose={(id) => {
        const kind = stepKinds.find((candidate) => candidate === id);
        if (kind) add(kind);
      }}
      trigger={
        <Button look={look} size={look ? "normal" : "small"} data-testid="add-step">
          <Plus aria-hidden /> {t("curate.add.title")}
        </Button>
      }
    />
  );
}
