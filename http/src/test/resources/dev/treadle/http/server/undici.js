// Asks a server in every way that undici knows, and prints what it heard.
const { Client, fetch } = require('undici');

async function* pieces() {
  for (let i = 0; i < 5; i++) {
    yield Buffer.from(`piece ${i};`);
  }
}

async function main(url) {
  const client = new Client(url, { pipelining: 4 });
  const ask = options => client.request({ method: 'GET', ...options });

  const answers = [1, 2, 3, 4].map(i => ask({ path: `/number/${i}` }).then(r => r.body.text()));
  console.log((await Promise.all(answers)).join(' '));

  const whole = await ask({ path: '/echo', method: 'POST', body: 'x'.repeat(300000) });
  console.log(whole.statusCode, (await whole.body.text()).length);

  const streamed = await ask({ path: '/echo', method: 'POST', body: pieces() });
  console.log(await streamed.body.text());

  const head = await ask({ path: '/number/1', method: 'HEAD' });
  console.log(head.headers['content-length'], (await head.body.text()).length);

  const trailing = await ask({ path: '/trailers' });
  console.log(await trailing.body.text(), trailing.trailers.checksum);

  const part = await ask({ path: '/file', headers: { range: 'bytes=2-4' } });
  console.log(part.statusCode, part.headers['content-range'], await part.body.text());

  const packed = await fetch(`${url}/long`);
  console.log(packed.headers.get('content-encoding'), (await packed.text()).length);

  const missing = await ask({ path: '/missing' });
  console.log(missing.statusCode, (await missing.body.text()).trim());

  const patience = new AbortController();
  setTimeout(() => patience.abort(), 200);
  await ask({ path: '/slow', signal: patience.signal }).catch(e => console.log(e.name));
  await client.destroy();
}

main(process.argv[2]).catch(e => console.log(e));
