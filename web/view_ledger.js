// SPDX-License-Identifier: GPL-3.0-or-later
// The ledger: batches, taking back, verifying, who looked at what.
import { get, post, t, number, day } from '/files/talk.js';
import { h, doing, follow, table, askReason } from '/files/dom.js';

// The checkpoint as a code: carried away, it shows later that nothing before it was changed.
function checkpoint(c) {
    const cell = 5, quiet = 4, size = (c.width + 2 * quiet) * cell;
    const canvas = h('canvas', { width: size, height: size, role: 'img', class: 'qr', 'aria-label': t('desk.ledger.checkpoint') });
    const ctx = canvas.getContext('2d');
    ctx.fillStyle = '#fff';
    ctx.fillRect(0, 0, size, size);
    ctx.fillStyle = '#000';
    for (let i = 0; i < c.cells.length; i++)
        if (c.cells[i] === '1')
            ctx.fillRect((quiet + i % c.width) * cell, (quiet + Math.floor(i / c.width)) * cell, cell, cell);
    return h('details', { id: 'checkpoint' }, h('summary', {}, `${t('desk.ledger.checkpoint')} · ${t('desk.ledger.device')} ${c.origin} · ${number(Number(c.entries))} ${t('desk.ledger.entries')}`),
        h('p', { class: 'muted' }, t('desk.ledger.checkpoint.about')), h('div', { class: 'row' }, canvas, h('pre', { tabIndex: 0, role: 'region', 'aria-label': t('desk.ledger.checkpoint') }, c.checkpoint)));
}

export async function ledger(rest, desk, refresh) {
    const from = Number(rest) || 0;
    const [all, head] = await Promise.all([get('/api/batches?from=' + from), get('/api/checkpoint').catch(() => null)]);
    const heads = [{ name: t('desk.ledger.batch'), numeric: true }, { name: t('desk.day') }, { name: t('desk.ledger.kind') },
        { name: t('desk.ledger.who') }, { name: t('desk.ledger.what') }, { name: t('desk.ledger.claims'), numeric: true }, { name: t('desk.state') }];
    const row = (b) => h('tr', { class: b.undone_by ? 'off' : undefined, 'data-batch': String(b.batch) },
        h('td', { class: 'number' }, String(b.batch)), h('td', { class: 'day' }, day(b.day)),
        h('td', {}, t('act.' + b.kind), b.target ? ` → ${b.target}` : ''), h('td', {}, b.recorded_by),
        h('td', {}, [b.file, b.why].filter(Boolean).join(' — ')), h('td', { class: 'number' }, number(b.claims)),
        h('td', {}, b.undone_by ? `${t('desk.ledger.undone')} ${b.undone_by}` : b.kind !== 'erasure' &&
            h('button', { type: 'button', 'aria-label': `${t('desk.ledger.undo')} ${b.batch}`, onclick: doing(async () => {
                const typed = await askReason(`${t('desk.ledger.undo')}: ${t('desk.ledger.batch').toLowerCase()} ${b.batch}`,
                    t('desk.ledger.undo.about'));
                if (!typed)
                    return;
                await post('/api/undo', { batch: b.batch, why: typed.why });
                await refresh();
            }) }, t('desk.ledger.undo'))));
    const verified = h('div', {});
    const verify = doing(async () => {
        verified.replaceChildren();
        await post('/api/verify');
        const v = await follow(verified);
        verified.replaceChildren(v.ok ? h('p', { class: 'notice', role: 'status' }, t('desk.ledger.fine'), ' ',
            `${number(v.entries)} ${t('desk.ledger.entries')} · ${number(v.claims)} ${t('desk.ledger.claims').toLowerCase()}`)
            : h('div', { class: 'notice alert', role: 'alert' }, h('p', {}, t('desk.ledger.findings')),
                h('ul', {}, v.findings.map((f) => h('li', {}, `${f.place}: ${f.what}`)))));
    });
    const looks = h('div', {});
    const show = doing(async () => {
        const log = await get('/api/access');
        looks.replaceChildren(h('p', { class: log.chained && !log.broken ? 'muted' : 'notice alert' },
            log.chained && !log.broken ? t('desk.ledger.access.chained') : t('desk.ledger.access.broken')),
        table(t('desk.ledger.access'), [{ name: t('desk.why.recorded') }, { name: t('desk.ledger.who') },
            { name: t('desk.ledger.kind') }, { name: t('desk.ledger.what') }],
        log.entries.map((e) => h('tr', {}, h('td', { class: 'day' }, day(e.at)), h('td', {}, e.by),
            h('td', {}, t('desk.access.' + e.what)), h('td', {}, e.about)))));
    });
    return [
        h('section', {}, h('p', { class: 'row' }, h('button', { type: 'button', id: 'verify', onclick: verify }, t('desk.ledger.verify')),
            h('button', { type: 'button', onclick: show }, t('desk.ledger.access.show'))), verified, looks),
        h('p', { class: 'muted' }, `${t('desk.ledger.root')} ${desk.session.root}`),
        head && checkpoint(head),
        table(t('desk.ledger.batches'), heads, all.batches.map(row)),
        from + all.batches.length < all.count &&
            h('a', { class: 'button', href: `#/ledger/${from + all.batches.length}` }, t('desk.more')),
    ].filter(Boolean);
}
