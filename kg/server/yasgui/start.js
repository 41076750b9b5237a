"use strict";
// The editor on our own endpoint: prefixes and terms come from this server, and nothing is asked of any other.
(async () => {
  const terms = await (await fetch("/api/vocabulary")).json();
  const { Yasqe } = Yasgui;
  for (const kind of ["class", "property"]) {
    Yasqe.forkAutocompleter(kind, { name: `kg-${kind}`, persistenceId: null, get: () => terms[kind] });
  }
  Yasqe.defaults.autocompleters = ["prefixes", "variables", "kg-class", "kg-property"];
  const asked = new URLSearchParams(location.search).get("query");
  const prefixes = Object.entries(terms.prefixes).filter(([name]) => ["kg", "foaf", "dcterms"].includes(name));
  const sample = prefixes.map(([name, iri]) => `PREFIX ${name}: <${iri}>`).join("\n")
    + "\n\nSELECT ?person ?name WHERE { ?person a foaf:Person ; foaf:name ?name } ORDER BY ?name LIMIT 50";
  const editor = new Yasgui(document.getElementById("yasgui"), {
    requestConfig: { endpoint: `${location.origin}/sparql`, method: "POST" },
    endpointCatalogueOptions: { getData: () => [{ endpoint: `${location.origin}/sparql` }] },
    copyEndpointOnNewTab: true,
    populateFromUrl: false,
    autoAddOnInit: !asked,
    yasqe: { value: asked || sample, prefixCcApi: "/api/prefixes" },
  });
  if (asked) {
    editor.addTab(true).setQuery(asked);
  }
  document.documentElement.dataset.ready = "yes";
})();
