const SVG = "http://www.w3.org/2000/svg";

/** Strokes on a field of 24 by 24. */
const PATHS = {
  up: "M7 11v9H4v-9zm0 0 4-8c1.7 0 3 1.3 3 3v4h5.5a2 2 0 0 1 2 2.3l-1.1 6a2 2 0 0 1-2 1.7H7",
  down: "M17 13V4h3v9zm0 0-4 8c-1.7 0-3-1.3-3-3v-4H4.500a2 2 0 0 1-2-2.300l1.100-6a2 2 0 0 1 2-1.700H17",
  sessions: "M4 6h16M4 12h16M4 18h10",
  events: "M8 4H5v16h3M16 4h3v16h-3M10 9h4M10 12h4M10 15h4",
  theme: "M12 3a9 9 0 1 0 9 9 7 7 0 0 1-9-9z",
  drop: "M9 7V3m6 4V3M6 7h12v4a6 6 0 0 1-9 5.200M12 17v4M4 4l16 16",
  close: "M6 6l12 12M18 6 6 18",
  new: "M12 5v14M5 12h14",
} as const;

export type IconName = keyof typeof PATHS;

/** A picture beside words, or on a button that has a name. */
export function icon(name: IconName): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  for (const [attribute, value] of Object.entries({ viewBox: "0 0 24 24", class: "icon", "aria-hidden": "true", focusable: "false" }))
    svg.setAttribute(attribute, value);
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

/** Puts its picture into each element of the page that asks for one. */
export function drawIcons(): void {
  for (const place of document.querySelectorAll<HTMLElement>("[data-icon]")) place.prepend(icon(place.dataset.icon as IconName));
}
