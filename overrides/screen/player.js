/* The loop: items of the chosen playlist one after the other, keys, the operator's panel. Two layers take turns. */
(function (Player) {
  'use strict';

  var LOAD = 20000; // milliseconds a picture or a video may take
  var FADE = 600;
  var data = Player.data;
  var screen = document.getElementById('screen');
  var sheet = document.getElementById('sheet');
  var stage = document.querySelector('.stage');
  var bar = document.querySelector('.bar');
  var panel = document.getElementById('panel');
  var hint = document.getElementById('hint');
  var front = stage.querySelector('.layer');
  var back = stage.appendChild(front.cloneNode(true));
  var current = null; // the item on the screen
  var index = -1;
  var began = null;
  var timer = 0;
  var watch = 0;
  var turn = 0; // of the newest attempt to show something: late answers to older ones are void
  var left = 0; // milliseconds of the item that was paused
  var due = 0;
  var FONTS = ['700 20px "Screen Sans"', '900 20px "Screen Sans"', '900 20px "Screen Serif"', '700 20px "Kit Num"', '600 20px "Kit Latin"'];
  var LINE = {id: 'ticker', kind: 'ticker', title: '滚动字幕'};
  var REST = {id: 'clock', kind: 'card', card: 'clock', title: '时钟', seconds: 10, look: 'red'};

  Player.paused = false;
  Player.loops = 0;
  Player.changes = 0;

  /* Choice ------------------------------------------------------------------------------------------------- */

  function choose() {
    var wanted = Player.parameter('playlist');
    var found = data.playlists.filter(function (list) { return list.id === wanted || list.title === wanted; })[0];
    Player.list = found || data.playlists[0];
    if (wanted && !found) { Player.hint('没有名为“' + wanted.slice(0, 20) + '”的播放单，改播“' + Player.list.title + '”'); }
    Player.unit = Player.parameter('unit').replace(/[\u0000-\u001f<>]/g, '').slice(0, 24);
    Player.speed = Player.list.speed;
    Player.tickerLines = Player.list.ticker;
    var ticker = Player.parameter('ticker');
    if (ticker === 'off') { Player.tickerLines = []; }
    if (/^[\d.]+$/.test(ticker)) { Player.speed = Math.min(8, Math.max(1, +ticker)); }
    data.groups.forEach(function (group) {
      if (ticker === group.id || ticker === group.title) {
        Player.tickerLines = group.lines;
        Player.groupChosen = true;
      }
    });
  }

  function file(item) {
    var shape = Player.size.shape;
    return item.files[shape] || item.files[shape === 'portrait' ? 'landscape' : 'portrait'] || item.files.strip || item.files.landscape;
  }

  /* A slogan without a slide for this shape of screen is drawn here, as a card. */
  function isCard(item) {
    return item.kind === 'card' || !!item.headline && !item.files[Player.size.shape];
  }

  Player.media = function () {
    return Player.list.items.filter(function (item) { return !isCard(item); }).map(file);
  };

  /* Size --------------------------------------------------------------------------------------------------- */

  function shapeOf(w, h) { return w / h >= 4 ? 'strip' : w >= h ? 'landscape' : 'portrait'; }

  function measure() {
    var fixed = /^(\d{2,5})x(\d{2,5})$/.exec(Player.parameter('size'));
    var w = fixed ? +fixed[1] : window.innerWidth;
    var h = fixed ? +fixed[2] : window.innerHeight;
    var wanted = Player.parameter('orientation');
    var natural = shapeOf(w, h);
    var shape = /^(landscape|portrait|strip)$/.test(wanted) ? wanted : natural;
    var turned = (shape === 'portrait') !== (natural === 'portrait');
    var angle = turned ? (Player.parameter('rotate') === '270' ? 270 : 90) : Player.parameter('rotate') === '180' ? 180 : 0;
    layout(turned ? h : w, turned ? w : h, shape, angle);
  }

  function layout(w, h, shape, angle) {
    var strip = shape === 'strip';
    var shift = strip ? 0 : Math.max(2, Math.round(Math.min(w, h) / 270)); // 4 pixels at 1080
    var withBar = strip || Player.tickerLines.length > 0;
    var u = Math.min(w, h) / 100;
    var barHeight = strip ? h : withBar ? Math.round(8 * u) + shift : 0;
    screen.style.width = w + 'px';
    screen.style.height = h + 'px';
    screen.style.transform = {0: 'none', 90: 'translateX(' + h + 'px) rotate(90deg)', 180: 'translate(' + w + 'px,' + h + 'px) rotate(180deg)', 270: 'translateY(' + w + 'px) rotate(-90deg)'}[angle];
    sheet.style.left = sheet.style.top = -shift + 'px';
    sheet.style.width = w + 2 * shift + 'px';
    sheet.style.height = h + 2 * shift + 'px';
    sheet.className = 'is-' + shape + (strip && w / h >= 12 && h >= 96 ? ' is-long' : '') + (strip && h <= 32 ? ' is-low' : '');
    sheet.style.setProperty('--u', u + 'px');
    sheet.style.setProperty('--shift', shift + 'px');
    stage.style.bottom = barHeight + 'px';
    stage.hidden = strip;
    bar.style.height = barHeight + 'px';
    bar.hidden = !withBar;
    var inner = {w: w + 2 * shift, h: h + 2 * shift - barHeight, shape: strip ? 'landscape' : shape, shift: shift};
    inner.u = Math.min(inner.w, inner.h) / 100;
    stage.style.setProperty('--u', inner.u + 'px');
    inner.strip = strip;
    Player.size = inner;
    if (strip) { inner.shape = 'strip'; }
  }

  function resize() {
    var strip = Player.size.strip;
    measure();
    Player.shift(Player.now());
    showBar(Player.now(), true);
    if (Player.size.strip !== strip) { // another kind of screen altogether
      advance(1, 'cut');
    } else if (current && current.kind === 'card') {
      Player.fillCard(front, current, Player.now());
    } else if (current) {
      fitPicture(front);
    }
    Player.keepMedia(Player.media());
  }

  /* A picture fills the stage if that costs at most the 5 % at each edge that slides keep free, else it stands inside. */
  function fitPicture(layer) {
    [['.picture', 'naturalWidth', 'naturalHeight'], ['.video', 'videoWidth', 'videoHeight']].forEach(function (row) {
      var node = layer.querySelector(row[0]);
      var ratio = node[row[1]] / node[row[2]] / (Player.size.w / Player.size.h);
      node.classList.toggle('is-whole', !(ratio >= 0.9 && ratio <= 1 / 0.9));
    });
  }

  /* Bar ---------------------------------------------------------------------------------------------------- */

  function urgentNow(date) {
    var urgent = Player.list.urgent;
    return urgent && Player.open(urgent.window, date) ? urgent : null;
  }

  function text(selector, value) {
    var node = bar.querySelector(selector);
    if (node.textContent !== value) { node.textContent = value; }
    return node;
  }

  /* The running lines of now: on a strip, which shows nothing else, the items that are due come first. */
  function lines(date) {
    if (!Player.size.strip) { return Player.tickerLines; }
    var seen = {};
    var items = Player.groupChosen ? [] : Player.list.items.filter(function (item) { return playable(item, date); });
    var said = items.map(function (item) { return Player.said(item, date); }).concat(Player.tickerLines);
    var found = said.filter(function (line) {
      var key = JSON.stringify(line);
      return line && !seen[key] && (seen[key] = true);
    });
    return found.length ? found : [data.campaign.themeRuns];
  }

  function showBar(date, resized) {
    var urgent = urgentNow(date);
    var phase = Player.phase(date);
    var campaign = data.campaign;
    text('.bar__time b', Player.clock(date));
    text('.bar__time span', Player.day(date));
    text('.bar__unit', Player.unit).hidden = !Player.unit;
    text('.bar__end b', campaign.talkDot);
    text('.bar__end p span', campaign.talkName);
    text('.bar__end p span:last-child', phase.key === 'before' ? '还有 ' + phase.days + ' 天' : phase.key === 'today' ? '就在今天' : campaign.organiser);
    bar.querySelector('.bar__alarm').hidden = !urgent;
    if (!bar.hidden) { Player.setTicker(urgent ? [urgent.runs] : lines(date), !!urgent, resized); }
  }

  Player.tickerPassed = function () { // on a strip, a pass of the ticker is a loop
    if (Player.size.strip) { pass('shown'); }
  };

  function pass(result) {
    close(result);
    Player.loops += 1;
    if (Player.atLoopEnd()) { return; }
    Player.changes += 1;
    current = urgentNow(Player.now()) || LINE;
    began = Player.now();
  }

  Player.onMinute = function (date) {
    showBar(date, false);
    if (Player.hasLiveCard(current)) { Player.fillCard(front, current, date); }
    var urgent = !!urgentNow(date);
    if (!current || urgent === (current.card === 'urgent')) { return; }
    if (urgent && Player.paused) { pause(); } // nothing holds back an urgent message
    if (!Player.paused) { advance(1, 'cut'); }
  };

  /* Loop --------------------------------------------------------------------------------------------------- */

  function playable(item, date) {
    return Player.open(item.window, date) && (item.kind !== 'card' || Player.cardDue(item, date));
  }

  function close(result) {
    if (current) { Player.record(current, began, Player.now() - began, result); }
    current = null;
  }

  /* The next item that is due, `step` (1 or -1) from the present one; null when a whole round finds none. */
  function pick(step, date) {
    var items = Player.list.items;
    for (var tried = 0; tried < items.length; tried += 1) {
      index += step;
      if (index >= items.length || index < 0) {
        index = (index + items.length) % items.length;
        if (step > 0) {
          Player.loops += 1;
          if (Player.atLoopEnd()) { return undefined; }
        }
      }
      if (playable(items[index], date)) { return items[index]; }
    }
    return null;
  }

  function advance(step, result) {
    var date = Player.now();
    clearTimeout(timer);
    clearTimeout(watch);
    turn += 1;
    if (Player.size.strip) {
      pass(result || 'cut');
      return;
    }
    if (Player.hurry && Player.atLoopEnd()) { return; }
    var item = urgentNow(date);
    if (!item) { item = pick(step, date); }
    if (item === undefined) { return; } // the page is being loaded anew
    attempt(item || REST, step, result || 'shown', 0);
  }

  function attempt(item, step, result, failures) {
    var mine = turn;
    prepareLayer(item, function () {
      if (mine === turn) { show(item, result); }
    }, function () {
      if (mine !== turn) { return; }
      Player.record(item, Player.now(), 0, 'skipped');
      clearTimeout(watch);
      if (failures + 1 >= Player.list.items.length) { // nothing at all can be shown: the clock, then another round
        attempt(REST, step, result, 0);
        return;
      }
      var next = pick(step, Player.now());
      if (next === undefined) { return; }
      attempt(next || REST, step, result, failures + 1);
    });
  }

  function prepareLayer(item, ready, failed) {
    var picture = back.querySelector('.picture');
    var video = back.querySelector('.video');
    empty(back);
    back.hidden = false;
    if (isCard(item)) {
      Player.fillCard(back, item, Player.now());
      ready();
      return;
    }
    var done = false;
    function once(call) {
      return function () {
        if (!done) {
          done = true;
          Player.loading = false;
          call();
        }
      };
    }
    Player.loading = true;
    var good = once(function () { fitPicture(back); ready(); });
    var bad = once(failed);
    watch = setTimeout(bad, LOAD);
    if (item.kind === 'video') {
      video.hidden = false;
      video.oncanplay = good;
      video.onerror = bad;
      video.src = file(item);
      video.load();
    } else {
      picture.hidden = false;
      picture.onerror = bad;
      picture.onload = function () { picture.decode ? picture.decode().then(good, bad) : good(); };
      picture.src = file(item);
    }
  }

  function show(item, result) {
    var gone = front;
    close(result);
    clearTimeout(watch);
    front = back;
    back = gone;
    current = item;
    began = Player.now();
    Player.changes += 1;
    front.getBoundingClientRect(); // so that it fades in from nothing
    front.className = 'layer is-front look-' + (item.look || 'red');
    back.className = 'layer is-back';
    var mine = turn;
    setTimeout(function () { if (mine === turn) { empty(gone); } }, FADE);
    if (item.kind === 'video') { playVideo(front.querySelector('.video'), item); } else { wait(item.seconds * 1000); }
  }

  function wait(time) {
    due = Date.now() + time;
    left = time;
    if (!Player.paused) { timer = setTimeout(function () { advance(1); }, time); }
  }

  function playVideo(video, item) {
    var mine = turn;
    function end(result) {
      return function () { if (mine === turn) { advance(1, result); } };
    }
    video.onended = end('shown');
    video.onerror = end('cut');
    var length = isFinite(video.duration) ? video.duration : item.seconds;
    due = Date.now() + length * 1000 + LOAD;
    if (Player.paused) { return; }
    watch = setTimeout(end('cut'), length * 1000 + LOAD); // a decoder that hangs
    var started = video.play();
    if (started && started.then) { started.then(null, end('cut')); }
  }

  function empty(layer) {
    var video = layer.querySelector('.video');
    var picture = layer.querySelector('.picture');
    picture.onload = picture.onerror = null;
    picture.removeAttribute('src');
    picture.hidden = true;
    video.oncanplay = video.onended = video.onerror = null;
    if (video.getAttribute('src')) {
      video.pause();
      video.removeAttribute('src');
      video.load(); // gives the decoder back
    }
    video.hidden = true;
    Player.clearCard(layer);
    layer.className = 'layer';
    layer.hidden = true;
  }

  /* Operator ------------------------------------------------------------------------------------------------ */

  var hintTimer = 0;

  Player.hint = function (words) {
    hint.textContent = words;
    hint.hidden = false;
    clearTimeout(hintTimer);
    hintTimer = setTimeout(function () { hint.hidden = true; hint.textContent = ''; }, 6000);
  };

  function pause() {
    var video = front.querySelector('.video');
    Player.paused = !Player.paused;
    Player.pauseTicker(Player.paused);
    Player.hint(Player.paused ? '已暂停' : '继续播放');
    clearTimeout(timer);
    clearTimeout(watch);
    if (current && current.kind === 'video') {
      if (Player.paused) { video.pause(); } else { playVideo(video, current); }
    } else if (Player.paused) {
      left = Math.max(0, due - Date.now());
    } else if (!Player.size.strip) {
      wait(left);
    }
  }

  function fact(list, term, value) {
    list.appendChild(document.createElement('dt')).textContent = term;
    list.appendChild(document.createElement('dd')).textContent = value;
  }

  function togglePanel() {
    var list = panel.querySelector('.panel__facts');
    var lists = panel.querySelector('.panel__lists');
    list.textContent = lists.textContent = '';
    panel.hidden = !panel.hidden;
    document.body.classList.toggle('has-panel', !panel.hidden);
    if (panel.hidden) { return; }
    fact(list, '播放单', Player.list.title);
    fact(list, '屏幕', Player.unit || '未命名（网址加 ?unit=名称）');
    fact(list, '画面', {landscape: '横屏', portrait: '竖屏', strip: '条屏'}[Player.size.shape]);
    fact(list, '已播', Player.changes + ' 次，' + Player.loops + ' 圈');
    fact(list, '版本', data.build);
    data.playlists.forEach(function (entry) {
      var link = lists.appendChild(document.createElement('a'));
      link.href = '?playlist=' + encodeURIComponent(entry.id) + (Player.unit ? '&unit=' + encodeURIComponent(Player.unit) : '');
      link.textContent = entry.title;
    });
    panel.querySelector('button').focus();
  }

  var DO = {
    pause: pause,
    next: function () { advance(1, 'cut'); },
    previous: function () { advance(-1, 'cut'); },
    full: Player.toggleFull,
    night: function () { Player.toggleNight(); },
    log: function () { Player.download('播放记录', Player.plays()); },
    totals: function () { Player.download('播放汇总', Player.totals()); },
    panel: togglePanel
  };
  // names by KeyboardEvent.key; remote controls of older boxes send only codes
  var KEYS = {
    ' ': 'pause', p: 'pause', MediaPlayPause: 'pause', MediaPause: 'pause', MediaPlay: 'pause', 19: 'pause', 415: 'pause', 10252: 'pause',
    ArrowRight: 'next', PageDown: 'next', MediaTrackNext: 'next', ChannelUp: 'next', 417: 'next', 427: 'next',
    ArrowLeft: 'previous', PageUp: 'previous', MediaTrackPrevious: 'previous', ChannelDown: 'previous', 412: 'previous', 428: 'previous',
    f: 'full', Enter: 'full', ColorF0Red: 'full', 403: 'full', n: 'night', l: 'log', t: 'totals',
    i: 'panel', m: 'panel', '?': 'panel', ContextMenu: 'panel', Info: 'panel', 457: 'panel'
  };

  function onKey(event) {
    var name = KEYS[event.key] || KEYS[String(event.key).toLowerCase()] || KEYS[event.keyCode];
    if (event.ctrlKey || event.altKey || event.metaKey) { return; }
    if (event.key === 'Escape' && !panel.hidden) { name = 'panel'; }
    if (!panel.hidden && (event.key === 'Enter' || event.key === ' ')) { return; } // for the button that has the focus
    if (name) {
      event.preventDefault();
      DO[name]();
    }
  }

  function listen() {
    document.addEventListener('keydown', onKey);
    window.addEventListener('resize', resize);
    screen.addEventListener('dblclick', DO.full);
    screen.addEventListener('contextmenu', function (event) { event.preventDefault(); togglePanel(); });
    panel.addEventListener('click', function (event) {
      var name = event.target.getAttribute('data-do');
      if (name) { DO[name](); }
    });
  }

  function begin() {
    advance(1);
    Player.keepGoing();
  }

  /* Nothing is shown in a stand-in font: the first item waits for the fonts, three seconds at most. */
  function start() {
    var notice = panel.querySelector('.notice');
    var begun = false;
    function once() {
      if (!begun) {
        begun = true;
        begin();
      }
    }
    choose();
    measure();
    listen();
    if (hint.hidden && !Player.size.strip) { Player.hint((notice ? notice.textContent + '。' : '') + '按 F 全屏，按 I 看全部按键'); }
    setTimeout(once, 3000);
    Promise.all(FONTS.map(function (font) { return document.fonts.load(font, '安全6'); })).then(once, once);
  }

  start();
}(window.Player));
