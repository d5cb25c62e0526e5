'use strict';
// Nothing of the page's text is ever read as markup here: only textContent, value and dataset.
(() => {
  const root = document.documentElement;
  const $ = (id) => document.getElementById(id);
  const run = document.querySelector('main').dataset.run;
  const items = [...document.querySelectorAll('.item')];
  const byId = new Map(items.map((item) => [item.dataset.id, item]));
  const DOES = ['accept', 'reject', 'ignore', 'later'];
  // What was decided: id -> {do, because}. An item that is not in it keeps what it is.
  const decided = new Map();
  const undone = [];

  root.classList.add('js');
  document.querySelector('search').hidden = false;
  $('export').hidden = false;
  $('narrow').open = matchMedia('(min-width: 40rem)').matches;

  // Drafts: one for each run, the newest twenty.
  const KEY = 'arxsync:';
  function save() {
    try {
      if (decided.size) localStorage.setItem(KEY + run, JSON.stringify([...decided]));
      else localStorage.removeItem(KEY + run);
    } catch { /* Private windows have no store; the page works without. */ }
  }
  function restore() {
    let kept = [];
    try {
      const runs = Object.keys(localStorage).filter((key) => key.startsWith(KEY)).sort();
      runs.slice(0, -20).filter((key) => key !== KEY + run).forEach((key) => localStorage.removeItem(key));
      kept = JSON.parse(localStorage.getItem(KEY + run)) || [];
    } catch { return; }
    if (!Array.isArray(kept)) return;
    for (const one of kept) {
      const [id, what] = Array.isArray(one) ? one : [];
      const item = byId.get(id);
      if (item && what && DOES.includes(what.do) && radio(item, what.do)) {
        decided.set(id, { do: what.do, because: String(what.because || '') });
        show(item);
      }
    }
  }

  // Deciding.
  function radio(item, does) {
    return item.querySelector(`.decide input[type="radio"][value="${does}"]`);
  }
  function show(item) {
    const what = decided.get(item.dataset.id);
    const button = radio(item, what ? what.do : '');
    if (button) button.checked = true;
    item.toggleAttribute('data-done', Boolean(what));
    const asks = what && (what.do === 'reject' || what.do === 'ignore');
    let field = item.querySelector('.decide input[type="text"]');
    if (asks && !field) {
      field = document.createElement('input');
      field.type = 'text';
      field.maxLength = 300;
      field.placeholder = 'because (optional)';
      field.setAttribute('aria-label', 'because');
      item.querySelector('.decide > code').before(field);
    }
    if (field) {
      field.hidden = !asks;
      field.value = asks ? what.because : field.value;
    }
  }
  function put(item, does) {
    const id = item.dataset.id;
    const field = item.querySelector('.decide input[type="text"]');
    if (does) decided.set(id, { do: does, because: field ? field.value : '' });
    else decided.delete(id);
    show(item);
  }
  function decide(some, does) {
    undone.push(some.map((item) => [item, decided.get(item.dataset.id)]));
    some.forEach((item) => put(item, does));
    tell();
  }
  function takeBack() {
    for (const [item, before] of undone.pop() || []) {
      if (before) decided.set(item.dataset.id, before);
      else decided.delete(item.dataset.id);
      show(item);
    }
    tell();
  }

  // What is exported.
  function exported() {
    const out = [];
    for (const item of items) {
      const what = decided.get(item.dataset.id);
      if (!what || what.do === 'later') continue;
      const one = { change: item.dataset.id, do: what.do };
      const because = what.because.trim();
      if (because && what.do !== 'accept') one.because = because;
      out.push(one);
    }
    return out;
  }
  function quoted(text) {
    return "'" + text.replace(/\p{C}/gu, ' ').replaceAll("'", "'\\''") + "'";
  }
  function command() {
    const groups = new Map();
    for (const one of exported()) {
      if (!/^[0-9a-z]+$/i.test(one.change)) continue;
      const because = one.because ? ' --because ' + quoted(one.because) : '';
      const key = DOES.indexOf(one.do) + because;
      if (!groups.has(key)) groups.set(key, { does: one.do, ids: [], because });
      groups.get(key).ids.push(one.change);
    }
    return [...groups.keys()].sort().map((key) => {
      const { does, ids, because } = groups.get(key);
      return `arxsync ${does} ${ids.join(' ')}${because}`;
    }).join('; ');
  }
  function tell() {
    const count = (does) => [...decided.values()].filter((what) => what.do === does).length;
    const told = [['accept', 'accepted'], ['reject', 'rejected'], ['ignore', 'ignored'], ['later', 'for later']]
      .map(([does, word]) => [count(does), word]).filter(([n]) => n).map(([n, word]) => `${n} ${word}`);
    const open = items.filter((item) => item.closest('#open, #again') && item.querySelector('.decide') && !decided.has(item.dataset.id)).length;
    $('tally').textContent = (told.join(', ') || 'Nothing decided yet') + ` · ${open} left`;
    const none = exported().length === 0;
    $('download').disabled = none;
    $('copy').disabled = none;
    $('back').disabled = undone.length === 0;
    $('command').value = command();
    save();
  }
  $('download').addEventListener('click', () => {
    const text = JSON.stringify({ schema: 1, run, decisions: exported() }) + '\n';
    const address = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
    const link = document.createElement('a');
    link.href = address;
    link.download = `arxsync-decisions-${run.replace(/[^\w-]/g, '_')}.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
  });
  $('copy').addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(command());
      $('tally').textContent = 'Copied.';
    } catch {
      $('more').open = true;
      $('command').select();
    }
  });
  $('back').addEventListener('click', takeBack);
  $('bulk').addEventListener('click', (event) => {
    const does = event.target.value;
    if (does) decide(visible().filter((item) => item.closest('#open, #again') && radio(item, does)), does);
  });
  $('items').addEventListener('submit', (event) => event.preventDefault());
  $('items').addEventListener('change', (event) => {
    const item = event.target.closest('.item');
    if (item && event.target.type === 'radio') decide([item], event.target.value);
  });
  $('items').addEventListener('input', (event) => {
    const item = event.target.closest('.item');
    const what = item && decided.get(item.dataset.id);
    if (what && event.target.type === 'text') {
      decided.set(item.dataset.id, { do: what.do, because: event.target.value });
      tell();
    }
  });

  // Filters; their state is in the fragment.
  const filters = $('filters');
  const NAMES = ['q', 'list', 'field', 'kind', 'new'];
  const texts = new Map();
  function textOf(item) {
    if (!texts.has(item)) {
      const parts = [...item.querySelectorAll('h3, h4, .what, .words, .message')];
      texts.set(item, (parts.map((part) => part.textContent).join(' ') + ' ' + item.dataset.id).toLowerCase());
    }
    return texts.get(item);
  }
  function wanted() {
    const want = {};
    for (const [name, value] of new FormData(filters)) if (value) want[name] = value;
    return want;
  }
  function filter() {
    const want = wanted();
    const words = (want.q || '').toLowerCase().split(/\s+/).filter(Boolean);
    const isOn = Object.keys(want).length > 0;
    let shown = 0;
    for (const item of items) {
      const data = item.dataset;
      const fits = ['list', 'field', 'kind', 'new'].every((name) => !want[name] || data[name] === want[name])
        && words.every((word) => textOf(item).includes(word));
      if (item.hidden === fits) item.hidden = !fits;
      shown += fits;
    }
    for (const fold of document.querySelectorAll('#done .fold, #standing .fold')) {
      const some = fold.querySelector('.item:not([hidden])') !== null;
      fold.hidden = isOn && !some;
      if (isOn && some && shown <= 200) fold.open = true;
    }
    const divider = document.querySelector('.divider');
    if (divider) divider.hidden = want.new === '1';
    if (isOn) $('narrow').open = true;
    $('shown').textContent = `${shown} of ${items.length} shown`;
  }
  function toFragment() {
    const fragment = new URLSearchParams(wanted()).toString();
    history.replaceState(null, '', fragment ? '#' + fragment : location.href.split('#')[0]);
  }
  function fromFragment() {
    const fragment = location.hash.slice(1);
    if (fragment && !fragment.includes('=')) return false;
    const want = new URLSearchParams(fragment);
    for (const name of NAMES) {
      const field = filters.elements[name];
      if (field.type === 'checkbox') field.checked = want.get(name) === '1';
      else field.value = want.get(name) || '';
      if (field.selectedIndex === -1) field.value = '';
    }
    return true;
  }
  filters.addEventListener('submit', (event) => event.preventDefault());
  filters.addEventListener('input', () => { filter(); toFragment(); });
  filters.addEventListener('reset', () => setTimeout(() => { filter(); toFragment(); }));
  addEventListener('hashchange', () => { if (fromFragment()) filter(); });

  // Keys, only when switched on, and never where somebody types.
  let current = null;
  function visible() {
    return items.filter((item) => !item.hidden && !item.closest('details.fold:not([open])'));
  }
  function go(by) {
    const all = visible().filter((item) => item.querySelector('.decide'));
    if (!all.length) return;
    const at = all.indexOf(current);
    current = all[at === -1 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1)];
    current.tabIndex = -1;
    current.focus({ preventScroll: true });
    current.scrollIntoView({ block: 'nearest' });
  }
  function isTyping(target) {
    return target.isContentEditable || target.tagName === 'TEXTAREA' || target.tagName === 'SELECT'
      || target.tagName === 'INPUT' && !['radio', 'checkbox'].includes(target.type);
  }
  const KEYS = { a: ['accept'], r: ['reject', 'ignore'], s: ['later'] };
  addEventListener('focusin', (event) => { current = event.target.closest('.item') || current; });
  addEventListener('keydown', (event) => {
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.isComposing;
    if (!$('keys').checked || !isPlain || isTyping(event.target)) return;
    if (event.key === 'j') go(1);
    else if (event.key === 'k') go(-1);
    else if (event.key === '/') { $('narrow').open = true; filters.elements.q.focus(); }
    else if (KEYS[event.key] && !event.repeat) {
      if (!current || current.hidden) return go(1);
      const does = KEYS[event.key].find((one) => radio(current, one));
      if (!does) return;
      decide([current], does);
      go(1);
    } else return;
    event.preventDefault();
  });

  // On paper everything is open.
  const closed = [];
  addEventListener('beforeprint', () => {
    for (const one of document.querySelectorAll('details:not([open])')) { closed.push(one); one.open = true; }
  });
  addEventListener('afterprint', () => { closed.splice(0).forEach((one) => { one.open = false; }); });

  restore();
  fromFragment();
  filter();
  tell();
})();
