import { ShieldCheck, ShieldQuestion } from "lucide-react";
import { Button } from "@/components/Button";
import type { SourcePreview } from "@/generated/SourcePreview";
import { t } from "@/locales/t";

interface PersonalLineProps {
  name: string;
  preview: SourcePreview;
  onReview: () => void;
}

/** How many personal values of a source are replaced, and the way to look at them. */
export function PersonalLine({ name, preview: { replaced }, onReview }: PersonalLineProps) {
  return (
    <div className="row safe-line" data-testid={`safe-line-${name}`}>
      {replaced > 0 ? (
        <>
          <ShieldCheck aria-hidden size={16} />
          <span>{t("recipe.safe.done", { count: replaced })}</span>
        </>
      ) : null}
      <Button size="small" onPress={onReview} data-testid={`safe-review-${name}`}>
        {replaced > 0 ? (
          t("recipe.safe.review")
        ) : (
          <>
            <ShieldQuestion aria-hidden /> {t("recipe.safe.look")}
          </>
        )}
      </Button>
    </div>
  );
}
