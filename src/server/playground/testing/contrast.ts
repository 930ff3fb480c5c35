/**
 * Runs in the page: each text that is shown, with less contrast to what is behind it than WCAG's AA asks for. It counts with plain colours, as the
 * page has them.
 */
export function contrastProblems(): string[] {
  const LEAST = 4.5;
  const LEAST_LARGE = 3;

  const channels = (colour: string): number[] => {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 1;
    const context = canvas.getContext("2d", { willReadFrequently: true })!;
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
    return [...context.getImageData(0, 0, 1, 1).data];
  };
  const luminance = ([red = 0, green = 0, blue = 0]: number[]): number => {
    const linear = (value: number) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
  };
  const behind = (element: Element): number[] => {
    for (let at: Element | null = element; at !== null; at = at.parentElement) {
      const colour = channels(getComputedStyle(at).backgroundColor);
      if (colour[3] === 255) return colour;
    }
    return [255, 255, 255, 255];
  };

  const problems = new Set<string>();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text !== null; text = texts.nextNode()) {
    const element = text.parentElement!;
    if (!text.textContent!.trim() || !element.checkVisibility({ visibilityProperty: true }) || element.closest(".visually-hidden, :disabled, option, .skip"))
      continue;
    const { color, fontSize, fontWeight } = getComputedStyle(element);
    const [light = 0, dark = 0] = [luminance(channels(color)), luminance(behind(element))].toSorted((one, other) => other - one);
    const ratio = (light + 0.05) / (dark + 0.05);
    const isLarge = Number.parseFloat(fontSize) >= 24 || (Number.parseFloat(fontSize) >= 18.66 && Number(fontWeight) >= 700);
    if (ratio < (isLarge ? LEAST_LARGE : LEAST))
      problems.add(`${ratio.toFixed(2)} ${element.tagName}.${element.className} ${text.textContent!.trim().slice(0, 40)}`);
  }
  return [...problems];
}
