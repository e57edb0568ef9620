/* Cards that are drawn here because they change with the clock: countdown, today, clock, a text, the urgent message.
   A card stands in a layer that exists from the start; filling it changes texts and points, and `clear` empties it. */
(function (Player) {
  'use strict';

  var GROWTH = 1.05; // each band is this much thicker than the one below it
  var SEAM = 0.06;

  function part(layer, name) { return layer.querySelector('.' + name); }

  function set(layer, name, text) {
    var node = part(layer, name);
    node.textContent = text || '';
    node.hidden = !text;
    return node;
  }

  /* The roof and its bands in u (1/100 of the short side): the art direction's shapes for a slide and for a tall card. */
  function roof(svg, size, look) {
    var w = size.w / size.u;
    var h = size.h / size.u;
    var wide = size.shape === 'landscape';
    var ax = wide ? 0.776 * w : w / 2;
    var ay = wide ? 0.35 * h : 0.6 * h;
    var slope = wide ? 0.62 : 0.42;
    var band = look === 'warn' ? 3.4 : wide ? 8.2 : 9.2;
    var lift = wide ? 1.5 : 1.7;

    function draw(name, points) {
      svg.querySelector(name).setAttribute('points', points.map(function (p) { return p[0].toFixed(2) + ',' + p[1].toFixed(2); }).join(' '));
    }

    function line(up) { return [[0, ay + slope * ax - up], [ax, ay - up], [w, ay + slope * (w - ax) - up]]; }

    svg.setAttribute('viewBox', '0 0 ' + w.toFixed(2) + ' ' + h.toFixed(2));
    draw('.eave', line(lift).concat(line(-SEAM).reverse()));
    for (var index = 1; index <= 4; index += 1) {
      var thick = band * Math.pow(GROWTH, index - 1);
      draw('.band--' + index, line(lift + thick).concat(line(lift - SEAM).reverse()));
      lift += thick;
    }
    draw('.house', line(0).concat([[w, h], [0, h]]));
    svg.querySelector('.steppe').setAttribute('transform', 'translate(' + (wide ? ax - 67 : 5) + ' ' + (h + 0.1) + ')');
  }

  /* [[text, emphasised], ...] into a node. */
  Player.runs = function (node, runs) {
    runs.forEach(function (run) {
      node.appendChild(document.createElement(run[1] ? 'em' : 'span')).textContent = run[0];
    });
    return node;
  };

  function headline(layer, text, shape) {
    var node = part(layer, 'headline');
    var set = text[shape] || text.landscape;
    node.hidden = false;
    node.style.fontSize = 'calc(var(--u) * ' + set.size + ')';
    set.lines.forEach(function (runs) {
      Player.runs(node.appendChild(document.createElement('span')), runs).className = 'headline__line';
    });
  }

  function facts(layer, label, numeral, unit, note) {
    set(layer, 'label', label);
    part(layer, 'numeral').hidden = false;
    part(layer, 'numeral').firstChild.textContent = numeral;
    part(layer, 'numeral').lastChild.textContent = unit;
    set(layer, 'note', note);
  }

  var FILL = {
    countdown: function (layer, item, date, shape) {
      var campaign = Player.data.campaign;
      var phase = Player.phase(date);
      headline(layer, campaign.headline, shape);
      set(layer, 'line', campaign.period + '\n' + campaign.organiser);
      if (phase.key === 'before') { facts(layer, '距' + campaign.talkName + '还有', phase.days, '天', campaign.talkDay); }
      if (phase.key === 'today') { facts(layer, '今天是', campaign.talkDot, '', campaign.talkName); }
      if (phase.key === 'during') { facts(layer, '活动进行中，距结束还有', phase.days, '天', campaign.name); }
      if (phase.key === 'last') { facts(layer, '活动进行中', '今天', '', '是最后一天'); }
      if (phase.key === 'after') { facts(layer, '', campaign.talkDot, '', campaign.talkName); }
      return phase.key === 'last' ? 'is-words' : '';
    },
    today: function (layer, item, date, shape) {
      var event = Player.data.events[Player.iso(date)];
      var topic = event || Player.ofDay(Player.data.topics, date);
      set(layer, 'kicker', event ? '今天' : '今日一学');
      headline(layer, topic.headline, shape);
      set(layer, 'line', topic.line);
      facts(layer, '', (date.getMonth() + 1) + '·' + date.getDate(), '', Player.weekday(date));
      return 'is-today';
    },
    clock: function (layer, item, date) {
      var node = part(layer, 'headline');
      node.hidden = false;
      node.style.fontSize = '';
      node.appendChild(document.createElement('span')).textContent = Player.clock(date);
      node.firstChild.className = 'headline__line';
      set(layer, 'line', Player.data.campaign.organiser);
      facts(layer, '', (date.getMonth() + 1) + '·' + date.getDate(), '', Player.weekday(date));
      return 'is-clock';
    },
    text: function (layer, item, date, shape) {
      var campaign = Player.data.campaign;
      headline(layer, item.headline, shape);
      facts(layer, '', campaign.talkDot, '', campaign.talkName);
      set(layer, 'line', campaign.period + '\n' + campaign.organiser);
      return '';
    },
    urgent: function (layer, item, date, shape) {
      set(layer, 'kicker', '紧急提示');
      headline(layer, item.headline, shape);
      facts(layer, Player.weekday(date), Player.clock(date), '', Player.unit || Player.data.campaign.organiser);
      return 'is-urgent';
    }
  };

  /* A countdown has nothing to say once all is over, and a lesson needs a page. */
  Player.cardDue = function (item, date) {
    if (item.card === 'countdown') { return Player.phase(date).key !== 'after'; }
    return item.card !== 'today' || Player.data.topics.length > 0 || !!Player.data.events[Player.iso(date)];
  };

  Player.fillCard = function (layer, item, date) {
    var card = part(layer, 'card');
    var event = item.card === 'today' && Player.data.events[Player.iso(date)];
    var topic = item.card === 'today' && !event && Player.ofDay(Player.data.topics, date);
    var look = topic ? topic.look : item.look || 'red';
    Player.clearCard(layer);
    var kind = FILL[item.card || 'text'](layer, item, date, Player.size.shape);
    card.className = 'card look-' + look + ' ' + kind;
    roof(part(layer, 'roof'), Player.size, look);
    card.hidden = false;
  };

  Player.clearCard = function (layer) {
    part(layer, 'card').hidden = true;
    ['kicker', 'line', 'label', 'note', 'headline'] // what a card leaves behind would be nodes that add up
      .forEach(function (name) { set(layer, name, ''); });
    part(layer, 'numeral').firstChild.textContent = '';
    part(layer, 'numeral').lastChild.textContent = '';
    part(layer, 'numeral').hidden = true;
  };

  /* What an item says in one running line, as (text, emphasised) runs; nothing for pictures and videos. */
  var SAY = {
    countdown: function (date) {
      var name = Player.data.campaign.talkName;
      var phase = Player.phase(date);
      var rest = [['' + phase.days, true], ['天', false]];
      return {
        before: [['距' + name + '还有', false]].concat(rest),
        today: [['今天是', false], [name, true]],
        during: [['活动进行中，距结束还有', false]].concat(rest),
        last: [['活动进行中，今天是最后一天', false]]
      }[phase.key];
    },
    today: function (date) {
      var event = Player.data.events[Player.iso(date)];
      var topic = event || Player.ofDay(Player.data.topics, date);
      var words = [].concat.apply([], topic.headline.landscape.lines);
      return [[(event ? '今天' : '今日一学') + '：', false]].concat(words);
    },
    clock: function (date) {
      return [[Player.clock(date), true], [' ' + Player.day(date), false]];
    }
  };

  Player.said = function (item, date) {
    if (item.kind === 'card') { return item.runs || SAY[item.card](date); }
    return item.runs || (item.kind === 'slide' ? [[item.title, false]] : null);
  };

  Player.hasLiveCard = function (item) { return !!item && item.kind === 'card' && item.card !== 'text'; };
}(window.Player));
