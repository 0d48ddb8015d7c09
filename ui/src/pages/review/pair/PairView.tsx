import { t } from "@/locales/t";
import "./Pair.css";

/** Two texts side by side, without a word on which the recipe calls better. */
export function PairView({ left, right }: { left: string; right: string }) {
  return (
    <div className="review-pair" data-testid="review-pair">
      {(["left", "right"] as const).map((side) => (
        <section key={side} className="review-text" data-testid={`review-pair-${side}`}>
          <h3 className="muted small">{t(`review.pair.${side}`)}</h3>
          <p>{side === "left" ? left : right}</p>
        </section>
      ))}
    </div>
  );
}
