/** A stroke along a circle from one angle to another, clockwise; angles in radians, 0 at the right. */
export function arc(x: number, y: number, radius: number, from: number, to: number): string {
  const swept = Math.min(to - from, 2 * Math.PI - 1e-4);
  const [startX, startY] = [x + radius * Math.cos(from), y + radius * Math.sin(from)];
  const [endX, endY] = [x + radius * Math.cos(from + swept), y + radius * Math.sin(from + swept)];
  return `M${round(startX)} ${round(startY)}A${round(radius)} ${round(radius)} 0 ${swept > Math.PI ? 1 : 0} 1 ${round(endX)} ${round(endY)}`;
}

/** A slice of a cake, or of a ring with a hole. */
export function slice(x: number, y: number, radius: number, hole: number, from: number, to: number): string {
  const outer = arc(x, y, radius, from, to);
  const swept = Math.min(to - from, 2 * Math.PI - 1e-4);
  const end = from + swept;
  const inner =
    hole <= 0
      ? `L${round(x)} ${round(y)}`
      : `L${round(x + hole * Math.cos(end))} ${round(y + hole * Math.sin(end))}A${round(hole)} ${round(hole)} 0 ${swept > Math.PI ? 1 : 0} 0 ${round(x + hole * Math.cos(from))} ${round(y + hole * Math.sin(from))}`;
  return `${outer}${inner}Z`;
}

const round = (value: number): number => Math.round(value * 100) / 100;
