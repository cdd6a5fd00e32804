// SPDX-License-Identifier: GPL-3.0-or-later
// A morning in the browser, from an empty ledger: a messy list is imported, two pairs are decided,
// a figure is traced, a death is written down, the batches are taken back. Both languages.
// Everybody in it is invented.
// DESK_TOOLS=… node walk.mjs PROGRAM FOLDER
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { gzipSync } from 'node:zlib';
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

// A small town on two banks: the hospital stands in the south, most people live in the north.
const soon = (days) => new Date(Date.now() + days * 864e5).toISOString().slice(0, 10).split('-').reverse().join('.');
function thingsOfTheTown() {
    const buildings = ['Номер будівлі;Адреса;Вид будівлі;Поверхів;Мешканців;Берег;Площа, м2;Широта;Довгота'];
    for (let i = 0; i < 60; i++) {
        const north = i < 40;
        buildings.push([i + 1, `вул. Вигадана, ${i + 1}`, 'приватний будинок', 1, 3, north ? 'північний' : 'південний', 90,
            (north ? 49.215 : 49.190) + i % 8 * 0.0006, 37.260 + Math.floor(i / 8) * 0.0009].join(';'));
    }
    return [
        ['будівлі.csv', buildings, 60],
        ['заклади.csv', ['Код закладу;Назва закладу;Вид закладу;Берег;Чи працює;Ліжок;Широта;Довгота',
            'З-1;Вигадана лікарня;лікарня;південний;працює;40;49.188;37.262'], 1],
        ['мости.csv', ['Номер ділянки;Вулиця або дорога;Вид;Проїзд;Підтверджено;Широта початку;Довгота початку;Широта кінця;Довгота кінця',
            'М-1;Вигаданий міст;автомобільний міст;проїзд вільний;так;49.2055;37.263;49.2035;37.263'], 1],
        ['котельні.csv', ['№ котельні;Назва котельні;Теплова потужність, МВт;Паливо;Стан котельні;Може запрацювати не раніше;Газопостачання;Електропостачання;Широта;Довгота',
            `1;Вигадана котельня № 1;3;природний газ;не працює, може бути запущено;${soon(5)};немає;є;49.216;37.264`,
            `2;Вигадана котельня № 2;2;природний газ;не працює, може бути запущено;${soon(9)};немає;є;49.191;37.261`], 2],
        ['будинки_на_опаленні.csv', ['Адреса;№ котельні;Теплове навантаження, кВт;Мешканців;Поверхів;Стан опалення',
            ...Array.from({ length: 8 }, (_, i) => `вул. Тепла, ${i + 1};${1 + i % 2};120;90;5;не опалюється`)], 8],
        ['бригади.csv', ['Бригада;Фах;Осіб у бригаді;Чи працює;Зміна', 'Котельники;котельні;6;працює;08–20', 'Теплотраса;труби й теплотраси;5;працює;08–17'], 2],
    ].map(([name, rows, taken]) => [name, Buffer.from(rows.join('\n') + '\n'), taken]);
}

const steps = [];
const step = (text) => { steps.push(text); console.log(`  ${text}`); };

