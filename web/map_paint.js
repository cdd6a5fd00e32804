// SPDX-License-Identifier: GPL-3.0-or-later
// Painting the map: every building on its own, on a processor canvas. Lightness alone tells the
// damage, so that it stays legible in black and white; close by, hatch says it again.
import { number } from '/files/talk.js';

export const WATER = 0, GREEN = 1, DANGER = 2, DISTRICT = 3, RAIL = 4, MAIN = 5, STREET = 6, LANE = 7, BRIDGE = 8;
const UNSEEN = 4;
// 'u' nobody looked, '0'…'3' seen from the ground, 'a'…'d' from images alone
const LEVEL = { u: UNSEEN, 0: 0, 1: 1, 2: 2, 3: 3, a: 0, b: 1, c: 2, d: 3 };

export function palette() {
    return matchMedia('(prefers-color-scheme: dark)').matches
        ? { paper: '#15171b', ink: '#e9e7e2', muted: '#a9acb3', water: '#1d3a57', green: '#1f2f26', street: '#3d4149',
            fill: ['#33506b', '#6f8aa3', '#d09a45', '#ffe3a0', '#3a3d44'], hatch: '#15171b', alert: '#f0957a', good: '#8ab8f2',
            shade: ['#22384d', '#2f5573', '#4d86ad', '#a5d2f0'] }
        : { paper: '#fff', ink: '#16181c', muted: '#595d65', water: '#c3dcef', green: '#e6f0e1', street: '#c2c5ca',
            fill: ['#cfe0ef', '#8fb3d3', '#cf7d22', '#5e1f06', '#e9e9e6'], hatch: '#fff', alert: '#8f2d12', good: '#0b4f9e',
            shade: ['#e6edf3', '#b9cfe2', '#7fa6c9', '#2c6296'] };
}

// Strokes by level: none, one way, both ways; unseen: a dot. Drawn once, used as a pattern.
function pattern(ctx, level, colour) {
    const tile = document.createElement('canvas');
    tile.width = tile.height = 6;
    const c = tile.getContext('2d');
    c.strokeStyle = c.fillStyle = colour;
    c.lineWidth = level === 3 ? 1.3 : 1;
    c.beginPath();
    if (level === UNSEEN) {
        c.fillRect(2, 2, 1.5, 1.5);
    } else {
        c.moveTo(-1, 7);
        c.lineTo(7, -1);
        if (level === 3) {
            c.moveTo(-1, -1);
            c.lineTo(7, 7);
        }
        c.stroke();
    }
    return ctx.createPattern(tile, 'repeat');
}

export function halo(ctx, text, x, y, p) {
    ctx.lineWidth = 3;
    ctx.lineJoin = 'round';
    ctx.strokeStyle = p.paper;
    ctx.strokeText(text, x, y);
    ctx.fillStyle = p.ink;
    ctx.fillText(text, x, y);
}

