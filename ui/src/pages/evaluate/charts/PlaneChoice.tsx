import { Segments } from "@/components/Segments";
import type { Plane } from "@/generated/Plane";
import { t } from "@/locales/t";

interface PlaneChoiceProps {
  planes: readonly Plane[];
  value: number;
  onChange: (plane: number) => void;
}

/** How the rows of a map are laid out, and what that shows. */
export function PlaneChoice({ planes, value, onChange }: PlaneChoiceProps) {
  return (
    <div className="row map-plane">
      {planes.length > 1 ? (
        <Segments
          label={t("evaluate.map.planes")}
          value={String(value)}
          onChange={(id) => onChange(Number(id))}
          options={planes.map(({ name }, at) => ({ id: String(at), name, testid: `map-plane-${at}` }))}
        />
      ) : null}
      <p className="muted small">{planes[value]?.meaning}</p>
    </div>
  );
}
