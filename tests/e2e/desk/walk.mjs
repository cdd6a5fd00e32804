// SPDX-License-Identifier: GPL-3.0-or-later
// A morning in the browser, from an empty ledger: a messy list is imported, two pairs are decided,
// a figure is traced, a death is written down, the batches are taken back. Both languages.
// Everybody in it is invented.
// DESK_TOOLS=… node walk.mjs PROGRAM FOLDER
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { startDesk, openBrowser, openPage, login, view, until, axe } from './desk.mjs';

const [program, folder] = process.argv.slice(2);
const passphrase = 'four quiet words here';
const GOOD = 40, ONE_FAULT = 23, TWO_FAULTS = 7; // 30 bad rows, 37 faults

function cp1251(text) {
    const other = { 'і': 0xb3, 'І': 0xb2, 'ї': 0xbf, 'Ї': 0xaf, 'є': 0xba, 'Є': 0xaa, 'ґ': 0xb4, 'Ґ': 0xa5, '№': 0xb9, '’': 0x92 };
    return Buffer.from([...text].map((c) => {
        const code = c.codePointAt(0);
        return code < 0x80 ? code : other[c] ?? (code >= 0x410 && code <= 0x44f ? code - 0x410 + 0xc0 : assert.fail(c)); }));
}

const NAMES = ['Вигаданенко', 'Небуленко', 'Казкарчук', 'Примарний', 'Уявний', 'Мрієвич', 'Снодійчук', 'Тінявський'];
const GIVEN = ['Олег', 'Марія', 'Петро', 'Ганна', 'Іван'];
const person = (i) => [`${NAMES[i % 8]}`, GIVEN[i % 5], `${String(1 + i % 28).padStart(2, '0')}.03.${1930 + i}`];

function morgueList() {
    const rows = ['Список загиблих, моргу міста;;;;;;', ';;;;;;', '№ п/п;Прізвище;Ім’я;Дата народження;Дата смерті;Стать;Статус'];
    let n = 0;
    for (let i = 0; i < GOOD; i++)
        rows.push([++n, ...person(i), '12.05.2022', i % 2 ? 'ж' : 'ч', 'загинув'].join(';'));
    for (let i = 0; i < ONE_FAULT; i++)
        rows.push([++n, ...person(50 + i), i % 2 ? '31.02.2022' : '12.13.2022', 'ч', 'загинув'].join(';'));
    for (let i = 0; i < TWO_FAULTS; i++)
        rows.push([++n, ...person(90 + i), 'десь узимку', 'хз', 'загинув'].join(';'));
    return cp1251(rows.join('\r\n') + '\r\n');
}

function policeList() { // the first two are in the other list, too
    const rows = ['Номер справи;Прізвище;Ім’я;Дата народження;Дата смерті;Статус'];
    [0, 1, 60, 61, 62].forEach((i, n) => rows.push([`К-${n + 1}`, ...person(i), '12.05.2022', 'загинув'].join(';')));
    return cp1251(rows.join('\r\n') + '\r\n');
}

const steps = [];
const step = (text) => { steps.push(text); console.log(`  ${text}`); };

async function importFile(page, name, bytes, taken, refused, faults, shot) {
    await view(page, 'import');
    await page.setInputFiles('#file', { name, mimeType: 'text/csv', buffer: bytes });
    await page.fill('#source', name.split('.')[0]);
    await page.click('form button.first');
    await page.waitForSelector('#commit');
    const counts = (await page.textContent('.counts')).replaceAll('\u00a0', ' ');
    assert.match(counts, new RegExp(`\\b${taken} `), counts);
    if (refused) {
        assert.match(counts, new RegExp(`\\b${refused} `), counts);
        // a person's reading of the table: every fault has its row
        assert.equal(await page.locator('.wide:last-of-type tbody tr').last().isVisible(), true);
        assert.equal(await page.locator('section > .wide > table > tbody > tr').count(), faults);
        await shot('import');
    }
    assert.match(await page.textContent('section .muted'), /CP1251/);
    await page.click('#commit');
    await page.waitForSelector('#imported');
    return Number(/\d+/.exec(await page.textContent('#imported'))[0]);
}

async function decide(page, which) {
    await view(page, 'people/queue/0');
    const pair = page.locator('section.pair').first();
    const text = await page.textContent('main');
    assert.doesNotMatch(text, /0[.,]\d\d|score|ймовірн/i); // blind to any score
    await pair.locator(`[data-decision=${which}]`).click(); // without a reason nothing happens
    await page.waitForTimeout(100);
    await pair.locator('input[name=why]').fill('перевірено за свідоцтвом');
    const before = await page.locator('section.pair').count();
    await pair.locator(`[data-decision=${which}]`).click();
    await until('one pair fewer', async () => await page.locator('section.pair').count() === before - 1);
}

const figure = (page, id) => page.evaluate(async (name) => (await (await fetch('/api/figures')).json())
    .figures.find((f) => f.id === name), id);

