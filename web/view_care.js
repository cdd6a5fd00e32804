// SPDX-License-Identifier: GPL-3.0-or-later
// Care: who goes without, whose medicine runs out, rounds and transfers as bars over the day. A stop
// is moved by hand and its cost is told before it is kept; a lock survives every new plan.
import { get, post, t, count, number } from '/files/talk.js';
import { h, side, doing, follow, table, trouble, say } from '/files/dom.js';
import { list } from '/files/view_lists.js';

const clock = (s) => `${String(Math.floor(s / 3600)).padStart(2, '0')}:${String(Math.floor(s / 60) % 60).padStart(2, '0')}`;
const minutes = (s) => count(Math.max(0, Math.round(Math.abs(s) / 60)), 'desk.min');

const needWords = (n) => [`${t('desk.care.' + n.kind)} ${n.card}`, `${t('desk.care.rank')} ${n.rank + 1}`, n.cold && t('desk.care.cold'),
    n.reassess && t('desk.care.reassess')].filter(Boolean).join(' · ');

// What one need may be given to, what it costs, and its lock.
function openNeed(need, where, state, redraw) {
    const choose = h('select', { id: 'to-vehicle' }, h('option', { value: '' }, t('desk.care.nobody')),
        state.plan.vehicles.filter((v) => !v.why_not).map((v) => h('option', { value: v.plate, selected: v.plate === where }, `${v.plate} · ${v.type}`)));
    const cost = h('div', { 'aria-live': 'polite', id: 'cost' });
    const keep = h('button', { type: 'button', class: 'first', id: 'keep', disabled: true }, t('desk.care.keep'));
    const settle = (answer) => {
        state.plan = answer.plan;
        state.locks = answer.locks;
        panel.close();
        redraw();
    };
    const ask = async () => {
        keep.disabled = true;
        cost.replaceChildren(h('p', { class: 'muted' }, t('desk.map.reckoning')));
        try {
            const made = await post('/api/rounds/try', { need: need.id, vehicle: choose.value });
            keep.disabled = !made.holds;
            cost.replaceChildren(h('p', {}, h('b', {}, made.extra_s >= 0 ? t('desk.care.extra') : t('desk.care.less')), ` ${minutes(made.extra_s)}`,
                made.later_s > 0 && ` · ${t('desk.care.later')} ${minutes(made.later_s)}`),
            made.holds ? h('p', {}, t('desk.care.holds')) : h('ul', { class: 'alert' }, made.faults.slice(0, 6).map((f) => h('li', {}, f)), made.faults.length > 6 && h('li', {}, `… ${number(made.faults.length)}`)));
        } catch (error) {
            cost.replaceChildren(trouble(error));
        }
    };
    choose.addEventListener('change', ask);
    keep.addEventListener('click', doing(async () => settle(await post('/api/rounds/move', { need: need.id, vehicle: choose.value }))));
    const locked = state.locks[need.id];
    const lock = where && h('button', { type: 'button', id: 'lock', 'aria-pressed': String(Boolean(locked)), onclick: doing(async () =>
        settle(await post('/api/rounds/lock', { need: need.id, vehicle: locked ? '' : where }))) },
    locked ? t('desk.care.unlock') : t('desk.care.lock'));
    const panel = side(needWords(need), h('p', {}, where ? `${t('desk.care.with')} ${where}` : need.reason),
        h('label', { for: 'to-vehicle' }, t('desk.care.give_to'), choose), cost,
        h('p', { class: 'row' }, keep, lock), h('p', { class: 'muted' }, t('desk.care.card')));
    choose.focus();
}

function lane(tour, state, from, to, redraw) {
    const vehicle = state.plan.vehicles.find((v) => v.plate === tour.vehicle);
    const track = h('div', { class: 'track day' });
    const at = (e, a, b) => {
        e.style.left = `${100 * (a - from) / (to - from)}%`;
        e.style.width = `${Math.max(0.35, 100 * (b - a) / (to - from))}%`;
        return e;
    };
    for (let hour = Math.ceil(from / 3600); hour * 3600 <= to; hour++)
        track.append(at(h('span', { class: 'tick' }), hour * 3600, hour * 3600));
    track.append(at(h('span', { class: 'ride' }), tour.leave, tour.home));
    for (const s of tour.stops) {
        const words = `${clock(s.from)} ${t('desk.care.act.' + s.act)}${s.id ? ` · ${needWords(s)}` : s.boxes ? ` · ${count(s.boxes, 'desk.care.boxes')}` : ''}${s.place ? ` → ${s.place}` : ''}`;
        track.append(at(s.id && !s.driven ? h('button', { type: 'button', title: words, 'aria-label': words, 'data-need': s.id,
            class: `stop ${s.kind} ${state.locks[s.id] ? 'locked' : ''}`, onclick: () => openNeed(s, tour.vehicle, state, redraw) })
            : h('span', { class: 'stop load', title: words }), s.from, s.to));
    }
    return h('div', { class: 'lane' }, h('div', { class: 'label' }, h('b', {}, tour.vehicle), ` ${vehicle?.type ?? ''}`, h('br'),
        h('small', {}, `${clock(tour.leave)}–${clock(tour.home)} · ${number(tour.km)} ${t('desk.map.km')} · ${t('desk.care.homes')} ${tour.homes} · ${t('desk.care.patients')} ${tour.patients}`)), track);
}

