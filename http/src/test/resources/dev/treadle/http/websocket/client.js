// Sends messages of many sizes to an echo server, checks what comes back, pings, and closes.
const { WebSocket } = require('ws');

const sizes = [0, 1, 125, 126, 127, 1000, 65535, 65536, 300000];
const messages = [];
for (const size of sizes) {
  messages.push('é'.repeat(size >> 1) + 'x'.repeat(size & 1));
  messages.push(Buffer.alloc(size, 'abc'));
}

const socket = new WebSocket(process.argv[2], ['old', 'new'], { perMessageDeflate: process.argv[3] === 'deflate' });
let next = 0;
const send = () => socket.send(messages[next]);
socket.on('open', () => {
  console.log(`protocol ${socket.protocol}, extensions ${socket.extensions}`);
  socket.ping('hello');
  send();
});
socket.on('pong', data => console.log(`pong ${data}`));
socket.on('message', (data, isBinary) => {
  const expected = Buffer.from(messages[next]);
  if (isBinary !== Buffer.isBuffer(messages[next]) || !expected.equals(data)) {
    console.log(`message ${next} came back as something else`);
    process.exit(1);
  }
  if (++next === messages.length) {
    socket.close(4321, 'done');
  } else {
    send();
  }
});
socket.on('error', error => console.log(`error ${error.message}`));
socket.on('close', (code, reason) => console.log(`closed ${code} ${reason}`));
