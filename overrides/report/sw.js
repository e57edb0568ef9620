/* Keeps the page of the progress table for a day without a network: page, styles, scripts and fonts as they last came.
   The network is asked first, so a newer build is never hidden behind an older one. ES2017. */
'use strict';

var STORE = 'report';
var KINDS = ['document', 'style', 'script', 'font', 'image'];

function plain(address) { // the page by any parameters, a folder by its index
  var url = new URL(address);
  url.hash = '';
  url.search = '';
  return url.href.replace(/\/$/, '/index.html');
}

function keep(address, answer) {
  return caches.open(STORE).then(function (cache) { return cache.put(plain(address), answer); });
}

self.addEventListener('install', function () { self.skipWaiting(); });

self.addEventListener('activate', function (event) { event.waitUntil(self.clients.claim()); });

/* The page tells what it had loaded before this worker came: {keep: [addresses]}. */
self.addEventListener('message', function (event) {
  event.waitUntil(Promise.all(event.data.keep.map(function (address) {
    return caches.match(plain(address)).then(function (found) {
      return found || fetch(address).then(function (answer) { return answer.ok ? keep(address, answer) : null; });
    });
  })).then(function () { event.source.postMessage('kept'); }, function () { /* no network: the next visit completes it */ }));
});

self.addEventListener('fetch', function (event) {
  var request = event.request;
  var own = request.url.indexOf(self.location.origin + '/') === 0;
  if (request.method !== 'GET' || !own || KINDS.indexOf(request.destination) < 0) { return; }
  event.respondWith(fetch(request).then(function (answer) {
    if (answer.ok) { event.waitUntil(keep(request.url, answer.clone())); }
    return answer;
  }, function (error) {
    return caches.match(plain(request.url)).then(function (found) {
      if (!found) { throw error; }
      return found;
    });
  }));
});
