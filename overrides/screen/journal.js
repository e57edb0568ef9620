/* Proof of play: what was shown when, kept in this browser alone. Every hour is a row of its own in localStorage, so that
   a change writes a few kilobytes; three days of single plays and 400 days of daily totals are kept. */
(function (Player) {
  'use strict';

  var PLAYS = 'screen-plays ';
  var TOTALS = 'screen-totals ';
  var KEEP_HOURS = 72;
  var KEEP_DAYS = 400;
  var RESULTS = {shown: '播完', cut: '中途切换', skipped: '跳过'};
  var memory = {}; // where the browser refuses storage, the log lives as long as the page

  function read(key) {
    try {
      return JSON.parse(localStorage.getItem(key) || 'null') || memory[key];
    } catch (error) {
      return memory[key];
    }
  }

  function write(key, value) {
    try {
      localStorage.setItem(key, JSON.stringify(value));
    } catch (error) {
      memory[key] = value;
      prune(KEEP_HOURS / 2); // full: older plays make room for the next ones
    }
  }

  function keys(prefix) {
    var found = Object.keys(memory);
    try {
      found = found.concat(Object.keys(localStorage));
    } catch (error) { /* no storage: memory alone */ }
    return found.filter(function (key, index) { return key.indexOf(prefix) === 0 && found.indexOf(key) === index; }).sort();
  }

  function drop(prefix, count) {
    keys(prefix).slice(0, -count).forEach(function (key) {
      delete memory[key];
      try {
        localStorage.removeItem(key);
      } catch (error) { /* it was in memory alone */ }
    });
  }

  function prune(hours) {
    drop(PLAYS, hours);
    drop(TOTALS, KEEP_DAYS);
  }

  function stamp(date) {
    return Player.iso(date) + ' ' + Player.clock(date) + ':' + Player.two(date.getSeconds());
  }

  /* One play: its item, when it began, for how many milliseconds, and how it ended. */
  Player.record = function (item, began, lasted, result) {
    var day = Player.iso(began);
    var hour = PLAYS + day + ' ' + Player.two(began.getHours());
    var plays = read(hour);
    var seconds = Math.round(lasted / 100) / 10;
    if (!plays) {
      plays = [];
      prune(KEEP_HOURS);
    }
    plays.push([stamp(began), Player.list.id, item.id, item.title, seconds, result, Player.data.build]);
    write(hour, plays);
    var totals = read(TOTALS + day) || {};
    var row = totals[item.id] = totals[item.id] || [item.title, 0, 0, 0];
    row[1] += result === 'skipped' ? 0 : 1;
    row[2] = Math.round((row[2] + seconds) * 10) / 10;
    row[3] += result === 'skipped' ? 1 : 0;
    write(TOTALS + day, totals);
  };

  function cell(value) {
    var text = String(value);
    if (/^[=+\-@\t]/.test(text)) { text = '\'' + text; } // a spreadsheet must not take a title for a formula
    return /[",\r\n]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
  }

  function csv(rows) { // the mark at the start tells Excel that this is UTF-8
    return '\ufeff' + rows.map(function (row) { return row.map(cell).join(','); }).join('\r\n') + '\r\n';
  }

  Player.plays = function () {
    var rows = [['开始时间', '播放单', '编号', '内容', '秒数', '结果', '屏幕', '版本']];
    keys(PLAYS).forEach(function (key) {
      read(key).forEach(function (play) {
        rows.push(play.slice(0, 5).concat([RESULTS[play[5]], Player.unit, play[6]]));
      });
    });
    return csv(rows);
  };

  Player.totals = function () {
    var rows = [['日期', '编号', '内容', '次数', '合计秒数', '跳过次数', '屏幕']];
    keys(TOTALS).forEach(function (key) {
      var totals = read(key);
      Object.keys(totals).sort().forEach(function (id) {
        var row = totals[id];
        rows.push([key.slice(TOTALS.length), id, row[0], row[1], row[2], row[3], Player.unit]);
      });
    });
    return csv(rows);
  };

  Player.download = function (name, text) {
    var link = document.createElement('a');
    var url = URL.createObjectURL(new Blob([text], {type: 'text/csv;charset=utf-8'}));
    link.href = url;
    link.download = name + '-' + Player.iso(Player.now()) + '.csv';
    document.body.appendChild(link);
    link.click();
    document.body.removeChild(link);
    setTimeout(function () { URL.revokeObjectURL(url); }, 10000);
  };
}(window.Player));
