import { Fragment } from "react";
import type { DrawnCondition } from "@/generated/DrawnCondition";
import type { PromptPiece } from "@/generated/PromptPiece";
import { t } from "@/locales/t";
import { ConditionChip } from "./ConditionChip";

export interface PromptTextProps {
  pieces: readonly PromptPiece[];
  conditions: readonly DrawnCondition[];
  pins: Record<string, unknown>;
}

/** A message in its parts: tinted text, and chips where a condition put its value. */
export function PromptText({ pieces, conditions, pins }: PromptTextProps) {
  return (
    <div className="prompt-text">
      {pieces.map((piece, at) => {
        const drawn =
          piece.origin === "condition" ? conditions.find(({ name }) => name === piece.name) : undefined;
        if (drawn)
          return <ConditionChip key={at} text={piece.text} drawn={drawn} pinned={drawn.name in pins} />;
        // Spaces at the ends carry no tint: at the end of a line they would show as slivers of it.
        const [, before, text, after] = /^(\s*)(.*?)(\s*)$/s.exec(piece.text) ?? [];
        return (
          <Fragment key={at}>
            {before}
            <span className={`piece piece-${piece.origin}`} title={titleOf(piece)}>
              {text}
            </span>
            {after}
          </Fragment>
        );
      })}
    </div>
  );
}

function titleOf(piece: PromptPiece): string {
  const origin = t(`recipe.origin.${piece.origin}`);
  return piece.name ? `${origin}: ${piece.name}` : origin;
}
