// What can be measured of how the page looks. Each function runs in the page.

// faint lists texts whose contrast is below 4.5:1.
export function faint() {
  const channel = (v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const parts = (colour) => colour.match(/[\d.]+/g).map(Number);
  const behind = (node) => {
    for (; node; node = node.parentElement) {
      const colour = parts(getComputedStyle(node).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const bad = [];
  for (const node of document.querySelectorAll('body *')) {
    const own = [...node.childNodes].some((n) => n.nodeType === Node.TEXT_NODE && n.textContent.trim());
    if (!own || !node.checkVisibility()) continue;
    const [a, b] = [light(parts(getComputedStyle(node).color)), light(behind(node))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) bad.push(`${ratio.toFixed(2)} ${node.tagName} ${node.textContent.trim().slice(0, 40)}`);
  }
  return bad;
}

// cut lists texts that do not fit their box, and whether the page is too wide.
export function cut() {
  const bad = [];
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (wide > 0) bad.push(`the page is ${wide} px too wide`);
  for (const node of document.querySelectorAll('h1, h2, h3, h4, p, span, li, button, summary, label, .scroll, .card')) {
    if (!node.checkVisibility() || node.closest('.unseen, .skip')) continue;
    if (node.scrollWidth > node.clientWidth + 1 && getComputedStyle(node).display !== 'inline') {
      bad.push(`${node.tagName}.${node.className}: ${node.textContent.trim().slice(0, 40)}`);
    }
  }
  return bad;
}

// reachable lists what Tab has to come to.
export function reachable() {
  const all = document.querySelectorAll('a[href], button, input, select, textarea, summary');
  return [...all].filter((n) => n.checkVisibility() && n.tabIndex >= 0 && !n.disabled).length;
}

// ringed tells whether what has the focus shows it.
export function ringed() {
  const style = getComputedStyle(document.activeElement);
  return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
}

// colours counts the colours of a picture (PNG, base64), and how light it is
// on the whole (0 to 255).
export async function colours(picture) {
  const bytes = Uint8Array.from(atob(picture), (c) => c.charCodeAt(0));
  const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
  const canvas = new OffscreenCanvas(image.width, image.height);
  const paint = canvas.getContext('2d');
  paint.drawImage(image, 0, 0);
  const pixels = new Uint32Array(paint.getImageData(0, 0, image.width, image.height).data.buffer);
  let sum = 0;
  for (const pixel of pixels) sum += ((pixel & 255) + (pixel >> 8 & 255) + (pixel >> 16 & 255)) / 3;
  return { count: new Set(pixels).size, light: sum / pixels.length, width: image.width, height: image.height };
}
