// SPDX-License-Identifier: GPL-3.0-or-later
// The map: squares by damage with hatch for those who see no colour, roads that are closed,
// signs. Own painting on a processor canvas; the list below says the same without a picture.
import { get, t } from '/files/talk.js';
import { h, table } from '/files/dom.js';

const WATER = 0, GREEN = 1, DANGER = 2, DISTRICT = 3, RAIL = 4, MAIN = 5, LANE = 7, BRIDGE = 8;
const CLASSES = [0.02, 1 / 3, 2 / 3];
const level = (damaged) => CLASSES.filter((c) => damaged > c).length;

function palette() {
    const dark = matchMedia('(prefers-color-scheme: dark)').matches;
    return dark ? { paper: '#15171b', ink: '#e9e7e2', muted: '#a9acb3', water: '#23405c', green: '#22332a', street: '#4a4e56',
        fill: ['#2c4a6e', '#4f6f8f', '#b98a3c', '#e8c268'], hatch: '#15171b', alert: '#f0957a', unseen: '#3a3d44' }
        : { paper: '#fff', ink: '#16181c', muted: '#595d65', water: '#c3dcef', green: '#e3eedd', street: '#b4b7bd',
            fill: ['#d8e6f3', '#9dbcd9', '#d9a441', '#9c4a12'], hatch: '#16181c', alert: '#8f2d12', unseen: '#e4e4e4' };
}

// Strokes by class: none, one way, both ways close together; unseen: dots.
function hatch(ctx, x, y, s, kind, colour) {
    const step = kind === 3 ? s / 4 : s / 2.5;
    ctx.strokeStyle = ctx.fillStyle = colour;
    ctx.lineWidth = Math.max(0.6, s / 24);
    if (kind === 'unseen') {
        ctx.fillRect(x + s / 2 - s / 16, y + s / 2 - s / 16, s / 8, s / 8);
        return;
    }
    ctx.beginPath();
    for (let d = step; kind >= 2 && d < 2 * s; d += step) {
        ctx.moveTo(x + Math.max(0, d - s), y + Math.min(d, s));
        ctx.lineTo(x + Math.min(d, s), y + Math.max(0, d - s));
        if (kind === 3) {
            ctx.moveTo(x + Math.max(0, d - s), y + s - Math.min(d, s));
            ctx.lineTo(x + Math.min(d, s), y + s - Math.max(0, d - s));
        }
    }
    ctx.stroke();
}

