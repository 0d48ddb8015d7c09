import { ErrorCallout } from "@/components/Callout";
import { Select } from "@/components/Field";
import type { Student } from "@/generated/Student";
import { t } from "@/locales/t";
import { call } from "@/platform";
import { askAgain, useAction, useCall } from "@/state/call";

/** What learns when usefulness is measured. Without a sentence encoder there is nothing to choose. */
export function StudentSelect() {
  const choice = useCall("evaluation_student", null).data;
  const choose = useAction(async (student: Student) => {
    await call("evaluation_student_set", student);
    askAgain();
  });
  if (!choice || choice.encoder === null) return null;
  const { student, encoder } = choice;
  return (
    <div className="student stack-tight">
      <Select<Student>
        label={t("evaluate.student.label")}
        value={student}
        onChange={(next) => choose.run(next)}
        options={[
          {
            id: "terms",
            name: t("evaluate.student.terms.name"),
            detail: t("evaluate.student.terms.detail"),
          },
          {
            id: "transformer",
            name: t("evaluate.student.transformer.name", { encoder }),
            detail: t("evaluate.student.transformer.detail"),
          },
        ]}
        hint={t(`evaluate.student.${student}.hint`)}
        disabled={choose.busy}
        data-testid="student"
      />
      {choose.error ? <ErrorCallout error={choose.error} /> : null}
    </div>
  );
}
