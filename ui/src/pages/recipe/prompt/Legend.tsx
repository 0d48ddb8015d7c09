import { FileText } from "lucide-react";
import { PartIcon } from "@/components/PartIcon";
import type { Origin } from "@/generated/Origin";
import type { PromptMessage } from "@/generated/PromptMessage";
import { t } from "@/locales/t";

const order: readonly Origin[] = ["task", "condition", "demonstration", "step", "input"];

/** What each colour of the prompt means, for the parts that it holds. */
export function Legend({ messages }: { messages: readonly PromptMessage[] }) {
  const here = new Set(messages.flatMap(({ pieces }) => pieces.map(({ origin }) => origin)));
  return (
    <ul className="legend" aria-label={t("recipe.prompt.legend")}>
      {order
        .filter((origin) => here.has(origin))
        .map((origin) => (
          <li key={origin}>
            {origin === "input" ? <FileText aria-hidden size={13} /> : <PartIcon part={origin} size={13} />}
            {t(`recipe.origin.${origin}`)}
          </li>
        ))}
    </ul>
  );
}
