import { Callout } from "@/components/Callout";
import type { TemplateReview } from "@/generated/TemplateReview";
import { t } from "@/locales/t";

/** What was found in a model's chat template: its checksum, what differs from the published one, and what warns. */
export function TemplateNote({ template }: { template: TemplateReview }) {
  const { sha256, nearest, differences, addresses, triggers } = template;
  if (sha256 === null) return null;
  const summary =
    nearest === null
      ? t("models.template.unlike")
      : differences.length === 0
        ? t("models.template.same", { nearest })
        : t("models.template.differs", { nearest, count: differences.length });
  return (
    <>
      {[
        ...addresses.map((address) => t("models.template.address", { address })),
        ...triggers.map((trigger) => t("models.template.trigger", { trigger })),
      ].map((warning) => (
        <Callout key={warning} tone="warning">
          {warning}
        </Callout>
      ))}
      <details className="small template-note">
        <summary className="muted">{summary}</summary>
        <p className="mono template-hash">SHA-256 {sha256}</p>
        {differences.length > 0 ? (
          <pre className="template-diff">
            {differences.map((line, index) => (
              <span key={index} data-added={line.startsWith("+") || undefined}>
                {line}
                {"\n"}
              </span>
            ))}
          </pre>
        ) : null}
      </details>
    </>
  );
}
