// SPDX-License-Identifier: GPL-3.0-or-later
// People: find, look at a record in time, write down a new one, decide about pairs.
import { get, post, t, count, day, recordPath } from '/files/talk.js';
import { h, doing, askReason, table, say, trouble } from '/files/dom.js';

const FORMS = ['death', 'injured', 'missing', 'body', 'grave', 'need', 'household'];

const facts = (list) => list.map(([label, value]) => `${label}: ${value}`).join(' · ');

function hit(r) {
    return h('li', {}, h('p', {}, h('a', { href: `#/people/${encodeURIComponent(r.id)}` }, h('b', {}, r.name || r.key)), ' ',
        h('small', {}, `${r.kind_name}${r.office ? ` · ${t('desk.people.office')}: ${r.office}` : ''}`)),
        h('p', { class: 'muted' }, facts(r.facts)), r.why && h('p', {}, r.why));
}

// ---- one record

// Where claims that stand say different things: side by side, nothing chosen.
function contradicted(r) {
    if (!r.conflicts?.length)
        return null;
    return h('section', { class: 'notice' }, h('b', {}, t('desk.record.conflicts')), ...r.conflicts.map((aspect) => {
        const said = r.claims.filter((c) => c.aspect === aspect && c.conflict);
        return h('div', {}, `${said[0]?.label ?? aspect}: `, h('ul', { class: 'said versus' }, said.map((c) => h('li', {}, h('b', {}, c.value), ' — ',
            c.sealed ? t('desk.why.sealed') : [c.according_to, c.role].filter(Boolean).join(', ') || c.recorded_by, c.as_of && h('small', {}, ` · ${c.as_of}`)))));
    }));
}

async function record(id, desk, refresh) {
    const r = await get(recordPath(id));
    const state = (c) => c.undone ? t('desk.record.undone') : c.replaced_by ? t('desk.record.replaced')
        : c.stands ? t('desk.record.stands') : t('desk.record.later');
    const row = (c) => h('tr', { class: !c.stands ? 'off' : c.conflict ? 'differs' : undefined },
        h('th', { scope: 'row' }, c.aspect === 'other' ? c.said_as || c.label : c.label),
        h('td', { class: 'value' }, c.value, c.aspect !== 'other' && c.said_as && c.said_as !== c.value && h('small', {}, ` «${c.said_as}»`)),
        h('td', {}, c.as_of || ''), h('td', {}, c.sealed ? t('desk.why.sealed')
            : [c.according_to, c.role].filter(Boolean).join(', ')),
        h('td', {}, `${c.recorded_by}, ${day(c.recorded_at)}`, h('br'), h('small', {}, c.place || '', c.why ? ` — ${c.why}` : '')),
        h('td', {}, c.conflict && h('span', { class: 'tag' }, `◆ ${t('desk.today.contradicted')} `), state(c), c.correctable && h('div', {}, h('button', { type: 'button',
            'aria-label': `${t('desk.correct')}: ${c.label}`, onclick: doing(async () => {
                const typed = await askReason(`${t('desk.correct')}: ${c.label}`, t('desk.correct.about'),
                    [['value', t('desk.correct.value'), c.value]]);
                if (!typed)
                    return;
                await post('/api/corrections', { claim: c.claim, value: typed.value, why: typed.why });
                await refresh();
            }) }, t('desk.correct')))));
    const heads = [t('desk.pairs.field'), t('desk.why.value'), t('desk.why.asof'), t('desk.why.according'),
        t('desk.why.recorded'), t('desk.state')].map((name) => ({ name }));
    return [
        h('p', {}, h('a', { href: '#/people' }, `← ${t('desk.back')}`)),
        h('section', {}, h('h2', {}, r.name || r.key),
            h('p', { class: 'muted' }, `${r.kind_name} · ${r.id}${r.office ? ` · ${t('desk.people.office')}: ${r.office}` : ''}`),
            h('p', {}, facts(r.facts)), contradicted(r),
            table(t('desk.record.claims'), heads, r.claims.map(row)),
            h('p', { class: 'muted' }, t('desk.record.noted'))),
    ];
}

// ---- a form

function input(f) {
    const name = String(f.number);
    const id = `field-${name}`;
    if (f.choices.length)
        return h('select', { name, id }, h('option', { value: '' }, t('desk.form.choose')),
            f.choices.map(([value, label]) => h('option', { value }, label)));
    if (f.lines > 1)
        return h('textarea', { name, id, rows: String(f.lines) });
    return h('input', { name, id, autocomplete: 'off',
        inputmode: f.type === 'integer' ? 'numeric' : undefined,
        placeholder: f.type === 'date' ? t('desk.form.date') : undefined });
}

