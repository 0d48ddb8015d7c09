import { Plus } from "lucide-react";
import { Button, type ButtonProps } from "@/components/Button";
import { Menu } from "@/components/Menu";
import { t } from "@/locales/t";
import { type CheckKind, checkKinds } from "../model/fresh";

/** A button that offers the kinds of checks. */
export function AddCheck({
  onAdd,
  ...props
}: { onAdd: (kind: CheckKind) => void } & Pick<ButtonProps, "look" | "size"> & { "data-testid": string }) {
  return (
    <Menu
      label={t("recipe.checks.add")}
      items={checkKinds.map((id) => ({
        id,
        name: t(`recipe.check.${id}.name`),
        detail: t(`recipe.check.${id}.detail`),
      }))}
      onChoose={(id) => {
        const kind = checkKinds.find((candidate) => candidate === id);
        if (kind) onAdd(kind);
      }}
      trigger={
        <Button {...props}>
          <Plus aria-hidden /> {t("recipe.checks.add")}
        </Button>
      }
    />
  );
}
