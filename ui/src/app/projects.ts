import type { CreateProject } from "@/generated/CreateProject";
import type { ProjectInfo } from "@/generated/ProjectInfo";
import { t } from "@/locales/t";
import { call, pickOpen } from "@/platform";
import { setProject, showFailure } from "@/state/app";
import { go } from "@/state/navigation";
import { loadRecipe } from "@/state/recipe";

async function enter(project: ProjectInfo): Promise<void> {
  setProject(project);
  await loadRecipe();
  go("recipe", { run: null });
}

/** Creates a project and shows its recipe. */
export async function createProject(request: CreateProject): Promise<void> {
  await enter(await call("project_create", request));
}

export async function openProject(path: string): Promise<void> {
  await enter(await call("project_open", { path }));
}

/** Asks for a project or recipe file and opens it. */
export async function openFile(): Promise<void> {
  try {
    const path = await pickOpen(t("shell.openFile"), [
      { name: t("shell.files"), extensions: ["seedbed", "toml"] },
    ]);
    if (path) await openProject(path);
  } catch (thrown) {
    showFailure(thrown);
  }
}
