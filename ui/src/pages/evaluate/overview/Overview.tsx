import { Callout } from "@/components/Callout";
import type { Beside } from "@/generated/Beside";
import type { Dashboard } from "@/generated/Dashboard";
import type { Evaluation } from "@/generated/Evaluation";
import type { EvaluationPart } from "@/generated/EvaluationPart";
import { t } from "@/locales/t";
import { questions } from "../boards";
import { MeasureTable } from "../MeasureTable";
import { FilesPanel } from "./FilesPanel";
import { FindingCard } from "./FindingCard";
import type { PartLineProps } from "./PartLine";
import type { Files } from "./useFiles";

interface OverviewProps {
  evaluation: Evaluation;
  beside: readonly Beside[];
  files: Files;
  partLine: (part: EvaluationPart | null) => PartLineProps | null;
  onOpen: (board: Dashboard) => void;
}

/** Five questions and their answers: what is good, what is doubtful, what to do next. */
export function Overview({ evaluation, beside, files, partLine, onOpen }: OverviewProps) {
  const { findings, measures, notices } = evaluation;
  return (
    <div className="stack overview">
      {notices.map((notice) => (
        <Callout key={notice}>{notice}</Callout>
      ))}
      <div className="findings">
        {questions.map(({ question, board, part }) => (
          <FindingCard
            key={question}
            question={question}
            finding={findings.find((finding) => finding.question === question) ?? null}
            measures={measures}
            part={partLine(part)}
            onOpen={() => onOpen(board)}
          />
        ))}
        <FilesPanel files={files} />
      </div>
      <details className="all-figures">
        <summary data-testid="all-figures">{t("evaluate.all", { count: measures.length })}</summary>
        <MeasureTable title={t("evaluate.allTitle")} measures={measures} beside={beside} />
      </details>
    </div>
  );
}
