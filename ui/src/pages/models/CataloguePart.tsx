import { useMemo, useState } from "react";
import { Chip } from "@/components/Chip";
import { Select, Switch, TextField } from "@/components/Field";
import type { CatalogueModel } from "@/generated/CatalogueModel";
import type { Download } from "@/generated/Download";
import { t } from "@/locales/t";
import { useRemembered } from "@/state/app";
import { CatalogueCard } from "./CatalogueCard";
import { type CatalogueFilter, languageName, languagesOf, narrow } from "./catalogue";

interface CataloguePartProps {
  models: readonly CatalogueModel[];
  downloads: readonly Download[];
  /** The user allowed downloads. */
  allowed: boolean;
}

/** Models that can be downloaded. */
export function CataloguePart({ models, downloads, allowed }: CataloguePartProps) {
  const [fitting, setFitting] = useRemembered("models.fitting", true);
  const [language, setLanguage] = useState("");
  const [search, setSearch] = useState("");
  const filter: CatalogueFilter = { fitting, language, search };
  const shown = narrow(models, filter, downloads);
  const languages = useMemo(
    () => [
      { id: "", name: t("models.anyLanguage") },
      ...languagesOf(models).map((tag) => ({ id: tag, name: languageName(tag) })),
    ],
    [models],
  );
  return (
    <section className="stack" aria-label={t("models.catalogue")} data-testid="catalogue">
      <header className="row wrap catalogue-head">
        <h2>{t("models.catalogue")}</h2>
        <Chip data-testid="catalogue-count">
          {t("models.shownOf", { shown: shown.length, all: models.length })}
        </Chip>
        <span className="spacer" />
        <Switch
          label={t("models.onlyFitting")}
          value={fitting}
          onChange={setFitting}
          data-testid="models-only-fitting"
        />
        <Select
          label={t("models.language")}
          hideLabel
          options={languages}
          value={language}
          onChange={setLanguage}
          data-testid="models-language"
        />
        <TextField
          label={t("models.search")}
          hideLabel
          placeholder={t("models.search")}
          value={search}
          onChange={setSearch}
          data-testid="models-search"
        />
      </header>
      {shown.length === 0 ? <p className="muted">{t("models.noneShown")}</p> : null}
      <ul className="model-cards" aria-label={t("models.catalogue")}>
        {shown.map((model) => (
          <CatalogueCard
            key={model.id}
            model={model}
            download={downloads.find(({ id }) => id === model.id) ?? null}
            allowed={allowed}
          />
        ))}
      </ul>
    </section>
  );
}
