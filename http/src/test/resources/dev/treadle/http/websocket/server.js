// An echo server on a free port, which it prints. Ends when its standard input does.
const { WebSocketServer } = require('ws');

const server = new WebSocketServer({
  port: 0,
  host: '127.0.0.1',
  perMessageDeflate: { threshold: 0 },
  handleProtocols: protocols => [...protocols].pop()
});
server.on('listening', () => console.log(server.address().port));
server.on('connection', socket => {
  socket.on('message', (data, isBinary) => {
    socket.ping('still there?');
    socket.send(data, { binary: isBinary });
  });
  socket.on('close', (code, reason) => console.log(`closed ${code} ${reason}`));
});
process.stdin.on('end', () => process.exit(0)).resume();
