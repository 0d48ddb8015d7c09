// Finds elements as assistive technology does, by role and accessible name. Runs inside the page.

/** The visible elements with a role whose name equals `name` (any, if empty) or, if given, matches `pattern`. */
export function findByRole(role, name, pattern) {
  const native = {
    button: "button, input[type=button], input[type=submit], summary",
    checkbox: "input[type=checkbox]",
    combobox: "select",
    heading: "h1, h2, h3, h4, h5, h6",
    img: "img, svg[role=img]",
    link: "a[href]",
    main: "main",
    navigation: "nav",
    progressbar: "progress",
    radio: "input[type=radio]",
    row: "tr",
    slider: "input[type=range]",
    spinbutton: "input[type=number]",
    table: "table",
    textbox: "input:not([type]), input[type=text], input[type=search], textarea, [contenteditable=true]",
  };
  const selector = [`[role="${role}"]`, native[role]].filter(Boolean).join(", ");
  const textOf = (ids) => ids.split(/\s+/).map((id) => document.getElementById(id)?.textContent ?? "").join(" ");
  const nameOf = (element) => {
    const labelled = element.getAttribute("aria-labelledby");
    const labels = Array.from(element.labels ?? [], (label) => label.textContent).join(" ");
    const own = element.getAttribute("aria-label") ?? (labelled ? textOf(labelled) : labels || element.textContent);
    return (own || element.getAttribute("title") || element.getAttribute("placeholder") || "").replace(/\s+/g, " ").trim();
  };
  const wanted = (text) => (pattern ? new RegExp(pattern).test(text) : !name || text === name);
  return Array.from(document.querySelectorAll(selector)).filter(
    (element) =>
      (element.getAttribute("role") ?? role) === role &&
      element.checkVisibility({ visibilityProperty: true }) &&
      wanted(nameOf(element)),
  );
}
