import { getBezierPath, Position, ViewportPortal } from "@xyflow/react";
import { memo } from "react";
import type { Link } from "./edges";
import type { Box } from "./layout";
import type { Look } from "./nodes";

interface LinesProps {
  boxes: readonly Box[];
  links: readonly Link[];
  looks: ReadonlyMap<string, Look>;
}

/**
 * The lines between cards, in one picture. They are only looked at, and the library's own are a picture each, which WebKit
 * cannot pan smoothly when there are hundreds.
 */
export const Lines = memo(function Lines({ boxes, links, looks }: LinesProps) {
  const byId = new Map(boxes.map((box) => [box.id, box]));
  return (
    <ViewportPortal>
      <svg className="graph-lines" aria-hidden>
        {links.flatMap(({ source, target }) => {
          const [from, to] = [byId.get(source), byId.get(target)];
          if (!from || !to) return [];
          const [path] = getBezierPath({
            sourceX: from.x + from.width,
            sourceY: from.y + from.height / 2,
            sourcePosition: Position.Right,
            targetX: to.x,
            targetY: to.y + to.height / 2,
            targetPosition: Position.Left,
          });
          return [
            <path
              key={`${source} ${target}`}
              className={`graph-line-${looks.get(source) ?? "row"}`}
              d={path}
            />,
          ];
        })}
      </svg>
    </ViewportPortal>
  );
});
