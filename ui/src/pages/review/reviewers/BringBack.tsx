import { FileInput } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/Button";
import { Callout, ErrorCallout } from "@/components/Callout";
import { Card } from "@/components/Card";
import type { MergedFile } from "@/generated/MergedFile";
import { t } from "@/locales/t";
import { fileName } from "@/pages/recipe/model/files";
import { call, pickOpen } from "@/platform";
import { askAgain, useAction } from "@/state/call";

/** Adds what reviewers said, a file at a time. */
export function BringBack({ run }: { run: number }) {
  const [merged, setMerged] = useState<readonly MergedFile[]>([]);
  const pick = useAction(async () => {
    const path = await pickOpen(t("review.reviewers.pickFile"), [
      { name: t("review.reviewers.files"), extensions: ["seedbed"] },
    ]);
    if (path === null) return;
    const files = await call("review_merge", { run, paths: [path] });
    // A file that comes again is told of once, as it came last.
    setMerged((before) => [...files, ...before.filter((known) => known.path !== path)]);
    askAgain();
  });
  return (
    <Card title={t("review.reviewers.bringBack")} data-testid="reviewers-bring-back">
      <div className="stack">
        <p className="muted small">{t("review.reviewers.bringBackHint")}</p>
        {pick.error ? <ErrorCallout error={pick.error} /> : null}
        <div className="row">
          <Button onPress={() => pick.run()} isDisabled={pick.busy} data-testid="reviewers-merge">
            <FileInput aria-hidden />
            {t(
              pick.busy
                ? "review.reviewers.merging"
                : merged.length > 0
                  ? "review.reviewers.mergeNext"
                  : "review.reviewers.merge",
            )}
          </Button>
        </div>
        <ul className="stack" aria-live="polite" aria-label={t("review.reviewers.mergedFiles")}>
          {merged.map((file) => (
            <Merged key={file.path} file={file} />
          ))}
        </ul>
      </div>
    </Card>
  );
}

function Merged({ file: { path, reviewer, added, known, refused, notices } }: { file: MergedFile }) {
  return (
    <li className="stack-tight" data-testid="reviewers-merged">
      <p className="row wrap">
        <strong>{reviewer ?? fileName(path)}</strong>
        <span className="small">
          {reviewer === null ? t("review.reviewers.notMerged") : t("review.reviewers.added", { added })}
          {known > 0 ? ` ${t("review.reviewers.known", { known })}` : null}
          {refused.length > 0 ? ` ${t("review.reviewers.refused", { count: refused.length })}` : null}
        </span>
      </p>
      {notices.map((notice) => (
        <Callout key={notice} tone={reviewer === null ? "error" : "warning"}>
          {notice}
        </Callout>
      ))}
    </li>
  );
}
