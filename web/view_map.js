// SPDX-License-Identifier: GPL-3.0-or-later
// The map: each building by damage, closures, danger, reach, heat, people as density; a day to
// choose; the same as lists. A road that is closed or opened here is said like any other claim.
import { get, post, t, count, number, day as dayWords } from '/files/talk.js';
import { h, side, table, doing, say, trouble } from '/files/dom.js';
import { Picture, palette, sign, swatch } from '/files/map_paint.js';
import { takeHands } from '/files/map_hands.js';

const SHOWS = ['damage', 'reach', 'people', 'heat'];
const BRIDGES = ['bridge', 'footbridge', 'pontoon', 'ford'];
const remembered = { view: null, show: 'damage' };

const value = (s, aspect) => s.is[aspect]?.value;
const words = (s, aspect) => s.is[aspect]?.text ?? '';

// What stands of roads, danger, places and houses on a day, in metres of the map.
async function things(land, day) {
    const query = day ? `?day=${day}` : '';
    const lists = await Promise.all(['road', 'danger_area', 'facility', 'heat_source', 'house'].map((kind) => get(`/api/subjects/${kind}${query}`)));
    const metres_lat = 111213.6, metres_lon = 111319.5 * Math.cos(land.lat * Math.PI / 180);
    const at = (lat, lon) => [(lon - land.lon) * metres_lon, (lat - land.lat) * metres_lat];
    const [roads, dangers, facilities, sources, houses] = lists.map((l) => l.subjects);
    const place = (s) => {
        const [x, y] = at(value(s, 'latitude'), value(s, 'longitude'));
        return { x, y };
    };
    const placed = (s) => value(s, 'latitude') !== undefined && value(s, 'longitude') !== undefined;
    const kinds = { hospital: 0, mobile_hospital: 0, pharmacy: 1, warming_point: 2 };
    const runs = (s) => ['working', 'partly'].includes(value(s, 'state'));
    return {
        vocabulary: lists[0].aspects,
        roads: roads.filter((r) => value(r, 'from_lat') !== undefined && value(r, 'to_lat') !== undefined).map((r) => {
            const [ax, ay] = at(value(r, 'from_lat'), value(r, 'from_lon'));
            const [bx, by] = at(value(r, 'to_lat'), value(r, 'to_lon'));
            return { id: r.id, name: value(r, 'name') || r.id, state: value(r, 'state') || 'open', bridge: BRIDGES.includes(value(r, 'type')),
                ax, ay, bx, by, subject: r };
        }),
        dangers: dangers.filter((d) => placed(d) && value(d, 'state') !== 'cleared')
            .map((d) => ({ ...place(d), radius_m: value(d, 'radius_m') || 50, subject: d })),
        signs: [
            ...facilities.filter((f) => placed(f) && value(f, 'type') in kinds).map((f) => ({ ...place(f), kind: kinds[value(f, 'type')],
                works: runs(f), name: value(f, 'name') ?? '' })),
            ...sources.filter(placed).map((s) => ({ ...place(s), kind: runs(s) ? 3 : value(s, 'state') === 'destroyed' ? 5 : 4,
                works: runs(s), name: value(s, 'name') ?? '' })),
        ],
        houses: houses.filter(placed).map((s) => ({ ...place(s), warm: value(s, 'state') === 'warm', subject: s })),
    };
}

// ---- a road: what is said of it, and what closing it would mean

const people = (f) => f.low === null ? '–' : f.low === f.high || f.high === null ? count(f.low, 'desk.people')
    : `${number(f.low)}–${count(f.high, 'desk.people')}`;

function change(c) {
    return h('li', { 'data-changed': c.id }, `${c.name}: `, h('b', {}, c.now.words), ' → ', h('b', {}, c.then.words));
}

