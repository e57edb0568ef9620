/* The scrolling line: one element with two equal halves, moved by one CSS animation that the compositor runs alone, so
   a busy page drops no frame. New words wait for the end of a pass. */
(function (Player) {
  'use strict';

  var RATE = 60; // frames a second; whole pixels a frame keep the characters sharp
  var node = document.querySelector('.ticker');
  var shown = '';
  var waiting = null;

  function separator(run) {
    run.appendChild(document.createElement('i')).className = 'ticker__roof';
  }

  function fill(lines, urgent) {
    node.textContent = '';
    var run = document.createElement('span');
    run.className = 'ticker__run';
    lines.forEach(function (line) {
      Player.runs(run.appendChild(document.createElement('span')), line).className = 'ticker__line';
      separator(run);
    });
    node.appendChild(run);
    node.parentNode.parentNode.classList.toggle('is-urgent', urgent);
    return run;
  }

  /* Pixels a second: the whole number of pixels a frame nearest to the wanted characters a second. */
  function pace(em, speed) { return Math.max(1, Math.round(em * speed / RATE)) * RATE; }

  function start(lines, urgent) {
    var run = fill(lines, urgent);
    var width = node.parentNode.clientWidth;
    var speed = pace(parseFloat(getComputedStyle(node).fontSize), Player.speed);
    var period = Math.ceil(run.getBoundingClientRect().width);
    var copies = Math.max(1, Math.ceil(width / Math.max(1, period)));
    run.style.width = period + 'px';
    for (var index = 1; index < 2 * copies; index += 1) { node.appendChild(run.cloneNode(true)); }
    node.style.animation = 'none';
    node.getBoundingClientRect(); // the old animation ends before the new one starts
    node.style.animation = 'ticker ' + (copies * period / speed).toFixed(3) + 's linear infinite';
    Player.pauseTicker(Player.paused);
    Player.tickerSpeed = speed;
  }

  function key(lines, urgent) { return (urgent ? '!' : '') + JSON.stringify(lines); }

  /* Show these lines: at once when nothing runs, the message is urgent or the size has changed, else after the pass. */
  Player.setTicker = function (lines, urgent, now) {
    var wanted = key(lines, urgent);
    if (!lines.length) {
      shown = '';
      waiting = null;
      node.style.animation = 'none';
      node.textContent = '';
      return;
    }
    if (wanted === shown && !now) {
      waiting = null;
      return;
    }
    if (now || !shown || urgent || shown.charAt(0) === '!') {
      shown = wanted;
      waiting = null;
      start(lines, urgent);
    } else {
      waiting = {lines: lines, urgent: urgent};
    }
  };

  Player.pauseTicker = function (paused) { node.style.animationPlayState = paused ? 'paused' : 'running'; };

  node.addEventListener('animationiteration', function () {
    if (waiting) {
      shown = key(waiting.lines, waiting.urgent);
      start(waiting.lines, waiting.urgent);
      waiting = null;
    }
    Player.tickerPassed();
  });
}(window.Player));
