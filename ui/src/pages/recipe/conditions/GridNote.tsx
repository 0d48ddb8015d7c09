import { Button } from "@/components/Button";
import { t } from "@/locales/t";
import { edit } from "@/state/recipe";

function letWeightsCount() {
  edit((before) => ({ ...before, schedule: { ...before.schedule, strategy: "quota" } }));
}

/** Says that weights have no effect, and offers to let them count. */
export function GridNote() {
  return (
    <div className="row wrap muted small" data-testid="grid-note">
      {t("recipe.values.grid")}
      <Button size="small" look="quiet" onPress={letWeightsCount} data-testid="use-quota">
        {t("recipe.values.useQuota")}
      </Button>
    </div>
  );
}
