import type { EChartsCoreOption } from "echarts/core";
import type { Picture } from "@/generated/Picture";
import type { ChartColors } from "./colors";
import { type Frame, fontFamily, pictureWidth as width } from "./common";
import { colorsAt, init } from "./drawing";
import { heightOf, type Plotted } from "./forms";
import { optionsOf } from "./options";

const margin = 16;
const titleLine = 22;
/** Letters of the title that surely fit into a line of that width. */
const titleLetters = 72;
/** Pixels of a PNG for each one drawn, so that print stays sharp. */
const sharpness = 2;

/** A chart in its frame, as a picture. */
export function pictureOf(plotted: Plotted, format: Picture["format"]): Picture {
  const draw = (colors: ChartColors, frame: Frame) =>
    optionsOf(plotted, { colors, still: true, frame, selected: null });
  return drawPicture(plotted.chart.title, heightOf(plotted), draw, format);
}

/** A drawing with its title, in light colours whatever the theme of the window: pictures go into papers and slides. */
export function drawPicture(
  title: string,
  height: number,
  draw: (colors: ChartColors, frame: Frame) => EChartsCoreOption,
  format: Picture["format"],
): Picture {
  const colors = colorsAt(document.body, "light");
  const top = margin + Math.ceil(title.length / titleLetters) * titleLine + margin;
  const size = { width, height: height + top + margin };
  const drawing =
    format === "svg"
      ? init(null, null, { renderer: "svg", ssr: true, ...size })
      : init(document.createElement("div"), null, {
          renderer: "canvas",
          devicePixelRatio: sharpness,
          ...size,
        });
  try {
    const options = draw(colors, { top, side: margin });
    const heading = {
      text: title,
      left: margin,
      top: margin,
      padding: 0,
      textStyle: {
        color: colors.text,
        fontFamily,
        fontSize: 15,
        fontWeight: 600,
        lineHeight: titleLine,
        width: width - 2 * margin,
        overflow: "break",
      },
    };
    drawing.setOption({
      ...options,
      backgroundColor: colors.panel,
      // A drawing may have headings of its own.
      title: [heading, options.title ?? []].flat(),
    });
    if (format === "svg") return { format, data: drawing.renderToSVGString() };
    const address = drawing.getDataURL({ type: "png", pixelRatio: sharpness });
    return { format, data: address.slice(address.indexOf(",") + 1) };
  } finally {
    drawing.dispose();
  }
}