function openRoad(road, vocabulary, refresh) {
    const s = road.subject;
    const state = h('select', { id: 'road-state' }, vocabulary.state.choices.filter(([id]) => id !== 'unknown')
        .map(([id, label]) => h('option', { value: id, selected: id === road.state }, label)));
    const sure = h('input', { type: 'checkbox', id: 'road-sure', checked: true });
    const why = h('input', { name: 'why', required: true, maxlength: '500', autocomplete: 'off' });
    const effect = h('div', { 'aria-live': 'polite', id: 'effect' });
    const claims = () => [{ about: s.id, aspect: 'state', value: state.value },
        { about: s.id, aspect: 'confirmed', value: sure.checked ? 'yes' : 'no' }];
    let asked = 0;
    const suppose = async () => {
        const mine = ++asked;
        effect.replaceChildren(h('p', { class: 'muted' }, t('desk.map.reckoning')));
        try {
            const then = await post('/api/suppose', { claims: claims() });
            if (mine === asked)
                effect.replaceChildren(then.figures.length ? h('ul', { class: 'changes' }, then.figures.map(change))
                    : h('p', { class: 'muted' }, t('desk.map.nothing_changes')));
        } catch (error) {
            effect.replaceChildren(trouble(error));
        }
    };
    state.addEventListener('change', suppose);
    sure.addEventListener('change', suppose);
    const panel = side(road.name,
        h('dl', { class: 'facts' }, Object.entries(s.is).filter(([a]) => !/_(lat|lon)$/.test(a)).map(([a, v]) =>
            [h('dt', {}, vocabulary[a]?.label ?? a), h('dd', {}, v.text, v.as_of && h('small', {}, ` · ${t('desk.today.asof')} ${v.as_of}`))])),
        h('form', { class: 'stack', onsubmit: doing(async () => {
            const saved = await post('/api/say', { claims: claims(), why: why.value, decision: false });
            panel.close();
            say(`${t('desk.saved')} ${saved.batch}`);
            await refresh();
        }) }, h('h3', {}, t('desk.map.say')),
        h('label', { for: 'road-state' }, t('desk.map.passage'), state),
        h('label', { class: 'check', for: 'road-sure' }, sure, t('desk.map.confirmed')),
        effect,
        h('label', {}, t('desk.map.who'), why),
        h('p', {}, h('button', { class: 'first', id: 'road-save' }, t('desk.save')))));
    state.focus();
    return panel;
}

// ---- what stands around the picture

function item(paint, text) {
    const c = h('canvas', { width: 42, height: 42, 'aria-hidden': 'true' });
    const ctx = c.getContext('2d');
    ctx.scale(2, 2);
    paint(ctx, palette());
    return h('li', {}, c, text);
}

function legend(show, picture) {
    const squares = { damage: [0, 1, 2, 3, 4].map((k) => item((ctx, p) => swatch(ctx, p, k, p.fill),
        `${t('desk.map.level.' + k)}: ${number(picture.counts[k])}`)),
    reach: [0, 1, 2, 3].map((k) => item((ctx, p) => swatch(ctx, p, k, p.fill), t('desk.map.reach.' + k))),
    people: [0, 1, 2, 3].map((k) => item((ctx, p) => swatch(ctx, p, k, p.shade), t('desk.map.people.' + k))),
    heat: [0, 1].map((k) => item((ctx, p) => {
        ctx.fillStyle = k ? p.paper : p.alert;
        ctx.strokeStyle = k ? p.good : p.alert;
        ctx.lineWidth = 1.6;
        ctx.fillRect(4, 4, 13, 13);
        ctx.strokeRect(4, 4, 13, 13);
    }, t('desk.map.house.' + k))) }[show];
    return [...squares, ...[0, 1, 2, 3, 4, 5].map((k) => item((ctx, p) => sign(ctx, k, k !== 4 && k !== 5, 10, 10, 6, p), t('desk.map.sign.' + k))),
        item((ctx, p) => {
            ctx.strokeStyle = p.alert;
            ctx.setLineDash([3, 3]);
            ctx.arc(10, 10, 8, 0, 7);
            ctx.stroke();
        }, t('desk.map.legend.danger')),
        item((ctx, p) => {
            ctx.strokeStyle = p.alert;
            ctx.lineWidth = 2;
            ctx.moveTo(4, 4);
            ctx.lineTo(16, 16);
            ctx.moveTo(4, 16);
            ctx.lineTo(16, 4);
            ctx.stroke();
        }, t('desk.map.legend.closed'))];
}