async function undo(page, batch) {
    await view(page, 'ledger');
    await page.click(`tr[data-batch="${batch}"] button`);
    await page.fill('dialog input[name=why]', 'перевірка');
    await page.click('dialog button.first');
    await page.waitForSelector(`tr.off[data-batch="${batch}"]`);
}

async function morning(browser, lang, width) {
    const town = mkdtempSync(`${tmpdir()}/rk_desk_`);
    const env = { ...process.env, RANOK_PASSPHRASE: passphrase };
    execFileSync(program, ['init', town, '--kdf', 'test', '--quiet'], { env, stdio: 'inherit' });
    const desk = await startDesk(program, town, lang);
    const { page, bad, context } = await openPage(browser, desk.url, { width });
    const shot = (name) => page.screenshot({ path: `${folder}/walk-${name}-${lang}-${width}.png`, fullPage: true });
    const violations = [];
    const check = async (name) => { for (const v of await axe(page)) violations.push(`${name}: ${v}`); };
    try {
        await login(page, desk.url, passphrase, 'Писарка', lang);
        step(`${lang} ${width}: an empty ledger says that nothing is known`);
        assert.equal((await figure(page, 'dead.registered')).known, false);
        await check('today, empty');
        step('a messy list in CP1251: every bad row is shown, the good ones become one batch');
        const first = await importFile(page, 'загиблі морг.csv', morgueList(), GOOD, ONE_FAULT + TWO_FAULTS, ONE_FAULT + 2 * TWO_FAULTS, shot);
        const second = await importFile(page, 'загиблі поліція.csv', policeList(), 5, 0, 0, shot);
        await check('import');
        step('two pairs wait and are decided by a person with a reason');
        await view(page, 'people/queue/0');
        assert.equal(await page.locator('section.pair').count(), 2);
        await shot('pairs');
        await check('pairs');
        const provisional = await figure(page, 'dead.provisional');
        await decide(page, 'same');
        await decide(page, 'distinct');
        const decided = await figure(page, 'dead.provisional');
        assert.notEqual(JSON.stringify([provisional.value, provisional.low, provisional.high]),
            JSON.stringify([decided.value, decided.low, decided.high]));
        step('a figure is traced to its statements');
        await view(page, 'today');
        await page.click('[data-figure="dead.provisional"]');
        await page.waitForSelector('dialog.side .said li');
        assert.match(await page.textContent('dialog.side'), /ranok\/[0-9a-f]{8}\/\d+\/\d+/);
        await shot('why');
        await check('why');
        await page.keyboard.press('Escape');
        assert.equal(await page.locator('dialog').count(), 0);
        step('a name is found in Latin letters; while a form is filled in it warns, with a reason');
        await view(page, 'people');
        await page.fill('#q', 'Vyhadanenko');
        await page.keyboard.press('Enter');
        await page.waitForSelector('.said li');
        assert.match(await page.textContent('.said'), /Вигаданенко/);
        await view(page, 'people/new/death');
        await page.fill('#field-1', person(0)[0]);
        await page.fill('#field-2', person(0)[1]);
        await page.waitForSelector('.notice .said li');
        assert.match(await page.textContent('.notice'), lang === 'uk' ? /прізвище те саме/ : /surname the same/);
        await shot('form');
        await check('form');
        await page.click('form button.first'); // who told it is missing: said, not saved
        await page.waitForSelector('.notice.alert');
        step('what was typed stays text');
        await view(page, `people/${encodeURIComponent('person:загиблі морг/1')}`);
        await page.waitForSelector('table');
        assert.equal(await page.evaluate(() => document.querySelectorAll('main script, main img').length), 0);
        await check('record');
        await shot('record');
        step('everything is verified; the batches are taken back and the figures are as before');
        await view(page, 'ledger');
        await page.click('#verify');
        await page.waitForSelector('.notice[role=status]');
        await check('ledger');
        await undo(page, second);
        await undo(page, first);
        const after = await figure(page, 'dead.provisional');
        assert.ok(!after.known || after.high === 0, JSON.stringify(after));
        assert.equal((await figure(page, 'dead.registered')).known, false);
        await shot('ledger');
        step('locked: the page is the door again');
        await page.keyboard.press('Alt+KeyL');
        await page.waitForSelector('input[name=passphrase]');
        assert.deepEqual(bad.filter((b) => !/\b(422|401)\b/.test(b)), []); // refusals are answers, too
        assert.deepEqual(violations, []);
    } finally {
        await shot('last');
        await context.close();
        desk.stop();
        rmSync(town, { recursive: true, force: true });
    }
}

mkdirSync(folder, { recursive: true });
const browser = await openBrowser();
try {
    await morning(browser, 'uk', 1280);
    await morning(browser, 'en', 360);
} finally {
    await browser.close();
}
console.log(`${steps.length} passed, 0 failed`);
