// SPDX-License-Identifier: GPL-3.0-or-later
// Settings: language, what one may see and do, who is at the desk, and for those who may: persons,
// their roles and keys.
import { get, post, t, lang, count, day } from '/files/talk.js';
import { h, doing, askSure, table, say } from '/files/dom.js';

const holds = (list) => list.map((c) => t('compartment.' + c)).join(', ') || '–';

function sessions(all, refresh) {
    const heads = ['desk.settings.person', 'desk.settings.role', 'desk.settings.since', 'desk.settings.idle', 'desk.state'].map((k) => ({ name: t(k) }));
    return table(t('desk.settings.sessions'), heads, all.map((s) => h('tr', {}, h('th', { scope: 'row' }, s.name), h('td', {}, t('role.' + s.role)),
        h('td', {}, count(Math.round(s.since_s / 60), 'desk.min')), h('td', {}, count(Math.round(s.idle_s / 60), 'desk.min')),
        h('td', {}, s.own ? t('desk.settings.own') : h('button', { type: 'button', 'aria-label': `${t('desk.settings.end')}: ${s.name}`, onclick: doing(async () => {
            await post('/api/sessions/end', { number: s.number });
            await refresh();
        }) }, t('desk.settings.end'))))));
}

function persons(all, refresh) {
    const heads = ['desk.settings.person', 'desk.settings.role', 'desk.settings.holds', 'desk.settings.added', 'desk.state'].map((k) => ({ name: t(k) }));
    const name = h('input', { name: 'name', required: true, maxlength: '120', autocomplete: 'off' });
    const role = h('select', { name: 'role' }, all.roles.map((r) => h('option', { value: r.id }, `${t('role.' + r.id)}: ${holds(r.held)}`)));
    const passphrase = h('input', { name: 'passphrase', type: 'password', required: true, autocomplete: 'new-password' });
    return [table(t('desk.settings.persons'), heads, all.persons.map((p) => h('tr', {}, h('th', { scope: 'row' }, p.name || '–'),
        h('td', {}, t('role.' + p.role)), h('td', {}, holds(p.held)), h('td', {}, [p.added_by, day(p.added_at)].filter(Boolean).join(', ')),
        h('td', {}, h('button', { type: 'button', 'aria-label': `${t('desk.settings.remove')}: ${p.name || p.number}`, onclick: doing(async () => {
            if (!await askSure(`${t('desk.settings.remove')}: ${p.name || p.number}`, t('desk.settings.remove.sure')))
                return;
            await post('/api/persons/remove', { number: p.number });
            await refresh();
        }) }, t('desk.settings.remove')))))),
    h('h3', {}, t('desk.settings.add')), h('form', { class: 'row', autocomplete: 'off', onsubmit: doing(async () => {
        await post('/api/persons', { name: name.value, role: role.value, passphrase: passphrase.value });
        say(t('desk.settings.added.done'));
        await refresh();
    }) }, h('label', {}, t('desk.settings.person'), name), h('label', {}, t('desk.settings.role'), role),
    h('label', {}, t('desk.login.passphrase'), passphrase), h('button', {}, t('desk.save'))),
    h('p', { class: 'muted' }, t('desk.settings.add.about'))];
}

export async function settings(rest, desk, refresh) {
    const s = desk.session;
    const rights = s.rights ?? [];
    const [here, people] = await Promise.all([get('/api/sessions').catch(() => null), rights.includes('persons') ? get('/api/persons') : null]);
    const choose = h('select', { id: 'lang', onchange: () => desk.relearn(choose.value) },
        h('option', { value: 'uk', lang: 'uk', selected: lang === 'uk' }, 'Українська'),
        h('option', { value: 'en', lang: 'en', selected: lang === 'en' }, 'English'));
    return [
        h('div', { class: 'row narrow' }, h('label', { for: 'lang' }, t('desk.settings.lang'), choose)),
        h('dl', { class: 'facts' }, h('dt', {}, t('desk.settings.you')), h('dd', {}, s.name, s.role && `, ${t('role.' + s.role)}`),
            h('dt', {}, t('desk.settings.held')), h('dd', {}, holds(s.held)),
            rights.length > 0 && [h('dt', {}, t('desk.settings.may')), h('dd', {}, rights.map((r) => t('desk.right.' + r)).join('; '))]),
        h('p', {}, `${t('desk.settings.session')} ${count(s.idle_s / 60, 'desk.minutes')}, ` +
            `${t('desk.settings.left')} ${count(Math.round(s.left_s / 60), 'desk.minutes')}.`),
        h('section', { class: 'stack' }, h('p', { class: 'row' }, h('button', { type: 'button', onclick: doing(async () => {
            await post('/api/leave');
            location.assign('/login');
        }) }, t('desk.settings.leave')), h('small', {}, t('desk.settings.leave.about'))),
        h('p', { class: 'row' }, h('button', { type: 'button', onclick: doing(desk.lock) }, t('desk.lock')), h('small', {}, t('desk.settings.lock')))),
        here && h('section', {}, sessions(here, refresh)),
        people && h('section', { class: 'stack' }, ...persons(people, refresh)),
    ].filter(Boolean);
}
