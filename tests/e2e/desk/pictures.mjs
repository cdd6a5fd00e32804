// SPDX-License-Identifier: GPL-3.0-or-later
// The pictures of the README, made of a model town: every person in it is invented.
// DESK_TOOLS=… node pictures.mjs PROGRAM TOWN FOLDER
import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { startDesk, openBrowser, openPage, login, view, until } from './desk.mjs';

const [program, town, folder] = process.argv.slice(2);
const MOST_BYTES = 150 * 1024;
const passphrase = readFileSync(`${town}/passphrase-of-this-model-town`, 'utf8').trim();
const desk = await startDesk(program, town);
const browser = await openBrowser();

async function shot(page, name) {
    const path = `${folder}/${name}.jpg`;
    await page.screenshot({ path, type: 'jpeg', quality: 72 });
    assert.ok(statSync(path).size <= MOST_BYTES, `${path} is larger than ${MOST_BYTES} bytes`);
}

try {
    for (const lang of ['uk', 'en']) {
        const { page, bad, context } = await openPage(browser, desk.url, { width: 1280, height: 800 });
        await login(page, desk.url, passphrase, lang === 'uk' ? 'Писарка (вигадана)' : 'Clerk (invented)', lang);
        await view(page, 'map');
        await until('a picture', async () => (await page.evaluate(() => performance.getEntriesByName('map.first').length)) > 0);
        await page.waitForTimeout(300);
        await shot(page, `desk-map-${lang}`);
        await view(page, 'heat');
        await page.locator('[data-move]').first().focus();
        await page.keyboard.press('PageDown');
        await page.waitForSelector('#decide');
        await page.evaluate(() => window.scrollTo(0, 0));
        await shot(page, `desk-heat-${lang}`);
        assert.deepEqual(bad, []);
        await context.close();
    }
} finally {
    await browser.close();
    desk.stop();
}
