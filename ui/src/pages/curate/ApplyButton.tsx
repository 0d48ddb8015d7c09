import { Check } from "lucide-react";
import { useState } from "react";
import { Dialog, DialogTrigger, Popover } from "react-aria-components";
import { Button } from "@/components/Button";
import { ErrorCallout } from "@/components/Callout";
import { t } from "@/locales/t";
import { useApp } from "@/state/app";
import { useAction } from "@/state/call";
import { isCurrent, sameSteps, written } from "./model/pipeline";
import { useCuration, useCurationState, useMeasured, useSteps } from "./useCuration";

/** Says what applying would do to the run, and does it. */
export function ApplyButton() {
  const curation = useCuration();
  const measured = useMeasured("main");
  const steps = useSteps("main");
  const applied = useCurationState((state) => state.start?.applied ?? null);
  const readOnly = useApp((store) => store.app?.project?.read_only ?? false);
  const [open, setOpen] = useState(false);
  const apply = useAction(async () => {
    await curation.apply();
    setOpen(false);
  });
  const current = isCurrent(measured, steps) ? measured.view : null;
  const stands = applied !== null && sameSteps(applied.pipeline.curate, written(steps));
  const kept = current?.funnel.at(-1) ?? 0;
  return (
    <DialogTrigger isOpen={open} onOpenChange={setOpen}>
      <Button
        look="primary"
        isDisabled={!current || stands || readOnly}
        aria-description={stands ? t("curate.apply.same") : current ? undefined : t("curate.apply.waiting")}
        data-testid="apply"
      >
        <Check aria-hidden /> {t("curate.apply.button")}
      </Button>
      <Popover className="popover apply-popover" placement="bottom end" offset={4}>
        <Dialog aria-label={t("curate.apply.title")} className="stack">
          <p>
            {t("curate.apply.text", {
              dropped: (current?.funnel[0] ?? 0) - kept,
              relabelled: current?.relabelled ?? 0,
              weighed: current?.weighed ?? 0,
            })}
          </p>
          <p className="muted">{t("curate.apply.safe")}</p>
          {applied ? <p className="muted">{t("curate.apply.replaces")}</p> : null}
          {apply.error ? <ErrorCallout error={apply.error} /> : null}
          <div className="row">
            <span className="spacer" />
            <Button onPress={() => setOpen(false)}>{t("common.cancel")}</Button>
            <Button
              look="primary"
              onPress={() => apply.run()}
              isDisabled={apply.busy || !current}
              data-testid="apply-do"
            >
              {t("curate.apply.do")}
            </Button>
          </div>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
