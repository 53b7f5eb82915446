/* Finds the runbook for a line as it stands on the screen: what changes from pod to pod and from day to day is left out, rare words count most.
   The list of known lines is `known.js`, worked out from the data. Loaded once somebody searches; asks nobody. */
var phasebookFinder = (() => {
  "use strict";
  const SHOWN = 3;

  const FLEETING = [
    /\x1b\[[0-9;]*m/g,
    /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g,
    /\d{4}-\d\d-\d\d[t ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:z|[+-]\d\d:?\d\d)?/g,
    /\b[iwef]\d{4} \d\d:\d\d:\d\d\.\d+/g,
    /\d{1,2}:\d\d:\d\d(?:\.\d+)?/g,
    /\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?(?:\/\d+)?/g,
    /\b(?:[0-9a-f]{0,4}:){3,7}[0-9a-f]{0,4}\b/g,
    /-[0-9a-f]{6,10}-[bcdfghjklmnpqrstvwxz2456789]{5}\b/g,
    /-(?=[a-z]*\d)[bcdfghjklmnpqrstvwxz0-9]{5}\b/g,
    /(?:sha\d+:)?\b(?=[a-f]*\d)[0-9a-f]{7,}\b/g,
    /\b\d+(?:\.\d+)?(?:ms|[smhd])(?:\d+(?:\.\d+)?(?:ms|[smh]))*\b/g,
    /\b\d[a-z0-9]*\d[a-z0-9]*\b/g,
  ];

  /* The words of a line that tell it from others, in their order. */
  const wordsOf = line => {
    let plain = line.toLowerCase();
    for (const pattern of FLEETING) plain = plain.replace(pattern, " ");
    return plain.match(/[a-z][a-z0-9]+/g) || [];
  };

  const list = known => {
    const lines = known.lines.map(([text, runbooks]) => ({ text, runbooks, words: wordsOf(text) }));
    const seen = new Map();
    for (const line of lines) for (const word of new Set(line.words)) seen.set(word, (seen.get(word) || 0) + 1);
    const weight = word => seen.has(word) ? Math.log(1 + lines.length / seen.get(word)) : 0;
    const sum = words => [...words].reduce((total, word) => total + weight(word), 0);
    for (const line of lines) line.weight = sum(new Set(line.words));
    return { lines, weight, sum };
  };

  /* How alike a line on the screen and a known one are, from 0 to 1: common words, and common pairs of neighbours. */
  const likeness = (index, words, line) => {
    const asked = new Set(words), pairs = new Set(words.slice(1).map((word, number) => `${words[number]} ${word}`));
    const common = index.sum(new Set(line.words.filter(word => asked.has(word))));
    if (!common) return 0;
    const near = line.words.slice(1).filter((word, number) => pairs.has(`${line.words[number]} ${word}`)).length;
    return 0.7 * common / Math.sqrt(line.weight * Math.max(index.sum(asked), 1)) + 0.3 * near / Math.max(line.words.length - 1, 1);
  };

  const runbooks = (known, index, text) => {
    const best = new Map();
    for (const pasted of text.split("\n")) {
      const words = wordsOf(pasted);
      if (!words.length) continue;
      for (const line of index.lines) {
        const alike = likeness(index, words, line);
        if (alike < 0.18) continue;
        for (const [number, share] of line.runbooks) {
          const score = alike * (0.6 + 0.4 * share), before = best.get(number);
          if (!before || score > before.score) best.set(number, { score, line: line.text, number });
        }
      }
    }
    return [...best.values()].sort((a, b) => b.score - a.score || a.number - b.number).slice(0, SHOWN)
      .map(({ line, number }) => { const [title, page, phase, look, about] = known.runbooks[number]; return { seen: line, title, page, look, remark: [phase, about].filter(Boolean).join(", ") }; });
  };

  /* What is called so: each word that is typed begins a word of the name. */
  const called = (text, names) => {
    const typed = text.toLowerCase().split(/[^a-z0-9]+/).filter(Boolean);
    const words = names.join(" ").toLowerCase().split(/[^a-z0-9]+/);
    return typed.length > 0 && typed.every(start => words.some(word => word.startsWith(start)));
  };

  /* What begins with the words as typed comes first, then the shortest. */
  const nearest = (line, name) => (a, b) => !name(a).startsWith(line) - !name(b).startsWith(line) || name(a).length - name(b).length;

  let index;
  return text => {
    const known = phasebookKnown, line = text.trim();
    if (line.length < 3) return [];
    index ||= list(known);
    const short = line.length <= 100 && !line.includes("\n");
    const components = known.components.filter(([title, , , , id]) => short && called(line, [title, id]))
      .sort(nearest(line.toLowerCase(), ([title]) => title.toLowerCase())).slice(0, SHOWN)
      .map(([title, page, phase, look]) => ({ seen: "", title, page, look, remark: phase }));
    const commands = known.commands.filter(([run]) => short && line.length >= 4 && called(line, [run]))
      .sort(nearest(line.toLowerCase(), ([run]) => run.toLowerCase())).slice(0, SHOWN)
      .map(([run, page]) => ({ seen: run, title: "", page, look: "", remark: "" }));
    return [["Who owns it", components], ["Runbooks for what you see", runbooks(known, index, line)], ["Commands", commands]].filter(([, found]) => found.length);
  };
})();
