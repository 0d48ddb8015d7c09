import { Sprout } from "lucide-react";
import { Button } from "@/components/Button";
import { Empty } from "@/components/Card";
import { t } from "@/locales/t";
import { go } from "@/state/navigation";

export function NoProject() {
  return (
    <Empty
      icon={<Sprout />}
      title={t("shell.noProject.title")}
      action={
        <Button look="primary" onPress={() => go("gallery")}>
          {t("shell.noProject.action")}
        </Button>
      }
    >
      {t("shell.noProject.text")}
    </Empty>
  );
}
