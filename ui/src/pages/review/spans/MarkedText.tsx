import { useRef } from "react";
import { t } from "@/locales/t";
import { hueOf, strokeOf } from "./hues";
import { lettersOf, piecesOf, type Range, type Span } from "./model";
import { pointedAt } from "./pointer";
import "./Spans.css";

interface MarkedTextProps {
  text: string;
  spans: readonly Span[];
  types: readonly string[];
  selection: Range | null;
  /** Place of the span that is about to be changed. */
  chosen: number | null;
  onSelect: (range: Range) => void;
  onChoose: (place: number) => void;
}

/** A text with its spans: each underlined in the colour of its type, whose name stands behind it. */
export function MarkedText({ text, spans, types, selection, chosen, onSelect, onChoose }: MarkedTextProps) {
  const root = useRef<HTMLParagraphElement>(null);
  const lookOf = (place: number) => {
    const type = spans[place]?.type ?? "";
    const at = types.indexOf(type);
    return at < 0 ? {} : { "data-hue": hueOf(at), "data-stroke": strokeOf(at) };
  };
  const take = () => {
    const range = root.current ? pointedAt(root.current) : null;
    if (!range) return;
    window.getSelection()?.removeAllRanges();
    onSelect(range);
  };
  return (
    <p ref={root} className="marked-text" data-testid="review-marked" onMouseUp={take}>
      {piecesOf(lettersOf(text), spans, selection).flatMap((piece) => [
        <span
          key={`piece ${piece.start}`}
          className="marked-piece"
          data-start={piece.start}
          data-selected={piece.selected || undefined}
          data-chosen={(chosen !== null && piece.spans.includes(chosen)) || undefined}
          data-marked={piece.spans.length > 0 || undefined}
          {...(piece.spans[0] === undefined ? {} : lookOf(piece.spans[0]))}
        >
          {piece.text}
        </span>,
        // By their places, so that what has the focus keeps it while the text is cut anew.
        ...piece.ending.map((place) => (
          <Type
            key={`span ${place}`}
            span={spans[place] as Span}
            chosen={chosen === place}
            look={lookOf(place)}
            onChoose={() => onChoose(place)}
          />
        )),
      ])}
    </p>
  );
}

interface TypeProps {
  span: Span;
  chosen: boolean;
  look: object;
  onChoose: () => void;
}

/** The name of a span's type, by which it is reached. */
function Type({ span: { span, type }, chosen, look, onChoose }: TypeProps) {
  return (
    <span
      className="marked-type"
      role="button"
      tabIndex={0}
      aria-label={t("review.spans.span", { span, type })}
      aria-pressed={chosen}
      {...look}
      data-testid="review-span"
      data-chosen={chosen || undefined}
      onFocus={onChoose}
      onClick={onChoose}
      // Enter judges the row, here as on all of the page.
      onKeyDown={(event) => {
        if (event.key === " ") event.preventDefault();
      }}
    >
      {type}
    </span>
  );
}
