/* Large text and reading aloud, both remembered in the browser. ES5, no dependencies; pages are whole without it. */
(function () {
  'use strict';

  var root = document.documentElement;
  var LARGE = 'campaign.large'; // main.html reads it too, before the first paint
  var READ = 'campaign.read';
  var SKIPPED = '.headerlink, [aria-hidden=true], [hidden], script, style, svg, .filters, .gallery, .state__tiles, nav, .sr-only';
  var BLOCKS = 'h1, h2, h3, h4, p, li, td, th, dt, dd, caption, figcaption, blockquote';

  function remembered(key) {
    try { return localStorage.getItem(key) === '1'; } catch (error) { return false; }
  }

  function remember(key, on) {
    try { localStorage.setItem(key, on ? '1' : '0'); } catch (error) { /* private window: this page only */ }
  }

  function press(button, on) {
    button.setAttribute('aria-pressed', String(on));
  }

  /* Large text ------------------------------------------------------------------------------------------------ */

  function large(button) {
    press(button, root.classList.contains('is-large'));
    button.addEventListener('click', function () {
      var on = root.classList.toggle('is-large');
      press(button, on);
      remember(LARGE, on);
      window.dispatchEvent(new Event('resize')); // the theme measures its sidebars again
    });
  }

  /* Reading aloud ---------------------------------------------------------------------------------------------- */

  function spoken(element) {
    var copy = element.cloneNode(true);
    Array.prototype.forEach.call(copy.querySelectorAll(SKIPPED), function (part) { part.parentNode.removeChild(part); });
    return copy.textContent.replace(/\s+/g, ' ').trim();
  }

  function blocks() { // what has words of its own, in reading order
    var main = document.getElementById('content') || document.querySelector('main');
    var scope = main && main.closest('article') || main || document.body;
    return Array.prototype.filter.call(scope.querySelectorAll(BLOCKS), function (element) {
      return !element.closest(SKIPPED) && !element.querySelector(BLOCKS) && element.offsetParent && spoken(element);
    });
  }

  function reading(button) {
    var speech = window.speechSynthesis;
    var status = document.querySelector('[data-aid-status]');
    var queue = [];
    var marked = null;
    var turn = 0; // words of an earlier turn that end late are not ours any more
    if (!speech || !window.SpeechSynthesisUtterance) {
      button.hidden = true;
      return;
    }

    function mark(element) {
      if (marked) { marked.classList.remove('is-read'); }
      marked = element;
      if (!marked) { return; }
      marked.classList.add('is-read');
      var box = marked.getBoundingClientRect();
      if (box.top < 80 || box.bottom > window.innerHeight) { marked.scrollIntoView({block: 'center'}); }
    }

    function voice() {
      return speech.getVoices().filter(function (one) { return /^(zh|cmn)/i.test(one.lang); })[0];
    }

    function next() {
      var mine = turn;
      var element = queue.shift();
      if (!element) { return stop(true); }
      var words = new window.SpeechSynthesisUtterance(spoken(element));
      var chinese = voice();
      words.lang = 'zh-CN';
      if (chinese) { words.voice = chinese; }
      words.onend = function () { if (mine === turn) { next(); } };
      words.onerror = function (event) {
        if (mine !== turn || event.error === 'interrupted' || event.error === 'canceled') { return; }
        if (event.error === 'not-allowed') { return waitForHand(); }
        stop(true);
        status.textContent = '这台设备没有可用的中文语音，无法朗读';
      };
      mark(element);
      speech.speak(words);
    }

    function start(from) {
      turn += 1;
      speech.cancel();
      queue = blocks();
      if (from && queue.indexOf(from) > 0) { queue = queue.slice(queue.indexOf(from)); }
      root.classList.add('is-reading');
      status.textContent = '正在朗读本页，再按一次或按Esc停止';
      next();
    }

    function stop(atEnd) {
      turn += 1;
      speech.cancel();
      mark(null);
      root.classList.remove('is-reading');
      status.textContent = atEnd ? '本页读完' : '已停止朗读';
    }

    function set(on) {
      press(button, on);
      remember(READ, on);
      if (on) { start(); } else { stop(false); }
    }

    function waitForHand() { // a browser speaks only after the reader has touched the page
      function begin(event) {
        document.removeEventListener('pointerup', begin);
        document.removeEventListener('keyup', begin);
        if (isOn() && !button.contains(event.target)) { start(); }
      }
      document.addEventListener('pointerup', begin);
      document.addEventListener('keyup', begin);
    }

    function isOn() { return button.getAttribute('aria-pressed') === 'true'; }

    button.addEventListener('click', function () { set(!isOn()); });
    document.addEventListener('keydown', function (event) { if (event.key === 'Escape' && isOn()) { set(false); } });
    document.addEventListener('click', function (event) { // while reading: go on from where the reader points
      var element = isOn() && !event.target.closest('a, button, input, label') && event.target.closest(BLOCKS);
      if (element && blocks().indexOf(element) >= 0) { start(element); }
    });
    window.addEventListener('pagehide', function () { speech.cancel(); });
    press(button, remembered(READ));
    if (isOn()) {
      if (navigator.userActivation && !navigator.userActivation.hasBeenActive) { waitForHand(); } else { start(); }
    }
  }

  function begin() {
    Array.prototype.forEach.call(document.querySelectorAll('[data-aid=large]'), large);
    Array.prototype.forEach.call(document.querySelectorAll('[data-aid=read]'), reading);
  }

  if (document.readyState === 'loading') {
    document.addEventListener('DOMContentLoaded', begin);
  } else {
    begin();
  }
}());
