import type { ReactNode } from "react";
import { Chip } from "@/components/Chip";
import type { RowRequest } from "@/generated/RowRequest";
import { t } from "@/locales/t";
import { openRow } from "../openRow";

interface ExampleRowProps {
  row: RowRequest;
  text: string;
  label: string | null;
  /** Beside the label. */
  children: ReactNode;
  /** Below the text. */
  below?: ReactNode;
}

/** A row in a list, which leads to it on the Data page. */
export function ExampleRow({ row, text, label, children, below }: ExampleRowProps) {
  return (
    <li>
      <button
        type="button"
        className="example"
        title={t("curate.examples.openRow")}
        onClick={() => openRow(row)}
      >
        <span className="row example-head">
          {label === null ? null : (
            <Chip>
              <span className="truncate">{label}</span>
            </Chip>
          )}
          {children}
        </span>
        <span className="example-text">{text}</span>
        {below}
      </button>
    </li>
  );
}
