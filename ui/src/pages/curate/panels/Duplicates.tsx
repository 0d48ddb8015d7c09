import { Fragment, useState } from "react";
import { ErrorCallout } from "@/components/Callout";
import { Chip } from "@/components/Chip";
import type { CurationExample } from "@/generated/CurationExample";
import type { CurationSide } from "@/generated/CurationSide";
import type { DuplicateGroup } from "@/generated/DuplicateGroup";
import { t } from "@/locales/t";
import { difference, type Piece } from "../model/difference";
import { shownValue } from "../model/words";
import { openRow } from "../openRow";
import { useCuration, useMeasured } from "../useCuration";
import { Pager } from "./Pager";
import { useReread } from "./useReread";
import { type Listed, useListed, WhichStep } from "./WhichStep";

const size = 10;

/** Rows that a step finds alike, side by side, with the words marked in which they differ. */
export function Duplicates({ side }: { side: CurationSide }) {
  const { all, chosen } = useListed(useMeasured(side), (kind) => /duplicate/.test(kind));
  if (!chosen) return <p className="muted panel-empty">{t("curate.duplicates.none")}</p>;
  return <Groups key={chosen.item.key} side={side} all={all} chosen={chosen} />;
}

function Groups({ side, all, chosen }: { side: CurationSide; all: readonly Listed[]; chosen: Listed }) {
  const { run } = useCuration();
  const [offset, setOffset] = useState(0);
  const { data, error } = useReread("curation_groups", {
    run,
    side,
    step: chosen.at,
    acted: true,
    offset,
    limit: size,
  });
  return (
    <div className="stack">
      <div className="row wrap">
        <WhichStep all={all} chosen={chosen} />
        <span className="small muted">{t("curate.duplicates.marked")}</span>
        <span className="spacer" />
        <Pager offset={offset} size={size} total={data?.total ?? 0} onChange={setOffset} />
      </div>
      {error ? <ErrorCallout error={error} /> : null}
      {data?.total === 0 ? <p className="muted">{t("curate.duplicates.nothing")}</p> : null}
      {data?.groups.map((group) => (
        <Group
          key={`${group.kept.row.draw}.${group.others[0]?.row.draw}`}
          group={group}
          exact={chosen.item.step.kind === "exact-duplicate"}
        />
      ))}
    </div>
  );
}

function Group({ group: { kept, others }, exact }: { group: DuplicateGroup; exact: boolean }) {
  const [first] = others;
  const [keptPieces] = first ? difference(kept.text, first.text) : [[{ text: kept.text, differs: false }]];
  return (
    <section
      className="duplicate-group"
      aria-label={t("curate.duplicates.group", { count: others.length })}
      data-testid="duplicate-group"
    >
      <Member example={kept} title={t("curate.duplicates.kept")} pieces={keptPieces} />
      {others.map((other) => (
        <Member
          key={`${other.row.draw}.${other.row.attempt}`}
          example={other}
          title={
            exact
              ? t("curate.duplicates.same")
              : t("curate.duplicates.other", { value: shownValue(other.value) })
          }
          pieces={difference(kept.text, other.text)[1]}
        />
      ))}
    </section>
  );
}

interface MemberProps {
  example: CurationExample;
  title: string;
  pieces: readonly Piece[];
}

function Member({ example: { row, label }, title, pieces }: MemberProps) {
  return (
    <article className="duplicate-member">
      <header className="row">
        <h4 className="truncate">{title}</h4>
        <span className="spacer" />
        {label === null ? null : (
          <Chip>
            <span className="truncate">{label}</span>
          </Chip>
        )}
      </header>
      <button
        type="button"
        className="duplicate-text"
        title={t("curate.examples.openRow")}
        onClick={() => openRow(row)}
      >
        {pieces.map(({ text, differs }, at) =>
          differs ? (
            <Fragment key={at}>
              <mark>{text.trimEnd()}</mark>
              {text.slice(text.trimEnd().length)}
            </Fragment>
          ) : (
            text
          ),
        )}
      </button>
    </article>
  );
}
