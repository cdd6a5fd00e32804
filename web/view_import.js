// SPDX-License-Identifier: GPL-3.0-or-later
// Import: a file → dry run with every bad row → one batch → undo.
import { get, post, upload, t, count, number } from '/files/talk.js';
import { h, doing, follow, table, askReason, say } from '/files/dom.js';

function faults(list) {
    const heads = [{ name: t('desk.import.line'), numeric: true }, { name: t('desk.import.column') },
        { name: t('desk.import.said') }, { name: t('desk.import.reason') }];
    const reason = (f) => f.value ? f.text.slice(f.text.indexOf('»: ') > 0 ? f.text.indexOf('»: ') + 3
        : f.text.indexOf('": ') + 3) : f.text.replace(/^.*?\): /, '');
    return table(t('desk.import.faults'), heads, list.map((f) => h('tr', {}, h('td', { class: 'number' }, String(f.line)),
        h('td', {}, f.header, f.column ? ` (${f.column})` : ''), h('td', {}, f.value), h('td', {}, reason(f)))));
}

// Columns as they were understood; another aspect may be chosen.
function mapping(result, kinds, again) {
    const map = JSON.parse(result.mapping);
    const kind = kinds.find((k) => k.id === map.kind);
    const options = kind ? kind.aspects : [];
    const rows = Object.entries(map.columns).map(([header, aspect], i) => {
        const choose = h('select', { id: `map-${i}`, onchange: () => {
            map.columns[header] = choose.value || null;
            again(JSON.stringify(map));
        } }, h('option', { value: '', selected: !aspect }, t('desk.import.mapping.text')),
        options.map(([id, label]) => h('option', { value: id, selected: id === aspect }, label)),
        aspect && !options.some(([id]) => id === aspect) && h('option', { value: aspect, selected: true }, aspect));
        return h('tr', {}, h('th', { scope: 'row' }, h('label', { for: `map-${i}` }, header)), h('td', {}, choose));
    });
    return h('details', {}, h('summary', {}, `${t('desk.import.mapping')}: ${rows.length}`),
        table(t('desk.import.mapping'), [{ name: t('desk.import.mapping.column') }, { name: t('desk.import.mapping.aspect') }], rows));
}

const counts = (r) => h('p', { class: 'counts' }, `${t('desk.import.accepted')} `, h('b', {}, count(r.taken, 'desk.rows')),
    ` · ${t('desk.import.refused')} `, h('b', { class: r.refused ? 'alert' : undefined }, count(r.refused, 'desk.rows')),
    r.passed ? ` · ${t('desk.import.passed')} ${count(r.passed, 'desk.rows')}` : '',
    ` · ${number(r.claims)} ${t('desk.ledger.claims').toLowerCase()}`);

export async function importing(rest, desk, refresh) {
    const kinds = await get('/api/kinds');
    const file = h('input', { type: 'file', id: 'file', accept: '.csv,.tsv,.txt,.xlsx,.ods', required: true });
    const kind = h('select', { id: 'kind' }, h('option', { value: '' }, t('desk.import.guess')),
        kinds.map((k) => h('option', { value: k.id }, k.name)));
    const source = h('input', { id: 'source', autocomplete: 'off', maxlength: '200' });
    const place = h('div', {});
    let sent = null;
    const dryRun = async (map) => {
        place.replaceChildren();
        await post('/api/import', { upload: sent.upload, kind: map ? '' : kind.value, source: source.value, mapping: map || '', dry_run: true });
        const result = await follow(place);
        place.replaceChildren(h('section', {}, h('h2', {}, sent.name),
            h('p', { class: 'muted' }, `${t('desk.import.understood')}: ${result.understood.trim()}`), counts(result),
            mapping(result, kinds, (changed) => dryRun(changed).catch((e) => say(e.message))),
            result.faults.length > 0 && faults(result.faults),
            h('p', {}, h('button', { class: 'first', type: 'button', id: 'commit', disabled: !result.taken,
                onclick: doing(() => commit(map)) }, t('desk.import.commit')))));
        say(t('desk.import.understood'));
    };
    const commit = async (map) => {
        await post('/api/import', { upload: sent.upload, kind: map ? '' : kind.value, source: source.value, mapping: map || '', dry_run: false });
        const result = await follow(place);
        place.replaceChildren(h('p', { class: 'notice', role: 'status', id: 'imported' },
            `${t('desk.saved')} ${result.batch} · ${count(result.taken, 'desk.rows')}`),
        h('button', { type: 'button', onclick: doing(async () => {
            const typed = await askReason(t('desk.import.undo'), t('desk.ledger.undo.about'));
            if (typed) {
                await post('/api/undo', { batch: result.batch, why: typed.why });
                await refresh();
            }
        }) }, t('desk.import.undo')));
    };
    return [h('p', { class: 'muted' }, t('desk.import.about')),
        h('form', { class: 'row', onsubmit: doing(async () => {
            sent = await upload(file.files[0]);
            await dryRun();
        }) }, h('label', { for: 'file' }, t('desk.import.file'), file),
        h('label', { for: 'kind' }, t('desk.import.kind'), kind),
        h('label', { for: 'source' }, t('desk.import.source'), source),
        h('button', { class: 'first' }, t('desk.import.try'))), place];
}
