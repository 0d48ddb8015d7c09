import type { Picture } from "@/generated/Picture";
import { drawPicture } from "@/pages/evaluate/charts/picture";
// With it the kinds of drawings that only this page has.
import "./drawing";
import type { Draw } from "./options";

/** A chart about the pipeline with its title, as a picture. */
export function pictureOf(title: string, height: number, draw: Draw, format: Picture["format"]): Picture {
  return drawPicture(title, height, (colors, frame) => draw(colors, true, frame), format);
}
