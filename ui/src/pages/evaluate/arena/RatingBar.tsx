interface RatingBarProps {
  rating: number;
  interval: readonly [number, number];
  /** Ends of the scale that all runs share. */
  from: number;
  to: number;
}

/** A rating as a dot on its interval; the figures stand beside it. */
export function RatingBar({ rating, interval, from, to }: RatingBarProps) {
  const place = (value: number) => (to > from ? (100 * (value - from)) / (to - from) : 50);
  const [low, high] = interval;
  return (
    <div className="rating-bar" aria-hidden>
      <i style={{ left: `${place(low)}%`, width: `${place(high) - place(low)}%` }} />
      <b style={{ left: `${place(rating)}%` }} />
    </div>
  );
}
