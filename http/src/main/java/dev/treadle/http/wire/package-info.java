/// The wire format of HTTP/1.1 that client, server and WebSocket share: heads, bodies, multipart.
/// Nothing here reads or writes anything but arrays; [dev.treadle.http.wire.BegunStream] hands a
/// connection on.
@org.jspecify.annotations.NullMarked
package dev.treadle.http.wire;
