import { Select } from "@/components/Field";
import { t } from "@/locales/t";
import type { EditedStep, Measured } from "../model/pipeline";
import { nameOf } from "../model/words";
import { goTo, useCuratePlace } from "../place";

/** A measured step and its number. */
export interface Listed {
  at: number;
  item: EditedStep;
}

/** The steps of a pipeline that a panel is about, and the one of them that it lists. */
export function useListed(
  measured: Measured | null,
  about: (kind: string) => boolean,
): { all: readonly Listed[]; chosen: Listed | null } {
  const wanted = useCuratePlace((place) => place.listed);
  const open = useCuratePlace((place) => place.open);
  const all = (measured?.steps ?? [])
    .map((item, at) => ({ at, item }))
    .filter(({ item }) => about(item.step.kind));
  const named = (key: string | null) => all.find(({ item }) => item.key === key);
  return { all, chosen: named(wanted) ?? named(open) ?? all[0] ?? null };
}

export function WhichStep({ all, chosen }: { all: readonly Listed[]; chosen: Listed }) {
  return (
    <Select
      label={t("curate.which")}
      hideLabel
      value={chosen.item.key}
      onChange={(listed) => goTo({ listed })}
      options={all.map(({ at, item }) => ({ id: item.key, name: `${at + 1}. ${nameOf(item.step.kind)}` }))}
      data-testid="which-step"
    />
  );
}
