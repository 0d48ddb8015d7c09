import type { ReactNode } from "react";
import "./Card.css";

export interface CardProps {
  children: ReactNode;
  title?: ReactNode;
  /** Beside the title, in muted small words. */
  note?: ReactNode;
  actions?: ReactNode;
  className?: string;
  "data-testid"?: string;
}

export function Card({ children, title, note, actions, className = "", ...props }: CardProps) {
  return (
    <section className={`card ${className}`} {...props}>
      {title || actions ? (
        <header className="row card-head">
          {title ? <h2 className="truncate">{title}</h2> : null}
          {note ? <span className="muted small truncate">{note}</span> : null}
          <span className="spacer" />
          {actions}
        </header>
      ) : null}
      {children}
    </section>
  );
}

/** Teaches what will be here: a small picture, one sentence, one button. */
export function Empty({
  icon,
  title,
  children,
  action,
}: {
  icon: ReactNode;
  title: string;
  children: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="empty">
      <div className="empty-icon" aria-hidden>
        {icon}
      </div>
      <h2>{title}</h2>
      <p className="muted">{children}</p>
      {action}
    </div>
  );
}
