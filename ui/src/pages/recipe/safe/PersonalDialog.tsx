import { LoaderCircle } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/Button";
import { Callout, ErrorCallout } from "@/components/Callout";
import { Dialog } from "@/components/Dialog";
import { Tabs } from "@/components/Tabs";
import type { PersonalAddition } from "@/generated/PersonalAddition";
import type { PersonalKind as Kind } from "@/generated/PersonalKind";
import type { PersonalProposal } from "@/generated/PersonalProposal";
import type { Recipe } from "@/generated/Recipe";
import { t } from "@/locales/t";
import { call } from "@/platform";
import { askAgain, useAction, useCall } from "@/state/call";
import { AddValue } from "./AddValue";
import { type Choices, counted, decisions, isReplaced, withAddition } from "./choices";
import { ValuesTable } from "./ValuesTable";

interface PersonalDialogProps {
  recipe: Recipe;
  source: string;
  onClose: () => void;
}

/** Values shown at once; the rest follows on demand, so that a long list opens at once. */
const step = 200;

/** What seems personal in a source, for the user to confirm before any prompt sees it. */
export function PersonalDialog({ recipe, source, onClose }: PersonalDialogProps) {
  const [added, setAdded] = useState<PersonalAddition[]>([]);
  const [choices, setChoices] = useState<Choices>({});
  const [kind, setKind] = useState<Kind | "all">("all");
  const [most, setMost] = useState(step);
  const { data, error, loading } = useCall("personal_scan", { recipe, source, added });
  const values = data?.values ?? [];
  const shown = kind === "all" ? values : values.filter((one) => one.kind === kind);
  const replaced = values.filter((one) => isReplaced(one, choices)).length;
  const choose = (chosen: readonly PersonalProposal[], replace: boolean) =>
    setChoices((before) => ({
      ...before,
      ...Object.fromEntries(chosen.map(({ value }) => [value, replace])),
    }));
  const save = useAction(async () => {
    await call("personal_decide", { decisions: decisions(values, choices) });
    askAgain();
    onClose();
  });
  return (
    <Dialog
      title={t("recipe.safe.title", { source })}
      open
      onClose={onClose}
      size="wide"
      data-testid="safe-dialog"
      actions={
        <>
          <span className="muted small">{t("recipe.safe.fileStays")}</span>
          <span className="spacer" />
          <Button onPress={onClose}>{t("recipe.safe.later")}</Button>
          <Button
            look="primary"
            onPress={() => save.run()}
            isDisabled={!data || loading || save.busy || values.length === 0}
            data-testid="safe-replace"
          >
            {replaced === 0 ? t("recipe.safe.keepAll") : t("recipe.safe.replace", { count: replaced })}
          </Button>
        </>
      }
    >
      <div className="stack">
        <p>{t("recipe.safe.intro")}</p>
        <Callout tone="warning">{t("recipe.safe.mayMiss")}</Callout>
        {error ? (
          <ErrorCallout
            error={error}
            actions={
              added.length > 0 ? (
                <Button size="small" onPress={() => setAdded(added.slice(0, -1))}>
                  {t("common.remove")}
                </Button>
              ) : null
            }
          />
        ) : null}
        {save.error ? <ErrorCallout error={save.error} /> : null}
        {!data && loading ? (
          <p className="row muted" role="status">
            <LoaderCircle aria-hidden size={16} className="turning" /> {t("recipe.safe.looking")}
          </p>
        ) : null}
        {data && values.length === 0 ? (
          <Callout>{t("recipe.safe.nothing", { count: data.rows })}</Callout>
        ) : null}
        {values.length > 0 ? (
          <>
            <Tabs
              label={t("recipe.safe.filter")}
              value={kind}
              onChange={(next) => {
                setKind(next);
                setMost(step);
              }}
              tabs={[
                { id: "all" as const, name: t("recipe.safe.everything", { count: values.length }) },
                ...counted(values).map(({ kind: id, count }) => ({
                  id,
                  name: t("recipe.safe.ofKind", { kind: t(`recipe.safe.kinds.${id}`), count }),
                  testid: `safe-kind-${id}`,
                })),
              ]}
            />
            <ValuesTable values={shown.slice(0, most)} choices={choices} onChoose={choose} />
            {shown.length > most ? (
              <Button size="small" look="quiet" onPress={() => setMost(most + step)}>
                {t("recipe.safe.more", { count: shown.length - most })}
              </Button>
            ) : null}
          </>
        ) : null}
        {data ? (
          <AddValue
            onAdd={(addition) => {
              setAdded(withAddition(added, addition));
              choose(
                values.filter(({ value }) => value === addition.value.trim()),
                true,
              );
              setKind("all");
            }}
          />
        ) : null}
      </div>
    </Dialog>
  );
}
