import { BookOpen, PanelRightClose } from "lucide-react";
import { IconButton } from "@/components/Button";
import { Kbd } from "@/components/Kbd";
import type { ReviewLabel } from "@/generated/ReviewLabel";
import { t } from "@/locales/t";
import { useRemembered } from "@/state/app";

interface CodebookProps {
  labels: readonly ReviewLabel[];
  text: string;
  /** Key of each label, where it has one. */
  keys: readonly (string | undefined)[];
}

/** What each label means, and what the recipe tells annotators. */
export function Codebook({ labels, text, keys }: CodebookProps) {
  const [folded, setFolded] = useRemembered("review.codebookFolded", false);
  const Fold = folded ? BookOpen : PanelRightClose;
  return (
    <aside
      className="review-codebook"
      aria-label={t("review.codebook.title")}
      data-folded={folded || undefined}
      data-testid="review-codebook"
    >
      <header className="row">
        {folded ? null : <h2>{t("review.codebook.title")}</h2>}
        <span className="spacer" />
        <IconButton
          size="small"
          label={t(folded ? "review.codebook.show" : "review.codebook.hide")}
          aria-expanded={!folded}
          onPress={() => setFolded(!folded)}
          data-testid="review-codebook-fold"
        >
          <Fold aria-hidden />
        </IconButton>
      </header>
      {folded ? null : (
        <div className="stack">
          {labels.length > 0 ? (
            <dl className="stack">
              {labels.map(({ name, definition }, at) => (
                <div key={name}>
                  <dt className="row">
                    <strong>{name}</strong>
                    {keys[at] ? <Kbd keys={keys[at]} /> : null}
                  </dt>
                  <dd className="small">
                    {definition || <span className="muted">{t("review.codebook.noDefinition")}</span>}
                  </dd>
                </div>
              ))}
            </dl>
          ) : null}
          {text ? <p className="small review-codebook-text">{text}</p> : null}
          {labels.length === 0 && !text ? <p className="muted small">{t("review.codebook.none")}</p> : null}
        </div>
      )}
    </aside>
  );
}
