import { Kbd } from "@/components/Kbd";
import { t } from "@/locales/t";
import type { ReviewAction } from "../action";
import { lettersOf } from "./model";
import type { Spans } from "./useSpans";

/** What to do next: what is selected or chosen, or how to select. */
export function SpanHint({ spans, moves }: { spans: Spans; moves: readonly ReviewAction[] }) {
  const { text, selection, chosen } = spans;
  const span = chosen === null ? undefined : spans.spans[chosen];
  const [, on, , grow] = moves;
  const words = () => {
    if (span) return t("review.hint.chosen", { span: span.span, type: span.type });
    if (selection) {
      const selected = lettersOf(text).slice(selection.start, selection.end).join("");
      return t("review.hint.selected", { text: selected });
    }
    return t("review.hint.spans");
  };
  return (
    <span className="review-hint">
      <span role="status" data-testid="review-span-hint">
        {words()}
      </span>
      {!span && !selection && on?.keys && grow?.keys ? (
        <span className="row">
          <Kbd keys={on.keys} /> {t("review.hint.moves")} <Kbd keys={grow.keys} /> {t("review.hint.grows")}
          <Kbd keys="Tab" /> {t("review.hint.tab")}
        </span>
      ) : null}
    </span>
  );
}
