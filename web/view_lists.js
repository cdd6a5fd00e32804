// SPDX-License-Identifier: GPL-3.0-or-later
// Care, damage, heat: the lists of the day as the plan counted them.
import { get, t, count } from '/files/talk.js';
import { h, table } from '/files/dom.js';
import { openFigure } from '/files/view_today.js';

const SHOWN = 60;

function cell(c, column) {
    const text = c.figure
        ? h('button', { class: 'plain', type: 'button', onclick: () => openFigure(c.figure) }, c.text) : c.text;
    return h('td', { class: [column.numeric && 'number', c.alert && 'alert'].filter(Boolean).join(' ') || undefined },
        c.strong ? h('b', {}, text) : text);
}

function list(l) {
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

const view = (section) => async () => {
    const lists = await get('/api/lists?section=' + section);
    return lists.length ? lists.map(list) : h('p', { class: 'muted' }, t('desk.nothing'));
};

export const care = view('care');
export const damage = view('destroyed');
export const heat = view('cold');
