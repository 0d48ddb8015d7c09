import { Callout } from "@/components/Callout";
import { t } from "@/locales/t";
import { MarkedText } from "./MarkedText";
import type { Spans } from "./useSpans";

/** The text of a row with its spans, and what is wrong with them. */
export function SpanText({ spans, types }: { spans: Spans; types: readonly string[] }) {
  const { text, lost, overlapping } = spans;
  return (
    <section className="stack-tight review-text" data-testid="review-spans">
      <MarkedText
        text={text}
        spans={spans.spans}
        types={types}
        selection={spans.selection}
        chosen={spans.chosen}
        onSelect={spans.select}
        onChoose={spans.choose}
      />
      {lost.length > 0 ? (
        <Callout tone="warning" data-testid="review-spans-lost">
          {t("review.spans.lost", {
            count: lost.length,
            spans: lost.map(({ span }) => `‘${span}’`).join(", "),
          })}
        </Callout>
      ) : null}
      {overlapping ? (
        <Callout tone="warning" data-testid="review-spans-overlap">
          {t("review.spans.overlap", { first: overlapping[0].span, second: overlapping[1].span })}
        </Callout>
      ) : null}
    </section>
  );
}
