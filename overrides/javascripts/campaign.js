/* Where the campaign stands on the visitor's day, today's lesson, the kit's filters, keys where the theme has none.
   ES5, no dependencies; every page is right without it. `?today=2023-06-04` or `…T14:35` previews another moment. */
(function () {
  'use strict';

  var DAY = 86400000;

  function all(selector, root) {
    return Array.prototype.slice.call((root || document).querySelectorAll(selector));
  }

  function local(text) {
    var m = /^(\d{4})-(\d\d?)-(\d\d?)(?:[T ](\d\d?):(\d\d))?/.exec(text || '');
    return m ? new Date(+m[1], m[2] - 1, +m[3], +(m[4] || 0), +(m[5] || 0)) : null;
  }

  function parameter(name) {
    var m = new RegExp('[?&]' + name + '=([^&#]*)').exec(location.search);
    try {
      return m ? decodeURIComponent(m[1].replace(/\+/g, ' ')) : '';
    } catch (error) {
      return ''; // a malformed escape is no wish
    }
  }

  var opened = new Date();
  var preview = local(parameter('today'));

  function now() {
    return preview ? new Date(preview.getTime() + (Date.now() - opened.getTime())) : new Date();
  }

  function midnight(date) {
    return new Date(date.getFullYear(), date.getMonth(), date.getDate());
  }

  function days(from, to) { // whole calendar days; rounding absorbs a daylight-saving hour
    return Math.round((midnight(to) - midnight(from)) / DAY);
  }

  function iso(date) {
    function two(n) { return (n < 10 ? '0' : '') + n; }
    return date.getFullYear() + '-' + two(date.getMonth() + 1) + '-' + two(date.getDate());
  }

  /* State -------------------------------------------------------------------------------------------------- */

  function tile(value, caption, wide) {
    var box = document.createElement('p');
    box.className = 'state__tile' + (wide ? ' state__tile--wide' : '');
    box.appendChild(document.createElement('b')).textContent = value;
    box.appendChild(document.createElement('span')).textContent = caption;
    return box;
  }

  function stateAt(box, time) {
    var word = function (name) { return box.getAttribute('data-' + name) || ''; };
    var units = word('units').split(' ');
    var talk = local(word('consultation'));
    var end = local(word('end'));
    var left = Math.ceil((talk - time) / 60000); // minutes
    var toTalk = days(time, talk);
    var toEnd = days(time, end);
    if (toTalk > 0) {
      return {phase: 'before', label: word('before'), tiles: [
        [Math.floor(left / 1440), units[0]], [Math.floor(left / 60) % 24, units[1]], [left % 60, units[2]]
      ]};
    }
    if (toTalk === 0) { return {phase: 'today', label: word('today'), tiles: [[word('day'), word('name')]]}; }
    if (toEnd > 0) { return {phase: 'during', label: word('during'), tiles: [[toEnd, units[0]]]}; }
    return {phase: toEnd === 0 ? 'last' : 'after', label: word(toEnd === 0 ? 'last' : 'after'), tiles: []};
  }

  function showState(box) {
    var state = stateAt(box, now());
    var tiles = box.querySelector('.state__tiles');
    box.className = 'state' + (state.tiles.length ? '' : ' state--plain');
    box.setAttribute('data-phase', state.phase);
    box.querySelector('.state__label').textContent = state.label;
    while (tiles.firstChild) { tiles.removeChild(tiles.firstChild); }
    state.tiles.forEach(function (entry, index) {
      var value = index && entry[0] < 10 ? '0' + entry[0] : entry[0];
      tiles.appendChild(tile(value, entry[1], state.phase === 'today'));
    });
  }

  function keepState(box) {
    showState(box);
    setTimeout(function () { keepState(box); }, 60000 - now().getTime() % 60000 + 50);
  }

  function markToday(table) {
    var cell = table.querySelector('[data-date="' + iso(now()) + '"]');
    if (!cell) { return; }
    cell.className += ' day--today';
    cell.setAttribute('aria-current', 'date');
    if (!cell.querySelector('.day__label')) {
      var label = document.createElement('i');
      label.className = 'day__label';
      label.textContent = table.getAttribute('data-today-label');
      cell.firstChild.appendChild(label);
    }
  }

  function pickLesson(link) {
    var pages = link.getAttribute('data-daily').split(' ');
    var index = days(new Date(2001, 0, 1), now()) % pages.length;
    link.setAttribute('href', pages[(index + pages.length) % pages.length]);
  }

  /* Kit ---------------------------------------------------------------------------------------------------- */

  function gallery(root) {
    var first = +root.getAttribute('data-first');
    var limit = first;
    var pieces = all('.piece', root);
    var find = root.querySelector('[data-find]');
    var more = root.querySelector('[data-more]');
    var wanted = {use: '', look: '', format: ''};

    function words() {
      return find.value.toLowerCase().replace(/[\s，。、！？“”·]+/g, ' ').trim().split(' ');
    }

    function matches(piece, sought) {
      var text = piece.getAttribute('data-text').toLowerCase();
      return (!wanted.use || piece.getAttribute('data-use') === wanted.use) &&
        (!wanted.look || piece.getAttribute('data-look') === wanted.look) &&
        (!wanted.format || (' ' + piece.getAttribute('data-formats')).indexOf(' ' + wanted.format + ' ') >= 0) &&
        sought.every(function (word) { return text.indexOf(word) >= 0; });
    }

    function show() {
      var sought = words();
      var count = 0;
      pieces.forEach(function (piece) {
        var fits = matches(piece, sought);
        count += fits ? 1 : 0;
        piece.hidden = !fits || count > limit;
      });
      root.querySelector('[data-count]').textContent = count;
      root.querySelector('[data-empty]').hidden = count > 0;
      more.hidden = count <= limit;
      return count;
    }

    function press(group, chip) {
      all('.chip', group).forEach(function (other) { other.setAttribute('aria-pressed', String(other === chip)); });
      wanted[group.getAttribute('data-filter')] = chip.value;
      limit = first;
    }

    function preset(group) { // gallery links may carry ?use=海报&look=safety&format=PDF&find=…
      var value = parameter(group.getAttribute('data-filter'));
      all('.chip', group).forEach(function (chip) { if (value && chip.value === value) { press(group, chip); } });
    }

    all('[data-filter]', root).forEach(function (group) {
      preset(group);
      group.addEventListener('click', function (event) {
        var chip = event.target;
        while (chip !== group && !chip.classList.contains('chip')) { chip = chip.parentNode; }
        if (chip !== group) { press(group, chip); show(); }
      });
    });
    find.value = parameter('find');
    find.addEventListener('input', function () { limit = first; show(); });
    more.addEventListener('click', function () {
      var next = pieces.filter(function (piece) { return piece.hidden && matches(piece, words()); })[0];
      limit += first;
      show();
      if (next && next.querySelector('a')) { next.querySelector('a').focus(); }
    });
    root.querySelector('[data-reset]').addEventListener('click', function () {
      find.value = '';
      all('[data-filter]', root).forEach(function (group) { press(group, group.querySelector('.chip')); });
      show();
      find.focus();
    });
    if (!show() && find.value) { // a link's words that nothing matches: rather show everything
      find.value = '';
      show();
    }
    root.classList.add('is-ready');
  }

  /* Keys ---------------------------------------------------------------------------------------------------- */

  /* The theme's menu and search buttons are labels of hidden boxes, which no key reaches: put real buttons there. */
  function realButton(label) {
    var box = document.getElementById(label.getAttribute('for'));
    var button = document.createElement('button');
    button.type = 'button';
    button.className = label.className;
    button.innerHTML = label.innerHTML;
    button.setAttribute('aria-label', label.title);
    button.setAttribute('data-for', box.id);
    function tell() { button.setAttribute('aria-expanded', String(box.checked)); }
    button.addEventListener('click', function () {
      box.click();
      if (box.checked && box.id === '__search') { document.querySelector('.md-search__input').focus(); }
    });
    box.addEventListener('change', tell);
    document.addEventListener('keydown', function (event) {
      if (event.key === 'Escape' && box.checked) {
        box.click();
        button.focus();
      }
    });
    tell();
    label.parentNode.replaceChild(button, label);
  }

  /* A table wider than the window scrolls: the arrow keys need focus for that. */
  function scrollable(frame) {
    if (frame.scrollWidth > frame.clientWidth) { frame.setAttribute('tabindex', '0'); }
  }

  function start() {
    all('[data-state]').forEach(keepState);
    all('[data-calendar]').forEach(markToday);
    all('[data-daily]').forEach(pickLesson);
    all('[data-gallery]').forEach(gallery);
    all('label[data-toggle]').forEach(realButton);
    window.addEventListener('load', function () { all('.md-typeset__scrollwrap, .md-typeset table').forEach(scrollable); });
  }

  if (document.readyState === 'loading') {
    document.addEventListener('DOMContentLoaded', start);
  } else {
    start();
  }
}());
