// SPDX-License-Identifier: GPL-3.0-or-later
// Today: every figure; a click opens who said it.
import { get, t, count, day, dated, number } from '/files/talk.js';
import { h, side, trouble } from '/files/dom.js';

function values(s) {
    if (s.text && s.value_low === null && s.value_high === null)
        return dated(s.text);
    const low = s.value_low === null ? '' : number(s.value_low);
    const high = s.value_high === null ? '' : number(s.value_high);
    const sign = { at_least: '≥ ', more_than: '> ', at_most: '≤ ', about: '≈ ' }[s.bound] || '';
    return sign + (low === high || !high ? low : !low ? high : `${low}–${high}`) +
        (s.unit === 'percent' ? ' %' : '');
}

// A method of the vocabulary in words; what a source said freely stays as it is.
const method = (id) => { const said = t('method.' + id); return said.startsWith('method.') ? id : said; };

// One statement with all that stands around it.
export function statement(s) {
    const mark = [s.used ? '●' : s.differs ? '◆' : '○', [s.used && t('desk.why.used'), s.differs && t('desk.why.differs'),
        !s.used && !s.differs && t('desk.why.other')].filter(Boolean).join('; ')];
    const pair = (key, text) => text && [h('dt', {}, t(key)), h('dd', {}, text)];
    const who = s.sealed ? t('desk.why.sealed')
        : [s.according_to, s.role, s.party && `(${s.party})`].filter(Boolean).join(', ');
    return h('li', { class: s.differs ? 'differs' : undefined },
        h('p', {}, h('span', { class: s.differs ? 'alert' : undefined, 'aria-hidden': 'true' }, mark[0]), ' ',
            h('b', {}, values(s)), who && ` — ${who}`, ' ', h('small', {}, mark[1])),
        h('dl', {}, pair('desk.why.asof', day(s.as_of)), pair('desk.why.definition', s.definition),
            pair('desk.why.denominator', s.denominator), pair('desk.why.method', s.method && method(s.method)),
            pair('desk.why.reported', s.reported_in), pair('desk.why.note', s.note),
            pair('desk.why.recorded', [s.recorded_by, day(s.recorded_at)].filter(Boolean).join(', ')),
            pair('desk.why.claim', s.claim), pair('desk.why.replaced', s.replaced_by)));
}

export async function openFigure(id) {
    try {
        const f = await get('/api/figures/' + encodeURIComponent(id));
        side(f.name,
            h('p', {}, h('b', {}, dated(f.words)), f.when && ` · ${t('desk.today.asof')} ${f.when}`),
            f.detail && h('p', {}, f.detail),
            h('dl', { class: 'muted' }, h('dt', {}, t('desk.why.definition')), h('dd', {}, f.definition || '–'),
                f.denominator && [h('dt', {}, t('desk.why.denominator')), h('dd', {}, f.denominator)],
                h('dt', {}, t('desk.why.rule')), h('dd', {}, f.rule)),
            f.statements.length ? h('ol', { class: 'said' }, f.statements.map(statement))
                : h('p', {}, t('desk.why.nobody')),
            f.tallied > 200 && h('p', { class: 'muted' }, `${t('desk.why.more')} ${count(f.tallied, 'desk.records')}`));
    } catch (error) {
        side(t('desk.error'), trouble(error));
    }
}

function figure(f) {
    return h('li', {}, h('button', { class: 'plain', type: 'button', onclick: () => openFigure(f.id), 'data-figure': f.id },
        h('span', { class: 'value' }, dated(f.words)),
        h('span', { class: 'name' }, f.name,
            f.conflict && h('span', { class: 'tag' }, ` ◆ ${t('desk.today.contradicted')}`),
            f.changed && h('span', { class: 'tag', title: t('desk.today.changed') }, ` • ${t('desk.today.changed.short')}`),
            f.front && f.detail && h('small', {}, f.detail),
            f.when && h('small', {}, `${t('desk.today.asof')} ${f.when}`))));
}

export async function today() {
    const { figures } = await get('/api/figures');
    const known = figures.filter((f) => f.known);
    const unknown = figures.filter((f) => !f.known);
    const section = (id, title) => {
        const rows = known.filter((f) => f.section === id);
        rows.sort((a, b) => b.front - a.front);
        return rows.length > 0 && h('section', {}, h('h2', {}, title), h('ul', { class: 'figures' }, rows.map(figure)));
    };
    return [
        h('p', { class: 'row' }, h('a', { class: 'button', href: '/sheet', target: '_blank' }, t('desk.today.print')),
            h('a', { class: 'button', href: '/sheet.pdf', target: '_blank' }, t('desk.today.pdf'))),
        h('div', { class: 'questions' }, section('harmed', t('sheet.section.harmed')),
            section('care', t('sheet.section.care')), section('destroyed', t('sheet.section.destroyed')),
            section('cold', t('sheet.section.cold')), section('town', t('desk.today.town')),
            section('other', t('desk.today.town'))),
        unknown.length > 0 && h('section', {}, h('h2', {}, t('desk.today.unknown')),
            h('p', { class: 'muted' }, unknown.map((f) => f.name).join(' · '))),
    ].filter(Boolean);
}
