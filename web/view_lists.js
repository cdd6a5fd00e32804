// SPDX-License-Identifier: GPL-3.0-or-later
// Damage, and the lists of the day as the plan counted them.
import { get, t, count, number } from '/files/talk.js';
import { h, table } from '/files/dom.js';
import { openFigure } from '/files/view_today.js';

const SHOWN = 60;

function cell(c, column) {
    const text = c.figure
        ? h('button', { class: 'plain', type: 'button', onclick: () => openFigure(c.figure) }, c.text) : c.text;
    return h('td', { class: [column.numeric && 'number', c.alert && 'alert'].filter(Boolean).join(' ') || undefined },
        c.strong ? h('b', {}, text) : text);
}

export function list(l) {
    const row = (cells) => h('tr', {}, cells.map((c, i) => cell(c, l.columns[i])));
    const place = h('section', {}, table(l.title, l.columns, l.rows.slice(0, SHOWN).map(row)));
    if (l.rows.length > SHOWN) {
        const more = h('button', { type: 'button', onclick: () => {
            place.querySelector('tbody').append(...l.rows.slice(SHOWN).map(row));
            more.remove();
        } }, `${t('desk.more')}: ${count(l.rows.length - SHOWN, 'desk.rows')}`);
        place.append(more);
    }
    if (!l.rows.length)
        place.append(h('p', { class: 'muted' }, t('desk.nothing')));
    if (l.note)
        place.append(h('p', { class: 'muted' }, l.note));
    if (l.left_out)
        place.append(h('p', { class: 'muted' }, `${t('desk.left_out')} ${l.left_out}`));
    return place;
}

// Where looking would tell most: buildings nobody saw, and how many of them may be damaged if they
// are like those that were seen there.
function next(districts) {
    const rows = districts.rows.map((r) => {
        const [name, kind] = r, n = r[2].number, seen = r[3].number ?? 0, damaged = r[4].number ?? 0, alike = r[5].number ?? damaged;
        return { name: name.text, kind: kind.text, unseen: Math.round(n * (1 - seen / 100)), perhaps: Math.round(n * (alike - damaged) / 100) };
    }).filter((r) => r.unseen > 0).sort((a, b) => b.perhaps - a.perhaps || b.unseen - a.unseen).slice(0, 10);
    return h('section', {}, table(t('desk.damage.next'), [districts.columns[0], districts.columns[1],
        { name: t('desk.damage.unseen'), numeric: true }, { name: t('desk.damage.perhaps'), numeric: true }],
    rows.map((r) => h('tr', {}, h('th', { scope: 'row' }, r.name), h('td', {}, r.kind), h('td', { class: 'number' }, number(r.unseen)),
        h('td', { class: 'number' }, h('b', {}, `≈ ${number(r.perhaps)}`))))), h('p', { class: 'muted' }, t('desk.damage.next.about')));
}

function scheme(s) {
    const most = Math.max(1, ...s.classes.map((c) => c.buildings));
    return h('section', {}, table(`${t('desk.scheme.' + s.scheme)} · ${count(s.buildings, 'desk.buildings')}`,
        [{ name: t('desk.damage.class') }, { name: t('desk.map.how_many'), numeric: true }, { name: t('desk.damage.share') }],
        s.classes.map((c) => {
            const bar = h('span', { class: 'share', 'aria-hidden': 'true' });
            bar.style.width = `${60 * c.buildings / most}%`;
            return h('tr', {}, h('th', { scope: 'row' }, c.words, c.unverified && h('small', {}, ` (${t('desk.damage.unverified')})`)),
                h('td', { class: 'number' }, number(c.buildings)), h('td', { class: 'day' }, bar, ` ${number(Math.round(100 * c.buildings / s.buildings))} %`));
        })));
}

export async function damage() {
    const [lists, { schemes }] = await Promise.all([get('/api/lists?section=destroyed'), get('/api/damage')]);
    if (!lists.length && !schemes.length)
        return h('p', { class: 'muted' }, t('desk.nothing'));
    const districts = lists.find((l) => l.id === 'destroyed.districts');
    return [...lists.filter((l) => l.id === 'destroyed.classes').map(list),
        districts?.rows.length > 0 && next(districts),
        schemes.length > 0 && h('section', {}, h('h2', {}, t('desk.damage.schemes')), h('p', { class: 'muted' }, t('desk.damage.schemes.about')),
            h('div', { class: 'questions' }, schemes.map(scheme))),
        ...lists.filter((l) => l.id !== 'destroyed.classes').map(list)].filter(Boolean);
}
