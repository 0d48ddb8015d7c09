import { FileSpreadsheet, FileUp } from "lucide-react";
import { Button } from "@/components/Button";
import { ErrorCallout } from "@/components/Callout";
import { Empty } from "@/components/Card";
import type { Recipe } from "@/generated/Recipe";
import { t } from "@/locales/t";
import { useCall } from "@/state/call";
import { SectionHead } from "../SectionHead";
import { SourceCard } from "./SourceCard";
import { useSourceImport } from "./useSourceImport";

export function SourcesSection({ recipe }: { recipe: Recipe }) {
  const { pick, busy, error, dialog } = useSourceImport(recipe);
  const decided = useCall("personal_list", null);
  const replaced = decided.data?.filter((one) => one.replaced).length ?? 0;
  const button = (
    <Button
      look={recipe.sources.length === 0 ? "primary" : "plain"}
      onPress={() => pick(null)}
      isDisabled={busy}
      data-testid="add-source"
    >
      <FileUp aria-hidden /> {t("recipe.sources.add")}
    </Button>
  );
  return (
    <>
      {recipe.sources.length === 0 ? (
        <Empty icon={<FileSpreadsheet />} title={t("recipe.sources.emptyTitle")} action={button}>
          {t("recipe.sources.emptyText")}
        </Empty>
      ) : (
        <SectionHead section="sources" actions={button}>
          {t("recipe.sources.intro")}
        </SectionHead>
      )}
      {error ? <ErrorCallout error={error} /> : null}
      {recipe.sources.length > 1 && replaced > 0 ? (
        <p className="muted small">{t("recipe.safe.project", { count: replaced })}</p>
      ) : null}
      {recipe.sources.map((source, at) => (
        <SourceCard
          key={`${at} ${source.name}`}
          recipe={recipe}
          source={source}
          at={at}
          onReplace={() => pick(at)}
        />
      ))}
      {dialog}
    </>
  );
}
