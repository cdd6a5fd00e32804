// SPDX-License-Identifier: GPL-3.0-or-later
// Talking to the desk, and its words.

let words = {};
export let lang = 'uk';
let plurals = new Intl.PluralRules('uk');

export class Refused extends Error {
    constructor(status, text, place) {
        super(text);
        this.status = status;
        this.place = place;
    }
}

async function ask(path, options = {}) {
    let answer;
    try {
        answer = await fetch(path, { credentials: 'same-origin', ...options });
    } catch {
        throw new Refused(0, t('desk.offline'), '');
    }
    if (answer.status === 401) {
        location.assign('/login');
        return new Promise(() => {});
    }
    const said = await answer.json();
    if (!answer.ok)
        throw Object.assign(new Refused(answer.status, said.error || said.faults || '', said.place || ''),
            { said });
    return said;
}

export const get = (path) => ask(path);
// Does not keep the session alive.
export const glance = (path) => ask(path, { headers: { 'X-Ranok-Passive': '1' } });
export const post = (path, body = {}) => ask(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Ranok': '1' },
    body: JSON.stringify(body),
});
export const upload = (file) => ask('/api/uploads?name=' + encodeURIComponent(file.name), {
    method: 'POST', headers: { 'X-Ranok': '1' }, body: file,
});

export async function learn(language) {
    lang = language;
    plurals = new Intl.PluralRules(language);
    words = await get('/api/words?lang=' + language);
    document.documentElement.lang = language;
}

// The words of a key; {0}, {1} are replaced.
export function t(key, ...values) {
    const said = words[key];
    let text = Array.isArray(said) ? said[0] : said ?? key;
    values.forEach((v, i) => { text = text.replace(`{${i}}`, v); });
    return text;
}

// 46 000 and 14,35 in Ukrainian; 46,000 and 14.35 in English.
export function number(n) {
    const [whole, part] = String(Math.round(n * 100) / 100).split('.');
    const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, lang === 'uk' ? '\u00a0' : ',').replace('-', '\u2212');
    return part ? `${grouped}${lang === 'uk' ? ',' : '.'}${part}` : grouped;
}

// "5 записів": the server's forms, the reader's rules.
export function count(n, key) {
    const forms = words[key];
    if (!Array.isArray(forms))
        return `${number(n)}\u00a0${forms ?? key}`;
    const rule = plurals.select(n);
    const at = lang === 'uk' ? { one: 0, few: 1, many: 2, other: 2 }[rule] : rule === 'one' ? 0 : 1;
    return `${number(n)}\u00a0${forms[at]}`;
}

// 2022-11-07 → 07.11.2022 in Ukrainian; an instant keeps its minutes.
export function day(iso) {
    const m = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d:\d\d))?/.exec(iso || '');
    if (!m)
        return iso || '';
    const date = lang === 'uk' ? `${m[3]}.${m[2]}.${m[1]}` : `${m[1]}-${m[2]}-${m[3]}`;
    return m[4] ? `${date} ${m[4]}` : date;
}

// Days inside a text of the server, as the reader writes them.
export const dated = (text) => (text || '').replace(/\b\d{4}-\d\d-\d\d\b/g, day);

export function recordPath(id) {
    const at = id.indexOf(':');
    return `/api/records/${id.slice(0, at)}/${encodeURIComponent(id.slice(at + 1))}`;
}
