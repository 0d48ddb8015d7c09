import { useState } from "react";
import type { Picture } from "@/generated/Picture";
import { t } from "@/locales/t";
import { call, pickSave } from "@/platform";
import { useApp } from "@/state/app";
import { type Action, useAction } from "@/state/call";
import { suggestedName } from "../../suggestedName";
import type { Plotted } from "./forms";

export interface SavePicture extends Action<[Picture["format"]]> {
  /** Where the last picture went. */
  saved: string | null;
}

/** Asks where to, draws the chart for a file and writes it. */
export function useSavePicture(plotted: Plotted, run: number): SavePicture {
  const project = useApp((store) => store.app?.project?.name ?? "");
  const [saved, setSaved] = useState<string | null>(null);
  const action = useAction(async (format: Picture["format"]) => {
    setSaved(null);
    const kinds = [{ name: t("chart.kind", { format: format.toUpperCase() }), extensions: [format] }];
    const path = await pickSave(
      t("chart.where"),
      suggestedName(project, run, format, plotted.chart.id),
      kinds,
    );
    if (path === null) return;
    // Comes with the chart library, like the chart itself.
    const { pictureOf } = await import("./picture");
    await call("picture_write", { picture: pictureOf(plotted, format), path });
    setSaved(path);
  });
  return { ...action, saved };
}
