"use strict";
// The editor on our own endpoint: sample, prefixes and terms come from this server, and nothing is asked of any other.
(async () => {
  const terms = await (await fetch("/api/vocabulary")).json();
  const { Yasqe } = Yasgui;
  for (const kind of ["class", "property"]) {
    Yasqe.forkAutocompleter(kind, { name: `kg-${kind}`, persistenceId: null, get: () => terms[kind] });
  }
  Yasqe.defaults.autocompleters = ["prefixes", "variables", "kg-class", "kg-property"];
  const asked = new URLSearchParams(location.search).get("query");
  const place = document.getElementById("yasgui");
  const editor = new Yasgui(place, {
    requestConfig: { endpoint: `${location.origin}/sparql`, method: "POST" },
    endpointCatalogueOptions: { getData: () => [{ endpoint: `${location.origin}/sparql` }] },
    copyEndpointOnNewTab: true,
    populateFromUrl: false,
    autoAddOnInit: !asked,
    yasqe: { value: asked || place.dataset.sample, prefixCcApi: "/api/prefixes" },
  });
  if (asked) {
    editor.addTab(true).setQuery(asked);
  }
  document.documentElement.dataset.ready = "yes";
})();
