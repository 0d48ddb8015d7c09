import type { Part } from "@/components/Chip";
import type { Origin } from "@/generated/Origin";
import type { PromptMessage } from "@/generated/PromptMessage";
import { t } from "@/locales/t";

const partOf: Record<Origin, Part | null> = {
  task: "task",
  condition: "condition",
  demonstration: "demonstration",
  step: "step",
  input: null,
};

/** A prompt in the colours of its parts. */
export function PromptMessages({ messages }: { messages: readonly PromptMessage[] }) {
  return (
    <div className="stack-tight">
      {messages.map((message, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: messages have no other name than their place.
        <section key={at}>
          <h4>{t(message.role === "system" ? "data.prompt.system" : "data.prompt.user")}</h4>
          <p className="prompt-text">
            {message.pieces.map((piece, place) => {
              const part = partOf[piece.origin];
              return (
                <span
                  // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no other name than their place.
                  key={place}
                  className={part ? `piece piece-${part}` : "piece"}
                  title={piece.name ?? undefined}
                >
                  {piece.text}
                </span>
              );
            })}
          </p>
        </section>
      ))}
    </div>
  );
}
