// SPDX-License-Identifier: GPL-3.0-or-later
// 50 people at once over a model town: record pages, searches, figures. One JSON line a case.
// node load.mjs PROGRAM TOWN (no package is needed)
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import http from 'node:http';

const [program, town] = process.argv.slice(2);
const PEOPLE = 50, EACH = 40;
const child = spawn(program, ['desk', '--town', town, '--listen', '127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'inherit'] });
const url = new URL(String(await new Promise((resolve) => child.stdout.once('data', resolve))).trim());
const passphrase = readFileSync(`${town}/passphrase-of-this-model-town`, 'utf8').trim();
const agent = new http.Agent({ keepAlive: true, maxSockets: PEOPLE });

function ask(method, path, headers = {}, body = '') {
    return new Promise((resolve, reject) => {
        const r = http.request({ host: url.hostname, port: url.port, method, path, agent,
            headers: { ...headers, 'Content-Length': Buffer.byteLength(body) } }, (answer) => {
            const parts = [];
            answer.on('data', (p) => parts.push(p));
            answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, text: Buffer.concat(parts).toString() }));
        });
        r.on('error', reject);
        r.end(body);
    });
}

const opened = await ask('POST', '/login', { Origin: url.origin, 'Content-Type': 'application/x-www-form-urlencoded' },
    new URLSearchParams({ name: 'load', passphrase, lang: 'uk' }).toString());
const cookie = { Cookie: opened.headers['set-cookie'][0].split(';')[0] };
const get = (path) => ask('GET', path, cookie);
const found = JSON.parse((await get('/api/search?q=' + encodeURIComponent('Іван Петрович'))).text);
const records = found.hits.map((h) => `/api/records/${h.id.replace(':', '/').split('/').map(encodeURIComponent).join('/')}`);
const queries = found.hits.map((h) => '/api/search?q=' + encodeURIComponent(h.name));
const rss = () => {
    const kid = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').trim();
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${kid}/status`, 'utf8'))[1]) / 1024;
};

for (const [name, paths] of [['record', records], ['search', queries], ['figures', ['/api/figures']]]) {
    const took = [];
    let wrong = 0;
    const start = performance.now();
    await Promise.all(Array.from({ length: PEOPLE }, async (_, p) => {
        for (let i = 0; i < EACH; i++) {
            const before = performance.now();
            const answer = await get(paths[(p * EACH + i) % paths.length]);
            took.push(performance.now() - before);
            wrong += answer.status !== 200;
        }
    }));
    took.sort((a, b) => a - b);
    const at = (share) => Math.round(took[Math.min(took.length - 1, Math.floor(share * took.length))] * 10) / 10;
    console.log(JSON.stringify({ case: name, people: PEOPLE, requests: took.length, wrong, p50_ms: at(0.5), p99_ms: at(0.99),
        per_s: Math.round(took.length / (performance.now() - start) * 1000), rss_mib: Math.round(rss()), names: found.of }));
}
agent.destroy();
child.kill('SIGTERM');