async function importFile(page, name, bytes, taken, refused, faults, shot, letters = /CP1251/) {
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
    assert.match(await page.textContent('section .muted'), letters);
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

// Each record by keyboard alone. A minute is counted by the keystroke-level model of Card, Moran and
// Newell (1980): 0.28 s a key for an average typist, 1.35 s to think before each field.
const KEY_S = 0.28, THINK_S = 1.35, MINUTE_S = 60;
const TOLD = { according_to: 'Сусідка (вигадана)', as_of: '22.09.2022' };
const RECORDS = {
    death: { surname: 'Вигаданюк', given: 'Степан', birth_date: '03.1951', death_date: '12.04.2022' },
    injured: { surname: 'Уявненко', given: 'Леся', birth_date: '1980' },
    missing: { surname: 'Казковий', given: 'Назар', birth_date: '1999', last_seen_date: '04.2022', relative_name: 'Казкова Віра' },
    body: { number: 'Т-77', found_date: '18.09.2022', found_place: 'двір школи' },
    grave: { number: '211', inscription: 'невідомий' },
    need: { surname: 'Мрійна', given: 'Ольга' },
};

async function writeDown(page, form, wanted) {
    await view(page, 'people');
    await view(page, `people/new/${form}`);
    const fields = (await (await page.request.get(new URL(`/api/forms/${form}`, page.url()).href)).json()).fields.filter((f) => !f.table);
    const last = Math.max(...fields.filter((f) => f.aspect in wanted || f.must).map((f) => f.number));
    let keys = 0, filled = 0;
    for (const f of fields) {
        if (f.number > last)
            break;
        assert.equal(await page.evaluate(() => document.activeElement.id), `field-${f.number}`, 'Tab goes from field to field');
        if (f.choices.length && (f.must || f.aspect in wanted)) {
            await page.keyboard.press('ArrowDown');
            keys++;
            filled++;
        } else if (!f.choices.length && (f.aspect in wanted || f.must)) {
            const text = wanted[f.aspect] ?? '5';
            await page.keyboard.type(text);
            keys += text.length;
            filled++;
        }
        await page.keyboard.press('Tab');
        keys++;
    }
    await page.keyboard.press('Control+Enter');
    await page.waitForSelector('form .notice, main > .notice, .notice[role=status], .notice.alert');
    await until(`${form} is saved`, async () => /\d/.test(await page.locator('form .notice[role=status]').last().textContent().catch(() => '')));
    const seconds = (keys + 2) * KEY_S + filled * THINK_S;
    assert.ok(seconds <= MINUTE_S, `${form}: ${seconds} s`);
    return Math.round(seconds);
}

// A long import is cancelled: what was told of percent stops, and the ledger is as before.
async function cancelAnImport(page) {
    const batches = () => page.evaluate(async () => (await (await fetch('/api/batches')).json()).count);
    const before = await batches();
    const rows = ['Номер будівлі;Адреса;Вид будівлі;Мешканців'];
    for (let i = 0; i < 60000; i++)
        rows.push(`Б${i};вул. Довга, ${i};приватний будинок;2`);
    await view(page, 'import');
    await page.setInputFiles('#file', { name: 'будівлі_довгий.csv', mimeType: 'text/csv', buffer: Buffer.from(rows.join('\n')) });
    await page.click('form button.first');
    await page.waitForSelector('.job progress');
    await page.click('.job button');
    await page.waitForSelector('main .notice.alert');
    assert.equal(await page.locator('#commit').count(), 0);
    assert.equal(await batches(), before);
}

// What a browser loads of the page, pressed: all files, Leaflet included.
async function weight(page) {
    const names = await page.evaluate(() => performance.getEntriesByType('resource').map((e) => e.name).filter((n) => n.includes('/files/')));
    let bytes = 0;
    for (const name of new Set(names))
        bytes += gzipSync(Buffer.from(await (await page.request.get(name)).body())).length;
    return bytes;
}

const outOfReach = async (page) => Number((await page.textContent('#out-of-reach')).replace(/[^0-9–].*$/, '').split('–').pop());

// A bridge is closed on the map: the count is told before anything is saved, and is true after.
async function closeTheBridge(page, shot, check) {
    await view(page, 'map');
    await page.waitForSelector('#out-of-reach');
    assert.equal(await outOfReach(page), 0);
    await until('a picture', async () => (await page.evaluate(() => performance.getEntriesByName('map.frame').length)) > 0);
    const canvas = await page.evaluate(() => { const c = document.querySelector('.map > canvas'), d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
        return new Set(Array.from({ length: d.length / 4 }, (_, i) => d[4 * i] << 16 | d[4 * i + 1] << 8 | d[4 * i + 2])).size; });
    assert.ok(canvas > 5, `the map is painted: ${canvas} colours`);
    await check('map');
    await page.click('summary:has-text("списк"), summary:has-text("list")');
    await page.click('[data-road] button');
    await page.selectOption('#road-state', 'closed');
    await page.waitForSelector('#effect [data-changed="care.out_of_reach.60min"]');
    assert.match((await page.textContent('#effect [data-changed="care.out_of_reach.60min"]')), /→ 120/); // 40 homes in the north, three people each
    await check('road');
    await shot('bridge');
    await page.fill('dialog input[name=why]', 'бачили з дороги');
    await page.click('#road-save');
    await until('the count', async () => await page.locator('#out-of-reach').count() > 0 && await outOfReach(page) === 120);
    await until('another picture', async () => (await page.evaluate(() => performance.getEntriesByName('map.frame').length)) > 1);
    await page.waitForTimeout(300);
    await shot('map');
    return Number(/\d+/.exec(await page.evaluate(async () => String((await (await fetch('/api/batches')).json()).batches[0].batch)))[0]);
}

const datesOfHeat = (page) => page.locator('tr[data-row]').allTextContents();

// A repair is moved by a week with the arrow keys; the dates change; a decision makes it so.
async function moveARepair(page, shot, check) {
    await view(page, 'heat');
    await page.waitForSelector('[data-move="heat_source:1"]');
    await page.click('.gantt ~ details summary');
    const before = await datesOfHeat(page);
    await page.focus('[data-move="heat_source:1"]');
    await page.keyboard.press('PageDown');
    await page.waitForSelector('#decide');
    const supposed = await page.locator('tr.differs[data-row]').count();
    assert.ok(supposed > 0, 'dates change');
    assert.deepEqual(await page.evaluate(async () => (await (await fetch('/api/subjects/heat_source')).json()).subjects[0].is.can_start_from.value),
        soon(5).split('.').reverse().join('-')); // nothing is saved
    await check('heat');
    await shot('heat');
    await page.click('#decide');
    await page.fill('dialog input[name=why]', 'газ подадуть пізніше');
    await page.click('dialog button.first');
    await until('the decision', async () => await page.locator('[data-move="heat_source:1"]').count() > 0 && await page.locator('#decide').count() === 0);
    await page.click('.gantt ~ details summary');
    assert.notDeepEqual(await datesOfHeat(page), before);
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
        step('houses, a hospital, a bridge, boiler houses and crews are imported');
        const things = [];
        for (const [name, bytes, taken] of thingsOfTheTown())
            things.push(await importFile(page, name, bytes, taken, 0, 0, shot, /UTF-8/));
        step('a bridge is closed on the map: 120 people are out of reach, told before and true after');
        const closed = await closeTheBridge(page, shot, check);
        step('a repair is moved: the dates change, and stay so when it is decided');
        await moveARepair(page, shot, check);
        step('the sheet is printed');
        const pdf = await page.evaluate(async () => { const r = await fetch('/sheet.pdf'); const b = new Uint8Array(await r.arrayBuffer());
            return [r.status, r.headers.get('content-type'), String.fromCharCode(...b.slice(0, 5)), b.length]; });
        assert.deepEqual(pdf.slice(0, 3), [200, 'application/pdf', '%PDF-']);
        assert.ok(pdf[3] > 10000);
        await undo(page, closed);
        await view(page, 'map');
        await until('the bridge is open again', async () => await page.locator('#out-of-reach').count() > 0 && await outOfReach(page) === 0);
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
        step('each kind of record in less than a minute, by keyboard alone');
        const took = {};
        for (const [form, values] of Object.entries(RECORDS))
            took[form] = await writeDown(page, form, { ...TOLD, ...values });
        console.log(`    seconds by keystrokes: ${JSON.stringify(took)}`);
        step('a long import is cancelled and nothing is saved');
        await cancelAnImport(page);
        const bytes = await weight(page);
        assert.ok(bytes <= 200 * 1024, `the page weighs ${bytes} bytes, pressed`);
        console.log(`    page: ${Math.round(bytes / 1024)} KiB pressed`);
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
        const written = await page.evaluate(async () => (await (await fetch('/api/batches')).json()).batches.filter((b) => b.kind === 'form' && !b.undone_by).map((b) => b.batch));
        for (const batch of [...written, ...things.reverse(), second, first])
            await undo(page, batch);
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
