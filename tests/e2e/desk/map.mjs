// SPDX-License-Identifier: GPL-3.0-or-later
// How long the map takes in a browser without a graphics card: the first picture after the view is
// asked for (data, parsing, painting), and single frames while the map is moved and zoomed.
// DESK_TOOLS=… node map.mjs PROGRAM TOWN; one JSON line a case.
import { readFileSync } from 'node:fs';
import { startDesk, openBrowser, openPage, login, view, until } from './desk.mjs';

const [program, town] = process.argv.slice(2);
const FIRST_MOST_MS = 1000, FRAME_MOST_MS = 100;
const passphrase = readFileSync(`${town}/passphrase-of-this-model-town`, 'utf8').trim();
const desk = await startDesk(program, town);
const browser = await openBrowser();
const { page, bad } = await openPage(browser, desk.url, { width: 1280 });
let wrong = 0;

const measured = (name) => page.evaluate((n) => performance.getEntriesByName(n).map((m) => m.duration), name);
const clear = () => page.evaluate(() => performance.clearMeasures());
function tell(name, times, most, polygons) {
    times.sort((a, b) => a - b);
    const at = (share) => Math.round(times[Math.min(times.length - 1, Math.floor(share * times.length))] * 10) / 10;
    console.log(JSON.stringify({ case: name, polygons, frames: times.length, best_ms: at(0), p50_ms: at(0.5), p95_ms: at(0.95), most_ms: most }));
    wrong += at(0.5) > most;
}

try {
    await login(page, desk.url, passphrase, 'bench', 'en');
    const polygons = await page.evaluate(async () => (await (await fetch('/api/map/buildings')).json()).levels.length);
    const firsts = [];
    for (let i = 0; i < 5; i++) {
        await view(page, 'settings');
        await clear();
        await view(page, 'map');
        await until('the first picture', async () => (await measured('map.first')).length > 0);
        firsts.push(...await measured('map.first'));
    }
    tell('map-first', firsts, FIRST_MOST_MS, polygons);
    await page.focus('.hold');
    for (const [name, zooms] of [['map-frame-whole', 0], ['map-frame-half', 2], ['map-frame-streets', 5]]) {
        for (let i = 0; i < zooms; i++)
            await page.keyboard.press('+');
        await page.waitForTimeout(300);
        await clear();
        for (let i = 0; i < 24; i++) {
            await page.keyboard.press(['ArrowLeft', 'ArrowUp', 'ArrowRight', 'ArrowDown'][i % 4]);
            await page.waitForTimeout(60);
        }
        tell(name, await measured('map.frame'), FRAME_MOST_MS, polygons);
    }
    bad.forEach((text) => console.log(text));
    wrong += bad.length;
} finally {
    await browser.close();
    desk.stop();
}
process.exit(wrong ? 1 : 0);
