import { FilePlus2, X } from "lucide-react";
import { useState } from "react";
import { Button, IconButton } from "@/components/Button";
import { ErrorCallout } from "@/components/Callout";
import { Select } from "@/components/Field";
import type { SourcePreview } from "@/generated/SourcePreview";
import { t } from "@/locales/t";
import { fileName, tables } from "@/pages/recipe/model/files";
import { call, pickOpen } from "@/platform";
import { useAction } from "@/state/call";
import { ToReview } from "./steps/GateLine";
import { useCuration, useCurationState } from "./useCuration";

/** A file that may become gold rows, before its columns are chosen. */
interface Picked {
  path: string;
  preview: SourcePreview;
}

/** The rows that steps are tried on: those that people judged, and perhaps a file of others. */
export function GoldLine({ gold }: { gold: number | null }) {
  const curation = useCuration();
  const file = useCurationState((state) => state.gold);
  const reviewed = useCurationState((state) => state.start?.gold ?? 0);
  const [picked, setPicked] = useState<Picked | null>(null);
  const pick = useAction(async () => {
    const path = await pickOpen(t("curate.gold.pick"), [
      { name: t("curate.gold.kinds"), extensions: [...tables] },
    ]);
    if (path) setPicked({ path, preview: await call("source_inspect", { path }) });
  });
  const words = file
    ? t("curate.gold.file", { gold: gold ?? reviewed, file: fileName(file.path) })
    : t("curate.gold.reviewed", { gold: gold ?? reviewed });
  return (
    <div className="gold" data-testid="gold">
      <div className="row wrap">
        <span className="small">
          <span className="muted">{t("curate.gold.title")}</span> {words}
        </span>
        <span className="spacer" />
        {file ? (
          <IconButton size="small" label={t("curate.gold.forget")} onPress={() => curation.setGold(null)}>
            <X aria-hidden />
          </IconButton>
        ) : null}
        <ToReview run={curation.run} />
        {file ? null : (
          <Button size="small" onPress={() => pick.run()} isDisabled={pick.busy} data-testid="gold-choose">
            <FilePlus2 aria-hidden />
            {t("curate.gold.choose")}
          </Button>
        )}
      </div>
      {reviewed === 0 && !file ? <p className="small muted">{t("curate.gold.none")}</p> : null}
      {pick.error ? <ErrorCallout error={pick.error} /> : null}
      {picked ? <Columns picked={picked} onDone={() => setPicked(null)} /> : null}
    </div>
  );
}

function guess(columns: readonly string[], names: RegExp, otherwise: number): string {
  return columns.find((name) => names.test(name)) ?? columns[otherwise] ?? "";
}

function Columns({ picked: { path, preview }, onDone }: { picked: Picked; onDone: () => void }) {
  const curation = useCuration();
  const { columns } = preview;
  const [text, setText] = useState(() => guess(columns, /text|review|sentence|content/i, 0));
  const [label, setLabel] = useState(() => guess(columns, /label|class|sentiment|category/i, 1));
  const options = columns.map((id) => ({ id, name: id }));
  const use = () => {
    curation.setGold({ path, text, label, header: true, rows: null });
    onDone();
  };
  return (
    <fieldset className="gold-columns">
      <legend className="small">{fileName(path)}</legend>
      <Select label={t("curate.gold.text")} value={text} onChange={setText} options={options} />
      <Select label={t("curate.gold.label")} value={label} onChange={setLabel} options={options} />
      <Button onPress={onDone}>{t("common.cancel")}</Button>
      <Button
        look="primary"
        onPress={use}
        isDisabled={text === "" || label === "" || text === label}
        data-testid="gold-use"
      >
        {t("curate.gold.use")}
      </Button>
    </fieldset>
  );
}
