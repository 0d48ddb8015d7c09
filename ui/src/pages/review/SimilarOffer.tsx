import { useState } from "react";
import { Button } from "@/components/Button";
import type { RowSummary } from "@/generated/RowSummary";
import { t } from "@/locales/t";
import { cellValue } from "../data/columns";
import { SimilarDialog } from "../data/similar/SimilarDialog";
import { inTurn } from "./inTurn";
import type { Done, Review } from "./review";

interface SimilarOfferProps {
  done: Done | null;
  labelField: string | null;
  review: Review;
}

/** Where a row was just changed: a way to make the same change to rows like it. */
export function SimilarOffer({ done, labelField, review }: SimilarOfferProps) {
  const [row, setRow] = useState<RowSummary | null>(null);
  const changed = changedRow(done, labelField);
  if (row) {
    return (
      <SimilarDialog
        row={row}
        onDone={({ what }) => {
          setRow(null);
          review.changedMany(what);
        }}
        onClose={() => setRow(null)}
      />
    );
  }
  if (!changed) return null;
  // What was said of the row has arrived once its turn is over.
  const open = () => void inTurn(async () => setRow(changed));
  return (
    <Button size="small" look="quiet" onPress={open} data-testid="similar-open">
      {t("data.similar.open")}
    </Button>
  );
}

/** The row that was changed by what was done last: a label that it did not have, a rejection or an edit. */
function changedRow(done: Done | null, labelField: string | null): RowSummary | null {
  if (done?.kind === "edited") return done.row;
  if (done?.kind !== "judged" || !done.row) return null;
  const { row, judgment } = done;
  if (judgment.judgment === "reject") return row;
  if (judgment.judgment !== "label" || labelField === null) return null;
  return judgment.label === cellValue(row, { id: labelField }) ? null : row;
}