// Warns while a person is typed; says why, never how surely.
const WATCHED = { birth_date: 'birth', age: 'age', sex: 'sex', address: 'address', phone: 'phone', certificate: 'document', document: 'document' };
function watchPerson(form, fields, place) {
    const typed = (f) => f ? form.querySelector(`#field-${f.number}`)?.value.trim() || '' : '';
    const of = (aspect) => fields.find((f) => f.aspect === aspect && f.group !== 'source' && f.group !== 'family');
    const parts = ['full_name', 'surname', 'given', 'patronymic', 'name_said'].map(of).filter(Boolean);
    let waiting;
    let asked = '';
    const ask = async () => {
        const name = parts.map(typed).filter(Boolean).join(' ');
        const query = new URLSearchParams({ name });
        for (const [aspect, key] of Object.entries(WATCHED))
            if (typed(of(aspect)))
                query.set(key, isoTyped(typed(of(aspect))));
        if (name.length < 3 || String(query) === asked)
            return;
        asked = String(query);
        const likely = await get('/api/likely?' + query);
        if (asked !== String(query))
            return;
        place.replaceChildren(...(likely.length ? [h('div', { class: 'notice', role: 'status' },
            h('b', {}, t('desk.similar.title')), h('ul', { class: 'said' }, likely.map(hit)))] : []));
    };
    form.addEventListener('input', () => {
        clearTimeout(waiting);
        waiting = setTimeout(() => ask().catch((e) => place.replaceChildren(trouble(e))), 250);
    });
}

// 12.03.1950 → 1950-03-12, 03.1950 → 1950-03; anything else as it is.
const isoTyped = (text) => text.replace(/^(?:(\d\d)\.)?(\d\d)\.(\d{4})$/, (_, d, m, y) => [y, m, d].filter(Boolean).join('-'));

async function newRecord(id, desk, refresh) {
    const f = await get('/api/forms/' + encodeURIComponent(id));
    const similar = h('div', { 'aria-live': 'polite' });
    const faults = h('div', {});
    let group = '';
    const cells = f.fields.filter((x) => !x.table).flatMap((x) => {
        const head = x.group !== group && h('h3', {}, t(`paper.group.${x.group}`));
        group = x.group;
        return [head, h('label', { class: `w${x.width}`, for: `field-${x.number}` },
            h('span', {}, `${x.number} ${x.label}${x.unit ? `, ${x.unit}` : ''}${x.must ? ' *' : ''}`),
            input(x))];
    }).filter(Boolean);
    const form = h('form', { autocomplete: 'off', onsubmit: doing(async () => {
        const values = {};
        let number = '';
        let by = '';
        for (const [name, value] of new FormData(form))
            if (name === 'sheet') number = value;
            else if (name === 'by') by = value;
            else if (value.trim()) values[name] = value.trim();
        faults.replaceChildren();
        try {
            const saved = await post('/api/forms/' + id, { values, number, filled_by: by });
            say(`${t('desk.saved')} ${saved.batch}`);
            form.reset();
            similar.replaceChildren();
            faults.replaceChildren(h('p', { class: 'notice', role: 'status' }, `${t('desk.saved')} ${saved.batch}`));
            form.querySelector('input, select').focus();
        } catch (error) {
            if (!error.said?.faults)
                throw error;
            faults.replaceChildren(h('p', { class: 'notice alert', role: 'alert' },
                `${t('desk.form.faults')}\n${error.said.faults.trim()}`));
        }
    }) }, h('div', { class: 'fields' }, cells,
        h('label', { class: 'w6' }, h('span', {}, t('desk.form.number')), h('input', { name: 'sheet' })),
        h('label', { class: 'w6' }, h('span', {}, t('desk.form.filled_by')), h('input', { name: 'by' }))),
    faults, h('p', { class: 'row' }, h('button', { class: 'first' }, t('desk.save')),
        h('small', {}, `${t('desk.form.star')} ${t('desk.form.keys')} ${t('desk.form.unsaved')}`)));
    form.addEventListener('keydown', (e) => {
        if (e.ctrlKey && e.key === 'Enter') {
            e.preventDefault();
            form.requestSubmit();
        }
    });
    watchPerson(form, f.fields, similar);
    setTimeout(() => form.querySelector('input, select')?.focus());
    return [h('p', {}, h('a', { href: '#/people' }, `← ${t('desk.back')}`)), h('h2', {}, f.title), similar, form];
}

// ---- pairs

function sideBySide([a, b], below) {
    const labels = [...new Set([...a.facts, ...b.facts].map(([label]) => label))];
    const of = (r, label) => r.facts.find(([l]) => l === label)?.[1] ?? '';
    const rows = labels.map((label) => {
        const [left, right] = [of(a, label), of(b, label)];
        return h('tr', { class: left && right && left !== right ? 'differs' : undefined },
            h('th', { scope: 'row' }, label), h('td', {}, left), h('td', {}, right));
    });
    const head = (r) => ({ name: h('a', { href: `#/people/${encodeURIComponent(r.id)}` },
        `${r.name || r.key} · ${r.office || r.kind_name}`) });
    return h('section', { class: 'pair' },
        table(`${a.name || a.key} — ${b.name || b.key}`, [{ name: t('desk.pairs.field') }, head(a), head(b)], rows), below);
}

