// SPDX-License-Identifier: GPL-3.0-or-later
// Heat: who is warm, when the others will be, and "what if": a repair moved, a boiler lost, a crew
// away. Nothing of a supposition is saved until somebody decides it, with a reason.
import { get, post, t, lang, day, dated } from '/files/talk.js';
import { h, doing, askReason, table, trouble, say } from '/files/dom.js';
import { openFigure } from '/files/view_today.js';
import { list } from '/files/view_lists.js';

const FIGURES = ['heat.warm_houses', 'heat.warm_people', 'heat.cold_people', 'heat.first_frost', 'heat.warm_by_frost', 'heat.to_drain'];
const WAIT = 1, PART = 2, DONE = 3;
const ASPECTS = { heat_source: ['can_start_from', 'state', 'gas', 'power', 'mw_now'], crew: ['state', 'free_from'], pipe: ['state', 'repair_h'] };

const short = (iso) => lang === 'uk' ? day(iso).slice(0, 5)
    : new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(Date.parse(iso));
const plus = (iso, days) => new Date(Date.parse(iso) + days * 864e5).toISOString().slice(0, 10);

// ---- bars

// The day from which a row is warm, in part or whole; null: not within the chart.
function warmFrom(row) {
    const bar = row.bars.find(([look]) => look === PART || look === DONE);
    return bar ? bar[1] : null;
}

function bars(chart, row, class_) {
    return row.bars.map(([look, from, to]) => {
        const e = h('span', { class: `bar look${look} ${class_ || ''}` });
        e.style.left = `${100 * Math.min(from, chart.days) / chart.days}%`;
        e.style.width = `${100 * Math.max(0, Math.min(to, chart.days) - Math.min(from, chart.days)) / chart.days}%`;
        return e;
    });
}

const sourceOf = (row, sources) => sources.find((s) => {
    const name = row.label.split(' · ')[0], is = s.is.name?.value ?? '';
    return is && (name === is || name === `${s.id.slice(s.id.indexOf(':') + 1)} ${is}`);
});

// A boiler house that does not run yet can be moved: by its knob, with the mouse or with arrow keys.
function knob(chart, row, source, track, supposed, moved) {
    const from = warmFrom(row);
    if (!source || ['working', 'partly', 'destroyed', 'closed'].includes(source.is.state?.value) || from === null)
        return null;
    const said = supposed[source.id] ?? source.is.can_start_from?.value;
    const at = (days) => `${100 * Math.min(Math.max(0, days), chart.days) / chart.days}%`;
    const start = said && said > chart.first ? (Date.parse(said) - Date.parse(chart.first)) / 864e5 : Math.floor(from);
    const button = h('button', { type: 'button', class: 'knob', 'data-move': source.id,
        'aria-label': `${t('desk.heat.move')}: ${row.label}, ${t('desk.heat.not_before')} ${day(plus(chart.first, start))}` });
    button.style.left = at(start);
    let days = start;
    const show = () => {
        button.style.left = at(days);
        button.title = day(plus(chart.first, days));
    };
    show();
    button.addEventListener('keydown', (e) => {
        const step = { ArrowLeft: -1, ArrowRight: 1, PageUp: -7, PageDown: 7 }[e.key];
        if (!step)
            return;
        e.preventDefault();
        days = Math.max(0, days + step);
        show();
        clearTimeout(button.waiting);
        button.waiting = setTimeout(() => moved(source, plus(chart.first, days)), 500);
    });
    button.addEventListener('pointerdown', (e) => {
        button.setPointerCapture(e.pointerId);
        const x0 = e.clientX, was = days, width = track.clientWidth;
        button.onpointermove = (m) => {
            days = Math.max(0, Math.round(was + (m.clientX - x0) / width * chart.days));
            show();
        };
        button.onpointerup = button.onpointercancel = () => {
            button.onpointermove = button.onpointerup = button.onpointercancel = null;
            if (days !== was)
                moved(source, plus(chart.first, days));
        };
    });
    return button;
}

