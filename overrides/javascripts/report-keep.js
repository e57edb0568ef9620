/* Asks the browser to keep this page, so that it opens without a network too; without a worker it works as ever. */
(function () {
  'use strict';

  var workers = navigator.serviceWorker;
  if (!workers || !/^http/.test(location.protocol)) { return; } // a page opened from a disk is kept already

  function loaded() {
    var all = performance.getEntriesByType('resource').map(function (entry) { return entry.name; });
    return [location.href].concat(all.filter(function (name) {
      return name.indexOf(location.origin + '/') === 0 && /\.(css|js|woff2|svg|png)$/.test(name);
    }));
  }

  function told(event) { if (event.data === 'kept') { document.documentElement.setAttribute('data-kept', ''); } }

  workers.addEventListener('message', told);
  window.addEventListener('load', function () {
    workers.register('sw.js').then(function () { return workers.ready; }).then(function (ready) {
      ready.active.postMessage({keep: loaded()});
    }).catch(function () { /* an address without https, or no room: the page works, only not offline from the start */ });
  });
}());
