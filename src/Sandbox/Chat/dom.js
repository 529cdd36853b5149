// Elements without markup in strings: text that people wrote can only ever become text.

const svg = 'http://www.w3.org/2000/svg';

/** h('p', { class: 'a', onclick: f, 'aria-label': 'b', hidden: true }, 'text', element, null) */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) {
      continue;
    }
    if (name.startsWith('on')) {
      element.addEventListener(name.slice(2), value);
    } else if (value === true) {
      element.setAttribute(name, '');
    } else {
      element.setAttribute(name, value);
    }
  }
  element.append(...children.flat(2).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** One of the symbols in index.html. It says nothing: its button or its neighbour does. */
export function icon(name) {
  const image = document.createElementNS(svg, 'svg');
  image.setAttribute('class', 'icon');
  image.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(svg, 'use');
  use.setAttribute('href', `#i-${name}`);
  image.append(use);
  return image;
}

/** A button with a picture instead of words; the words are for the tooltip and for those who can't see it. */
export function iconButton(name, label, onclick, attributes = {}) {
  return h('button', { type: 'button', class: 'icon-button', title: label, 'aria-label': label, onclick, ...attributes }, icon(name));
}

/**
 * Shows exactly these elements, and moves nothing that is in its place: an element that is taken out for a moment loses the focus, and
 * the press that has just begun on it.
 */
export function arrange(parent, elements) {
  const wanted = new Set(elements);
  for (const child of [...parent.children]) {
    if (!wanted.has(child)) {
      child.remove();
    }
  }
  elements.forEach((element, i) => {
    if (parent.children[i] !== element) {
      parent.insertBefore(element, parent.children[i] ?? null);
    }
  });
}

/** Sets or takes away an attribute as h() does. */
export function set(element, name, value) {
  if (value === null || value === undefined || value === false) {
    element.removeAttribute(name);
  } else if (element.getAttribute(name) !== String(value)) {
    element.setAttribute(name, value);
  }
}

let lastId = 0;

/** For labels and descriptions that point at elements. */
export function newId(prefix) {
  lastId += 1;
  return `${prefix}-${lastId}`;
}
