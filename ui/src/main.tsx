import "@fontsource-variable/inter/wght.css";
import "@fontsource-variable/jetbrains-mono/wght.css";
import "./styles/tokens.css";
import "./styles/base.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Shell } from "./app/Shell";
import { start } from "./app/start";
import { connect } from "./platform";

const root = document.getElementById("root");
if (root) {
  await connect();
  await start();
  createRoot(root).render(
    <StrictMode>
      <Shell />
    </StrictMode>,
  );
}