class Picture {
    constructor(canvas, data) {
        this.canvas = canvas;
        this.data = data;
        this.view = null;
        this.ctx = canvas.getContext('2d', { willReadFrequently: true, alpha: false });
        this.paths = data.shapes.map((s) => {
            const path = new Path2D();
            for (let i = 0; i < s.xy.length; i += 2)
                path[i ? 'lineTo' : 'moveTo'](s.xy[i], -s.xy[i + 1]);
            if (s.kind <= DISTRICT)
                path.closePath();
            return path;
        });
        const xs = data.cells.map((c) => c[0]), ys = data.cells.map((c) => c[1]);
        const all = data.cells.length ? [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)] : [-4000, -4000, 4000, 4000];
        this.bounds = { x: (all[0] + all[2]) / 2, y: (all[1] + all[3]) / 2, w: all[2] - all[0] + 2 * data.cell_m, h: all[3] - all[1] + 2 * data.cell_m };
    }

    whole() {
        const { clientWidth: w, clientHeight: hgt } = this.canvas;
        this.view = { x: this.bounds.x, y: this.bounds.y, k: Math.min(w / this.bounds.w, hgt / this.bounds.h) };
        this.paint();
    }

    move(dx, dy) {
        this.view.x -= dx / this.view.k;
        this.view.y += dy / this.view.k;
        this.paint();
    }

    zoom(factor, px, py) {
        const { clientWidth: w, clientHeight: hgt } = this.canvas;
        const x = px ?? w / 2, y = py ?? hgt / 2, v = this.view;
        const k = Math.min(2, Math.max(0.01, v.k * factor));
        v.x += (x - w / 2) * (1 / v.k - 1 / k);
        v.y -= (y - hgt / 2) * (1 / v.k - 1 / k);
        v.k = k;
        this.paint();
    }

    paint() {
        if (this.due)
            return;
        this.due = requestAnimationFrame(() => { this.due = 0; this.draw(); });
    }

    draw() {
        const { canvas, ctx, data, view: v } = this;
        const scale = devicePixelRatio || 1, w = canvas.clientWidth, hgt = canvas.clientHeight, p = palette();
        if (canvas.width !== Math.round(w * scale) || canvas.height !== Math.round(hgt * scale))
            Object.assign(canvas, { width: Math.round(w * scale), height: Math.round(hgt * scale) });
        ctx.setTransform(scale, 0, 0, scale, 0, 0);
        ctx.fillStyle = p.paper;
        ctx.fillRect(0, 0, w, hgt);
        const land = () => ctx.setTransform(scale * v.k, 0, 0, scale * v.k, scale * (w / 2 - v.x * v.k), scale * (hgt / 2 + v.y * v.k));
        const at = (x, y) => [w / 2 + (x - v.x) * v.k, hgt / 2 - (y - v.y) * v.k];
        land();
        data.shapes.forEach((s, i) => {
            if (s.kind > GREEN)
                return;
            ctx.fillStyle = s.kind === WATER ? p.water : p.green;
            ctx.fill(this.paths[i], 'evenodd');
        });
        this.cells(at, p, scale, w, hgt);
        land();
        this.lines(p);
        ctx.setTransform(scale, 0, 0, scale, 0, 0);
        this.dangers(at, p);
        this.signs(at, p, w, hgt);
        this.names(at, p);
        this.rule(p, hgt);
    }

    cells(at, p, scale, w, hgt) {
        const { ctx, data, view: v } = this;
        const s = data.cell_m * v.k;
        ctx.setTransform(scale, 0, 0, scale, 0, 0);
        for (const [x, y, , seen, damaged] of data.cells) {
            const [left, top] = at(x - data.cell_m / 2, y + data.cell_m / 2);
            if (left > w || top > hgt || left + s < 0 || top + s < 0)
                continue;
            const kind = seen ? level(damaged) : 'unseen';
            ctx.fillStyle = seen ? p.fill[kind] : p.unseen;
            ctx.fillRect(left, top, s - 0.5, s - 0.5);
            if (s > 7 && (kind === 'unseen' || kind >= 2))
                hatch(ctx, left, top, s - 0.5, kind, kind === 'unseen' ? p.muted : p.hatch);
        }
    }

    lines(p) {
        const { ctx, data, view: v } = this;
        data.shapes.forEach((s, i) => {
            if (s.kind < RAIL || (s.kind === LANE && v.k < 0.06))
                return;
            const closed = s.passage === 3;
            ctx.strokeStyle = closed ? p.alert : s.kind === BRIDGE ? p.ink : s.kind === RAIL ? p.muted : p.street;
            ctx.lineWidth = (closed ? 3.5 : s.kind === BRIDGE ? 4 : s.kind === MAIN ? 2.2 : s.kind === LANE ? 0.6 : 1.1) / v.k;
            ctx.setLineDash(closed ? [6 / v.k, 4 / v.k] : s.kind === RAIL ? [8 / v.k, 3 / v.k] : []);
            ctx.stroke(this.paths[i]);
            if (s.passage)
                this.cross(s, p, closed);
        });
        ctx.setLineDash([]);
    }

    cross(s, p, closed) { // a cross on what is closed, a stroke on what is slow: without colour, too
        const { ctx, view: v } = this;
        const m = 2 * Math.floor(s.xy.length / 4), x = s.xy[m], y = -s.xy[m + 1], r = 5 / v.k;
        ctx.setLineDash([]);
        ctx.strokeStyle = p.alert;
        ctx.lineWidth = 2 / v.k;
        ctx.beginPath();
        ctx.moveTo(x - r, y - r);
        ctx.lineTo(x + r, y + r);
        if (closed) {
            ctx.moveTo(x - r, y + r);
            ctx.lineTo(x + r, y - r);
        }
        ctx.stroke();
    }

    dangers(at, p) {
        const { ctx, data, view: v } = this;
        ctx.strokeStyle = p.alert;
        ctx.lineWidth = 1.5;
        ctx.setLineDash([3, 3]);
        for (const s of data.shapes) {
            if (s.kind !== DANGER)
                continue;
            const [x, y] = at(s.xy[0], s.xy[1]);
            ctx.beginPath();
            if (s.xy.length === 2)
                ctx.arc(x, y, Math.max(3, (s.radius_m || 20) * v.k), 0, 7);
            else
                for (let i = 0; i < s.xy.length; i += 2)
                    ctx[i ? 'lineTo' : 'moveTo'](...at(s.xy[i], s.xy[i + 1]));
            ctx.stroke();
        }
        ctx.setLineDash([]);
    }

    signs(at, p, w, hgt) {
        const { ctx, data } = this;
        for (const s of data.signs) {
            const [x, y] = at(s.x, s.y);
            if (x < -20 || y < -20 || x > w + 20 || y > hgt + 20)
                continue;
            sign(ctx, s.kind, s.works, x, y, 6, p);
            if (s.name && this.view.k > 0.12) {
                ctx.font = '12px "PT Sans", sans-serif';
                halo(ctx, s.name, x + 9, y + 4, p);
            }
        }
    }

    names(at, p) {
        const { ctx, data } = this;
        ctx.font = '13px "PT Sans", sans-serif';
        ctx.textAlign = 'center';
        for (const s of data.shapes) {
            if (s.kind !== DISTRICT || !s.name)
                continue;
            let x = 0, y = 0;
            for (let i = 0; i < s.xy.length; i += 2) { x += s.xy[i]; y += s.xy[i + 1]; }
            halo(ctx, s.name, ...at(2 * x / s.xy.length, 2 * y / s.xy.length), p);
        }
        ctx.textAlign = 'start';
    }

    rule(p, hgt) { // a scale in metres
        const { ctx, view: v } = this;
        const m = [50, 100, 200, 500, 1000, 2000, 5000].find((n) => n * v.k > 60) || 10000;
        ctx.strokeStyle = p.ink;
        ctx.lineWidth = 2;
        ctx.beginPath();
        ctx.moveTo(12, hgt - 12);
        ctx.lineTo(12 + m * v.k, hgt - 12);
        ctx.stroke();
        ctx.font = '12px "PT Sans", sans-serif';
        halo(ctx, m < 1000 ? `${m} м` : `${m / 1000} км`, 14, hgt - 18, p);
    }
}

