// Search in the index that redif/site/search.py describes: only the files of the words in question are loaded.
"use strict";
(() => {
  const SHOWN = 20; // results at a time
  const input = document.getElementById("words");
  const results = document.getElementById("results");
  const found = document.getElementById("found");
  const more = document.getElementById("more");
  const loaded = new Map();
  let current = 0; // the number of the last search; earlier ones are dropped
  let ranked = [];

  function load(name) {
    if (!loaded.has(name)) {
      const answer = fetch(new URL(`search/${name}.json`, root)).then((response) => {
        if (!response.ok) throw new Error(`${response.status}`);
        return response.json();
      });
      loaded.set(name, answer);
      answer.catch(() => loaded.delete(name));
    }
    return loaded.get(name);
  }

  function wordsOf(text, index) {
    const plain = [...text.toLowerCase().normalize("NFKD").replace(/\p{M}+/gu, "")].map((c) => index.letters[c] ?? c).join("");
    return [...new Set(plain.match(new RegExp(index.word, "gv")) || [])].map((word) => [...word].slice(0, index.longest).join(""));
  }

  const shardOf = (word, index) => [...word].slice(0, index.prefix).map((c) => c.codePointAt(0).toString(16)).join("-");

  // The items that have a word, or one that begins with it, each with a weight; null for a word that nearly all have.
  async function itemsWith(word, index) {
    const start = shardOf(word, index);
    const names = [...word].length < index.prefix ? index.shards.filter((name) => name === start || name.startsWith(`${start}-`)) : index.shards.filter((name) => name === start);
    const weights = new Map();
    for (const words of await Promise.all(names.map((name) => load(`w-${name}`)))) {
      for (const [held, differences] of Object.entries(words)) {
        if (!held.startsWith(word)) continue;
        if (!differences.length) {
          if (held === word) return null;
          continue;
        }
        const rarity = Math.log(1 + index.items / differences.length) * (held === word ? 1 : 0.6);
        let code = 0;
        for (const difference of differences) {
          code += difference;
          const item = Math.floor(code / index.weights);
          weights.set(item, Math.max(weights.get(item) || 0, rarity * (code % index.weights)));
        }
      }
    }
    return weights;
  }

  async function search() {
    const mine = ++current;
    const query = input.value.trim();
    try {
      const index = await load("index");
      const words = wordsOf(query, index);
      const lists = (await Promise.all(words.map((word) => itemsWith(word, index)))).filter((list) => list);
      if (mine !== current) return;
      lists.sort((a, b) => a.size - b.size);
      const [first, ...others] = lists;
      const scores = [];
      for (const [item, weight] of first || []) {
        const all = others.map((list) => list.get(item));
        if (all.every((each) => each)) scores.push([item, all.reduce((sum, each) => sum + each, weight)]);
      }
      ranked = scores.sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([item]) => item);
      results.replaceChildren();
      await show(mine, index.perFile);
      if (mine !== current) return;
      const count = ranked.length.toLocaleString("en");
      found.textContent = !words.length ? "" : !lists.length ? "Nearly all items have these words; add another one." :
        ranked.length === 1 ? "1 item" : `${count} items`;
    } catch (error) {
      if (!(error instanceof TypeError) && !/^\d+$/.test(error.message)) throw error;
      if (mine === current) found.textContent = "The search index could not be loaded. It needs a web server.";
    }
  }

  async function show(mine, perFile) {
    const next = ranked.slice(results.childElementCount, results.childElementCount + SHOWN);
    const files = await Promise.all(next.map((item) => load(`items-${Math.floor(item / perFile)}`)));
    if (mine !== current) return;
    next.forEach((item, place) => {
      const [path, title, authors, year, language] = files[place][item % perFile];
      const line = document.createElement("li");
      const link = document.createElement("a");
      link.href = new URL(`${path}.html`, root);
      link.dir = "auto";
      if (language) link.lang = language;
      link.textContent = title;
      line.append(link);
      for (const [name, text] of [["by", authors && ` by ${authors}`], ["year", year]]) {
        if (!text) continue;
        const part = document.createElement("span");
        part.className = name;
        part.textContent = text;
        line.append(" ", part);
      }
      results.append(line);
    });
    more.hidden = results.childElementCount >= ranked.length;
  }

  let timer;
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(search, 150);
  });
  document.getElementById("search").addEventListener("submit", (event) => {
    event.preventDefault();
    history.replaceState(null, "", `?q=${encodeURIComponent(input.value.trim())}`);
    search();
  });
  more.addEventListener("click", async () => show(current, (await load("index")).perFile));
  input.value = new URLSearchParams(location.search).get("q") || "";
  if (input.value) search();
  input.focus();
})();
