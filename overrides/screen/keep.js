/* What keeps a screen going for weeks: wake lock, hidden cursor, pixel shift, night, newer builds, a nightly reload. */
(function (Player) {
  'use strict';

  var MINUTE = 60000;
  var SHIFTS = [[0, 0], [1, 0], [1, 1], [0, 1], [-1, 1], [-1, 0], [-1, -1], [0, -1], [1, -1]]; // steps round a small square
  var RELOAD_HOUR = 3; // once a night, after this hour
  var body = document.body;
  var sheet = document.getElementById('sheet');
  var served = /^https?:$/.test(location.protocol);
  var opened = Player.now();
  var lock = null;
  var pending = false; // a newer build is known
  var reached = false; // the server answered the last time
  var registration = null;

  /* Screen ------------------------------------------------------------------------------------------------- */

  function stayAwake() {
    if (!navigator.wakeLock || document.visibilityState !== 'visible' || lock) { return; }
    navigator.wakeLock.request('screen').then(function (sentinel) {
      lock = sentinel;
      sentinel.addEventListener('release', function () { lock = null; });
    }, function () { lock = null; }); // low battery, or not allowed: the next change of visibility tries again
  }

  Player.isFull = function () { return !!(document.fullscreenElement || document.webkitFullscreenElement); };

  Player.toggleFull = function () {
    var root = document.documentElement;
    var enter = root.requestFullscreen || root.webkitRequestFullscreen;
    var leave = document.exitFullscreen || document.webkitExitFullscreen;
    var done = Player.isFull() ? leave.call(document) : enter && enter.call(root);
    if (done && done.then) { done.then(null, function () { Player.hint('这里不允许全屏，请用浏览器的全屏键（F11）'); }); }
  };

  var quiet = 0;

  function showCursor() {
    body.classList.remove('is-quiet');
    clearTimeout(quiet);
    quiet = setTimeout(function () { body.classList.add('is-quiet'); }, 3000);
  }

  Player.shift = function (date) {
    if (Player.size.strip) { return; } // LED panels do not burn in, and every pixel counts there
    var step = SHIFTS[Math.floor(date.getTime() / MINUTE) % SHIFTS.length];
    sheet.style.transform = 'translate(' + step[0] * Player.size.shift + 'px,' + step[1] * Player.size.shift + 'px)';
  };

  Player.nightMode = Player.parameter('night') || 'auto';

  Player.dim = function (date) {
    var dark = Player.nightMode === 'on' || Player.nightMode === 'auto' && Player.within(Player.list.night || [], date);
    body.classList.toggle('is-night', dark);
  };

  Player.toggleNight = function () {
    Player.nightMode = body.classList.contains('is-night') ? 'off' : 'on';
    Player.dim(Player.now());
  };

  /* Builds ------------------------------------------------------------------------------------------------- */

  function prepare() { // a newer service worker fetches everything it needs before it waits to take over
    if (registration) { registration.update().catch(function () { /* offline again: asked anew in a minute */ }); }
  }

  function compare(answer) {
    reached = true;
    if (answer.build === Player.data.build) { return; }
    pending = true;
    if (!registration || !registration.waiting) { prepare(); }
    if (answer.urgent !== Player.data.urgent) { Player.hurry = true; }
  }

  function ask() {
    if (!served || !Player.data.worker) { return; }
    var request = new XMLHttpRequest();
    request.open('GET', 'build.json?' + Date.now());
    request.timeout = 20000;
    request.onload = function () {
      try {
        compare(JSON.parse(request.responseText));
      } catch (error) {
        reached = false; // a sign-in page of the network, not ours
      }
    };
    request.onerror = request.ontimeout = function () { reached = false; };
    request.send();
  }

  /* The files that this screen needs go to the service worker, which keeps them for days without a network. */
  Player.keepMedia = function (urls) {
    if (!registration) { return; }
    navigator.serviceWorker.ready.then(function (ready) { ready.active.postMessage({keep: urls}); });
  };

  function work() {
    if (!served || !Player.data.worker || !navigator.serviceWorker) { return; }
    navigator.serviceWorker.register('sw.js').then(function (found) {
      registration = found;
      Player.keepMedia(Player.media());
    }, function () { /* plain http: plays online, without a store */ });
  }

  /* Called between two loops: true when the page is about to load anew. */
  Player.atLoopEnd = function () {
    var now = Player.now();
    var controlled = !!(navigator.serviceWorker && navigator.serviceWorker.controller);
    var nightly = Player.iso(now) !== Player.iso(opened) && now.getHours() >= RELOAD_HOUR;
    var safe = !served || controlled || reached;
    Player.hurry = false;
    if (pending && registration && registration.waiting) { // its files are all there
      navigator.serviceWorker.addEventListener('controllerchange', function () { location.reload(); });
      registration.waiting.postMessage({take: true});
      return true;
    }
    if (pending && !controlled && reached || nightly && safe) {
      location.reload();
      return true;
    }
    return false;
  };

  /* Once a minute and on every call: everything that follows the clock. */
  Player.tick = function () {
    var date = Player.now();
    Player.dim(date);
    Player.shift(date);
    Player.onMinute(date);
    ask();
    setTimeout(Player.tick, MINUTE - date.getTime() % MINUTE + 50);
  };

  Player.keepGoing = function () {
    stayAwake();
    work();
    document.addEventListener('visibilitychange', stayAwake);
    document.addEventListener('mousemove', showCursor);
    window.addEventListener('online', ask);
    Player.tick();
  };
}(window.Player));
