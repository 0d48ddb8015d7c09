// A hub on this computer with one model file, which it sends as far as the test lets it.

import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";

const COMMIT = "0123456789abcdef0123456789abcdef01234567";

/**
 * `{ address, asked, ranges, open, release, close }`: `asked` counts requests, `ranges` are those for bytes, `open` counts the
 * connections that get bytes now.
 */
export async function startHub(name, content, halt) {
  const sha256 = createHash("sha256").update(content).digest("hex");
  const size = content.length;
  const ranges = [];
  const held = new Set();
  let released = false;
  let asked = 0;
  const server = createServer((request, response) => {
    asked += 1;
    if (request.url.startsWith("/api/")) {
      const siblings = [{ rfilename: name, size, lfs: { sha256, size } }];
      return response.end(JSON.stringify({ sha: COMMIT, siblings }));
    }
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0);
    ranges.push(from);
    const headers = { "content-length": size - from, etag: '"v1"' };
    if (from > 0) headers["content-range"] = `bytes ${from}-${size - 1}/${size}`;
    response.writeHead(from > 0 ? 206 : 200, headers);
    if (released) return response.end(content.subarray(from));
    response.write(content.subarray(from, Math.max(from, halt)));
    const rest = { send: () => response.end(content.subarray(Math.max(from, halt))) };
    held.add(rest);
    response.on("close", () => held.delete(rest));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    address: `127.0.0.1:${server.address().port}`,
    ranges,
    get asked() {
      return asked;
    },
    get open() {
      return held.size;
    },
    release: () => {
      released = true;
      for (const rest of held) rest.send();
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
