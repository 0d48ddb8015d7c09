import { Rows3 } from "lucide-react";
import { IconButton } from "@/components/Button";
import { t } from "@/locales/t";
import { openRows } from "../data/query";

interface SameLabelProps {
  run: number;
  field: string;
  label: string;
}

/** Leads to all rows with a label, where they can be changed at once. */
export function SameLabel({ run, field, label }: SameLabelProps) {
  return (
    <IconButton
      size="small"
      label={t("review.row.sameLabel", { label })}
      onPress={() => openRows(run, { filters: [{ column: field, op: "is", value: label }] })}
      data-testid="review-same-label"
    >
      <Rows3 aria-hidden />
    </IconButton>
  );
}