function plan(state, redraw, make) {
    const p = state.plan;
    const hour = h('input', { id: 'at', type: 'time', value: '12:00' });
    const again = h('form', { class: 'row', onsubmit: doing(async (e, place) => make(hour.value, place)) },
        h('button', { type: 'button', id: 'plan-day', onclick: doing(async (e, place) => make('', place)) }, t(p ? 'desk.care.plan_again' : 'desk.care.plan')),
        p && [h('label', { for: 'at' }, t('desk.care.at'), hour), h('button', { id: 'replan' }, t('desk.care.replan'))]);
    if (!p)
        return [h('p', {}, t('desk.care.unplanned')), again];
    const from = Math.min(8 * 3600, ...p.tours.map((x) => x.leave)), to = Math.max(17 * 3600, ...p.tours.map((x) => x.home)) + 600;
    const axis = h('div', { class: 'track axis', 'aria-hidden': 'true' });
    for (let hourOf = Math.ceil(from / 3600); hourOf * 3600 <= to; hourOf++) {
        const label = h('span', {}, String(hourOf));
        label.style.left = `${100 * (hourOf * 3600 - from) / (to - from)}%`;
        axis.append(label);
    }
    const LEFT = 15;
    const left = (n) => h('tr', {}, h('td', { class: 'number' }, String(n.rank + 1)), h('td', {}, `${t('desk.care.' + n.kind)} ${n.card}`),
        h('td', {}, n.reason), h('td', {}, h('button', { type: 'button', 'aria-label': `${t('desk.care.give')}: ${needWords(n)}`,
            onclick: () => openNeed(n, '', state, redraw) }, t('desk.care.give'))));
    const unserved = table(`${t('desk.care.unserved')}: ${number(p.left.length)}`, [{ name: t('desk.care.rank'), numeric: true }, { name: t('desk.care.need') },
        { name: t('desk.import.reason') }, { name: t('desk.state') }], p.left.slice(0, LEFT).map(left));
    const more = p.left.length > LEFT && h('button', { type: 'button', onclick: () => {
        unserved.querySelector('tbody').append(...p.left.slice(LEFT).map(left));
        more.remove();
    } }, `${t('desk.more')}: ${count(p.left.length - LEFT, 'desk.rows')}`);
    return [h('p', {}, `${t('desk.care.delivered')} `, h('b', {}, number(p.delivered)), ` · ${t('desk.care.brought')} `, h('b', {}, number(p.brought)),
        ` · ${t('desk.care.unserved').toLowerCase()} `, h('b', { class: p.left.length ? 'alert' : undefined, id: 'unserved' }, number(p.left.length)),
        ` · ${t('desk.care.driving')} ${minutes(p.driven_s)}`),
    again, p.changes.length > 0 && h('details', { open: true }, h('summary', {}, t('desk.care.changes')), h('ul', {}, p.changes.slice(0, 40).map((c) => h('li', {}, c)))),
    p.left.length > 0 && h('div', {}, unserved, more),
    h('figure', { class: 'gantt', 'aria-label': t('desk.care.rounds') }, ...p.tours.map((x) => lane(x, state, from, to, redraw)),
        h('div', { class: 'lane' }, h('div', { class: 'label' }), axis),
        h('ul', { class: 'legend' }, ['medicine', 'transfer', 'load', 'locked'].map((k) => h('li', {}, h('span', { class: `key stop ${k}` }), t('desk.care.key.' + k))))),
    p.vehicles.some((v) => v.why_not) && h('p', { class: 'muted' }, `${t('desk.care.stays')} ${p.vehicles.filter((v) => v.why_not).map((v) => `${v.plate} (${v.why_not})`).join('; ')}`),
    ...p.notes.map((n) => h('p', { class: 'muted' }, n))].filter(Boolean);
}

export async function care() {
    const [lists, state] = await Promise.all([get('/api/lists?section=care'),
        get('/api/rounds').catch((error) => ({ refused: error, locks: {} }))]);
    const place = h('section', {});
    const make = async (at, where) => {
        const answer = await (await post('/api/rounds/plan', at ? { at } : {}), follow(where));
        Object.assign(state, answer);
        redraw();
        say(t('desk.care.planned'));
    };
    const redraw = () => place.replaceChildren(h('h2', {}, t('desk.care.rounds')), h('div', { class: 'over-day' }, plan(state, redraw, make)));
    if (!state.refused)
        redraw();
    return [!state.refused && place, ...lists.map(list)].filter(Boolean);
}