function gantt(chart, then, sources, supposed, moved) {
    const shown = then ?? chart;
    const ticks = [];
    for (let d = 0; d < shown.days; d += 7)
        ticks.push([d, short(plus(shown.first, d))]);
    const place = (e, d) => { e.style.left = `${100 * d / shown.days}%`; return e; };
    const rows = shown.rows.map((row) => {
        const before = then && chart.rows.find((r) => r.label === row.label);
        const track = h('div', { class: 'track' });
        track.append(...ticks.map(([d]) => place(h('span', { class: 'tick' }), d)),
            ...(before && JSON.stringify(before.bars) !== JSON.stringify(row.bars) ? bars(shown, before, 'before') : []),
            ...bars(shown, row), ...(row.beside ? [h('span', { class: 'beside' }, row.beside)] : []),
            ...(shown.line > 0 && shown.line < shown.days ? [place(h('span', { class: 'frost' }), shown.line)] : []));
        const mover = knob(shown, row, sourceOf(row, sources), track, supposed, moved);
        if (mover)
            track.append(mover);
        return h('div', { class: 'lane' }, h('div', { class: row.alert ? 'label alert' : 'label' }, row.label), track);
    });
    const axis = h('div', { class: 'track axis', 'aria-hidden': 'true' }, ticks.map(([d, text]) => place(h('span', {}, text), d)));
    return h('figure', { class: 'gantt', 'aria-label': shown.title },
        h('figcaption', {}, h('b', {}, shown.title), shown.line && h('span', { class: 'frosty' }, ` ┆ ${shown.line_words} ${shown.line_day}`)),
        ...rows, h('div', { class: 'lane' }, h('div', { class: 'label' }), axis),
        h('ul', { class: 'legend' }, shown.looks.map((text, look) => h('li', {}, h('span', { class: `key look${look}` }), text)),
            then && h('li', {}, h('span', { class: 'key look3 before' }), t('desk.heat.before'))));
}

// The same in words: since when each is warm, now and then.
function dates(chart, then) {
    const of = (c, row) => {
        const from = row ? warmFrom(row) : null;
        return from === null ? t('desk.heat.never') : from <= 0 ? t('desk.heat.is_warm') : day(plus(c.first, Math.floor(from)));
    };
    const shown = then ?? chart;
    const heads = [{ name: t('desk.heat.source') }, { name: t('desk.heat.warm_from') }, ...(then ? [{ name: t('desk.heat.supposed') }] : [])];
    return table(t('desk.heat.dates'), heads, shown.rows.filter((r) => !r.beside).map((row) => {
        const before = of(chart, chart.rows.find((r) => r.label === row.label)), after = of(shown, row);
        return h('tr', { class: then && before !== after ? 'differs' : undefined, 'data-row': row.label },
            h('th', { scope: 'row' }, row.label), h('td', { class: 'day' }, before), then && h('td', { class: 'day' }, after));
    }));
}

// ---- what if

function supposing(lists, add) {
    const things = Object.entries(lists).flatMap(([kind, l]) => l.subjects.map((s) => ({ kind, s, name: s.is.name?.text || s.is.id?.text || s.id })));
    const damaged = ({ kind, s }) => kind !== 'pipe' || ['repair', 'destroyed'].includes(s.is.state?.value);
    const who = h('select', { id: 'if-who' }, Object.entries(lists).map(([kind, l]) => {
        const of = things.filter((x) => x.kind === kind && damaged(x));
        return of.length > 0 && h('optgroup', { label: l.kind }, of.map(({ s, name }) => h('option', { value: s.id }, name)));
    }));
    const what = h('select', { id: 'if-what' });
    const to = h('span', {});
    const chosen = () => things.find((x) => x.s.id === who.value);
    const ask = () => {
        const { kind, s } = chosen(), aspect = lists[kind].aspects[what.value];
        const input = aspect.choices.length
            ? h('select', { id: 'if-value' }, aspect.choices.filter(([id]) => id !== 'unknown').map(([id, text]) =>
                h('option', { value: id, selected: id === s.is[what.value]?.value }, text)))
            : h('input', { id: 'if-value', type: /from/.test(what.value) ? 'date' : 'text', inputmode: 'decimal',
                value: String(s.is[what.value]?.value ?? ''), required: true });
        to.replaceChildren(input);
    };
    const aspects = () => {
        const { kind } = chosen();
        what.replaceChildren(...ASPECTS[kind].filter((a) => lists[kind].aspects[a]).map((a) => h('option', { value: a }, lists[kind].aspects[a].label)));
        ask();
    };
    if (!things.length)
        return null;
    who.addEventListener('change', aspects);
    what.addEventListener('change', ask);
    aspects();
    return h('form', { class: 'row if', onsubmit: (e) => {
        e.preventDefault();
        const value = to.firstChild.value;
        if (value)
            add(chosen().s, what.value, value);
    } }, h('label', { for: 'if-who' }, t('desk.heat.if.who'), who), h('label', { for: 'if-what' }, t('desk.heat.if.what'), what),
    h('label', { for: 'if-value' }, t('desk.heat.if.value'), to), h('button', {}, t('desk.heat.if.add')));
}

function nameOf(lists, s) {
    return lists[s.id.slice(0, s.id.indexOf(':'))] && (s.is.name?.text || s.is.id?.text || s.id);
}

function saidWords(lists, c) {
    const kind = c.about.slice(0, c.about.indexOf(':')), aspect = lists[kind].aspects[c.aspect];
    const choice = aspect.choices.find(([id]) => id === c.value);
    return `${aspect.label}: ${choice ? choice[1] : /^\d{4}-\d\d-\d\d$/.test(c.value) ? day(c.value) : c.value}`;
}

