// SPDX-License-Identifier: GPL-3.0-or-later
// Statements: where people say different things, side by side; a wrong one is corrected with a reason.
import { get, post, t, count, dated } from '/files/talk.js';
import { h, doing, askReason, say } from '/files/dom.js';
import { statement, openFigure } from '/files/view_today.js';

function withCorrection(s, refresh) {
    const item = statement(s);
    if (!s.replaced_by)
        item.append(h('button', { type: 'button', onclick: doing(async () => {
            const typed = await askReason(t('desk.correct'), t('desk.correct.about'),
                [['value', t('desk.correct.value'), '']]);
            if (!typed)
                return;
            const saved = await post('/api/corrections', { claim: s.claim, value: typed.value, why: typed.why });
            say(`${t('desk.saved')} ${saved.batch}`);
            await refresh();
        }) }, t('desk.correct')));
    return item;
}

export async function statements(rest, desk, refresh) {
    const all = await get('/api/statements');
    return [
        h('p', { class: 'muted' }, all.conflicts.length ? t('desk.statements.about') : t('desk.statements.none')),
        ...all.conflicts.map((f) => h('section', {},
            h('h2', {}, h('button', { class: 'plain', type: 'button', onclick: () => openFigure(f.id) }, f.name, ': ', dated(f.words))),
            f.definition && h('p', { class: 'muted' }, f.definition),
            h('ul', { class: 'said versus' }, f.statements.map((s) => withCorrection(s, refresh))))),
        all.unsorted.length > 0 && h('section', {}, h('h2', {}, t('desk.statements.unsorted')),
            h('ul', { class: 'said versus' }, all.unsorted.map(statement))),
        all.elsewhere > 0 && h('p', { class: 'muted' },
            `${t('desk.statements.elsewhere')} ${count(all.elsewhere, 'desk.statements')}`),
    ].filter(Boolean);
}
