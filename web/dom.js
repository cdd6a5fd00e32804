// SPDX-License-Identifier: GPL-3.0-or-later
// Elements, the side panel, dialogs, tables, long jobs. Texts are always text, never markup.
import { t, get, post, Refused, count } from '/files/talk.js';

export function h(tag, attributes = {}, ...children) {
    const e = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
        if (value === undefined || value === null || value === false)
            continue;
        if (name.startsWith('on'))
            e.addEventListener(name.slice(2), value);
        else if (name in e && name !== 'list' && typeof value !== 'string')
            e[name] = value;
        else
            e.setAttribute(name, value === true ? '' : value);
    }
    e.append(...children.flat(9).filter((c) => c !== null && c !== undefined && c !== false && c !== ''));
    return e;
}

export const live = h('p', { class: 'skip', role: 'status', 'aria-live': 'polite' });
export const say = (text) => { live.textContent = text; };

export function trouble(error) {
    const text = error instanceof Refused ? [error.place, error.message].filter(Boolean).join(': ')
        : `${t('desk.error')}: ${error}`;
    say(text);
    return h('p', { class: 'notice alert', role: 'alert' }, text);
}

// Runs a click's work once at a time and says what went wrong beside the button.
export function doing(work) {
    return async (event) => {
        const button = event.currentTarget;
        const form = button instanceof HTMLFormElement ? button : null;
        event.preventDefault();
        const place = form || button.closest('form, section, li, dialog, main') || document.body;
        place.querySelectorAll(':scope > .notice.alert').forEach((e) => e.remove());
        const busy = form ? form.querySelector('button') : button;
        busy.disabled = true;
        try {
            await work(event, place);
        } catch (error) {
            place.append(trouble(error));
        } finally {
            busy.disabled = false;
        }
    };
}

// A panel at the side; Escape closes it and the focus goes back.
export function side(title, ...content) {
    document.querySelector('dialog.side')?.remove();
    const panel = h('dialog', { class: 'side', 'aria-labelledby': 'side-title' },
        h('div', { class: 'head' }, h('h2', { id: 'side-title', tabIndex: -1 }, title),
            h('button', { type: 'button', onclick: () => panel.close() }, t('desk.close'))),
        ...content);
    panel.addEventListener('close', () => panel.remove());
    panel.addEventListener('click', (e) => { if (e.target === panel) panel.close(); });
    document.body.append(panel);
    panel.showModal();
    panel.querySelector('h2').focus();
    return panel;
}

// Asks for a reason (and more fields); answers null when the person thinks better of it.
export function askReason(title, about, fields = []) {
    return new Promise((resolve) => {
        const inputs = {};
        const form = h('form', { method: 'dialog' }, h('h2', { id: 'ask-title' }, title), h('p', {}, about),
            fields.map(([name, label, value]) => h('label', {}, label,
                inputs[name] = h('input', { name, required: true, value: value || '', autocomplete: 'off' }))),
            h('label', {}, t('desk.reason'),
                inputs.why = h('input', { name: 'why', required: true, maxlength: '500', autocomplete: 'off' })),
            h('div', { class: 'row' }, h('button', { class: 'first', value: 'save' }, t('desk.save')),
                h('button', { value: 'cancel', formNoValidate: true }, t('desk.cancel'))));
        const box = h('dialog', { 'aria-labelledby': 'ask-title' }, form);
        box.addEventListener('close', () => {
            box.remove();
            resolve(box.returnValue === 'save'
                ? Object.fromEntries(Object.entries(inputs).map(([k, e]) => [k, e.value])) : null);
        });
        document.body.append(box);
        box.showModal();
        form.querySelector('input').focus();
    });
}

// Asks once more before what cannot be taken back.
export function askSure(title, about) {
    return new Promise((resolve) => {
        const form = h('form', { method: 'dialog' }, h('h2', { id: 'sure-title' }, title), h('p', {}, about),
            h('div', { class: 'row' }, h('button', { class: 'first', value: 'yes' }, t('desk.yes')), h('button', { value: 'no' }, t('desk.cancel'))));
        const box = h('dialog', { 'aria-labelledby': 'sure-title' }, form);
        box.addEventListener('close', () => {
            box.remove();
            resolve(box.returnValue === 'yes');
        });
        document.body.append(box);
        box.showModal();
    });
}

export function table(caption, heads, rows) {
    return h('div', { class: 'wide', tabIndex: 0, role: 'region', 'aria-label': caption },
        h('table', {}, h('caption', {}, caption),
            h('thead', {}, h('tr', {}, heads.map((c) =>
                h('th', { scope: 'col', class: c.numeric ? 'number' : undefined }, c.name)))),
            h('tbody', {}, rows)));
}

// Follows the one long job: percent, rest time, Cancel. Answers its result.
export function follow(place) {
    const bar = h('progress', { max: 1, value: 0, 'aria-label': t('desk.loading') });
    const text = h('span', { class: 'muted' });
    const box = h('div', { class: 'job' }, bar, h('div', { class: 'row' }, text,
        h('button', { type: 'button', onclick: () => post('/api/job/cancel') }, t('desk.cancel'))));
    place.append(box);
    return new Promise((resolve, reject) => {
        const events = new EventSource('/api/job/events');
        events.onmessage = async (event) => {
            const job = JSON.parse(event.data);
            bar.value = job.share;
            text.textContent = `${job.what} ${Math.round(job.share * 100)} %` +
                (job.rest_s >= 1 ? ` · ${t('desk.job.rest')} ${count(Math.ceil(job.rest_s), 'desk.seconds')}` : '');
            if (!job.done)
                return;
            events.close();
            box.remove();
            if (job.cancelled)
                reject(new Refused(409, t('desk.job.cancelled'), ''));
            else if (!job.ok)
                reject(new Refused(422, job.error, job.place));
            else
                resolve((await get('/api/job')).result);
        };
        events.onerror = () => {
            events.close();
            box.remove();
            reject(new Refused(0, t('desk.offline'), ''));
        };
    });
}