// The same for those who hear the page or have only keys.
function twin(day, picture, vocabulary, open) {
    const heads = (...keys) => keys.map((k) => ({ name: t(k) }));
    const roads = [...day.roads].sort((a, b) => b.bridge - a.bridge || a.name.localeCompare(b.name));
    const passage = (id) => vocabulary.state.choices.find(([c]) => c === id)?.[1] ?? id;
    return [table(t('desk.map.roads'), heads('desk.ledger.what', 'desk.ledger.kind.of', 'desk.map.passage', 'desk.map.confirmed', 'desk.state'),
        roads.map((r) => h('tr', { 'data-road': r.id }, h('th', { scope: 'row' }, r.name), h('td', {}, words(r.subject, 'type')),
            h('td', { class: r.state === 'closed' ? 'alert' : undefined }, passage(r.state)), h('td', {}, words(r.subject, 'confirmed')),
            h('td', {}, open && h('button', { type: 'button', 'aria-label': `${t('desk.map.change')}: ${r.name}`, onclick: () => open(r) },
                t('desk.map.change')))))),
    table(t('desk.map.buildings'), [{ name: t('desk.state') }, { name: t('desk.map.how_many'), numeric: true }],
        [3, 2, 1, 0, 4].map((k) => h('tr', {}, h('th', { scope: 'row' }, t('desk.map.level.' + k)), h('td', { class: 'number' }, number(picture.counts[k]))))),
    table(t('desk.map.places'), heads('desk.ledger.what', 'desk.ledger.kind.of', 'desk.state'), day.signs.map((s) =>
        h('tr', {}, h('th', { scope: 'row' }, s.name || '–'), h('td', {}, t('desk.map.sign.' + s.kind)), h('td', {}, s.works ? t('desk.map.works') : t('desk.map.not'))))),
    table(t('desk.map.dangers'), heads('desk.ledger.what', 'desk.ledger.kind.of', 'desk.state'), day.dangers.map((d) =>
        h('tr', {}, h('th', { scope: 'row' }, words(d.subject, 'name')), h('td', {}, words(d.subject, 'kind')), h('td', {}, words(d.subject, 'state')))))];
}

function reached(figures) {
    const f = figures.find((x) => x.id === 'care.out_of_reach.60min');
    return f?.known ? [`${f.name}: `, h('b', { id: 'out-of-reach' }, people(f))] : [t('desk.map.reach.unknown')];
}

const isoDay = (n) => new Date(n * 864e5).toISOString().slice(0, 10);
const dayNumber = (iso) => Math.round(Date.parse(iso) / 864e5);

