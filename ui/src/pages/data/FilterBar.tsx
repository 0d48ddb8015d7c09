import { Search, X } from "lucide-react";
import { useEffect, useState } from "react";
import { Button } from "@/components/Button";
import { TextField } from "@/components/Field";
import { Segments } from "@/components/Segments";
import type { Show } from "@/generated/Show";
import { t } from "@/locales/t";
import { useRested } from "@/state/call";
import type { Column } from "./columns";
import { FilterMenu } from "./FilterMenu";
import { describe, toggle } from "./filters";
import { everything, useQuery } from "./query";

const shows: readonly Show[] = ["accepted", "rejected", "all"];

/** Which rows the table shows: accepted or not, words, and filters as chips. */
export function FilterBar({ run, columns }: { run: number; columns: readonly Column[] }) {
  const { show, filters, search } = useQuery();
  const [typed, setTyped] = useState(search);
  const rested = useRested(typed, 250);
  useEffect(() => useQuery.setState({ search: rested }), [rested]);
  const narrowed = filters.length > 0 || search !== "";
  return (
    <search className="row wrap filter-bar">
      <Segments
        label={t("data.show.label")}
        value={show}
        onChange={(next) => useQuery.setState({ show: next })}
        options={shows.map((id) => ({ id, name: t(`data.show.${id}`), testid: `data-show-${id}` }))}
      />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it only keeps a key of the field inside from the page. */}
      <div className="filter-search" onKeyDown={keepUndo}>
        <Search aria-hidden size={16} />
        <TextField
          label={t("data.search")}
          hideLabel
          value={typed}
          onChange={setTyped}
          placeholder={t("data.search")}
          data-testid="data-search"
        />
      </div>
      <FilterMenu run={run} columns={columns} />
      {filters.map((filter) => (
        <Button
          key={JSON.stringify(filter)}
          size="small"
          className="filter-chip"
          aria-label={t("data.filter.remove", { filter: describe(filter) })}
          onPress={() => useQuery.setState({ filters: toggle(filters, filter) })}
        >
          <span className="truncate">{describe(filter)}</span>
          <X aria-hidden />
        </Button>
      ))}
      {narrowed ? (
        <Button
          size="small"
          look="quiet"
          onPress={() => {
            setTyped("");
            useQuery.setState({ ...everything, show });
          }}
        >
          {t("data.filter.clear")}
        </Button>
      ) : null}
    </search>
  );
}

/** Ctrl+Z in a text field takes back typing, not the last change of a row. */
export function keepUndo(event: {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  stopPropagation: () => void;
}): void {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") event.stopPropagation();
}
