// SPDX-License-Identifier: GPL-3.0-or-later
import { t, lang, count } from '/files/talk.js';
import { h, doing } from '/files/dom.js';

export async function settings(rest, desk) {
    const s = desk.session;
    const choose = h('select', { id: 'lang', onchange: () => desk.relearn(choose.value) },
        h('option', { value: 'uk', lang: 'uk', selected: lang === 'uk' }, 'Українська'),
        h('option', { value: 'en', lang: 'en', selected: lang === 'en' }, 'English'));
    return [
        h('div', { class: 'row' }, h('label', { for: 'lang' }, t('desk.settings.lang'), choose)),
        h('p', {}, `${t('desk.settings.held')}: ${s.held.map((c) => t('desk.held.' + c)).join(', ')}`),
        h('p', {}, `${t('desk.settings.session')} ${count(s.idle_s / 60, 'desk.minutes')}, ` +
            `${t('desk.settings.left')} ${count(Math.round(s.left_s / 60), 'desk.minutes')}.`),
        h('section', {}, h('p', {}, t('desk.settings.lock')),
            h('button', { type: 'button', onclick: doing(desk.lock) }, t('desk.lock'))),
    ];
}