// Two people answer each question, blind to the score and to one another.
async function review(refresh) {
    const all = await get('/api/questions');
    const told = h('p', { role: 'status' });
    const ask = (pair) => {
        const why = h('input', { name: 'why', required: true, maxlength: '500', autocomplete: 'off' });
        const answer = (word) => doing(async () => {
            if (!why.reportValidity())
                return;
            const said = await post('/api/reviews', { a: pair[0].id, b: pair[1].id, answer: word, why: why.value });
            told.textContent = t('desk.review.state.' + said.state);
            say(told.textContent);
            const next = place.nextElementSibling;
            place.remove();
            next?.querySelector('input')?.focus();
        });
        const place = sideBySide(pair, h('form', { class: 'row', onsubmit: (e) => e.preventDefault() },
            h('label', {}, t('desk.pairs.why'), why), ['same', 'distinct', 'unsure'].map((word) =>
                h('button', { type: 'button', 'data-answer': word, onclick: answer(word) }, t('desk.review.' + word)))));
        return place;
    };
    return [h('p', { class: 'muted' }, t('desk.review.about')),
        h('p', {}, `${t('desk.review.done')} ${all.answered} · ${t('desk.review.waits')} ${all.waiting}`), told,
        all.pairs.length ? h('div', {}, all.pairs.map(ask)) : h('p', {}, t('desk.review.none')),
        all.disputes.length > 0 && h('section', {}, h('h2', {}, t('desk.review.disputes')), all.disputes.map((d) => sideBySide(d.pair,
            h('ul', {}, d.answers.map((x) => h('li', {}, `${x.author}: ${t('desk.review.' + x.answer)} — ${x.why}`))))))].filter(Boolean);
}

async function queue(from, refresh) {
    const all = await get('/api/pairs?from=' + from);
    if (!all.pairs.length)
        return h('p', { class: 'muted' }, t('desk.pairs.none'));
    const one = (pair) => {
        const why = h('input', { name: 'why', required: true, maxlength: '500', autocomplete: 'off' });
        const decide = (decision) => doing(async () => {
            if (!why.reportValidity())
                return;
            await post('/api/decisions', { a: pair[0].id, b: pair[1].id, decision, why: why.value });
            await refresh();
        });
        const place = sideBySide(pair, h('form', { class: 'row', onsubmit: (e) => e.preventDefault() },
            h('label', {}, t('desk.pairs.why'), why),
            h('button', { type: 'button', 'data-decision': 'same', onclick: decide('same') }, t('desk.pairs.same')),
            h('button', { type: 'button', 'data-decision': 'distinct', onclick: decide('distinct') }, t('desk.pairs.distinct')),
            h('button', { type: 'button', onclick: () => place.remove() }, t('desk.pairs.unsure'))));
        return place;
    };
    const next = from + all.pairs.length;
    return [h('p', { class: 'muted' }, t('desk.pairs.about')),
        h('p', {}, `${t('desk.pairs.waiting')} ${count(all.count, 'desk.pairs')}`), ...all.pairs.map(one),
        next < all.count && h('a', { class: 'button', href: `#/people/queue/${next}` }, t('desk.more'))].filter(Boolean);
}

export async function people(rest, desk, refresh) {
    if (rest.startsWith('new/'))
        return newRecord(rest.slice(4), desk, refresh);
    if (rest.startsWith('queue'))
        return [h('p', {}, h('a', { href: '#/people' }, `← ${t('desk.back')}`)),
            h('h2', {}, t('desk.people.queue')), ...[await queue(Number(rest.slice(6)) || 0, refresh)].flat()];
    if (rest === 'today')
        return [h('p', {}, h('a', { href: '#/people' }, `← ${t('desk.back')}`)),
            h('h2', {}, t('desk.people.today')), ...await review(refresh)];
    if (rest)
        return record(rest, desk, refresh);
    const known = await get('/api/forms');
    const forms = FORMS.map((id) => known.find((f) => f.id === id)).filter(Boolean);
    const hits = h('div', { 'aria-live': 'polite' });
    const field = h('input', { id: 'q', type: 'search', name: 'q', autocomplete: 'off' });
    const search = h('form', { class: 'row', role: 'search', onsubmit: doing(async () => {
        const found = await get('/api/search?q=' + encodeURIComponent(field.value));
        hits.replaceChildren(found.hits.length ? h('ul', { class: 'said' }, found.hits.map(hit))
            : h('p', {}, t('desk.people.none')), h('p', { class: 'muted' }, `${t('desk.people.of')} ${found.of}`));
        say(count(found.hits.length, 'desk.records'));
    }) }, h('label', { for: 'q' }, t('desk.people.search'), field), h('button', { class: 'first' }, t('desk.search')));
    setTimeout(() => field.focus());
    return [search, hits,
        h('section', {}, h('h2', {}, t('desk.people.new')), h('p', { class: 'row' }, forms.map((f) =>
            h('a', { class: 'button', href: `#/people/new/${f.id}` }, f.title)))),
        h('section', {}, h('h2', {}, t('desk.people.queue')), h('p', { class: 'row' },
            h('a', { class: 'button', href: '#/people/today' }, t('desk.people.today')),
            h('a', { class: 'button', href: '#/people/queue/0' },
                `${t('desk.pairs.waiting')} ${count(desk.session.pairs, 'desk.pairs')}`)))];
}
