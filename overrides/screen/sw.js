/* Keeps the player and what it plays for days without a network. BUILD and FILES (address -> digest of the content) are
   put above by the build, so another build is another worker. Entries are named by address and digest: files that did
   not change are not fetched again, and the old page keeps its own until the new worker takes over at a loop's end. */
'use strict';

var STORE = 'screen';
var base = self.registration.scope;

function absolute(path) { return new URL(path, base).href; }

var digests = {};
Object.keys(FILES).forEach(function (path) { digests[absolute(path)] = FILES[path]; });

function plain(address) { // the page by any parameters, a folder by its index
  var url = new URL(address);
  url.hash = '';
  url.search = '';
  return url.href.replace(/\/$/, '/index.html');
}

function entry(address) { return address + '?' + digests[address]; }

function fetched(cache, address) {
  return cache.match(entry(address)).then(function (found) {
    return found || fetch(address, {cache: 'reload'}).then(function (answer) {
      if (!answer.ok) { throw new Error(answer.status + ' ' + address); }
      return cache.put(entry(address), answer.clone()).then(function () { return answer; });
    });
  });
}

function gather(cache, addresses) { // one after the other: a slow line stays usable
  return addresses.reduce(function (before, address) {
    return before.then(function () { return fetched(cache, address); });
  }, Promise.resolve());
}

self.addEventListener('install', function (event) {
  event.waitUntil(caches.open(STORE).then(function (cache) {
    return cache.keys().then(function (requests) {
      var kept = requests.map(function (request) { return plain(request.url); });
      return gather(cache, Object.keys(digests).filter(function (address) {
        return CORE.map(absolute).indexOf(address) >= 0 || kept.indexOf(address) >= 0;
      }));
    });
  }));
});

self.addEventListener('activate', function (event) {
  event.waitUntil(caches.open(STORE).then(function (cache) {
    return cache.keys().then(function (requests) {
      return Promise.all(requests.map(function (request) {
        var address = plain(request.url);
        return digests[address] && request.url === entry(address) ? null : cache.delete(request);
      }));
    });
  }).then(function () { return self.clients.claim(); }));
});

function wait(work) { return work.then(null, function () { /* no network: played later, or skipped */ }); }

self.addEventListener('message', function (event) {
  if (event.data.take) { self.skipWaiting(); }
  if (event.data.keep) {
    event.waitUntil(caches.open(STORE).then(function (cache) {
      return event.data.keep.map(absolute).filter(function (address) { return digests[address]; }).reduce(function (before, address) {
        return before.then(function () { return wait(fetched(cache, address)); });
      }, Promise.resolve());
    }));
  }
});

function part(answer, range) { // videos ask for ranges
  return answer.blob().then(function (blob) {
    var m = /bytes=(\d*)-(\d*)/.exec(range) || ['', '0', ''];
    var first = m[1] ? +m[1] : Math.max(0, blob.size - m[2]);
    var last = m[1] && m[2] ? Math.min(+m[2], blob.size - 1) : blob.size - 1;
    return new Response(blob.slice(first, last + 1), {status: 206, statusText: 'Partial Content', headers: {
      'Content-Type': answer.headers.get('Content-Type') || '',
      'Content-Range': 'bytes ' + first + '-' + last + '/' + blob.size,
      'Content-Length': String(last + 1 - first)
    }});
  });
}

self.addEventListener('fetch', function (event) {
  var address = plain(event.request.url);
  if (event.request.method !== 'GET' || !digests[address]) { return; }
  var range = event.request.headers.get('range');
  event.respondWith(caches.open(STORE).then(function (cache) {
    return cache.match(entry(address)).then(function (found) {
      if (found) { return range ? part(found, range) : found; }
      return range ? fetch(event.request) : fetched(cache, address);
    });
  }));
});
