/* The search: a worker that speaks the theme's protocol and ranks Chinese. ES5 (it also runs in the frame that stands
   for a worker at file://). Words need no dictionary: every pair of neighbouring characters is a term, weighed by how
   rare it is; what stands as a whole in a title, a tag or the text counts more than the sum of its pairs. */
(function () {
  'use strict';

  var SETUP = 0, READY = 1, QUERY = 2, RESULT = 3; // message types of the theme
  var FIELDS = {title: 9, tags: 9, asked: 4, heading: 3.5, body: 1};
  var WORD = 0.05; // from here on two characters are taken for a word
  var QUESTION = 40; // what a page earns that names the very question
  var MOST = 30; // pages of a result
  var TEASER = 110; // characters
  // Words of a question that say nothing about its subject, longest first.
  var FILLERS = new RegExp(('为什么要|是什么意思|怎么处理|怎么使用|怎么办|怎么做|怎么样|怎么用|怎么|怎样|如何|是不是|能不能|可不可以|有没有|要不要|该不该|' +
    '为什么|什么时候|什么样|什么是|什么|哪几个|哪些|哪里|哪儿|哪个|在哪|多少|多久|几个|几次|可以|需要|应该|应当|必须|请问|我要|我想|想要|怎|哪|谁|几|' +
    '吗|呢|吧|啊|了|的|是|要|有|和|与|及|后|时|应|该|能|在|被|把|对|去').replace(/\|$/, ''), 'g');

  // Who and where: said in many questions, seldom what is asked.
  var SCENE = {'医院': 1, '单位': 1, '科室': 1, '家里': 1, '屋里': 1, '老人': 1, '病人': 1, '患者': 1, '有人': 1, '别人': 1, '孩子': 1, '小孩': 1, '突然': 1,
    '时候': 1, '旁边': 1, '自己': 1, '一起': 1, '发现': 1, '事情': 1, '东西': 1, '注意': 1, '安全': 1, '活动': 1};

  // Words that people use for one another; each line is one meaning.
  var SAME = ('着火 起火 失火 火灾 火情 火场|逃生 逃跑 逃命 疏散 撤离 往哪跑 怎么跑|病人 患者 病号|插排 插线板 接线板 排插 拖线板|触电 漏电 电击|' +
    '煤气 燃气 天然气 液化气 液化石油气|煤气中毒 一氧化碳 煤烟 闷炉|报警 报火警 火警 119|急救 抢救 120|心肺复苏 CPR 胸外按压 心脏骤停 没有呼吸 没呼吸 没心跳 没气 断气 不喘气 呼吸停止|晕倒 昏倒 昏迷 倒地 倒下 不省人事|标识 标志 标牌 指示牌|开水 热水 滚水 沸水|头晕 头疼 头痛 恶心|样本 标本|打翻 打碎 洒了 溢洒|针头 注射器 锐器 利器|消防队 消防车 火警|安全通道 疏散通道 消防通道 安全出口|扔 丢 丢弃|夜班 夜间 夜里 晚上 值夜|AED 除颤器 除颤|' +
    '电动车 电动自行车 电瓶车 电动摩托|烧伤 烫伤|出血 流血 止血|洪水 洪涝 水灾 暴雨 内涝 山洪|打雷 雷电 雷击 雷雨|沙尘暴 沙尘 扬沙 大风|电焊 焊接 动火 气割|' +
    '外包 外委 承包 施工队 外包外租|高压锅 灭菌器 压力容器 高压灭菌|医废 医疗废物 医疗垃圾|危化品 危险化学品 化学品|取暖 供暖 采暖 暖气 煤炉 火炉|串联 串接|换成 改成 换一个|' +
    '消防栓 消火栓|厨房 食堂 油锅 灶台|竞赛 答题|大厅 电视 大屏|横幅 条幅|电梯困人 困在电梯 被困电梯 电梯|孕妇 产妇|婴儿 新生儿 小孩 孩子 儿童 家庭|老人 老年人|骨折 摔伤|' +
    '地震 余震|演习 演练|案例 事故|打印 印刷|抽烟 吸烟 香烟 烟头|日历 日程 时间表|院长 主要负责人 一把手 单位负责人|保洁 清洁工 保洁员|司机 驾驶员|保安 安保 门卫|化验室 检验科 实验室|村医 乡村医生').split('|')
    .map(function (line) { return line.split(' '); });

  var pages = [];
  var rarity = {}; // term -> weight

  /* Text --------------------------------------------------------------------------------------------------------- */

  function plain(html) {
    return String(html || '').replace(/<[^>]*>/g, ' ').replace(/&lt;/g, '<').replace(/&gt;/g, '>')
      .replace(/&quot;/g, '"').replace(/&#39;/g, "'").replace(/&amp;/g, '&').replace(/\s+/g, ' ').trim();
  }

  function escaped(text) {
    return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
  }

  function folded(text) { // full width and capitals away
    return (text.normalize ? text.normalize('NFKC') : text).toLowerCase();
  }

  /* Letters only, and where each of them stands in the text. */
  function reduced(text) {
    var letters = '', places = [];
    for (var i = 0; i < text.length; i++) {
      var part = folded(text.charAt(i)).replace(/[^\u4e00-\u9fff\u3400-\u4dbf0-9a-z.\u1800-\u18af]/g, '');
      for (var j = 0; j < part.length; j++) { letters += part.charAt(j); places.push(i); }
    }
    return {letters: letters, places: places};
  }

  /* Runs of one script: Chinese is cut into pairs, anything else stays a word. */
  function runs(text) {
    return folded(text).match(/[\u4e00-\u9fff\u3400-\u4dbf]+|[0-9a-z.]+|[\u1800-\u18af]+/g) || [];
  }

  function pairs(run) {
    if (!/[\u4e00-\u9fff\u3400-\u4dbf]/.test(run)) { return [run]; }
    var found = [];
    for (var i = 0; i + 1 < run.length; i++) { found.push(run.substr(i, 2)); }
    return found;
  }

  function counted(text) { // term -> how often
    var table = Object.create(null), all = 0;
    runs(text).forEach(function (run) {
      pairs(run).concat(run.length > 1 && /[\u4e00-\u9fff]/.test(run) ? run.split('') : /^[\u4e00-\u9fff]$/.test(run) ? [run] : [])
        .forEach(function (term) { table[term] = (table[term] || 0) + 1; all += 1; });
    });
    return {table: table, all: all};
  }

  /* Index -------------------------------------------------------------------------------------------------------- */

  function setup(docs) {
    var byPath = Object.create(null);
    pages = [];
    docs.forEach(function (doc) {
      var path = doc.location.split('#')[0];
      var text = plain(doc.text);
      var title = plain(doc.title);
      var page = byPath[path];
      if (!page) {
        page = byPath[path] = {doc: doc, title: title, tags: doc.tags || [], boost: doc.boost || 1, asked: doc.asked || [], sections: []};
        pages.push(page);
      }
      page.sections.push({
        doc: doc, title: title, text: text, isPage: doc.location === path,
        letters: reduced(title).letters + '\n' + reduced(text).letters
      });
    });
    pages.forEach(function (page) {
      var heads = page.sections.filter(function (section) { return !section.isPage; });
      page.fields = {
        title: counted(page.title),
        tags: counted(page.tags.join(' ')),
        asked: counted(page.asked.join(' ')),
        heading: counted(heads.map(function (section) { return section.title; }).join(' ')),
        body: counted(page.sections.map(function (section) { return section.text; }).join(' '))
      };
      page.titleLetters = reduced(page.title).letters;
      page.questions = page.asked.map(weighed);
      page.tagLetters = page.tags.map(function (tag) { return reduced(tag).letters; });
      page.sections.forEach(function (section) { section.terms = counted(section.title + ' ' + section.text); });
    });
    weigh();
  }

  function weigh() {
    var seen = Object.create(null), often = Object.create(null);
    var total = 0;
    pages.forEach(function (page) {
      var mine = Object.create(null);
      Object.keys(page.fields).forEach(function (name) {
        Object.keys(page.fields[name].table).forEach(function (term) {
          mine[term] = true;
          often[term] = (often[term] || 0) + page.fields[name].table[term];
        });
      });
      Object.keys(mine).forEach(function (term) { seen[term] = (seen[term] || 0) + 1; });
      total += page.fields.body.all;
    });
    rarity = Object.create(null);
    Object.keys(seen).forEach(function (term) {
      rarity[term] = Math.log(1 + (pages.length - seen[term] + 0.5) / (seen[term] + 0.5)) * cohesion(term, often);
    });
    pages.forEach(function (page) { page.length = page.fields.body.all / (total / pages.length || 1); });
  }

  /* Two characters that keep company are a word; those that only met where two words touch count for less. */
  function cohesion(term, often) {
    if (!/^[\u4e00-\u9fff]{2}$/.test(term)) { return 1; }
    var together = often[term] / Math.sqrt(often[term.charAt(0)] * often[term.charAt(1)] || 1);
    return Math.max(0.3, Math.min(1, together / WORD));
  }

  /* Query -------------------------------------------------------------------------------------------------------- */

  function asked(query) {
    var whole = reduced(query).letters;
    var subjects = [], weights = Object.create(null);
    runs(query).forEach(function (run) {
      var kept = run.replace(FILLERS, ' ').split(' ').filter(Boolean);
      if (!kept.length) { kept = [run]; }
      subjects = subjects.concat(kept);
      pairs(run).forEach(function (term) { weights[term] = Math.max(weights[term] || 0, 0.12); });
      kept.forEach(function (part) {
        pairs(part).forEach(function (term) { weights[term] = SCENE[term] && term !== part ? 0.4 : 1; });
        part.split('').forEach(function (char) {
          if (/[\u4e00-\u9fff]/.test(char)) { weights[char] = Math.max(weights[char] || 0, part.length === 1 ? 0.5 : 0.14); }
        });
      });
    });
    return {whole: whole, subjects: subjects, weights: weights, meanings: meanings(folded(query))};
  }

  /* The lines of SAME that the question touches: the words it has, and the others that mean the same. */
  function meanings(query) {
    return SAME.map(function (line) {
      var words = line.map(folded);
      return {
        said: words.filter(function (word) { return query.indexOf(word) >= 0; }),
        others: words.filter(function (word) { return query.indexOf(word) < 0; })
      };
    }).filter(function (meaning) { return meaning.said.length && meaning.others.length; });
  }

  /* A question as terms and their weights: what it is about counts, the words of asking hardly do. */
  function weighed(text) {
    return asked(text).weights;
  }

  /* How much of two questions is the same, from 0 to 1: what both have against what either has. */
  function likeness(one, other) {
    var both = 0, all = 0;
    Object.keys(one).forEach(function (term) {
      var worth = known(term) || 1;
      all += one[term] * worth;
      both += term in other ? Math.min(one[term], other[term]) * worth : 0;
    });
    Object.keys(other).forEach(function (term) { all += other[term] * (known(term) || 1); });
    return all ? 2 * both / all : 0;
  }

  function closest(page, question) {
    return page.questions.reduce(function (most, one) { return Math.max(most, likeness(one, question.weights)); }, 0);
  }

  function known(term) { return rarity[term] || 0; }

  function summed(term, page) {
    var score = 0;
    Object.keys(FIELDS).forEach(function (name) {
      var count = page.fields[name].table[term] || 0;
      // a Latin word is found while it is being typed
      if (!count && /^[0-9a-z.]+$/.test(term)) {
        Object.keys(page.fields[name].table).forEach(function (other) { if (other.indexOf(term) === 0) { count = 0.7; } });
      }
      if (!count) { return; }
      score += FIELDS[name] * (name === 'body' ? count / (count + 0.6 + 0.6 * page.length) : count / (count + 0.4));
    });
    return score;
  }

  function worthOf(word, page) {
    return pairs(word).reduce(function (sum, term) { return sum + (known(term) || 1) * summed(term, page); }, 0);
  }

  function best(words, page) {
    return words.reduce(function (most, word) { return Math.max(most, worthOf(word, page)); }, 0);
  }

  function ranked(page, question) {
    var score = 0, met = 0, wanted = 0;
    Object.keys(question.weights).forEach(function (term) {
      var weight = question.weights[term] * (known(term) || 1);
      var found = summed(term, page);
      if (question.weights[term] === 1 || (term.length === 1 && question.weights[term] >= 0.5)) {
        wanted += weight;
        met += found ? weight : meant(term, page, question) ? 0.7 * weight : 0;
      }
      score += weight * found;
    });
    question.meanings.forEach(function (meaning) { // another word for it helps only where the word itself is wanting
      score += Math.max(0, 0.55 * best(meaning.others, page) - best(meaning.said, page));
    });
    score *= 0.2 + 0.8 * (wanted ? met / wanted : 0);
    question.subjects.forEach(function (part) { score += standing(page, part, 5); });
    score += standing(page, question.whole, 12);
    score += QUESTION * Math.pow(closest(page, question), 2);
    return score * page.boost;
  }

  function meant(term, page, question) {
    return question.meanings.some(function (meaning) {
      return meaning.said.some(function (word) { return word.indexOf(term) >= 0; }) && best(meaning.others, page) > 0;
    });
  }

  /* What a page earns for having these words as a whole. */
  function standing(page, words, worth) {
    if (words.length < 2) { return 0; }
    var earned = 0;
    var value = worth * Math.min(words.length, 8) / 2;
    if (page.titleLetters === words) { earned += 3 * value; } else if (page.titleLetters.indexOf(words) >= 0) { earned += 2 * value; } else if (page.titleLetters.length > 1 && words.indexOf(page.titleLetters) >= 0) { earned += page.titleLetters.length * worth; }
    page.tagLetters.forEach(function (tag) {
      if (tag === words) { earned = Math.max(earned, 2.5 * value); } else if (tag.indexOf(words) >= 0) { earned = Math.max(earned, 1.5 * value); }
    });
    if (page.sections.some(function (section) { return section.letters.indexOf(words) >= 0; })) { earned += value / 3 * (words.length > 7 ? 4 : 1); }
    return earned;
  }

  /* The longest parts of the question that a page has, to be marked. */
  function marks(page, question) {
    var all = page.sections.map(function (section) { return section.letters; }).join('\n');
    var found = [];
    question.subjects.concat(all.indexOf(question.whole) >= 0 ? [question.whole] : []).forEach(function (part) {
      var at = 0;
      while (at < part.length) {
        var length = part.length - at;
        while (length > 1 && all.indexOf(part.substr(at, length)) < 0) { length -= 1; }
        if (length > 1 || part.length === 1 && all.indexOf(part) >= 0) { found.push(part.substr(at, length)); }
        at += length;
      }
    });
    return found.filter(function (part, index) {
      return found.indexOf(part) === index && !found.some(function (other) { return other !== part && other.indexOf(part) >= 0; });
    });
  }

  function marked(text, parts) {
    var base = reduced(text), on = [];
    parts.forEach(function (part) {
      for (var at = base.letters.indexOf(part); at >= 0; at = base.letters.indexOf(part, at + 1)) {
        for (var i = base.places[at]; i <= base.places[at + part.length - 1]; i++) { on[i] = true; }
      }
    });
    var html = '', open = false;
    for (var i = 0; i < text.length; i++) {
      if (Boolean(on[i]) !== open) { html += (open = !open) ? '<mark>' : '</mark>'; }
      html += escaped(text.charAt(i));
    }
    return html + (open ? '</mark>' : '');
  }

  function teaser(text, parts) {
    var base = reduced(text);
    var first = parts.reduce(function (least, part) {
      var at = base.letters.indexOf(part);
      return at >= 0 ? Math.min(least, base.places[at]) : least;
    }, Infinity);
    var from = first === Infinity || first < 30 ? 0 : first - 18;
    var cut = text.substr(from, TEASER);
    return (from ? '…' : '') + marked(cut, parts) + (from + TEASER < text.length ? '…' : '');
  }

  function sectionScore(section, question, parts) {
    var score = 0;
    Object.keys(question.weights).forEach(function (term) {
      var count = section.terms.table[term] || 0;
      score += question.weights[term] * (known(term) || 1) * count / (count + 1.5);
    });
    parts.forEach(function (part) { if (section.letters.indexOf(part) >= 0) { score += 3 * part.length; } });
    return score;
  }

  function item(section, page, score, parts) {
    var terms = {};
    parts.forEach(function (part) { terms[part] = true; });
    var result = {location: section.doc.location, title: marked(section.title, parts), text: teaser(section.text, parts), score: score, terms: terms};
    if (section.isPage && page.tags.length) {
      result.tags = page.tags.map(function (tag) { return marked(tag, parts); })
        .filter(function (tag) { return tag.indexOf('<mark>') >= 0; });
    }
    return result;
  }

  function group(page, question) {
    var parts = marks(page, question);
    var sections = page.sections.map(function (section) {
      return {section: section, score: sectionScore(section, question, parts)};
    }).sort(function (one, other) { return other.score - one.score; });
    var best = sections[0].score;
    var shown = 0;
    return sections.filter(function (row) { return row.section.isPage || (row.score > best / 3 && shown++ < 5); })
      .map(function (row) { return item(row.section, page, row.score, parts); });
  }

  function search(query) {
    var question = asked(query);
    if (!question.whole) { return []; }
    var rows = pages.map(function (page) { return {page: page, score: ranked(page, question)}; })
      .filter(function (row) { return row.score > 0; })
      .sort(function (one, other) { return other.score - one.score; });
    var best = rows.length ? rows[0].score : 0;
    return rows.filter(function (row) { return row.score > best * 0.06; }).slice(0, MOST)
      .map(function (row) { return group(row.page, question); })
      .filter(function (items) { return items.some(function (one) { return one.location.indexOf('#') < 0; }); });
  }

  /* A published site gives the words of its pages apart, so that they are fetched at the first question only. */
  var ready = false, fetching = false;
  var waiting = [];

  function answer(query) { postMessage({type: RESULT, data: {items: search(query)}}); }

  function fetchDocs() {
    var request = new XMLHttpRequest();
    request.open('GET', new URL('../search/docs.json', location.href).href);
    request.onload = function () {
      setup(request.status < 400 ? JSON.parse(request.responseText) : []);
      ready = true;
      if (waiting.length) { answer(waiting.pop()); }
    };
    request.onerror = function () { fetching = false; };
    request.send();
  }

  addEventListener('message', function (event) {
    var message = event.data;
    if (message.type === SETUP) {
      ready = message.data.docs.length > 0;
      if (ready) { setup(message.data.docs); }
      postMessage({type: READY});
    } else if (message.type === QUERY && ready) {
      answer(message.data);
    } else if (message.type === QUERY && message.data) {
      waiting = [message.data];
      if (!fetching) {
        fetching = true;
        fetchDocs();
      }
    }
  });
}());
