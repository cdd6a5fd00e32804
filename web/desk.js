// SPDX-License-Identifier: GPL-3.0-or-later
// The desk's frame: who and where, the views, the lock.
import { learn, get, glance, post, t } from '/files/talk.js';
import { h, trouble, live, say } from '/files/dom.js';
import { today } from '/files/view_today.js';
import { statements } from '/files/view_statements.js';
import { people } from '/files/view_people.js';
import { care } from '/files/view_care.js';
import { damage } from '/files/view_lists.js';
import { heat } from '/files/view_heat.js';
import { map } from '/files/view_map.js';
import { importing } from '/files/view_import.js';
import { ledger } from '/files/view_ledger.js';
import { settings } from '/files/view_settings.js';

const views = {
    today, statements, people, care, damage, heat, map, import: importing, ledger, settings,
};
// What a role must hold, or may do, to see a view; the server refuses the rest in any case.
const wanted = {
    statements: (s) => s.held.includes('operations'), damage: (s) => s.held.includes('operations'),
    heat: (s) => s.held.includes('operations'), map: (s) => s.held.includes('operations'),
    people: (s) => s.held.includes('people') && may(s, 'records'), import: (s) => may(s, 'write'),
};
const may = (s, right) => !s.rights || s.rights.includes(right);
const seen = (name) => !wanted[name] || wanted[name](desk.session);
const desk = { session: null };
let main;
let showing = 0;

export async function lock() {
    await post('/api/lock');
    location.assign('/login');
}

function frame() {
    const s = desk.session;
    document.title = `${s.town} · ${t('desk.title')}`;
    main = h('main', { id: 'main', tabIndex: -1 });
    document.getElementById('desk').replaceChildren(
        h('a', { class: 'skip', href: '#main', onclick: (e) => { e.preventDefault(); main.focus(); } },
            t('desk.skip')),
        h('header', { class: 'top' }, h('h1', {}, s.town),
            h('span', {}, `${s.day} · ${t('desk.sheet.number')} ${s.number}`),
            s.model && h('span', { class: 'muted' }, t('desk.model')),
            h('span', { class: 'who' }, s.name),
            h('button', { type: 'button', title: t('desk.lock.key'), onclick: lock }, t('desk.lock'))),
        h('div', { class: 'frame' },
            h('nav', { 'aria-label': t('desk.nav') }, Object.keys(views).filter(seen).map((name) =>
                h('a', { href: `#/${name}` }, t(`desk.view.${name}`)))),
            main),
        live);
}

// #/people/person:morgue/17 shows a view with the rest as its argument.
async function show() {
    const [name, ...rest] = decodeURIComponent(location.hash.slice(2)).split('/');
    const view = views[name] && seen(name) ? name : 'today';
    const mine = ++showing;
    document.querySelectorAll('dialog').forEach((d) => d.close());
    document.querySelectorAll('nav a').forEach((a) => {
        if (a.getAttribute('href') === `#/${view}`) {
            a.setAttribute('aria-current', 'page');
            a.scrollIntoView({ block: 'nearest', inline: 'center' });
        } else {
            a.removeAttribute('aria-current');
        }
    });
    main.replaceChildren(h('p', { class: 'muted' }, t('desk.loading')));
    try {
        const content = await views[view](rest.join('/'), desk, refresh);
        if (mine !== showing)
            return;
        main.replaceChildren(h('h2', {}, t(`desk.view.${view}`)), ...[content].flat());
        say(t(`desk.view.${view}`));
    } catch (error) {
        main.replaceChildren(trouble(error));
    }
}

// Every few seconds, without keeping anything alive: a session that ended takes the page off the
// screen (401 leads to the door).
async function watch() {
    try {
        await glance('/api/session');
    } catch {
        main.replaceChildren(h('p', { class: 'notice alert', role: 'alert' }, t('desk.offline')));
    }
}

// What others did is offered, never pushed into a half-typed form.
function listen() {
    const events = new EventSource('/api/events');
    events.addEventListener('head', (e) => {
        const news = JSON.parse(e.data);
        if (news.by === desk.session.name || document.getElementById('news'))
            return;
        const button = h('button', { type: 'button', id: 'news', title: news.by, onclick: refresh }, t('desk.news'));
        document.querySelector('.top').append(button);
        say(`${t('desk.news')}: ${news.by}`);
    });
    events.addEventListener('ended', () => location.assign('/login'));
}

// After a change: the head of the page and the view are read again.
export async function refresh() {
    desk.session = await get('/api/session');
    frame();
    await show();
}

async function start() {
    desk.session = await get('/api/session');
    await learn(desk.session.lang);
    frame();
    window.addEventListener('hashchange', show);
    document.addEventListener('keydown', (e) => {
        if (e.altKey && e.code === 'KeyL') {
            e.preventDefault();
            lock();
        }
    });
    desk.relearn = async (language) => {
        await post('/api/session', { lang: language });
        await learn(language);
        await refresh();
    };
    desk.lock = lock;
    setInterval(watch, 10000);
    listen();
    await show();
}

start().catch((error) => document.getElementById('desk').append(trouble(error)));