function halo(ctx, text, x, y, p) {
    ctx.lineWidth = 3;
    ctx.lineJoin = 'round';
    ctx.strokeStyle = p.paper;
    ctx.strokeText(text, x, y);
    ctx.fillStyle = p.ink;
    ctx.fillText(text, x, y);
}

// Full when it works, empty when not; the form says what it is.
function sign(ctx, kind, works, x, y, r, p) {
    ctx.lineWidth = 1.6;
    ctx.strokeStyle = p.ink;
    ctx.fillStyle = works ? p.ink : p.paper;
    ctx.beginPath();
    if (kind === 0)
        ctx.rect(x - r, y - r, 2 * r, 2 * r);
    else if (kind === 1)
        ctx.arc(x, y, r, 0, 7);
    else if (kind === 2) {
        ctx.moveTo(x, y - r);
        ctx.lineTo(x + r, y + r);
        ctx.lineTo(x - r, y + r);
        ctx.closePath();
    } else {
        ctx.moveTo(x, y - r);
        ctx.lineTo(x + r, y);
        ctx.lineTo(x, y + r);
        ctx.lineTo(x - r, y);
        ctx.closePath();
    }
    ctx.fill();
    ctx.stroke();
    if (kind === 0 || kind === 5) {
        ctx.strokeStyle = kind === 0 && works ? p.paper : p.ink;
        ctx.beginPath();
        if (kind === 0) {
            ctx.moveTo(x - r / 2, y);
            ctx.lineTo(x + r / 2, y);
            ctx.moveTo(x, y - r / 2);
            ctx.lineTo(x, y + r / 2);
        } else {
            ctx.moveTo(x - r, y - r);
            ctx.lineTo(x + r, y + r);
        }
        ctx.stroke();
    }
}

function legend() {
    const item = (paint, text) => {
        const c = h('canvas', { width: 42, height: 42, 'aria-hidden': 'true' });
        const ctx = c.getContext('2d');
        ctx.scale(2, 2);
        paint(ctx, palette());
        return h('li', {}, c, text);
    };
    const square = (kind) => (ctx, p) => {
        ctx.fillStyle = kind === 'unseen' ? p.unseen : p.fill[kind];
        ctx.fillRect(1, 1, 19, 19);
        if (kind === 'unseen' || kind >= 2)
            hatch(ctx, 1, 1, 19, kind, kind === 'unseen' ? p.muted : p.hatch);
    };
    return h('ul', { class: 'legend' }, [0, 1, 2, 3, 'unseen'].map((k) => item(square(k), t('desk.map.legend.' + k))),
        [0, 1, 2, 3, 4, 5].map((k) => item((ctx, p) => sign(ctx, k, k !== 4 && k !== 5, 10, 10, 6, p), t('desk.map.sign.' + k))),
        item((ctx, p) => {
            ctx.strokeStyle = p.alert;
            ctx.setLineDash([3, 3]);
            ctx.arc(10, 10, 8, 0, 7);
            ctx.stroke();
        }, t('desk.map.legend.danger')),
        item((ctx, p) => {
            ctx.strokeStyle = p.alert;
            ctx.lineWidth = 2;
            ctx.moveTo(4, 4);
            ctx.lineTo(16, 16);
            ctx.moveTo(4, 16);
            ctx.lineTo(16, 4);
            ctx.stroke();
        }, t('desk.map.legend.closed')));
}

