/* The progress table's arithmetic: a ledger of activities to counts, checks, and the files that are text. No page, no
   storage here. ES2017; the schema is the build's (campaignReportData). Blank is not 0: a count that nothing was
   logged for is null. */
(function () {
  'use strict';

  var LONGEST = 60; // characters of a name, as the form's cells allow
  var MARKS = /^'*[=+\-@＝＋－＠]/; // what a spreadsheet would take for a formula, with the ' that says it is none

  function create(data) {
    var form = data.form;
    var kinds = [];
    var rows = {};
    form.rows.forEach(function (row) {
      row.kinds.forEach(function (kind) {
        kinds.push(kind);
        rows[kind.key] = row;
      });
    });
    var byKey = {};
    kinds.forEach(function (kind) { byKey[kind.key] = kind; });

    function counted(kind) {
      return kind.fields.filter(function (field) { return field.unit !== '文字'; });
    }

    function repeatable(kind) { return rows[kind.key].repeatable; }

    /* State: {unit, contact, phone, date, entries: [{id, date, kind, count, people, name, note}], zeros: [kind]} */

    function empty() {
      return {form: form.id, version: form.version, unit: '', contact: '', phone: '', date: '', entries: [], zeros: []};
    }

    function whole(text) {
      var plain = String(text === null || text === undefined ? '' : text).normalize('NFKC').replace(/[\s,]/g, '');
      if (plain === '') { return null; }
      return /^\d+$/.test(plain) && Number(plain) <= form.limit ? Number(plain) : undefined;
    }

    function day(text) {
      var match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text || '');
      var date = match && new Date(Date.UTC(+match[1], match[2] - 1, +match[3]));
      return !!match && date.getUTCMonth() === match[2] - 1 && date.getUTCDate() === +match[3];
    }

    function line(text, length) {
      return String(text === null || text === undefined ? '' : text)
        .replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/g, ' ')
        .replace(/[\ud800-\udbff](?![\udc00-\udfff])/g, ' ')
        .replace(/(^|[^\ud800-\udbff])[\udc00-\udfff]/g, '$1 ')
        .replace(/\s+/g, ' ').trim().slice(0, length || LONGEST).replace(/[\ud800-\udbff]$/, '');
    }

    /* What keeps an entry from being logged: field -> words. */
    function faults(entry) {
      var kind = byKey[entry.kind];
      var found = {};
      if (!kind) { return {kind: '选一种活动'}; }
      var fields = counted(kind);
      var values = [whole(entry.count), fields.length > 1 ? whole(entry.people) : null];
      if (!day(entry.date)) { found.date = '写上日期'; }
      if (repeatable(kind) && !line(entry.name)) { found.name = '写上活动名称'; }
      ['count', 'people'].forEach(function (name, index) {
        if (values[index] === undefined) { found[name] = '只填0或正整数'; }
      });
      if (values[0] === null && values[1] === null) { found.count = '至少填一个数'; }
      if (kind.rule === 'sessions' && values[0] === 0 && values[1]) { found.people = '场数是0，人次也应是0'; }
      if (kind.rule === 'answers' && values[0] && values[1] !== null && values[1] < values[0]) {
        found.people = '答题人次不少于参与人数';
      }
      return found;
    }

    /* An entry as it is kept; only for one without faults. */
    function entry(raw, id) {
      var kind = byKey[raw.kind];
      return {
        id: id || raw.id,
        date: raw.date,
        kind: raw.kind,
        count: whole(raw.count),
        people: counted(kind).length > 1 ? whole(raw.people) : null,
        name: repeatable(kind) ? line(raw.name) : '',
        note: line(raw.note, 200)
      };
    }

    function plus(sum, value) { return value === null ? sum : (sum || 0) + value; }

    /* The table: {answers: {key: number or null}, other: [{name, count, people}]}. */
    function table(state) {
      var answers = {};
      var other = [];
      var names = {};
      kinds.forEach(function (kind) {
        if (repeatable(kind)) { return; }
        var zero = state.zeros.indexOf(kind.key) >= 0 ? 0 : null;
        counted(kind).forEach(function (field) { answers[field.key] = zero; });
      });
      state.entries.forEach(function (item) {
        var kind = byKey[item.kind];
        if (!kind) { return; }
        if (repeatable(kind)) {
          if (!names.hasOwnProperty(' ' + item.name)) {
            names[' ' + item.name] = {name: item.name, count: null, people: null};
            other.push(names[' ' + item.name]);
          }
          names[' ' + item.name].count = plus(names[' ' + item.name].count, item.count);
          names[' ' + item.name].people = plus(names[' ' + item.name].people, item.people);
        } else {
          counted(kind).forEach(function (field, index) {
            answers[field.key] = plus(answers[field.key], index ? item.people : item.count);
          });
        }
      });
      return {answers: answers, other: other};
    }

    /* What is odd about the table: words to be shown, never a refusal. */
    function doubts(state) {
      var sums = table(state);
      var found = [];
      function pair(kind, name, first, second) {
        var unit = counted(kind)[0].unit.split('/')[0];
        if (kind.rule === 'sessions') {
          if (first === null && second) { found.push(name + '：有人次，没有' + unit + '数'); }
          if (first === 0 && second) { found.push(name + '：' + unit + '数是0，人次却不是'); }
          if (first && !second) { found.push(name + '：有' + first + unit + '，没有人次'); }
          if (first && second > first * kind.most) { found.push(name + '：平均每' + unit + Math.floor(second / first) + '人次，偏多，请核对'); }
          if (first > form.many) { found.push(name + '：' + first + unit + '，偏多，请核对'); }
        } else if (kind.rule === 'answers' && first && (second || 0) < first) {
          found.push(name + '：答题人次少于参与人数');
        }
      }
      kinds.forEach(function (kind) {
        if (kind.rule && !repeatable(kind)) {
          var keys = counted(kind).map(function (field) { return field.key; });
          pair(kind, kind.short, sums.answers[keys[0]], sums.answers[keys[1]]);
        }
      });
      sums.other.forEach(function (item) { pair(otherKind(), item.name, item.count, item.people); });
      var elsewhen = state.entries.filter(function (item) { return item.date.slice(0, 4) !== data.facts.year; }).length;
      if (elsewhen) { found.push('有' + elsewhen + '条记录的日期不在' + data.facts.year + '年，请核对'); }
      if (sums.other.length > form.others) {
        found.push('其他特色活动有' + sums.other.length + '项，表上只有' + form.others + '行：把相近的活动写成同一个名称');
      }
      return found;
    }

    function otherKind() { return kinds.filter(repeatable)[0]; }

    /* Files of text ------------------------------------------------------------------------------------------- */

    function cell(value) {
      var text = value === null || value === undefined ? '' : String(value);
      if (typeof value === 'string' && MARKS.test(text)) { text = "'" + text; }
      return /[",\r\n]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
    }

    function csv(lines) { // the mark tells Excel that it is UTF-8
      return '\ufeff' + lines.map(function (row) { return row.map(cell).join(','); }).join('\r\n') + '\r\n';
    }

    function submission(state, saved) {
      var sums = table(state);
      return {
        form: form.id, version: form.version, unit: state.unit, contact: state.contact, phone: state.phone,
        date: state.date, saved: saved, answers: sums.answers, other: sums.other
      };
    }

    function submissionCsv(state) {
      var sums = table(state);
      var lines = [['代码', '行', '项目', '单位', '填报']];
      form.header.forEach(function (item) { lines.push([item[0], '', item[1], '', state[item[0]]]); });
      form.rows.forEach(function (row) {
        row.kinds.forEach(function (kind) {
          if (row.repeatable) {
            sums.other.forEach(function (item) {
              [item.name, item.count, item.people].forEach(function (value, index) {
                var field = kind.fields[index];
                lines.push([field.key, row.index, field.label, field.unit, value]);
              });
            });
          } else {
            kind.fields.forEach(function (field) {
              lines.push([field.key, row.index, field.label, field.unit, sums.answers[field.key]]);
            });
          }
        });
      });
      return csv(lines);
    }

    var COLUMNS = ['编号', '日期', '活动代码', '活动', '数量', '人次', '活动名称', '备注'];

    function ledgerCsv(state) {
      return csv([COLUMNS].concat(state.entries.map(function (item) {
        return [item.id, item.date, item.kind, byKey[item.kind].short, item.count, item.people, item.name, item.note];
      })));
    }

    function ledgerJson(state, saved) {
      var whole = submission(state, saved);
      whole.ledger = {entries: state.entries, zeros: state.zeros};
      return JSON.stringify(whole, null, 1);
    }

    function parseCsv(text) {
      var lines = [];
      var row = [];
      var value = '';
      var quoted = false;
      text = text.replace(/^\ufeff/, '');
      var separator = text.split('\n')[0].indexOf('\t') >= 0 ? '\t' : ',';
      for (var index = 0; index <= text.length; index += 1) {
        var char = text[index];
        if (quoted && char === '"' && text[index + 1] === '"') {
          value += '"';
          index += 1;
        } else if (char === '"' && (quoted || value === '')) {
          quoted = !quoted;
        } else if (index === text.length || (!quoted && (char === separator || char === '\n'))) {
          row.push(value.replace(/\r$/, ''));
          value = '';
          if (char !== separator) {
            lines.push(row);
            row = [];
          }
        } else {
          value += char;
        }
      }
      return lines.filter(function (cells) { return cells.some(function (text) { return text.trim(); }); });
    }

    function unmarked(text) { return text[0] === "'" && MARKS.test(text) ? text.slice(1) : text; }

    function looseDay(text) {
      var match = /(\d{4})\D(\d{1,2})\D(\d{1,2})/.exec(text);
      return match ? match[1] + '-' + ('0' + match[2]).slice(-2) + '-' + ('0' + match[3]).slice(-2) : text;
    }

    function fromCsv(text) {
      var lines = parseCsv(text);
      var head = lines.shift() || [];
      var at = {};
      COLUMNS.forEach(function (name) { at[name] = head.map(function (title) { return title.trim(); }).indexOf(name); });
      if (at['日期'] < 0 || (at['活动代码'] < 0 && at['活动'] < 0)) { throw new Error('不是台账：第一行要有“日期”和“活动”'); }
      return lines.map(function (cells) {
        function get(name) { return unmarked((cells[at[name]] || '').trim()); }
        var named = kinds.filter(function (kind) { return kind.short === get('活动') || kind.key === get('活动代码'); })[0];
        return {
          id: get('编号'), date: looseDay(get('日期')), kind: named ? named.key : '', count: get('数量'),
          people: get('人次'), name: get('活动名称'), note: get('备注')
        };
      });
    }

    /* A ledger's file: {entries, zeros, header or null, refused: [words]}. Throws an Error with words for the user. */
    function parseLedger(text) {
      var raw = null;
      var header = null;
      var found = {entries: [], zeros: [], refused: []};
      if (/^\s*[{[]/.test(text)) {
        try { raw = JSON.parse(text); } catch (error) { throw new Error('JSON 不完整或写法有误'); }
        if (!raw || raw.form !== form.id) { throw new Error('不是这张统计表的台账'); }
        if (!raw.ledger || !Array.isArray(raw.ledger.entries)) { throw new Error('这是统计表，里面没有台账；请选台账的 JSON'); }
        header = {};
        form.header.forEach(function (item) { header[item[0]] = line(raw[item[0]]); });
        found.zeros = (Array.isArray(raw.ledger.zeros) ? raw.ledger.zeros : []).filter(function (key) {
          return byKey.hasOwnProperty(key) && !repeatable(byKey[key]);
        });
        raw = raw.ledger.entries;
      } else {
        raw = fromCsv(text);
      }
      raw.forEach(function (item, index) {
        var given = item && typeof item === 'object' ? item : {};
        var wrong = faults(given);
        var first = Object.keys(wrong)[0];
        if (first) {
          found.refused.push('第' + (index + 1) + '条：' + wrong[first]);
        } else {
          found.entries.push(entry(given, line(given.id, 40)));
        }
      });
      found.header = header;
      return found;
    }

    /* Two ledgers as one: an entry with a known number is the same entry, and the imported one counts. */
    function merged(state, found, fresh) {
      var known = {};
      var result = Object.assign({}, state, {entries: state.entries.slice(), zeros: state.zeros.slice()});
      result.entries.forEach(function (item, index) { known[item.id] = index; });
      var added = 0;
      found.entries.forEach(function (item) {
        var id = item.id || fresh();
        var place = known.hasOwnProperty(id) ? known[id] : result.entries.length;
        added += place === result.entries.length ? 1 : 0;
        known[id] = place;
        result.entries[place] = Object.assign({}, item, {id: id});
      });
      found.zeros.forEach(function (key) { if (result.zeros.indexOf(key) < 0) { result.zeros.push(key); } });
      Object.keys(found.header || {}).forEach(function (key) { result[key] = result[key] || found.header[key]; });
      return {state: result, added: added};
    }

    return {
      kinds: kinds, rows: rows, byKey: byKey, counted: counted, repeatable: repeatable, empty: empty, whole: whole,
      faults: faults, entry: entry, line: line, table: table, doubts: doubts, submission: submission,
      submissionCsv: submissionCsv, ledgerCsv: ledgerCsv, ledgerJson: ledgerJson, parseLedger: parseLedger, merged: merged
    };
  }

  window.CampaignReport = {create: create};
}());
