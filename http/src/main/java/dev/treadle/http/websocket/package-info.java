/// WebSockets (RFC 6455) with compression (RFC 7692), over any byte stream, both ends alike.
@org.jspecify.annotations.NullMarked
package dev.treadle.http.websocket;
