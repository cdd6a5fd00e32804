// SPDX-License-Identifier: GPL-3.0-or-later
// Starting a desk and a browser, for the tests of the page.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

const require = createRequire(process.env.DESK_TOOLS + '/package.json');
const { chromium } = require('playwright-core');
const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

export function startDesk(program, town, lang = 'uk') {
    return new Promise((resolve, reject) => {
        const child = spawn(program, ['desk', '--town', town, '--listen', '127.0.0.1:0', '--lang', lang],
            { stdio: ['ignore', 'pipe', 'inherit'] });
        child.stdout.once('data', (text) => resolve({ url: String(text).trim(), stop: () => child.kill('SIGTERM') }));
        child.once('exit', (code) => reject(new Error(`the desk ended with ${code}`)));
    });
}

export async function openBrowser() {
    return chromium.launch({ executablePath: process.env.DESK_CHROMIUM || '/usr/bin/chromium',
        args: ['--no-sandbox', '--disable-gpu', '--force-color-profile=srgb'] });
}

// A page that notes everything it must not do: other hosts, errors, refused content.
export async function openPage(browser, url, { width = 1280, height = 900, dark = false } = {}) {
    const context = await browser.newContext({ viewport: { width, height }, colorScheme: dark ? 'dark' : 'light', bypassCSP: false });
    const page = await context.newPage();
    const bad = [];
    page.on('request', (r) => { if (!r.url().startsWith(url) && !r.url().startsWith('data:')) bad.push(`asks ${r.url()}`); });
    page.on('console', (m) => { if (m.type() === 'error') bad.push(`console: ${m.text()}`); });
    page.on('pageerror', (e) => bad.push(`error: ${e}`));
    return { page, bad, context };
}

export async function login(page, url, passphrase, name = 'Писарка (вигадана особа)', lang = 'uk') {
    await page.goto(`${url}login?lang=${lang}`);
    await page.fill('input[name=name]', name);
    await page.fill('input[name=passphrase]', passphrase);
    await page.click('button');
    await page.waitForSelector('nav a[aria-current]');
}

// The page's policy forbids evaluating text, so waiting is done from here.
export async function until(what, test, most_ms = 15000) {
    for (const start = Date.now(); Date.now() - start < most_ms;) {
        if (await test())
            return;
        await new Promise((resolve) => setTimeout(resolve, 40));
    }
    throw new Error(`waited in vain: ${what}`);
}

export async function view(page, name) {
    await page.evaluate((hash) => { location.hash = hash; }, `#/${name}`);
    await page.waitForTimeout(60);
    await until(name, async () => !/^(Завантаження|Loading) …$/.test(await page.textContent('main')));
    await page.waitForTimeout(120);
}

export async function axe(page) {
    // evaluated through the debugger, so the page's policy stays as it is
    await page.evaluate(axeSource);
    const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
    return found.violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => n.target.join(' ')).join(' | ')}`);
}