export async function map(rest, desk, refresh) {
    const began = performance.now();
    const [land, buildings, now] = await Promise.all([get('/api/map'), get('/api/map/buildings'), get('/api/map/day')]);
    if (!land.known)
        return h('p', { class: 'muted' }, t('desk.map.none'));
    land.shapes = land.shapes.filter((s) => !s.passage);
    let day = await things(land, '');
    const canvas = h('canvas', { role: 'img', 'aria-label': `${t('desk.map.title')}. ${t('desk.map.list.below')}` });
    const hold = h('div', { class: 'hold', role: 'application', 'aria-label': `${t('desk.map.title')}. ${t('desk.map.help')}` });
    const picture = new Picture(canvas, land);
    picture.unit = [t('desk.map.m'), t('desk.map.km')];
    picture.build(buildings.box);
    const shown = h('div', { class: 'row shows', role: 'radiogroup', 'aria-label': t('desk.map.show') });
    const key = h('ul', { class: 'legend' });
    const reach = h('p', { 'aria-live': 'polite' });
    const lists = h('div', { class: 'twin' });
    const when = h('output', { for: 'map-day' });
    const isNow = () => Number(slider.value) === Number(slider.max);
    const open = (road) => openRoad(road, day.vocabulary, refresh);
    const redraw = (told) => {
        picture.levels(told.levels);
        picture.day = { ...day, squares: told.squares ?? [] };
        reach.replaceChildren(...reached(told.figures));
        key.replaceChildren(...legend(picture.show, picture));
        lists.replaceChildren(...twin(day, picture, day.vocabulary, isNow() && open));
        picture.paint();
    };
    let asked = 0, told = now;
    const slide = async () => {
        const mine = ++asked, iso = isoDay(Number(slider.value));
        when.textContent = dayWords(iso);
        await new Promise((r) => setTimeout(r, 120));
        if (mine !== asked)
            return;
        try {
            const [answer, stands] = await Promise.all([get(`/api/map/day?day=${iso}`), things(land, iso)]);
            if (mine !== asked)
                return;
            told = answer;
            day = stands;
            redraw(told);
            say(`${dayWords(iso)}. ${reach.textContent}`);
        } catch (error) {
            reach.replaceChildren(trouble(error));
        }
    };
    const first = dayNumber(now.first), last = dayNumber(now.last);
    const slider = h('input', { type: 'range', id: 'map-day', min: String(first), max: String(last), step: '1', oninput: slide });
    slider.value = String(last);
    when.textContent = dayWords(now.last);
    shown.append(...SHOWS.map((id) => h('label', { class: 'check' }, h('input', { type: 'radio', name: 'show', value: id,
        checked: id === remembered.show, onchange: () => {
            remembered.show = picture.show = id;
            key.replaceChildren(...legend(id, picture));
            picture.paint();
        } }), t('desk.map.show.' + id))));
    picture.show = remembered.show;
    redraw(now);
    const button = (text, label, work) => h('button', { type: 'button', 'aria-label': label, onclick: work }, text);
    let hands = null;
    const frame = h('div', { class: 'map' }, canvas, hold, h('div', { class: 'hands' },
        button('+', t('desk.map.in'), () => hands?.zoom(0.7)), button('−', t('desk.map.out'), () => hands?.zoom(-0.7)),
        button(t('desk.map.all'), t('desk.map.all'), () => hands?.go(picture.whole()))));
    const settle = async () => {
        hands = await takeHands(hold, picture);
        hands.go(remembered.view ?? picture.whole());
        hands.onClick((x, y) => {
            const near = day.roads.map((r) => [Math.hypot(...middle(picture, r).map((m, i) => m - [x, y][i])), r]).sort((a, b) => a[0] - b[0])[0];
            if (near && near[0] < 22 && isNow())
                open(near[1]);
        });
        const look = picture.look.bind(picture);
        picture.look = (view) => { remembered.view = view; look(view); };
        requestAnimationFrame(() => requestAnimationFrame(() =>
            performance.measure('map.first', { start: began, end: performance.now() })));
    };
    const ready = new ResizeObserver(() => {
        if (canvas.clientWidth) {
            ready.disconnect();
            settle().catch((error) => frame.append(trouble(error)));
        }
    });
    ready.observe(canvas);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => redraw(told));
    return [h('div', { class: 'row over' }, shown, h('label', { class: 'slide', for: 'map-day' }, h('span', {}, t('desk.map.day'), ' ', when), slider)),
        reach, frame, key, h('p', { class: 'muted' }, t('desk.map.help'), ' ', t('desk.map.boxes')),
        h('details', {}, h('summary', {}, t('desk.map.list')), lists)];
}

const middle = (picture, r) => {
    const { at } = picture.frame;
    const a = at(r.ax, r.ay), b = at(r.bx, r.by);
    return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
};
