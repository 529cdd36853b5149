// Markdown as Mattermost has it: line breaks count, addresses become links, people and hashtags stand out, HTML is text.

const renderer = window.markdownit({ html: false, linkify: true, breaks: true });
// Pictures would be fetched from elsewhere, which this page never does: they stay links.
renderer.disable('image');
// An address is recognised by its scheme: names of files are none.
renderer.linkify.set({ fuzzyLink: false, fuzzyEmail: false });

const special = /(?<![\p{L}\p{N}_@#&/])(?:@(?<name>[A-Za-z0-9][A-Za-z0-9_.-]*)|(?<tag>#\p{L}[\p{L}\p{N}\-_.]*[\p{L}\p{N}]))/gu;
const everybody = new Set(['all', 'channel', 'here']);

renderer.core.ruler.push('special', (state) => {
  for (const block of state.tokens) {
    if (block.type !== 'inline') {
      continue;
    }
    let inLinks = 0;
    block.children = block.children.flatMap((token) => {
      inLinks += token.type === 'link_open' ? 1 : token.type === 'link_close' ? -1 : 0;
      return token.type === 'text' && inLinks === 0 ? split(state, token) : [token];
    });
  }
});

renderer.renderer.rules.mention = (tokens, i) =>
  `<span class="mention${tokens[i].meta.isMe ? ' of-me' : ''}">${renderer.utils.escapeHtml(tokens[i].content)}</span>`;
renderer.renderer.rules.hashtag = (tokens, i) => `<span class="hashtag">${renderer.utils.escapeHtml(tokens[i].content)}</span>`;
renderer.renderer.rules.table_open = () => '<div class="table"><table>';
renderer.renderer.rules.table_close = () => '</table></div>';
renderer.renderer.rules.link_open = (tokens, i, options, env, self) => {
  // A link to a post of this server opens in this page.
  if (!tokens[i].attrGet('href').startsWith(`${location.origin}/`)) {
    tokens[i].attrSet('target', '_blank');
    tokens[i].attrSet('rel', 'noopener noreferrer');
  }
  return self.renderToken(tokens, i, options);
};

/**
 * @param usernames of those who can be called by name
 * @param me the reader's username
 * @returns an element; all markup in it is the renderer's own
 */
export function markdown(text, usernames, me) {
  const element = document.createElement('div');
  element.className = 'markdown';
  element.innerHTML = renderer.render(text, { usernames, me });
  return element;
}

function split(state, token) {
  const parts = [];
  let end = 0;
  const add = (type, content, meta = null) => {
    const part = new state.Token(type, '', 0);
    part.content = content;
    part.meta = meta;
    parts.push(part);
  };
  for (const match of token.content.matchAll(special)) {
    const name = match.groups.name && known(match.groups.name, state.env.usernames);
    if (match.groups.name && !name) {
      continue;
    }
    if (match.index > end) {
      add('text', token.content.slice(end, match.index));
    }
    const content = name ? `@${name}` : match.groups.tag;
    add(name ? 'mention' : 'hashtag', content, { isMe: name && (name.toLowerCase() === state.env.me || everybody.has(name.toLowerCase())) });
    end = match.index + content.length;
  }
  if (end === 0) {
    return [token];
  }
  if (end < token.content.length) {
    add('text', token.content.slice(end));
  }
  return parts;
}

/** Dots and dashes at the end of a name are the sentence's, not the name's. */
function known(name, usernames) {
  for (let n = name; n; n = n.slice(0, -1)) {
    if (usernames.has(n.toLowerCase()) || everybody.has(n.toLowerCase())) {
      return n;
    }
    if (!/[_.-]$/.test(n)) {
      return null;
    }
  }
  return null;
}
