/** A panel as a picture: the page's own drawing of it, on a canvas. */
const MARGIN = 16;
const HEAD = 32;

/** Saves what the panel draws, its canvases and vector drawings, under its title. */
export async function savePicture(panel: HTMLElement, title: string): Promise<void> {
  const ratio = window.devicePixelRatio || 1;
  const { left, top, width, height } = panel.getBoundingClientRect();
  const canvas = document.createElement('canvas');
  canvas.width = (width + 2 * MARGIN) * ratio;
  canvas.height = (height + 2 * MARGIN) * ratio;
  const context = canvas.getContext('2d');
  if (context === null) return;
  const style = getComputedStyle(panel);
  const token = (name: string): string => style.getPropertyValue(name).trim();
  context.scale(ratio, ratio);
  context.fillStyle = token('--mw-surface');
  context.fillRect(0, 0, width + 2 * MARGIN, height + 2 * MARGIN);
  context.fillStyle = token('--mw-text');
  context.font = `600 14px ${style.fontFamily}`;
  context.fillText(title, MARGIN, MARGIN + 14);
  for (const part of panel.querySelectorAll('canvas, svg')) {
    const at = part.getBoundingClientRect();
    // The menu's sign and its like are no part of the picture.
    if (at.top - top < HEAD || at.width === 0) continue;
    const image = part instanceof HTMLCanvasElement ? part : await drawn(part as SVGElement);
    context.drawImage(image, at.left - left + MARGIN, at.top - top + MARGIN, at.width, at.height);
  }
  words(panel, context, left - MARGIN, top - MARGIN);
  const link = document.createElement('a');
  link.href = canvas.toDataURL('image/png');
  link.download = `${title}.png`;
  link.click();
}

/** The text that stands outside of drawings: figures of tiles, legends, tables. */
function words(panel: HTMLElement, context: CanvasRenderingContext2D, left: number, top: number): void {
  const walker = document.createTreeWalker(panel, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const parent = node.parentElement;
    const text = node.textContent?.trim() ?? '';
    if (parent === null || text === '' || parent.closest('svg, header') !== null) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const at = range.getBoundingClientRect();
    const style = getComputedStyle(parent);
    context.fillStyle = style.color;
    context.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    context.textBaseline = 'middle';
    context.fillText(text, at.left - left, at.top - top + at.height / 2, at.width + 2);
  }
}

/** A vector drawing with the styles that it has on the page. */
async function drawn(svg: SVGElement): Promise<HTMLImageElement> {
  const copy = svg.cloneNode(true) as SVGElement;
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  const originals = [svg, ...svg.querySelectorAll('*')];
  [copy, ...copy.querySelectorAll('*')].forEach((element, index) => {
    const original = originals[index];
    if (original === undefined) return;
    const style = getComputedStyle(original);
    for (const name of ['fill', 'stroke', 'stroke-width', 'fill-opacity', 'font-size', 'font-family', 'font-weight', 'text-anchor']) {
      (element as SVGElement).style.setProperty(name, style.getPropertyValue(name));
    }
  });
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
  await image.decode();
  return image;
}
