import type { PromptMessage } from "@/generated/PromptMessage";
import { t } from "@/locales/t";
import { Legend } from "../recipe/prompt/Legend";
import "../recipe/prompt/Prompt.css";
import { PromptText } from "../recipe/prompt/PromptText";
import "./Trace.css";

/** A prompt that was given, in the colours of its parts. */
export function PromptMessages({ messages }: { messages: readonly PromptMessage[] }) {
  return (
    <div className="given-prompt stack-tight">
      <Legend messages={messages} />
      {messages.map((message, at) => (
        <section key={at}>
          <h4>{t(message.role === "system" ? "data.prompt.system" : "data.prompt.user")}</h4>
          <PromptText pieces={message.pieces} conditions={[]} pins={{}} />
        </section>
      ))}
    </div>
  );
}
