import { ListFilter } from "lucide-react";
import { useState } from "react";
import { Dialog, DialogTrigger, Popover } from "react-aria-components";
import { Bar } from "@/components/Bar";
import { Button } from "@/components/Button";
import { NumberField, Select, TextField } from "@/components/Field";
import type { Filter } from "@/generated/Filter";
import { count } from "@/locales/format";
import { t, tMaybe } from "@/locales/t";
import { useCall } from "@/state/call";
import type { Column } from "./columns";
import { columnName, sameFilter, toggle } from "./filters";
import { useQuery } from "./query";

type Way = "values" | "between" | "contains";

/** How a column is filtered. */
function wayOf(id: string, columns: readonly Column[]): Way {
  if (id === "_words") return "between";
  if (id === "_check") return "values";
  const kind = columns.find((column) => column.id === id)?.kind;
  if (kind === "number") return "between";
  return kind === "text" || kind === "list" ? "contains" : "values";
}

/** A panel in which a column and its values are chosen. */
export function FilterMenu({ run, columns }: { run: number; columns: readonly Column[] }) {
  const show = useQuery((query) => query.show);
  const ids = [...columns.map((column) => column.id), "_words", ...(show === "accepted" ? [] : ["_check"])];
  const preferred =
    columns.find((column) => column.kind === "label" || column.kind === "condition")?.id ??
    ids[0] ??
    "_words";
  const [chosen, setChosen] = useState<string | null>(null);
  const id = chosen !== null && ids.includes(chosen) ? chosen : preferred;
  const way = wayOf(id, columns);
  return (
    <DialogTrigger>
      <Button data-testid="data-filter">
        <ListFilter aria-hidden />
        {t("data.filter.button")}
      </Button>
      <Popover className="popover filter-popover" placement="bottom start">
        <Dialog className="stack filter-panel" aria-label={t("data.filter.button")}>
          <Select
            label={t("data.filter.column")}
            value={id}
            onChange={setChosen}
            options={ids.map((option) => ({ id: option, name: columnName(option) }))}
          />
          {way === "values" ? <Values key={id} run={run} column={id} /> : null}
          {way === "between" ? <Between key={id} column={id} /> : null}
          {way === "contains" ? <Contains key={id} column={id} /> : null}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

function apply(filter: Filter): void {
  const { filters } = useQuery.getState();
  useQuery.setState({ filters: toggle(filters, filter) });
}

function Values({ run, column }: { run: number; column: string }) {
  const show = useQuery((query) => query.show);
  const filters = useQuery((query) => query.filters);
  const counts = useCall("rows_counts", { run, column, show });
  const most = Math.max(1, ...(counts.data ?? []).map((value) => value.count));
  if (counts.error) return <p className="bad small">{counts.error.message}</p>;
  if (counts.data?.length === 0) return <p className="muted small">{t("data.filter.noValues")}</p>;
  return (
    <ul className="filter-values">
      {(counts.data ?? []).map(({ value, count: rows }) => {
        const filter: Filter = { column, op: "is", value };
        const name = column === "_check" ? tMaybe(`runs.reason.${value}`, value) : value;
        return (
          <li key={value}>
            <button
              type="button"
              aria-pressed={filters.some((other) => sameFilter(other, filter))}
              onClick={() => apply(filter)}
            >
              <span className="truncate">{name}</span>
              <Bar
                label={name}
                total={most}
                parts={[{ name, value: rows, color: "var(--accent)" }]}
                height={4}
              />
              <span className="number muted">{count(rows)}</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

function Between({ column }: { column: string }) {
  const [low, setLow] = useState<number | null>(null);
  const [high, setHigh] = useState<number | null>(null);
  const bounds: [number, number] | null = low !== null && high !== null && low < high ? [low, high] : null;
  return (
    <div className="stack">
      <div className="row">
        <NumberField label={t("data.filter.from")} value={low} onChange={setLow} />
        <NumberField label={t("data.filter.below")} value={high} onChange={setHigh} />
      </div>
      <Button
        isDisabled={bounds === null}
        onPress={() => bounds && apply({ column, op: "between", value: bounds })}
      >
        {t("common.apply")}
      </Button>
    </div>
  );
}

function Contains({ column }: { column: string }) {
  const [text, setText] = useState("");
  const use = () => text !== "" && apply({ column, op: "contains", value: text });
  return (
    <div className="stack">
      <TextField label={t("data.filter.text")} value={text} onChange={setText} onEnter={use} />
      <Button isDisabled={text === ""} onPress={use}>
        {t("common.apply")}
      </Button>
    </div>
  );
}
