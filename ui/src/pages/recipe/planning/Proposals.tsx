import { Check, LoaderCircle, Sparkles, X } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/Button";
import { Callout, ErrorCallout } from "@/components/Callout";
import type { Improvement } from "@/generated/Improvement";
import type { Proposal } from "@/generated/Proposal";
import type { Recipe } from "@/generated/Recipe";
import { t } from "@/locales/t";
import { call } from "@/platform";
import { useAction } from "@/state/call";
import { edit } from "@/state/recipe";
import { Changes } from "./Changes";
import { setAt } from "./setAt";

/** Tries some rows and proposes edits from what became of them, each to be taken or dropped. */
export function Proposals({ recipe, disabled }: { recipe: Recipe; disabled: boolean }) {
  const [found, setFound] = useState<Improvement | null>(null);
  const [seed, setSeed] = useState(0);
  const ask = useAction(async () => {
    setFound(await call("recipe_improve", { recipe, seed }));
    setSeed(seed + 1);
  });
  const drop = (proposal: Proposal) =>
    setFound(
      (before) => before && { ...before, proposals: before.proposals.filter((other) => other !== proposal) },
    );
  const take = (proposal: Proposal) => {
    edit((before) => setAt(before, proposal.path, proposal.value));
    drop(proposal);
  };
  return (
    <div className="stack-tight" role="group" aria-label={t("recipe.improve.title")}>
      <div className="row">
        <Button
          size="small"
          onPress={() => ask.run()}
          isDisabled={disabled || ask.busy}
          data-testid="improve-button"
        >
          {ask.busy ? <LoaderCircle aria-hidden className="turning" /> : <Sparkles aria-hidden />}
          {t(ask.busy ? "recipe.improve.busy" : "recipe.improve.ask")}
        </Button>
        <span className="muted small" role="status">
          {found ? t("recipe.improve.tried", { tried: found.tried, accepted: found.accepted }) : ""}
        </span>
      </div>
      {ask.error ? <ErrorCallout error={ask.error} /> : null}
      {found && found.proposals.length === 0 ? <Callout>{t("recipe.improve.nothing")}</Callout> : null}
      {found?.proposals.map((proposal) => (
        <section key={proposal.path.join(".")} className="card proposal" data-testid="proposal">
          <p className="small">{proposal.why}</p>
          <Changes changes={proposal.changes} />
          <div className="row">
            <Button size="small" onPress={() => take(proposal)}>
              <Check aria-hidden /> {t("recipe.improve.take")}
            </Button>
            <Button size="small" look="quiet" onPress={() => drop(proposal)}>
              <X aria-hidden /> {t("recipe.improve.drop")}
            </Button>
          </div>
        </section>
      ))}
    </div>
  );
}
