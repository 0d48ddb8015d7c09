import { BookOpenCheck, ListChecks } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Button } from "@/components/Button";
import { ErrorCallout } from "@/components/Callout";
import { Empty } from "@/components/Card";
import type { CodebookView } from "@/generated/CodebookView";
import type { RunSummary } from "@/generated/RunSummary";
import { t } from "@/locales/t";
import { useAskingJob } from "@/pages/evaluate/ask/useAsking";
import { useRemembered } from "@/state/app";
import { useCall } from "@/state/call";
import { Figures } from "./Figures";
import { Rounds } from "./Rounds";
import { WordingForm } from "./WordingForm";
import { useWording } from "./wording";
import "./Codebook.css";

interface CodebookCheckProps {
  run: RunSummary;
  /** To the rows, one at a time. */
  onReview: () => void;
}

/** A model that labels by the codebook beside people who did, and other wordings of it. */
export function CodebookCheck({ run, onReview }: CodebookCheckProps) {
  const [aim, setAim] = useRemembered("review.codebook.aim", 0.8);
  const { data, error, reload } = useCall("codebook_view", { run: run.run, aim });
  if (error) {
    return (
      <ErrorCallout
        error={error}
        actions={
          <Button size="small" onPress={reload}>
            {t("common.retry")}
          </Button>
        }
      />
    );
  }
  if (!data) {
    return (
      <p className="muted" role="status">
        {t("review.wording.comparing")}
      </p>
    );
  }
  if (data.needs !== null) return <None title={t("review.wording.needs")}>{data.needs}</None>;
  const { labelled, more } = data;
  if (more > 0) {
    return (
      <None
        title={t("review.wording.more.title", { more })}
        action={
          <Button look="primary" onPress={onReview} data-testid="codebook-review">
            <ListChecks aria-hidden />
            {t("review.wording.more.action")}
          </Button>
        }
      >
        {t("review.wording.more.text", { labelled, all: labelled + more })} {t("review.wording.hint")}
      </None>
    );
  }
  return <Wordings run={run.run} view={data} aim={aim} onAim={setAim} onAnswers={reload} />;
}

function None({ title, children, action }: { title: string; children: ReactNode; action?: ReactNode }) {
  return (
    <div data-testid="codebook-none">
      <Empty icon={<BookOpenCheck />} title={title} action={action}>
        {children}
      </Empty>
    </div>
  );
}

interface WordingsProps {
  run: number;
  view: CodebookView;
  aim: number;
  onAim: (aim: number) => void;
  onAnswers: () => void;
}

function Wordings({ run, view, aim, onAim, onAnswers }: WordingsProps) {
  const { rounds, labelled, refine, held } = view;
  const asking = useAskingJob(run, onAnswers);
  const busy = asking?.job.status === "running";
  const own = asking && /^(label$|codebook-)/.test(asking.key) ? asking : null;
  const last = rounds.length - 1;
  const [chosen, setChosen] = useState<string | null>(null);
  const found = rounds.findIndex(({ key }) => key === chosen);
  const place = found < 0 ? last : found;
  const shown = rounds[place];
  const latest = rounds[last];
  const [wording, setWording] = useWording(run, latest?.wording ?? { codebook: "", definitions: [] });
  if (!shown) return null;
  return (
    <div className="stack" data-testid="codebook">
      <p className="small muted codebook-intro">
        {t("review.wording.intro", { labelled, refine, held })} {t("review.wording.hint")}
      </p>
      <div className="codebook-columns">
        <WordingForm
          run={run}
          rounds={rounds}
          labelled={labelled}
          missed={shown.labels.filter(({ standing }) => standing === "missed").map(({ label }) => label)}
          wording={wording}
          onChange={setWording}
          asking={own}
          busy={busy}
          onAsked={() => setChosen(null)}
        />
        <div className="stack">
          <Rounds rounds={rounds} shown={shown.key} onShow={setChosen} onEdit={setWording} />
          <Figures run={run} round={shown} place={place} aim={aim} onAim={onAim} />
        </div>
      </div>
    </div>
  );
}
