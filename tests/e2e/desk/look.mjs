// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures of every view at both widths, languages, light and dark, with axe-core over each.
// DESK_TOOLS=… node look.mjs PROGRAM TOWN FOLDER [0,7]; the last: only these of the eight states
import { mkdirSync, readFileSync } from 'node:fs';
import { startDesk, openBrowser, openPage, login, view, axe } from './desk.mjs';

const [program, town, folder, only] = process.argv.slice(2);
const views = ['today', 'statements', 'people', 'people/queue/0', 'people/today', 'people/new/death', 'people/new/body', 'people/new/grave', 'care', 'damage', 'heat', 'map', 'import', 'ledger', 'settings'];
const passphrase = readFileSync(`${town}/passphrase-of-this-model-town`, 'utf8').trim();
mkdirSync(folder, { recursive: true });
const desk = await startDesk(program, town);
const browser = await openBrowser();
let wrong = 0;
const states = ['uk', 'en'].flatMap((lang) => [1280, 360].flatMap((width) => [false, true].map((dark) => [lang, width, dark])))
    .filter((_, i) => !only || only.split(',').includes(String(i)));
try {
for (const [lang, width, dark] of states) {
    const { page, bad } = await openPage(browser, desk.url, { width, height: width === 360 ? 740 : 900, dark });
    const name = (v) => `${folder}/${v.replaceAll('/', '-')}-${lang}-${width}-${dark ? 'dark' : 'light'}.png`;
    const check = async (v) => {
        const violations = await axe(page);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        if (wide > 0)
            violations.push(`wider than the screen by ${wide} px`);
        wrong += violations.length;
        violations.forEach((text) => console.log(`${v} ${lang} ${width}: ${text}`));
        await page.screenshot({ path: name(v) });
    };
    await page.goto(`${desk.url}login?lang=${lang}`);
    await check('login');
    await login(page, desk.url, passphrase, 'Писарка', lang);
    for (const v of views) {
        await view(page, v);
        await check(v);
    }
    await view(page, 'today');
    await page.click('[data-figure="dead.at_site"]');
    await page.waitForSelector('dialog.side');
    await check('side');
    await page.keyboard.press('Escape');
    await view(page, 'map');
    await page.waitForSelector('.legend li');
    for (const show of ['reach', 'people', 'heat']) {
        await page.check(`input[name=show][value=${show}]`);
        await page.waitForTimeout(200);
        await check(`map-${show}`);
    }
    await page.check('input[name=show][value=damage]');
    await page.click('main > details summary');
    await check('map-list');
    await page.locator('[data-road] button').first().click();
    await page.selectOption('#road-state', 'closed');
    await page.waitForSelector('#effect li, #effect p.muted');
    await page.waitForTimeout(900);
    await check('map-road');
    await page.keyboard.press('Escape');
    await view(page, 'ledger');
    await page.click('#checkpoint summary');
    await check('ledger-checkpoint');
    await view(page, 'people');
    await page.fill('#q', 'Іван');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.said li a');
    await check('people-found');
    await page.locator('.said li a').first().click();
    await page.waitForSelector('main table');
    await check('people-record');
    await view(page, 'care');
    if (await page.locator('#replan').count() === 0) { // planned once for all states
        await page.click('#plan-day');
        await page.waitForSelector('#replan', { timeout: 120000 });
    }
    await check('care-planned');
    await page.locator('button.stop').nth(3).click();
    await page.selectOption('#to-vehicle', { index: 1 });
    await page.waitForSelector('#cost b');
    await check('care-move');
    await page.keyboard.press('Escape');
    await view(page, 'heat');
    await page.locator('[data-move]').first().focus();
    await page.keyboard.press('PageDown');
    await page.waitForSelector('#decide');
    await check('heat-if');
    wrong += bad.length;
    bad.forEach((text) => console.log(`${lang} ${width}: ${text}`));
    await page.context().close();
}
} finally {
    await browser.close();
    desk.stop();
}
console.log(`${wrong} wrong`);
process.exit(wrong ? 1 : 0);
