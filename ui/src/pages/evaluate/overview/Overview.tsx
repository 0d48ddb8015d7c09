import { Callout } from "@/components/Callout";
import type { Beside } from "@/generated/Beside";
import type { Dashboard } from "@/generated/Dashboard";
import type { Evaluation } from "@/generated/Evaluation";
import type { EvaluationPart } from "@/generated/EvaluationPart";
import { t } from "@/locales/t";
import { questions } from "../boards";
import { MeasureTable } from "../MeasureTable";
import type { Sparks } from "../sparks";
import { FilesPanel } from "./FilesPanel";
import { FindingCard } from "./FindingCard";
import type { PartLineProps } from "./PartLine";
import type { Files } from "./useFiles";

interface OverviewProps {
  evaluation: Evaluation;
  beside: readonly Beside[];
  sparks: Sparks;
  files: Files;
  partLine: (part: EvaluationPart | undefined) => PartLineProps | null;
  onOpen: (board: Dashboard) => void;
}

/** Five questions and their answers: what is good, what is doubtful, what to do next. */
export function Overview({ evaluation, beside, sparks, files, partLine, onOpen }: OverviewProps) {
  const { findings, measures, notices } = evaluation;
  return (
    <div className="stack overview">
      {notices.map((notice) => (
        <Callout key={notice}>{notice}</Callout>
      ))}
      <div className="findings">
        {questions.map(({ question, board, parts }) => (
          <FindingCard
            key={question}
            question={question}
            finding={findings.find((finding) => finding.question === question) ?? null}
            measures={measures}
            sparks={sparks}
            part={partLine(parts[0])}
            onOpen={() => onOpen(board)}
          />
        ))}
        <FilesPanel files={files} />
      </div>
      <details className="all-figures">
        <summary data-testid="all-figures">{t("evaluate.all", { count: measures.length })}</summary>
        <MeasureTable title={t("evaluate.allTitle")} measures={measures} beside={beside} sparks={sparks} />
      </details>
    </div>
  );
}
