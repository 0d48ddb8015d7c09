import { Channel, invoke } from "@tauri-apps/api/core";
import type { Event } from "@/generated/Event";
import type { FileDrag, Host } from "./host";

/** The desktop window. */
export const tauri: Host = {
  call: (command, request) => invoke("call", { request: { command, request } }),
  subscribe: (listener) => {
    const channel = new Channel<Event>();
    channel.onmessage = listener;
    return invoke("subscribe", { channel });
  },
  drops: (listener) => {
    const channel = new Channel<FileDrag>();
    channel.onmessage = listener;
    return invoke("drops", { channel });
  },
  pickOpen: (title, kinds) => invoke("pick_open", { title, kinds: kinds.flatMap((kind) => kind.extensions) }),
  pickFolder: (title) => invoke("pick_folder", { title }),
  pickSave: (title, suggested) => invoke("pick_save", { title, name: suggested }),
};