// Full when it works, empty when not; the form says what it is.
export function sign(ctx, kind, works, x, y, r, p) {
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
    if (kind !== 0 && kind !== 5)
        return;
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

// One square of the legend.
export function swatch(ctx, p, level, colours) {
    ctx.fillStyle = colours[level];
    ctx.fillRect(1, 1, 19, 19);
    if (colours === p.fill && level >= 2) {
        ctx.fillStyle = pattern(ctx, level, level === UNSEEN ? p.muted : p.hatch);
        ctx.fillRect(1, 1, 19, 19);
    }
}

export class Picture {
    constructor(canvas, land) {
        this.canvas = canvas;
        this.land = land;
        this.view = null;
        this.show = 'damage';
        this.day = { roads: [], dangers: [], signs: [], houses: [], squares: [] };
        this.counts = [0, 0, 0, 0, 0];
        this.ctx = canvas.getContext('2d', { willReadFrequently: true, alpha: false });
        this.paths = land.shapes.map((s) => {
            const path = new Path2D();
            for (let i = 0; i < s.xy.length; i += 2)
                path[i ? 'lineTo' : 'moveTo'](s.xy[i], -s.xy[i + 1]);
            if (s.kind <= DISTRICT)
                path.closePath();
            return path;
        });
        const xs = land.cells.map((c) => c[0]), ys = land.cells.map((c) => c[1]);
        const box = xs.length ? [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)] : [-4000, -4000, 4000, 4000];
        this.bounds = { x: (box[0] + box[2]) / 2, y: (box[1] + box[3]) / 2,
            w: box[2] - box[0] + 2 * land.cell_m, h: box[3] - box[1] + 2 * land.cell_m };
    }

    // Five whole numbers a building become its middle and two half axes, in metres.
    build(box) {
        const n = box.length / 5;
        this.n = n;
        [this.x, this.y, this.ax, this.ay, this.bx, this.by] = Array.from({ length: 6 }, () => new Float32Array(n));
        for (let i = 0; i < n; i++) {
            const at = 5 * i, turn = box[at + 4] * Math.PI / 180;
            const half = box[at + 2] / 20, deep = box[at + 3] / 20, c = Math.cos(turn), s = Math.sin(turn);
            this.x[i] = box[at] / 10;
            this.y[i] = box[at + 1] / 10;
            this.ax[i] = half * c;
            this.ay[i] = half * s;
            this.bx[i] = -deep * s;
            this.by[i] = deep * c;
        }
    }

    // Buildings in order of level, the worst on top.
    levels(text) {
        const by = [[], [], [], [], []];
        for (let i = 0; i < text.length; i++)
            by[LEVEL[text[i]]].push(i);
        this.order = [UNSEEN, 0, 1, 2, 3].map((level) => [level, Int32Array.from(by[level])]);
        this.counts = by.map((list) => list.length);
    }

    whole() {
        const { clientWidth: w, clientHeight: h } = this.canvas;
        return { x: this.bounds.x, y: this.bounds.y, k: Math.min(w / this.bounds.w, h / this.bounds.h) };
    }

    look(view) {
        this.view = view;
        this.paint();
    }

    paint() {
        if (this.due || !this.view)
            return;
        this.due = requestAnimationFrame(() => {
            this.due = 0;
            this.draw();
        });
    }

    draw() {
        const began = performance.now();
        const { canvas, ctx, view: v } = this;
        const scale = devicePixelRatio || 1, w = canvas.clientWidth, h = canvas.clientHeight, p = palette();
        if (canvas.width !== Math.round(w * scale) || canvas.height !== Math.round(h * scale))
            Object.assign(canvas, { width: Math.round(w * scale), height: Math.round(h * scale) });
        this.frame = { w, h, p, at: (x, y) => [w / 2 + (x - v.x) * v.k, h / 2 - (y - v.y) * v.k] };
        const flat = () => ctx.setTransform(scale, 0, 0, scale, 0, 0);
        const land = () => ctx.setTransform(scale * v.k, 0, 0, scale * v.k, scale * (w / 2 - v.x * v.k), scale * (h / 2 + v.y * v.k));
        flat();
        ctx.fillStyle = p.paper;
        ctx.fillRect(0, 0, w, h);
        land();
        this.areas();
        flat();
        this.squares();
        land();
        this.lines();
        flat();
        this.buildings();
        this.houses();
        this.roads();
        this.dangers();
        this.signs();
        this.names();
        this.rule();
        performance.measure('map.frame', { start: began, end: performance.now() });
    }

    areas() {
        const { ctx, land, frame: { p } } = this;
        land.shapes.forEach((s, i) => {
            if (s.kind > GREEN)
                return;
            ctx.fillStyle = s.kind === WATER ? p.water : p.green;
            ctx.fill(this.paths[i], 'evenodd');
        });
    }

    // People as density, or the share of them out of reach: never a home.
    squares() {
        if (this.show !== 'people' && this.show !== 'reach')
            return;
        const { ctx, land, view: v, frame: { w, h, p, at } } = this;
        const s = land.cell_m * v.k, hectares = land.cell_m * land.cell_m / 1e4;
        for (const [x, y, people, best, worst] of this.day.squares) {
            const [left, top] = at(x - land.cell_m / 2, y + land.cell_m / 2);
            if (left > w || top > h || left + s < 0 || top + s < 0)
                continue;
            const dense = people / hectares;
            const level = this.show === 'people' ? [5, 20, 60].filter((n) => dense > n).length
                : best > 0.5 ? 3 : worst > 0.5 ? 2 : worst > 0 ? 1 : 0;
            ctx.fillStyle = this.show === 'people' ? p.shade[level] : p.fill[level];
            ctx.fillRect(left, top, s, s);
            if (this.show === 'reach' && level >= 2) {
                ctx.fillStyle = this.hatched(level);
                ctx.fillRect(left, top, s, s);
            }
        }
    }

    hatched(level) {
        const { ctx, frame: { p } } = this;
        const key = `${p.paper}${level}`;
        this.patterns ??= {};
        this.patterns[key] ??= pattern(ctx, level, level === UNSEEN ? p.muted : p.hatch);
        return this.patterns[key];
    }

    buildings() {
        if (!this.order)
            return;
        const { ctx, view: v, frame: { w, h, p } } = this;
        const quiet = this.show !== 'damage';
        const wide = w / 2 / v.k + 60, high = h / 2 / v.k + 60;
        for (const [level, list] of this.order) {
            ctx.fillStyle = quiet ? p.street : p.fill[level];
            this.least = quiet || level === UNSEEN ? 1.2 : level >= 2 ? 2.2 : 1.6;
            const dense = !quiet && level >= 2 && 9 * v.k > 5 ? this.hatched(level) : null;
            for (const i of list) {
                const dx = this.x[i] - v.x, dy = this.y[i] - v.y;
                if (dx > wide || dx < -wide || dy > high || dy < -high)
                    continue;
                this.one(i, w / 2 + dx * v.k, h / 2 - dy * v.k, v.k, dense, ctx, quiet ? p.street : p.fill[level]);
            }
        }
    }

    one(i, x, y, k, dense, ctx, colour) {
        const ax = this.ax[i] * k, ay = -this.ay[i] * k, bx = this.bx[i] * k, by = -this.by[i] * k;
        const size = Math.abs(ax) + Math.abs(ay);
        if (size < 2.5) { // a few points: the turn cannot be seen
            const s = Math.max(this.least, 1.8 * size);
            ctx.fillRect(x - s / 2, y - s / 2, s, s);
            return;
        }
        ctx.beginPath();
        ctx.moveTo(x + ax + bx, y + ay + by);
        ctx.lineTo(x + ax - bx, y + ay - by);
        ctx.lineTo(x - ax - bx, y - ay - by);
        ctx.lineTo(x - ax + bx, y - ay + by);
        ctx.closePath();
        ctx.fill();
        if (dense) {
            ctx.fillStyle = dense;
            ctx.fill();
            ctx.fillStyle = colour;
        }
    }

    lines() {
        const { ctx, land, view: v, frame: { p } } = this;
        land.shapes.forEach((s, i) => {
            if (s.kind < RAIL || s.said || (s.kind === LANE && v.k < 0.06))
                return;
            ctx.strokeStyle = s.kind >= BRIDGE ? p.ink : s.kind === RAIL ? p.muted : p.street;
            ctx.lineWidth = (s.kind === BRIDGE ? 4 : s.kind === MAIN ? 2.2 : s.kind === LANE ? 0.7 : 1.1) / v.k;
            ctx.setLineDash(s.kind === RAIL ? [8 / v.k, 3 / v.k] : s.kind > BRIDGE ? [2 / v.k, 2 / v.k] : []);
            ctx.stroke(this.paths[i]);
        });
        ctx.setLineDash([]);
    }

    // Houses on district heat: full when warm.
    houses() {
        if (this.show !== 'heat')
            return;
        const { ctx, frame: { p, at, w, h } } = this;
        ctx.lineWidth = 1.4;
        for (const house of this.day.houses) {
            const [x, y] = at(house.x, house.y);
            if (x < -9 || y < -9 || x > w + 9 || y > h + 9)
                continue;
            ctx.beginPath();
            ctx.rect(x - 4, y - 4, 8, 8);
            ctx.fillStyle = house.warm ? p.alert : p.paper;
            ctx.strokeStyle = house.warm ? p.alert : p.good;
            ctx.fill();
            ctx.stroke();
        }
    }

    // A cross on what is closed, a stroke on what is slow, a point on what is for walkers.
    roads() {
        const { ctx, frame: { p, at } } = this;
        for (const r of this.day.roads) {
            const a = at(r.ax, r.ay), b = at(r.bx, r.by);
            const x = (a[0] + b[0]) / 2, y = (a[1] + b[1]) / 2;
            const closed = r.state === 'closed';
            ctx.strokeStyle = closed || r.state === 'slow' ? p.alert : p.ink;
            ctx.lineWidth = r.bridge ? 4 : 2.5;
            ctx.setLineDash(closed ? [5, 4] : r.state === 'foot' ? [2, 3] : []);
            ctx.beginPath();
            ctx.moveTo(...a);
            ctx.lineTo(...b);
            if (r.bridge || r.state !== 'open')
                ctx.stroke();
            ctx.setLineDash([]);
            if (closed || r.state === 'slow')
                this.cross(x, y, closed, p);
            if (r.bridge && this.view.k > 0.05) {
                ctx.font = '12px "PT Sans", sans-serif';
                halo(ctx, r.name, x + 9, y + 4, p);
            }
        }
    }

    cross(x, y, closed, p) {
        const { ctx } = this;
        for (const [width, colour] of [[5, p.paper], [2.4, p.alert]]) {
            ctx.strokeStyle = colour;
            ctx.lineWidth = width;
            ctx.beginPath();
            ctx.moveTo(x - 6, y - 6);
            ctx.lineTo(x + 6, y + 6);
            if (closed) {
                ctx.moveTo(x - 6, y + 6);
                ctx.lineTo(x + 6, y - 6);
            }
            ctx.stroke();
        }
    }

    dangers() {
        const { ctx, land, view: v, frame: { p, at } } = this;
        ctx.strokeStyle = p.alert;
        ctx.lineWidth = 1.5;
        ctx.setLineDash([3, 3]);
        for (const d of this.day.dangers) {
            ctx.beginPath();
            ctx.arc(...at(d.x, d.y), Math.max(3, d.radius_m * v.k), 0, 7);
            ctx.stroke();
        }
        for (const s of land.shapes) {
            if (s.kind !== DANGER || s.xy.length < 6)
                continue;
            ctx.beginPath();
            for (let i = 0; i < s.xy.length; i += 2)
                ctx[i ? 'lineTo' : 'moveTo'](...at(s.xy[i], s.xy[i + 1]));
            ctx.closePath();
            ctx.stroke();
        }
        ctx.setLineDash([]);
    }

    signs() {
        const { ctx, frame: { w, h, p, at } } = this;
        for (const s of this.day.signs) {
            const [x, y] = at(s.x, s.y);
            if (x < -20 || y < -20 || x > w + 20 || y > h + 20)
                continue;
            sign(ctx, s.kind, s.works, x, y, 6, p);
            if (s.name && (this.view.k > 0.12 || s.kind === 0)) {
                ctx.font = '12px "PT Sans", sans-serif';
                halo(ctx, s.name, x + 9, y + 4, p);
            }
        }
    }

    names() {
        const { ctx, land, frame: { p, at } } = this;
        ctx.font = '13px "PT Sans", sans-serif';
        ctx.textAlign = 'center';
        for (const s of land.shapes) {
            if (s.kind !== DISTRICT || !s.name)
                continue;
            let x = 0, y = 0;
            for (let i = 0; i < s.xy.length; i += 2) { x += s.xy[i]; y += s.xy[i + 1]; }
            halo(ctx, s.name, ...at(2 * x / s.xy.length, 2 * y / s.xy.length), p);
        }
        ctx.textAlign = 'start';
    }

    rule() { // a scale in metres
        const { ctx, view: v, frame: { h, p } } = this;
        const m = [20, 50, 100, 200, 500, 1000, 2000, 5000].find((n) => n * v.k > 60) || 10000;
        ctx.strokeStyle = p.ink;
        ctx.lineWidth = 2;
        ctx.beginPath();
        ctx.moveTo(12, h - 12);
        ctx.lineTo(12 + m * v.k, h - 12);
        ctx.stroke();
        ctx.font = '12px "PT Sans", sans-serif';
        halo(ctx, `${number(m < 1000 ? m : m / 1000)} ${this.unit[m < 1000 ? 0 : 1]}`, 14, h - 18, p);
    }
}