export async function heat(rest, desk, refresh) {
    const kinds = Object.keys(ASPECTS);
    const [{ charts }, { figures }, cold, ...of] = await Promise.all([get('/api/charts'), get('/api/figures'),
        get('/api/lists?section=cold'), ...kinds.map((k) => get('/api/subjects/' + k))]);
    const lists = Object.fromEntries(kinds.map((k, i) => [k, of[i]]));
    const chart = charts.find((c) => c.id === 'cold.gantt');
    const sources = lists.heat_source.subjects;
    const picture = h('div', {}), changes = h('div', { 'aria-live': 'polite', id: 'supposed' });
    let said = [];
    let asked = 0;
    const starts = () => Object.fromEntries(said.filter((c) => c.aspect === 'can_start_from').map((c) => [c.about, c.value]));
    const draw = (then) => chart && picture.replaceChildren(gantt(chart, then, sources, starts(), (s, date) => add(s, 'can_start_from', date)),
        h('details', { open: then !== null }, h('summary', {}, t('desk.heat.dates')), dates(chart, then)));
    const drop = (about, aspect) => {
        said = said.filter((c) => c.about !== about || c.aspect !== aspect);
        return reckon();
    };
    const add = (s, aspect, value) => {
        said = said.filter((c) => c.about !== s.id || c.aspect !== aspect);
        said.push({ about: s.id, aspect, value, name: nameOf(lists, s) });
        return reckon();
    };
    const decide = doing(async () => {
        const typed = await askReason(t('desk.heat.decide'), said.map((c) => `${c.name} — ${saidWords(lists, c)}`).join('; '));
        if (!typed)
            return;
        const saved = await post('/api/say', { claims: bare(), why: typed.why, decision: true });
        say(`${t('desk.saved')} ${saved.batch}`);
        await refresh();
    });
    const bare = () => said.map(({ about, aspect, value }) => ({ about, aspect, value }));
    async function reckon() {
        const mine = ++asked;
        if (!said.length) {
            changes.replaceChildren();
            draw(null);
            return;
        }
        changes.replaceChildren(h('p', { class: 'muted' }, t('desk.map.reckoning')));
        try {
            const then = await post('/api/suppose', { claims: bare() });
            if (mine !== asked)
                return;
            const held = document.activeElement?.dataset?.move;
            draw(then.charts.find((c) => c.id === 'cold.gantt') ?? null);
            if (held)
                picture.querySelector(`[data-move="${CSS.escape(held)}"]`)?.focus();
            changes.replaceChildren(h('section', { class: 'notice' }, h('b', {}, t('desk.heat.if.title')),
                h('ul', {}, said.map((c) => h('li', {}, `${c.name} — ${saidWords(lists, c)} `, h('button', { type: 'button', class: 'small',
                    'aria-label': `${t('desk.heat.if.drop')}: ${c.name}`, onclick: () => drop(c.about, c.aspect) }, '✕')))),
                then.figures.length ? h('ul', { class: 'changes' }, then.figures.map((f) => h('li', { 'data-changed': f.id }, `${f.name}: `,
                    h('b', {}, dated(f.now.words)), ' → ', h('b', {}, dated(f.then.words))))) : h('p', { class: 'muted' }, t('desk.heat.if.dates_only')),
                h('p', { class: 'row' }, h('button', { type: 'button', class: 'first', id: 'decide', onclick: decide }, t('desk.heat.decide')),
                    h('button', { type: 'button', onclick: () => { said = []; reckon(); } }, t('desk.heat.if.forget')),
                    h('small', {}, t('desk.heat.if.unsaved')))));
        } catch (error) {
            changes.replaceChildren(trouble(error), h('p', {}, h('button', { type: 'button', onclick: () => { said = []; reckon(); } }, t('desk.heat.if.forget'))));
        }
    }
    draw(null);
    const strip = FIGURES.map((id) => figures.find((f) => f.id === id)).filter((f) => f?.known);
    return [
        h('ul', { class: 'strip' }, strip.map((f) => h('li', {}, h('button', { class: 'plain', type: 'button', onclick: () => openFigure(f.id) },
            h('span', { class: 'value' }, dated(f.words)), h('span', { class: 'name' }, f.name))))),
        chart ? h('section', {}, h('h2', {}, t('desk.heat.when')), picture) : h('p', { class: 'muted' }, t('desk.heat.no_plan')),
        h('section', {}, h('h2', {}, t('desk.heat.if.title')), h('p', { class: 'muted' }, t('desk.heat.if.about')), supposing(lists, add), changes),
        ...cold.map(list),
    ].filter(Boolean);
}
