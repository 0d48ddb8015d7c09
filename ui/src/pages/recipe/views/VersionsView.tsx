import { History } from "lucide-react";
import { Button } from "@/components/Button";
import { ErrorCallout } from "@/components/Callout";
import { Card, Empty } from "@/components/Card";
import { Select } from "@/components/Field";
import type { RecipeVersion } from "@/generated/RecipeVersion";
import { clock } from "@/locales/format";
import { t } from "@/locales/t";
import { call } from "@/platform";
import { showFailure } from "@/state/app";
import { useAction, useCall } from "@/state/call";
import { edit, saveVersion, useRecipe } from "@/state/recipe";
import { useProblems } from "../model/problems";
import { Changes } from "../planning/Changes";
import { type ComparedVersions, useRecipePlace } from "../state";

const draft = "draft";

/** Saved versions as a rail of dots, and the differences between two of them in the form's words. */
export function VersionsView() {
  const versions = useRecipe((store) => store.versions);
  const now = useRecipe((store) => store.checked?.hash ?? null);
  const compared = useRecipePlace((place) => place.compared);
  const after = versions.find(({ hash }) => hash === compared.after)?.hash ?? draft;
  const choose = (part: ComparedVersions) => useRecipePlace.setState({ compared: { ...compared, ...part } });
  const before =
    versions.find(({ hash }) => hash === compared.before) ?? versions.find(({ hash }) => hash !== after);
  const { data, error } = useCall(
    "recipe_diff",
    before && { before: before.hash, after: after === draft ? null : after },
  );
  const restore = useAction(async (hash: string) => {
    const { recipe } = await call("recipe_version", { hash });
    if (recipe) edit(() => recipe);
  });
  const save = useAction(() => saveVersion().catch(showFailure));
  const broken = useProblems().some(({ severity }) => severity === "error");
  if (!before) {
    return (
      <Empty
        icon={<History />}
        title={t("recipe.versions.emptyTitle")}
        action={
          <Button look="primary" onPress={() => save.run()} isDisabled={save.busy || broken}>
            {t("recipe.saveVersion")}
          </Button>
        }
      >
        {t("recipe.versions.emptyText")}
      </Empty>
    );
  }
  const options = versions.map((version) => ({ id: version.hash, name: nameOf(version) }));
  return (
    <div className="versions-view">
      <ol className="version-rail" aria-label={t("recipe.versions.rail")}>
        <Dot
          name={t("recipe.versions.draft")}
          detail={now === versions[0]?.hash ? t("recipe.versions.same") : t("recipe.versions.edited")}
          on={after === draft}
          onChoose={() => choose({ after: undefined })}
        />
        {versions.map((version) => (
          <Dot
            key={version.hash}
            name={nameOf(version)}
            detail={`${clock(version.created, Date.now())} · ${t("recipe.versions.runs", { count: version.runs })}`}
            on={after === version.hash}
            onChoose={() => choose({ after: version.hash })}
          />
        ))}
      </ol>
      <div className="stack">
        <div className="row wrap">
          <Select
            label={t("recipe.versions.before")}
            value={before.hash}
            onChange={(hash) => choose({ before: hash })}
            options={options}
          />
          <Select
            label={t("recipe.versions.after")}
            value={after}
            onChange={(id) => choose({ after: id === draft ? undefined : id })}
            options={[{ id: draft, name: t("recipe.versions.draft") }, ...options]}
          />
          <span className="spacer" />
          {after === draft ? null : (
            <Button onPress={() => restore.run(after)} isDisabled={restore.busy}>
              {t("recipe.versions.restore")}
            </Button>
          )}
        </div>
        {(error ?? restore.error) ? (
          <ErrorCallout error={(error ?? restore.error) as NonNullable<typeof error>} />
        ) : null}
        <Card title={t("recipe.versions.changes", { count: data?.changes.length ?? 0 })}>
          {data?.changes.length === 0 ? <p className="muted">{t("recipe.versions.none")}</p> : null}
          <Changes changes={data?.changes ?? []} />
        </Card>
      </div>
    </div>
  );
}

function nameOf(version: RecipeVersion): string {
  return t("recipe.versions.version", { number: version.number });
}

function Dot({
  name,
  detail,
  on,
  onChoose,
}: {
  name: string;
  detail: string;
  on: boolean;
  onChoose: () => void;
}) {
  return (
    <li>
      <button type="button" className="version-dot" aria-pressed={on} onClick={onChoose}>
        <b>{name}</b>
        <span className="muted small">{detail}</span>
      </button>
    </li>
  );
}
