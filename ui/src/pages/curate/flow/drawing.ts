import { SankeyChart } from "echarts/charts";
import { use } from "echarts/core";

export { colorsAt, init } from "@/pages/evaluate/charts/drawing";

use([SankeyChart]);
