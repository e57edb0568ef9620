/* Time: the player's clock, day and time windows, and where the campaign stands. ES5 throughout the player: it runs on
   boxes whose browser is Chromium 69. `?today=2023-06-04` or `…T14:35` plays as if it were then. */
(function () {
  'use strict';

  var DAY = 86400000;
  var Player = window.Player = {data: window.SCREEN};

  Player.parameter = function (name) {
    var m = new RegExp('[?&]' + name + '=([^&#]*)').exec(location.search);
    try {
      return m ? decodeURIComponent(m[1].replace(/\+/g, ' ')) : '';
    } catch (error) {
      return ''; // a malformed escape is no wish
    }
  };

  Player.two = function (n) { return (n < 10 ? '0' : '') + n; };

  function local(text, time) { // a date without a time gets that of `time`, or midnight
    var m = /^(\d{4})-(\d\d?)-(\d\d?)(?:[T ](\d\d?):(\d\d))?$/.exec(text || '');
    if (!m) { return null; }
    return m[4] || !time ?
      new Date(+m[1], m[2] - 1, +m[3], +(m[4] || 0), +(m[5] || 0)) :
      new Date(+m[1], m[2] - 1, +m[3], time.getHours(), time.getMinutes(), time.getSeconds());
  }

  var opened = new Date();
  var preview = local(Player.parameter('today'), opened);
  var offset = preview ? preview.getTime() - opened.getTime() : 0;

  Player.now = function () { return new Date(Date.now() + offset); };

  Player.iso = function (date) {
    return date.getFullYear() + '-' + Player.two(date.getMonth() + 1) + '-' + Player.two(date.getDate());
  };

  Player.clock = function (date) { return Player.two(date.getHours()) + ':' + Player.two(date.getMinutes()); };

  Player.weekday = function (date) { return '星期' + '日一二三四五六'.charAt(date.getDay()); };

  Player.day = function (date) { return (date.getMonth() + 1) + '月' + date.getDate() + '日 ' + Player.weekday(date); };

  function days(from, to) { // whole calendar days; rounding absorbs a daylight-saving hour
    var a = new Date(from.getFullYear(), from.getMonth(), from.getDate());
    var b = new Date(to.getFullYear(), to.getMonth(), to.getDate());
    return Math.round((b - a) / DAY);
  }

  /* Whether minutes of a day lie in one of [[from, to], ...]; a span may pass midnight. */
  Player.within = function (hours, date) {
    var minute = date.getHours() * 60 + date.getMinutes();
    return hours.some(function (span) {
      return span[0] <= span[1] ? minute >= span[0] && minute < span[1] : minute >= span[0] || minute < span[1];
    });
  };

  /* A window: {first, last, days, hours}, each optional; `last` is the first moment that is too late. */
  Player.open = function (window, date) {
    if (!window) { return true; }
    if (window.first && date < local(window.first)) { return false; }
    if (window.last && date >= local(window.last)) { return false; }
    if (window.days && window.days.indexOf((date.getDay() + 6) % 7 + 1) < 0) { return false; }
    return !window.hours || Player.within(window.hours, date);
  };

  /* before, today, during, last or after, and the days that its sentence counts; never a negative number. */
  Player.phase = function (date) {
    var campaign = Player.data.campaign;
    var toTalk = days(date, local(campaign.talk));
    var toEnd = days(date, local(campaign.end));
    if (toTalk > 0) { return {key: 'before', days: toTalk}; }
    if (toTalk === 0) { return {key: 'today', days: 0}; }
    if (toEnd > 0) { return {key: 'during', days: toEnd}; }
    return {key: toEnd === 0 ? 'last' : 'after', days: 0};
  };

  /* One of a list for each day, the same that the site picks. */
  Player.ofDay = function (list, date) {
    var index = days(new Date(2001, 0, 1), date) % list.length;
    return list[(index + list.length) % list.length];
  };
}());
