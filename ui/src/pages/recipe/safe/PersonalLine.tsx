import { ShieldAlert, ShieldCheck } from "lucide-react";
import { Button } from "@/components/Button";
import type { SourcePreview } from "@/generated/SourcePreview";
import { t } from "@/locales/t";

interface PersonalLineProps {
  name: string;
  preview: SourcePreview;
  onReview: () => void;
}

/** How many personal values of a source are replaced, and the way to look at them. */
export function PersonalLine({ name, preview, onReview }: PersonalLineProps) {
  const { replaced } = preview;
  const Icon = replaced > 0 ? ShieldCheck : ShieldAlert;
  return (
    <div className="row" data-testid={`safe-line-${name}`}>
      <Icon aria-hidden size={16} className="muted" />
      <span>{replaced > 0 ? t("recipe.safe.done", { count: replaced }) : t("recipe.safe.none")}</span>
      <Button size="small" onPress={onReview} data-testid={`safe-review-${name}`}>
        {replaced > 0 ? t("recipe.safe.review") : t("recipe.safe.look")}
      </Button>
    </div>
  );
}
