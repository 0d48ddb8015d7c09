import type { CatalogueModel } from "@/generated/CatalogueModel";
import type { Download } from "@/generated/Download";
import { decimal } from "@/locales/format";
import { t } from "@/locales/t";
import type { Fact } from "./facts";

export interface CatalogueFilter {
  /** Only models that fit this computer. */
  fitting: boolean;
  /** BCP 47 tag, or empty for any. */
  language: string;
  /** Part of a name, maker or licence. */
  search: string;
}

/** The models that a filter leaves. One that is being downloaded stays in sight. */
export function narrow(
  models: readonly CatalogueModel[],
  filter: CatalogueFilter,
  downloads: readonly Download[] = [],
): CatalogueModel[] {
  const words = filter.search.trim().toLowerCase().split(/\s+/);
  return models.filter((model) => {
    if (downloads.some(({ id }) => id === model.id)) return true;
    if (filter.fitting && (model.fit.verdict === "too-big" || model.obstacle !== null)) return false;
    if (filter.language && !model.languages.includes(filter.language)) return false;
    const text = `${model.name} ${model.maker} ${model.family} ${model.license}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** Languages that some model names, by their English names. */
export function languagesOf(models: readonly CatalogueModel[]): string[] {
  const tags = [...new Set(models.flatMap((model) => model.languages))];
  return tags.sort((a, b) => languageName(a).localeCompare(languageName(b)));
}

const names = new Intl.DisplayNames("en", { type: "language" });

/** 'de' → 'German'. */
export function languageName(tag: string): string {
  return names.of(tag) ?? tag;
}

/** The languages of a model in a line: 'English, German and 117 more'. */
export function languageWords(model: Pick<CatalogueModel, "languages" | "languages_in_all">): string {
  const first = model.languages.slice(0, 4).map(languageName).join(", ");
  const more =
    Math.max(model.languages_in_all ?? 0, model.languages.length) - Math.min(4, model.languages.length);
  return more > 0 ? t("models.languagesMore", { first, more }) : first;
}

/** 'LicenseRef-Llama-3.2' → 'Llama 3.2'. */
export function licenseName(license: string): string {
  return license.startsWith("LicenseRef-") ? license.slice(11).replaceAll("-", " ") : license;
}

/** Expected speed in words, with where it comes from. */
export function speedFact(model: Pick<CatalogueModel, "speed">): Fact {
  const name = t("models.fact.speed");
  const { speed } = model;
  if (speed === null) return { name, value: t("models.speedUnknown") };
  const rate = decimal(speed.tokens_per_second, speed.tokens_per_second < 10 ? 1 : 0);
  const words = speed.rough ? "models.speedRough" : "models.speedEstimated";
  return { name, value: t(words, { rate, from: speed.from }) };
}