function hands(picture) {
    const { canvas } = picture;
    const held = new Map();
    canvas.addEventListener('pointerdown', (e) => {
        canvas.setPointerCapture(e.pointerId);
        held.set(e.pointerId, [e.clientX, e.clientY]);
    });
    canvas.addEventListener('pointermove', (e) => {
        const before = held.get(e.pointerId);
        if (!before)
            return;
        const others = [...held].filter(([id]) => id !== e.pointerId).map(([, at]) => at);
        if (others.length) {
            const [ox, oy] = others[0];
            const d = Math.hypot(e.clientX - ox, e.clientY - oy) / Math.max(1, Math.hypot(before[0] - ox, before[1] - oy));
            const box = canvas.getBoundingClientRect();
            picture.zoom(d, (e.clientX + ox) / 2 - box.x, (e.clientY + oy) / 2 - box.y);
        } else {
            picture.move(e.clientX - before[0], e.clientY - before[1]);
        }
        held.set(e.pointerId, [e.clientX, e.clientY]);
    });
    const drop = (e) => held.delete(e.pointerId);
    canvas.addEventListener('pointerup', drop);
    canvas.addEventListener('pointercancel', drop);
    canvas.addEventListener('wheel', (e) => {
        e.preventDefault();
        picture.zoom(e.deltaY < 0 ? 1.25 : 0.8, e.offsetX, e.offsetY);
    }, { passive: false });
    canvas.addEventListener('keydown', (e) => {
        const step = { ArrowLeft: [80, 0], ArrowRight: [-80, 0], ArrowUp: [0, 80], ArrowDown: [0, -80] }[e.key];
        if (step)
            picture.move(...step);
        else if (e.key === '+' || e.key === '=')
            picture.zoom(1.5);
        else if (e.key === '-')
            picture.zoom(1 / 1.5);
        else if (e.key === '0')
            picture.whole();
        else
            return;
        e.preventDefault();
    });
    new ResizeObserver(() => picture.view ? picture.paint() : picture.whole()).observe(canvas);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => picture.paint());
}

function twin(data) {
    const closed = data.shapes.filter((s) => s.passage && s.name);
    return h('details', {}, h('summary', {}, t('desk.map.list')),
        table(t('desk.map.list'), [{ name: t('desk.ledger.what') }, { name: t('desk.ledger.kind.of') }, { name: t('desk.state') }], [
            ...data.signs.map((s) => h('tr', {}, h('td', {}, s.name || '–'), h('td', {}, t('desk.map.sign.' + s.kind)),
                h('td', {}, s.works ? t('desk.map.works') : t('desk.map.not')))),
            ...closed.map((s) => h('tr', {}, h('td', {}, s.name), h('td', {}, t('desk.map.passage.' + s.passage)), h('td', {})))]));
}

export async function map() {
    const data = await get('/api/map');
    if (!data.known)
        return h('p', { class: 'muted' }, t('desk.map.none'));
    const canvas = h('canvas', { tabIndex: 0, role: 'img', 'aria-label': `${t('desk.map.title')}. ${t('desk.map.help')}` });
    const picture = new Picture(canvas, data);
    hands(picture);
    const button = (text, label, work) => h('button', { type: 'button', 'aria-label': label, onclick: work }, text);
    return [h('div', { class: 'map' }, canvas, h('div', { class: 'hands' },
        button('+', t('desk.map.in'), () => picture.zoom(1.5)), button('−', t('desk.map.out'), () => picture.zoom(1 / 1.5)),
        button(t('desk.map.all'), t('desk.map.all'), () => picture.whole()))),
    legend(), h('p', { class: 'muted' }, t('desk.map.help')), twin(data)];
}
