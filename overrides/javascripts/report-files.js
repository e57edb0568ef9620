/* The progress table's office files: the build's own workbook and document, unpacked, filled in, packed again. ES2017.
   Only cells that the form left empty are written; words go in as text, never as formulas. */
(function () {
  'use strict';

  var STAMP = new Date(1980, 0, 1);

  function bytes(base64) {
    var text = atob(base64);
    var result = new Uint8Array(text.length);
    for (var index = 0; index < text.length; index += 1) { result[index] = text.charCodeAt(index); }
    return result;
  }

  function escaped(text) {
    return String(text).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
  }

  /* Put a value into an empty cell; anything but exactly one such cell is a fault of the build. */
  function put(sheet, address, value) {
    var pattern = new RegExp('<c r="' + address + '"( s="\\d+")?/>');
    if (!pattern.test(sheet)) { throw new Error('表格里没有空单元格 ' + address); }
    return sheet.replace(pattern, function (found, style) {
      var open = '<c r="' + address + '"' + (style || '');
      return typeof value === 'number' ? open + '><v>' + value + '</v></c>'
        : open + ' t="inlineStr"><is><t xml:space="preserve">' + escaped(value) + '</t></is></c>';
    });
  }

  function filled(file, edits, saved) {
    var parts = window.fflate.unzipSync(bytes(file));
    edits['docProps/core.xml'] = function (text) {
      return text.replace(/(<dcterms:modified[^>]*>)[^<]*/, '$1' + saved.slice(0, 19) + 'Z');
    };
    Object.keys(edits).forEach(function (name) {
      parts[name] = window.fflate.strToU8(edits[name](window.fflate.strFromU8(parts[name])));
    });
    return window.fflate.zipSync(parts, {level: 6, mtime: STAMP});
  }

  /* The form as a workbook: `saved` is an ISO time in UTC. */
  function workbook(data, report, state, saved) {
    var book = data.workbook;
    var sums = report.table(state);
    var other = report.kinds.filter(report.repeatable)[0].fields;
    if (sums.other.length > data.form.others) { throw new Error(report.doubts(state).pop()); }
    var edits = {};
    edits[book.sheet] = function (sheet) {
      data.form.header.forEach(function (item) {
        if (state[item[0]]) { sheet = put(sheet, book.cells[item[0]], state[item[0]]); }
      });
      Object.keys(sums.answers).forEach(function (key) {
        if (sums.answers[key] !== null) { sheet = put(sheet, book.cells[key], sums.answers[key]); }
      });
      sums.other.forEach(function (item, index) {
        [item.name, item.count, item.people].forEach(function (value, part) {
          if (value !== null && value !== '') { sheet = put(sheet, book.cells[other[part].key + '_' + (index + 1)], value); }
        });
        var row = book.spare[index + 1];
        if (row) { sheet = sheet.replace(new RegExp('(<row r="' + row + '"[^>]*?) hidden="1"'), '$1'); }
      });
      return sheet;
    };
    edits[book.data] = function (sheet) { return put(sheet, book.json, JSON.stringify(report.submission(state, saved))); };
    return filled(book.file, edits, saved);
  }

  function shownDay(text) {
    var match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text || '');
    return match ? +match[1] + '年' + +match[2] + '月' + +match[3] + '日' : '____年__月__日';
  }

  /* The summary as a document; a blank count stays a blank to be filled in by hand. */
  function summary(data, report, state, saved) {
    var sums = report.table(state);
    var fields = report.kinds.filter(report.repeatable)[0].fields;
    var values = Object.assign({}, sums.answers, {unit: state.unit, date: shownDay(state.date)});
    values.other = sums.other.map(function (item) {
      return item.name + '，' + fields[1].printed + (item.count === null ? '____' : item.count) + fields[1].unit + '，' +
        fields[2].printed + (item.people === null ? '____' : item.people) + fields[2].unit;
    }).join('；');
    values.other = values.other ? values.other + '。' : '［本单位的特色活动；没有就删去这一条］';
    var edits = {};
    edits[data.summary.part] = function (text) {
      return text.replace(/\{\{(\w+)\}\}/g, function (found, key) {
        var value = values[key];
        return value === null || value === undefined || value === '' ? '____' : escaped(value);
      });
    };
    return filled(data.summary.file, edits, saved);
  }

  window.CampaignReportFiles = {workbook: workbook, summary: summary};
}());
