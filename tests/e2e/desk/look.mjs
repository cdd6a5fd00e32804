// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures of every view at both widths, languages, light and dark, with axe-core over each.
// DESK_TOOLS=… node look.mjs PROGRAM TOWN FOLDER
import { mkdirSync, readFileSync } from 'node:fs';
import { startDesk, openBrowser, openPage, login, view, axe } from './desk.mjs';

const [program, town, folder] = process.argv.slice(2);
const views = ['today', 'statements', 'people', 'people/queue/0', 'people/new/death', 'care', 'damage', 'heat', 'map', 'import', 'ledger', 'settings'];
const passphrase = readFileSync(`${town}/passphrase-of-this-model-town`, 'utf8').trim();
mkdirSync(folder, { recursive: true });
const desk = await startDesk(program, town);
const browser = await openBrowser();
let wrong = 0;
for (const [lang, width, dark] of [['uk', 1280, false], ['uk', 360, false], ['en', 1280, true], ['en', 360, true]]) {
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
    wrong += bad.length;
    bad.forEach((text) => console.log(`${lang} ${width}: ${text}`));
    await page.context().close();
}
await browser.close();
desk.stop();
console.log(`${wrong} wrong`);
process.exit(wrong ? 1 : 0);
