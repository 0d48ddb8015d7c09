import { useState } from "react";
import type { Picture } from "@/generated/Picture";
import { t } from "@/locales/t";
import { call, pickSave } from "@/platform";
import { useApp } from "@/state/app";
import { type Action, useAction } from "@/state/call";
import { suggestedName } from "../../suggestedName";

export interface SavePicture extends Action<[Picture["format"]]> {
  /** Where the last picture went. */
  saved: string | null;
}

/** Asks where to, has the chart of this id drawn for a file and writes it. */
export function useSavePicture(
  id: string,
  run: number,
  draw: (format: Picture["format"]) => Promise<Picture>,
): SavePicture {
  const project = useApp((store) => store.app?.project?.name ?? "");
  const [saved, setSaved] = useState<string | null>(null);
  const action = useAction(async (format: Picture["format"]) => {
    setSaved(null);
    const kinds = [{ name: t("chart.kind", { format: format.toUpperCase() }), extensions: [format] }];
    const path = await pickSave(t("chart.where"), suggestedName(project, run, format, id), kinds);
    if (path === null) return;
    await call("picture_write", { picture: await draw(format), path });
    setSaved(path);
  });
  return { ...action, saved };
}
