/* The page of the progress table: logs activities, shows the table, saves on this device, exports. ES2017, no
   request to anywhere: arithmetic in report-table.js, office files in report-files.js, schema in report/data.js. */
(function () {
  'use strict';

  var data = window.campaignReportData;
  var root = document.querySelector('[data-report]');
  if (!data || !root) { return; }
  var report = window.CampaignReport.create(data);
  var STORE = 'campaign.report.' + data.form.id + '.' + data.facts.year;
  var TYPES = {
    workbook: ['统计表', 'xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
    summary: ['活动总结', 'docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
    json: ['统计表', 'json', 'application/json'],
    csv: ['统计表', 'csv', 'text/csv;charset=utf-8'],
    'ledger-json': ['台账', 'json', 'application/json'],
    'ledger-csv': ['台账', 'csv', 'text/csv;charset=utf-8']
  };
  var state = report.empty();
  var editing = null; // the id of the entry that the form shows
  var removed = null; // [index, entry] of the last one deleted

  function find(selector) { return root.querySelector(selector); }

  function all(selector, inside) { return Array.prototype.slice.call((inside || root).querySelectorAll(selector)); }

  function element(name, words, attributes) {
    var made = document.createElement(name);
    if (words) { made.textContent = words; }
    Object.keys(attributes || {}).forEach(function (key) { made.setAttribute(key, attributes[key]); });
    return made;
  }

  /* What happened stands beside what was pressed: place is entry, ledger, table or export. */
  function tell(kind, words, place) {
    all('[data-status], [data-alert]').forEach(function (line) { line.textContent = ''; });
    find('[data-' + kind + '="' + place + '"]').textContent = words;
  }

  function say(words, place) { tell('status', words, place); }

  function warn(words, place) { tell('alert', words, place); }

  function fresh() {
    var letters = '';
    var random = new Uint8Array(6);
    window.crypto.getRandomValues(random);
    random.forEach(function (value) { letters += (value % 36).toString(36); });
    return Date.now().toString(36) + letters;
  }

  function localDay() {
    var now = new Date();
    function two(n) { return (n < 10 ? '0' : '') + n; }
    return now.getFullYear() + '-' + two(now.getMonth() + 1) + '-' + two(now.getDate());
  }

  /* Storage -------------------------------------------------------------------------------------------------- */

  function sound(text) { // what another version or another hand left there is taken only as far as it is right
    var kept = report.empty();
    var raw = null;
    try { raw = JSON.parse(text); } catch (error) { return kept; }
    if (!raw || raw.form !== kept.form || !Array.isArray(raw.entries)) { return kept; }
    data.form.header.forEach(function (item) { kept[item[0]] = report.line(raw[item[0]]); });
    kept.zeros = (Array.isArray(raw.zeros) ? raw.zeros : []).filter(function (key) { return report.byKey.hasOwnProperty(key); });
    raw.entries.forEach(function (item) {
      if (item && !Object.keys(report.faults(item)).length) { kept.entries.push(report.entry(item, report.line(item.id, 40) || fresh())); }
    });
    return kept;
  }

  function load() {
    try { return sound(localStorage.getItem(STORE)); } catch (error) { return report.empty(); }
  }

  function save() {
    try {
      localStorage.setItem(STORE, JSON.stringify(state));
      return true;
    } catch (error) {
      warn('这个浏览器不让保存：关闭页面之前先导出台账。', 'entry');
      return false;
    }
  }

  /* The entry's form ------------------------------------------------------------------------------------------ */

  var form = find('[data-entry]');

  function field(name) { return form.elements[name]; }

  function fillKinds() {
    data.form.rows.forEach(function (row) {
      var group = element('optgroup', '', {label: row.index + '. ' + row.title});
      row.kinds.forEach(function (kind) { group.appendChild(element('option', kind.short, {value: kind.key})); });
      field('kind').appendChild(group);
    });
  }

  function shapeForm() {
    var kind = report.byKey[field('kind').value];
    var parts = report.counted(kind);
    find('[data-name]').hidden = !report.repeatable(kind);
    find('[data-people]').hidden = parts.length < 2;
    find('[data-count-label]').textContent = kind.rule === 'answers' ? '参与（' + parts[0].unit + '）' : parts[0].unit;
    if (parts.length > 1) {
      find('[data-people-label]').textContent = kind.rule === 'answers' ? '答题（' + parts[1].unit + '）' : parts[1].unit;
    }
  }

  function usual() { // one activity is one session, nearly always
    field('count').value = report.byKey[field('kind').value].rule === 'sessions' ? '1' : '';
  }

  function showFaults(found) {
    var first = null;
    ['kind', 'name', 'date', 'count', 'people'].forEach(function (name) {
      var words = found[name] || '';
      document.getElementById('entry-' + name + '-fault').textContent = words;
      field(name).setAttribute('aria-invalid', words ? 'true' : 'false');
      if (words && !first) { first = field(name); }
    });
    if (first) {
      warn('没有记下：' + Object.keys(found).map(function (key) { return found[key]; }).join('；'), 'entry');
      first.focus();
    }
    return !first;
  }

  function clearForm() {
    editing = null;
    ['name', 'people', 'note'].forEach(function (name) { field(name).value = ''; });
    usual();
    find('[data-save]').textContent = '记下';
    find('[data-cancel]').hidden = true;
  }

  function submit(event) {
    event.preventDefault();
    var kind = report.byKey[field('kind').value];
    var raw = {};
    ['kind', 'name', 'date', 'count', 'people', 'note'].forEach(function (name) { raw[name] = field(name).value; });
    if (report.counted(kind).length < 2) { raw.people = ''; }
    if (!showFaults(report.faults(raw))) { return; }
    var made = report.entry(raw, editing || fresh());
    var index = state.entries.findIndex(function (item) { return item.id === editing; });
    if (index < 0) { state.entries.push(made); } else { state.entries[index] = made; }
    state.zeros = state.zeros.filter(function (key) { return key !== made.kind; });
    clearForm();
    say((index < 0 ? '记下了：' : '改好了：') + words(made), 'entry');
    if (!changed()) { return; }
    field('kind').focus();
  }

  function edit(item) {
    editing = item.id;
    ['kind', 'date', 'name', 'note'].forEach(function (name) { field(name).value = item[name]; });
    ['count', 'people'].forEach(function (name) { field(name).value = item[name] === null ? '' : item[name]; });
    shapeForm();
    showFaults({});
    find('[data-save]').textContent = '改好了';
    find('[data-cancel]').hidden = false;
    field('count').focus();
    say('正在改：' + words(item), 'entry');
  }

  function remove(item) {
    var index = state.entries.indexOf(item);
    removed = [index, item];
    state.entries.splice(index, 1);
    if (editing === item.id) { clearForm(); }
    say('删去了：' + words(item), 'ledger');
    changed();
    find('[data-undo]').focus();
  }

  function undo() {
    state.entries.splice(removed[0], 0, removed[1]);
    say('恢复了：' + words(removed[1]), 'ledger');
    removed = null;
    changed();
    field('kind').focus();
  }

  /* Ledger and table ------------------------------------------------------------------------------------------ */

  function amounts(kind, values) {
    return report.counted(kind).map(function (part, index) {
      return values[index] === null ? '' : values[index] + part.unit;
    }).filter(Boolean).join('，');
  }

  function words(item) {
    var kind = report.byKey[item.kind];
    return item.date + ' ' + (item.name || kind.short) + ' ' + amounts(kind, [item.count, item.people]);
  }

  function showLedger() {
    var list = find('[data-ledger]');
    list.textContent = '';
    state.entries.slice().sort(function (one, two) { return one.date < two.date ? 1 : one.date > two.date ? -1 : 0; })
      .forEach(function (item) {
        var kind = report.byKey[item.kind];
        var row = element('li', '', {'class': 'ledger__item', 'data-id': item.id});
        row.appendChild(element('span', item.date.slice(5).replace('-', '·'), {'class': 'ledger__date'}));
        var text = row.appendChild(element('span', '', {'class': 'ledger__text'}));
        text.appendChild(element('b', item.name || kind.short));
        text.appendChild(element('span', amounts(kind, [item.count, item.people])));
        if (item.note) { text.appendChild(element('span', item.note, {'class': 'ledger__note'})); }
        [['改', edit], ['删', remove]].forEach(function (action) {
          var button = element('button', action[0], {type: 'button', 'class': 'link', 'aria-label': action[0] + '：' + words(item)});
          button.addEventListener('click', function () { action[1](item); });
          row.appendChild(button);
        });
        list.appendChild(row);
      });
    find('[data-ledger-count]').textContent = state.entries.length ? '共' + state.entries.length + '条' : '';
    find('[data-ledger-empty]').hidden = state.entries.length > 0;
    find('[data-undo]').hidden = !removed;
  }

  function logged(kind) { return state.entries.some(function (item) { return item.kind === kind.key; }); }

  function zeroBox(kind) {
    var label = element('label', '', {'class': 'zero'});
    var box = element('input', '', {type: 'checkbox', 'data-zero': kind.key, 'aria-label': kind.short + '没有开展，填0'});
    box.checked = state.zeros.indexOf(kind.key) >= 0;
    box.addEventListener('change', function () {
      state.zeros = state.zeros.filter(function (key) { return key !== kind.key; }).concat(box.checked ? [kind.key] : []);
      say(kind.short + (box.checked ? '：填0' : '：留空'), 'table');
      changed();
      var again = find('[data-zero="' + kind.key + '"]');
      if (again) { again.focus(); }
    });
    label.appendChild(box);
    label.appendChild(document.createTextNode('填0'));
    return label;
  }

  function tableLine(label, shown, last) {
    var line = element('tr');
    line.appendChild(element('th', label, {scope: 'row'}));
    var value = element('td', shown || '未填', {'class': shown ? 'sum' : 'sum sum--blank'});
    line.appendChild(value);
    var cell = line.appendChild(element('td', '', {'class': 'table__zero'}));
    if (last) { cell.appendChild(last); }
    return line;
  }

  function showTable() {
    var sums = report.table(state);
    var filled = 0;
    var table = element('table', '', {'class': 'progress'});
    table.appendChild(element('caption', data.form.title));
    data.form.rows.forEach(function (row) {
      var body = table.appendChild(element('tbody'));
      var head = body.appendChild(element('tr'));
      head.appendChild(element('th', row.index + '. ' + row.title, {scope: 'rowgroup', colspan: '3'}));
      row.kinds.forEach(function (kind) {
        if (row.repeatable) {
          sums.other.forEach(function (item) { body.appendChild(tableLine(item.name, amounts(kind, [item.count, item.people]))); });
          if (!sums.other.length) { body.appendChild(tableLine(kind.short, '')); }
          return;
        }
        var values = report.counted(kind).map(function (part) { return sums.answers[part.key]; });
        filled += values.filter(function (value) { return value !== null; }).length;
        body.appendChild(tableLine(kind.fields[0].label, amounts(kind, values), logged(kind) ? null : zeroBox(kind)));
      });
    });
    var place = find('[data-table]');
    place.textContent = '';
    place.appendChild(table);
    find('[data-filled]').textContent = '已填' + filled + '项，共' + Object.keys(sums.answers).length + '项';
    var list = find('[data-doubts]');
    list.textContent = '';
    report.doubts(state).forEach(function (text) { list.appendChild(element('li', text)); });
  }

  function show() {
    showLedger();
    showTable();
  }

  function changed() {
    show();
    return save();
  }

  /* Files ------------------------------------------------------------------------------------------------------ */

  function content(what, saved) {
    switch (what) {
      case 'workbook': return window.CampaignReportFiles.workbook(data, report, state, saved);
      case 'summary': return window.CampaignReportFiles.summary(data, report, state, saved);
      case 'json': return JSON.stringify(report.submission(state, saved), null, 1);
      case 'csv': return report.submissionCsv(state);
      case 'ledger-json': return report.ledgerJson(state, saved);
      default: return report.ledgerCsv(state);
    }
  }

  function download(what) {
    var unit = find('#header-unit');
    var place = what.indexOf('ledger') < 0 ? 'export' : 'ledger';
    var needed = place === 'export' && !state.unit;
    document.getElementById('header-unit-fault').textContent = needed ? '先写单位全称' : '';
    unit.setAttribute('aria-invalid', String(needed));
    if (needed) {
      warn('没有导出：先写单位全称', place);
      unit.focus();
      return;
    }
    try {
      var type = TYPES[what];
      var name = [type[0], state.unit.replace(/[\\/:*?"<>|.]+/g, ' ').trim(), state.date || localDay()].filter(Boolean).join('-') + '.' + type[1];
      var link = element('a', '', {href: URL.createObjectURL(new Blob([content(what, new Date().toISOString())], {type: type[2]})), download: name});
      document.body.appendChild(link);
      link.click();
      link.remove();
      setTimeout(function () { URL.revokeObjectURL(link.href); }, 60000);
      say('导出了 ' + name, place);
    } catch (error) {
      warn('没有导出：' + error.message, place);
    }
  }

  function bring(event) {
    var box = event.target;
    var file = box.files[0];
    if (!file) { return; }
    var reader = new FileReader();
    reader.onerror = function () { warn('读不出 ' + file.name, 'ledger'); };
    reader.onload = function () {
      try {
        var found = report.parseLedger(decoded(reader.result));
        var result = report.merged(state, found, fresh);
        state = result.state;
        showHeader();
        changed();
        var told = '导入了' + found.entries.length + '条，新增' + result.added + '条';
        if (found.refused.length) { warn(told + '；没有导入' + found.refused.length + '条：' + found.refused.slice(0, 3).join('，'), 'ledger'); } else { say(told, 'ledger'); }
      } catch (error) {
        warn('没有导入：' + error.message, 'ledger');
      }
      box.value = '';
    };
    reader.readAsArrayBuffer(file);
  }

  function decoded(buffer) { // Excel and WPS save CSV in GB 18030
    try {
      return new TextDecoder('utf-8', {fatal: true}).decode(buffer);
    } catch (error) {
      return new TextDecoder('gb18030').decode(buffer);
    }
  }

  function clear() {
    if (!window.confirm('清空这台设备上的单位信息和全部台账？清空之后找不回来，先导出台账。')) { return; }
    state = report.empty();
    removed = null;
    clearForm();
    showHeader();
    changed();
    say('已清空', 'ledger');
  }

  function showHeader() {
    all('[data-header] input').forEach(function (input) { input.value = state[input.name]; });
  }

  function start() {
    fillKinds();
    field('date').value = localDay();
    state = load();
    shapeForm();
    usual();
    showHeader();
    show();
    form.addEventListener('submit', submit);
    field('kind').addEventListener('change', function () {
      shapeForm();
      if (!editing) { usual(); }
    });
    find('[data-cancel]').addEventListener('click', function () {
      clearForm();
      showFaults({});
      say('没有改动', 'entry');
    });
    find('[data-undo]').addEventListener('click', undo);
    find('[data-clear]').addEventListener('click', clear);
    find('[data-import]').addEventListener('change', bring);
    find('[data-header]').addEventListener('submit', function (event) { event.preventDefault(); });
    find('[data-header]').addEventListener('input', function (event) {
      state[event.target.name] = report.line(event.target.value);
      save();
    });
    all('[data-export]').forEach(function (button) {
      button.addEventListener('click', function () { download(button.getAttribute('data-export')); });
    });
    window.addEventListener('storage', function (event) { // another tab wrote
      if (event.key === STORE) {
        state = load();
        showHeader();
        show();
      }
    });
    root.hidden = false;
  }

  start();
}());
