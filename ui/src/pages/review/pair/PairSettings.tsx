import { Select, Switch } from "@/components/Field";
import { t } from "@/locales/t";

interface PairSettingsProps {
  /** Fields to choose from; null where the recipe says which are compared. */
  texts: readonly string[] | null;
  fields: readonly [string, string];
  onFields: (fields: [string, string]) => void;
  /** Whether rows without a better text stay; null where they cannot. */
  keepTies: { value: boolean; onChange: (value: boolean) => void } | null;
}

/** Which texts are compared, and what becomes of ties. */
export function PairSettings({ texts, fields: [better, other], onFields, keepTies }: PairSettingsProps) {
  const options = (without: string) =>
    (texts ?? []).filter((id) => id !== without).map((id) => ({ id, name: id }));
  return (
    <>
      {texts ? (
        <div className="row review-compared">
          <Select
            label={t("review.pair.betterField")}
            value={better}
            onChange={(id) => onFields(id === other ? [id, better] : [id, other])}
            options={options("")}
            data-testid="review-pair-better"
          />
          <Select
            label={t("review.pair.otherField")}
            value={other}
            onChange={(id) => onFields([better, id])}
            options={options(better)}
            data-testid="review-pair-other"
          />
        </div>
      ) : null}
      {keepTies ? (
        <Switch label={t("review.pair.keepTies")} {...keepTies} data-testid="review-keep-ties" />
      ) : null}
    </>
  );
}
